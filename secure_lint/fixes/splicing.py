"""Changing some places of a file and nothing else."""

from __future__ import annotations

import codecs
from collections.abc import Iterable

from secure_lint.fixes.fixer import TextFile, UnfixableFileError
from secure_lint.model.fix import Replacement


def spliced(file: TextFile, replacements: Iterable[Replacement]) -> bytes:
    """The bytes of a file with replacements made, which must not overlap; all other bytes are the same.

    Raises `UnfixableFileError` for a file whose encoding is neither UTF-8 nor one of single bytes.
    """
    mark, encoding = _encoding(file)
    data, source = file.source.data, file.source
    parts, position = [], 0
    for one in sorted(replacements):
        start = source.offset(one.span.start_line, one.span.start_column)
        parts += [data[position:start], one.text.encode()]
        position = source.offset(one.span.end_line, one.span.end_column)
    text = b"".join((*parts, data[position:]))
    return mark + (text if encoding == "utf-8" else text.decode().encode(encoding))


def _encoding(file: TextFile) -> tuple[bytes, str]:
    """The byte order mark of a file, and how its text is encoded."""
    mark = codecs.BOM_UTF8 if file.raw.startswith(codecs.BOM_UTF8) else b""
    if mark + file.source.data == file.raw:
        return mark, "utf-8"
    try:
        if file.source.text.encode("latin-1") == file.raw:
            return b"", "latin-1"
    except UnicodeEncodeError:
        pass
    raise UnfixableFileError("its encoding is neither UTF-8 nor one of single bytes")
