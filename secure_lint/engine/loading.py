"""Telling text from other files."""

from __future__ import annotations

import codecs

_LOOKED_AT = 8192
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def is_binary(raw: bytes) -> bool:
    """Whether bytes are no text: a NUL near the start, as Git decides it, unless a byte order mark explains it."""
    return b"\0" in raw[:_LOOKED_AT] and not raw.startswith(_WIDE_MARKS)
