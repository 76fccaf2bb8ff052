"""Writing octets, lengths and indices: the reverse of `cursor` (X.891, annex C.21 to C.29)."""

from __future__ import annotations

from typing import NoReturn

from secure_lint.formats.fastinfoset.limits import TABLE_LIMIT


class OctetWriter:
    """Collects the octets of a document.

    ``prefix`` is always the part of the first octet that stands before the field.
    """

    __slots__ = ("data",)

    def __init__(self) -> None:
        self.data = bytearray()

    def octet(self, value: int) -> None:
        """Append one octet."""
        self.data.append(value)

    def number(self, value: int, count: int) -> None:
        """Append ``count`` octets, most significant first."""
        self.data += value.to_bytes(count, "big")

    def sequence_length(self, count: int) -> None:
        """A number of items from 1 to 2^20 (C.21)."""
        if count <= 128:
            self.octet(count - 1)
        elif count <= TABLE_LIMIT:
            self.number(0x800000 | (count - 129), 3)
        else:
            _refuse("more items than the format allows")

    def octets_7_bits(self, prefix: int, octets: bytes) -> None:
        """Octets with a length that starts on the second bit (C.22)."""
        self._octets(prefix, octets, small=64, medium=0x40, large=0x60)

    def octets_4_bits(self, prefix: int, octets: bytes) -> None:
        """Octets with a length that starts on the fifth bit (C.23)."""
        self._octets(prefix, octets, small=8, medium=0x8, large=0xC)

    def octets_2_bits(self, prefix: int, octets: bytes) -> None:
        """Octets with a length that starts on the seventh bit (C.24)."""
        self._octets(prefix, octets, small=2, medium=0x2, large=0x3)

    def index_7_bits(self, prefix: int, index: int) -> None:
        """An index that starts on the second bit (C.25)."""
        if index <= 64:
            self.octet(prefix | (index - 1))
        elif index <= 8256:
            self.number(prefix << 8 | 0x4000 | (index - 65), 2)
        else:
            self.number(prefix << 16 | 0x600000 | (index - 8257), 3)

    def index_6_bits(self, prefix: int, index: int) -> None:
        """An index that starts on the third bit (C.27)."""
        if index <= 32:
            self.octet(prefix | (index - 1))
        elif index <= 2080:
            self.number(prefix << 8 | 0x2000 | (index - 33), 2)
        elif index <= 526368:
            self.number(prefix << 16 | 0x280000 | (index - 2081), 3)
        else:
            self.number(prefix << 24 | 0x30000000 | (index - 526369), 4)

    def index_5_bits(self, prefix: int, index: int) -> None:
        """An index that starts on the fourth bit (C.28)."""
        if index <= 16:
            self.octet(prefix | (index - 1))
        elif index <= 1040:
            self.number(prefix << 8 | 0x1000 | (index - 17), 2)
        elif index <= 263184:
            self.number(prefix << 16 | 0x140000 | (index - 1041), 3)
        else:
            self.number(prefix << 24 | 0x18000000 | (index - 263185), 4)

    def _octets(self, prefix: int, octets: bytes, *, small: int, medium: int, large: int) -> None:
        count = len(octets)
        if count == 0:
            _refuse("an empty string where the format has none")
        if count <= small:
            self.octet(prefix | (count - 1))
        elif count <= small + 256:
            self.octet(prefix | medium)
            self.octet(count - small - 1)
        else:
            self.octet(prefix | large)
            self.number(count - small - 257, 4)
        self.data += octets


def _refuse(reason: str) -> NoReturn:
    raise ValueError(f"not a document that Fast Infoset can carry: {reason}")
