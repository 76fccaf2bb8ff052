"""Places of character offsets.

Readers that count characters turn an offset into a line and column here. Readers that are given byte offsets turn those
into character offsets first. Neither step depends on the length of a line, so that minified files stay cheap.
"""

from __future__ import annotations

import bisect

from secure_lint.model.span import Span

_BLOCK = 1024
_CONTINUATION_BYTES = bytes(range(0x80, 0xC0))


class Places:
    """Turns character offsets into a text into spans. Lines end at line feeds only."""

    __slots__ = ("_row", "_starts", "length")

    def __init__(self, text: str) -> None:
        self.length = len(text)
        starts, position = [0], text.find("\n")
        while position >= 0:
            starts.append(position + 1)
            position = text.find("\n", position + 1)
        starts.append(self.length + 1)
        self._starts = starts
        self._row = 0

    def span(self, start: int, end: int) -> Span:
        """The span of the characters ``[start, end)``."""
        starts, row = self._starts, self._row
        if not starts[row] <= start < starts[row + 1]:
            # Readers go through a text in order: the line is mostly the same as before.
            row = self._row = min(bisect.bisect_right(starts, start), len(starts) - 1) - 1
        last = row
        if end >= starts[row + 1]:
            last = min(bisect.bisect_right(starts, end), len(starts) - 1) - 1
        return Span(row + 1, start - starts[row] + 1, last + 1, end - starts[last] + 1)

    def line_start(self, offset: int) -> int:
        """The offset at which the line of ``offset`` starts."""
        return self._starts[bisect.bisect_right(self._starts, offset) - 1]

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column."""
        return self._starts[line - 1] + column - 1


class CharacterOffsets:
    """Turns byte offsets into UTF-8 ``data`` into character offsets."""

    __slots__ = ("_ascii", "_counts", "_data")

    def __init__(self, data: bytes, *, ascii_only: bool) -> None:
        self._data = data
        self._ascii = ascii_only
        self._counts: list[int] = [] if ascii_only else _characters_before_blocks(data)

    def character(self, offset: int) -> int:
        """The number of characters that start before the byte ``offset``."""
        if self._ascii:
            return offset
        block = offset // _BLOCK
        return self._counts[block] + _characters(self._data[block * _BLOCK : offset])


def _characters(chunk: bytes) -> int:
    return len(chunk.translate(None, _CONTINUATION_BYTES))


def _characters_before_blocks(data: bytes) -> list[int]:
    counts, total = [0], 0
    for start in range(0, len(data), _BLOCK):
        total += _characters(data[start : start + _BLOCK])
        counts.append(total)
    return counts
