"""Source text: decoding, and places in it.

Tree-sitter counts bytes, parsers of ours count characters; `SourceText` turns both into spans.
"""

from __future__ import annotations

import bisect
import codecs

from secure_lint.model.span import Span
from secure_lint.text.places import CharacterOffsets

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class SourceText:
    """The text of one file, as characters and as UTF-8 bytes that agree with them.

    ``path`` is relative to the scan root, with forward slashes. ``lossy`` is set when bytes could not be decoded and
    were replaced. Lines end at line feeds only, as in the parsers.
    """

    __slots__ = ("_line_starts", "_offsets", "ascii", "data", "lossy", "path", "text")

    def __init__(self, path: str, raw: bytes) -> None:
        self.path = path
        self.text, self.lossy = decode(raw)
        self.ascii = self.text.isascii()
        self.data = raw if self.ascii and len(raw) == len(self.text) else self.text.encode("utf-8", "surrogatepass")
        self._line_starts: list[int] | None = None
        self._offsets: CharacterOffsets | None = None

    @property
    def line_starts(self) -> list[int]:
        """Byte offsets at which the lines of `data` start."""
        if self._line_starts is None:
            starts, position = [0], self.data.find(b"\n")
            while position >= 0:
                starts.append(position + 1)
                position = self.data.find(b"\n", position + 1)
            self._line_starts = starts
        return self._line_starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of a byte offset into `data`; one behind the end is the end."""
        offset = min(offset, len(self.data))
        row = bisect.bisect_right(self.line_starts, offset) - 1
        return row + 1, self.column(row, offset - self.line_starts[row])

    def offset(self, line: int, column: int) -> int:
        """The byte offset into `data` of a 1-based line and column."""
        start = self.line_starts[min(line, len(self.line_starts)) - 1]
        if self.ascii:
            return start + column - 1
        return start + len(self.line(line)[: column - 1].encode("utf-8", "surrogatepass"))

    def column(self, row: int, byte_column: int) -> int:
        """The 1-based column in code points, from a 0-based row and byte column."""
        if self.ascii or byte_column == 0:
            return byte_column + 1
        start = self.line_starts[row] if row < len(self.line_starts) else len(self.data)
        if self._offsets is None:
            self._offsets = CharacterOffsets(self.data, ascii_only=False)
        end = min(start + byte_column, len(self.data))
        return self._offsets.character(end) - self._offsets.character(start) + 1

    def span(self, start: int, end: int) -> Span:
        """The span of a byte range of `data`."""
        return Span(*self.position(start), *self.position(end))

    def text_between(self, start: int, end: int) -> str:
        """The text of a byte range of `data`; what the range cuts in half is replaced."""
        return self.data[start:end].decode("utf-8", "replace")

    def line(self, number: int) -> str:
        """The text of a 1-based line without its end; empty when there is no such line."""
        starts = self.line_starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.data)
        return self.data[starts[number - 1] : end].decode("utf-8", "replace").rstrip("\r\n")


def decode(raw: bytes) -> tuple[str, bool]:
    """Decode a file's bytes; the second value tells that something had to be replaced.

    A byte order mark decides; otherwise UTF-8, otherwise Latin-1, in which no byte is undefined.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), False
            except UnicodeDecodeError:
                return raw[len(mark) :].decode(encoding, "replace"), True
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("latin-1"), True
