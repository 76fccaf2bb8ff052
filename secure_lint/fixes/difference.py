"""Changes as a unified diff."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

_NO_END = b"\n\\ No newline at end of file\n"


def unified_diff(path: str, before: bytes, after: bytes) -> bytes:
    """The difference in the form that ``git apply`` and ``patch -p1`` take, in the encoding of the file."""
    name = path.encode("utf-8", "surrogateescape") + (b"\t" if " " in path else b"")
    lines = difflib.diff_bytes(difflib.unified_diff, _lines(before), _lines(after), b"a/" + name, b"b/" + name)
    return b"".join(line if line.endswith(b"\n") else line + _NO_END for line in lines)


def _lines(data: bytes) -> list[bytes]:
    """The lines with their line feeds, which alone end lines in a diff."""
    return list(_split(data))


def _split(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end
