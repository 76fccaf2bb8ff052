"""Octets, lengths and indices (X.891, annex C.21 to C.29).

Several of these fields start in the middle of an octet. The caller has read that octet and passes its remaining bits.
"""

from __future__ import annotations

from secure_lint.formats.fastinfoset.errors import FastInfosetError


class Cursor:
    """A position in the octets of a document."""

    __slots__ = ("_data", "_end", "position")

    def __init__(self, data: bytes, position: int) -> None:
        self._data = data
        self._end = len(data)
        self.position = position

    @property
    def at_end(self) -> bool:
        """Whether all octets are read."""
        return self.position >= self._end

    def fail(self, reason: str) -> FastInfosetError:
        """The error for something wrong just before the current position."""
        return FastInfosetError(max(0, self.position - 1), reason)

    def octet(self) -> int:
        """The next octet."""
        position = self.position
        if position >= self._end:
            raise FastInfosetError(position, "the document ends too early")
        self.position = position + 1
        return self._data[position]

    def octets(self, count: int) -> bytes:
        """The next ``count`` octets."""
        start, end = self.position, self.position + count
        if end > self._end:
            raise FastInfosetError(start, f"{count} octets announced, {self._end - start} left")
        self.position = end
        return self._data[start:end]

    def number(self, count: int) -> int:
        """The next ``count`` octets as an unsigned number, most significant octet first."""
        return int.from_bytes(self.octets(count), "big")

    def sequence_length(self) -> int:
        """The number of items of a sequence (C.21)."""
        first = self.octet()
        if first < 0x80:
            return first + 1
        if first & 0xF0 == 0x80:
            return ((first & 0x0F) << 16 | self.number(2)) + 129
        raise self.fail("no valid number of items")

    def length_7_bits(self, bits: int) -> int:
        """A length that starts on the second bit (C.22)."""
        if bits < 0x40:
            return bits + 1
        if bits == 0x40:
            return self.octet() + 65
        if bits == 0x60:
            return self.number(4) + 321
        raise self.fail("no valid length")

    def length_4_bits(self, bits: int) -> int:
        """A length that starts on the fifth bit (C.23)."""
        if bits < 0x8:
            return bits + 1
        if bits == 0x8:
            return self.octet() + 9
        if bits == 0xC:
            return self.number(4) + 265
        raise self.fail("no valid length")

    def length_2_bits(self, bits: int) -> int:
        """A length that starts on the seventh bit (C.24)."""
        if bits < 0x2:
            return bits + 1
        if bits == 0x2:
            return self.octet() + 3
        return self.number(4) + 259

    def index_7_bits(self, bits: int) -> int:
        """An index from 1 that starts on the second bit (C.25)."""
        if bits < 0x40:
            return bits + 1
        if bits < 0x60:
            return ((bits & 0x1F) << 8 | self.octet()) + 65
        if bits < 0x70:
            return ((bits & 0x0F) << 16 | self.number(2)) + 8257
        raise self.fail("no valid index")

    def index_6_bits(self, bits: int) -> int:
        """An index from 1 that starts on the third bit (C.27)."""
        if bits < 0x20:
            return bits + 1
        if bits < 0x28:
            return ((bits & 0x07) << 8 | self.octet()) + 33
        if bits < 0x30:
            return ((bits & 0x07) << 16 | self.number(2)) + 2081
        if bits == 0x30:
            return self.number(3) + 526369
        raise self.fail("no valid index")

    def index_5_bits(self, bits: int) -> int:
        """An index from 1 that starts on the fourth bit (C.28)."""
        if bits < 0x10:
            return bits + 1
        if bits < 0x14:
            return ((bits & 0x03) << 8 | self.octet()) + 17
        if bits < 0x18:
            return ((bits & 0x03) << 16 | self.number(2)) + 1041
        if bits == 0x18:
            return self.number(3) + 263185
        raise self.fail("no valid index")
