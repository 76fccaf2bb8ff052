"""Reading a discovered file from disk."""

from __future__ import annotations

import codecs

from secure_lint.engine.discovery import DiscoveredFile
from secure_lint.model.problem import Problem, Stage

_LOOKED_AT = 8192
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def load(file: DiscoveredFile) -> bytes | Problem:
    """The bytes of a file, or why it cannot be read."""
    try:
        raw = file.absolute.read_bytes()
    except OSError as error:
        return Problem(file.path, f"cannot be read: {error.strerror or error}", Stage.READ)
    if is_binary(raw):
        return Problem(file.path, "is a binary file in spite of its name; it was not read", Stage.READ)
    return raw


def is_binary(raw: bytes) -> bool:
    """Whether bytes are no text: a NUL near the start, as Git decides it, unless a byte order mark explains it."""
    return b"\0" in raw[:_LOOKED_AT] and not raw.startswith(_WIDE_MARKS)
