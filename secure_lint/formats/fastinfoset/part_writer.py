"""Strings and names of a document, written with indices where they repeat (X.891, annex C.13 to C.20)."""

from __future__ import annotations

import enum
from typing import TypeVar

import msgspec

from secure_lint.formats.fastinfoset.infoset import XML_NAMESPACE, Name
from secure_lint.formats.fastinfoset.limits import TABLE_LIMIT
from secure_lint.formats.fastinfoset.octets import OctetWriter
from secure_lint.formats.fastinfoset.strings import (
    BUILT_IN_ALPHABETS,
    FIRST_OWN_ALPHABET,
    encode_algorithm,
    encode_alphabet,
)

_Entry = TypeVar("_Entry", str, Name)
_UTF_16, _ALPHABET, _ALGORITHM = 1, 2, 3


class StringForm(enum.Enum):
    """How values and character data are written."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    COMPACT = "compact"
    """In a restricted alphabet or an encoding algorithm where one fits, otherwise UTF-8."""


class EncodingOptions(msgspec.Struct, frozen=True):
    """Choices that the format leaves to the encoder.

    ``indexed`` replaces repeated values and chunks by indices; repeated names always are. ``alphabets`` are restricted
    alphabets of the document's own, tried in `StringForm.COMPACT`.
    """

    form: StringForm = StringForm.UTF_8
    indexed: bool = True
    alphabets: tuple[str, ...] = ()


class PartWriter(OctetWriter):
    """A writer that keeps the vocabulary tables."""

    __slots__ = (
        "_alphabets",
        "_attribute_names",
        "_chunks",
        "_element_names",
        "_local_names",
        "attribute_values",
        "namespaces",
        "options",
        "other_names",
        "other_strings",
        "prefixes",
        "uris",
    )

    def __init__(self, options: EncodingOptions) -> None:
        super().__init__()
        self.options = options
        own = enumerate(options.alphabets, FIRST_OWN_ALPHABET)
        self._alphabets = (*BUILT_IN_ALPHABETS.items(), *own)
        self.prefixes = {"xml": 1}
        self.namespaces = {XML_NAMESPACE: 1}
        self.other_names: dict[str, int] = {}
        self.uris: dict[str, int] = {}
        self.attribute_values: dict[str, int] = {}
        self.other_strings: dict[str, int] = {}
        self._local_names: dict[str, int] = {}
        self._chunks: dict[str, int] = {}
        self._element_names: dict[Name, int] = {}
        self._attribute_names: dict[Name, int] = {}

    def identifier(self, text: str, table: dict[str, int]) -> None:
        """A name-like string (C.13)."""
        index = table.get(text)
        if index is None:
            self.octets_7_bits(0, text.encode("utf-8"))
            _remember(table, text)
        else:
            self.index_7_bits(0x80, index)

    def optional_identifier(self, text: str | None, table: dict[str, int]) -> None:
        """`identifier`, or nothing for ``None``."""
        if text is not None:
            self.identifier(text, table)

    def string(self, text: str, table: dict[str, int]) -> None:
        """A value-like string, possibly empty (C.14)."""
        index = table.get(text)
        if not text:
            self.octet(0xFF)
        elif index is not None:
            self.index_7_bits(0x80, index)
        else:
            self._encoded_string(self._new(text, table, 0x40), text)

    def chunk(self, text: str) -> None:
        """Character data (C.15)."""
        index = self._chunks.get(text)
        if index is not None:
            self.index_5_bits(0xA0, index)
            return
        first = 0x80 | self._new(text, self._chunks, 0x10)
        form, packed, octets = self._pack(text)
        if form <= _UTF_16:
            self.octets_2_bits(first | form << 2, octets)
        else:
            self.octet(first | form << 2 | (packed - 1) >> 6)
            self.octets_2_bits((packed - 1) << 2 & 0xFF, octets)

    def element_name(self, flags: int, name: Name) -> None:
        """An element's name that starts on the third bit (C.18)."""
        index = self._element_names.get(name)
        if index is None:
            self._literal_name(flags | 0x3C, name)
            _remember(self._element_names, name)
        else:
            self.index_6_bits(flags, index)

    def attribute_name(self, name: Name) -> None:
        """An attribute's name that starts on the second bit (C.17)."""
        index = self._attribute_names.get(name)
        if index is None:
            self._literal_name(0x78, name)
            _remember(self._attribute_names, name)
        else:
            self.index_7_bits(0, index)

    def _literal_name(self, first: int, name: Name) -> None:
        if name.prefix is not None and name.namespace is None:
            raise ValueError(f"the name {name.local!r} has a prefix and no namespace")
        self.octet(first | (0x2 if name.prefix is not None else 0) | (0x1 if name.namespace is not None else 0))
        self.optional_identifier(name.prefix, self.prefixes)
        self.optional_identifier(name.namespace, self.namespaces)
        self.identifier(name.local, self._local_names)

    def _encoded_string(self, first: int, text: str) -> None:
        form, packed, octets = self._pack(text)
        if form <= _UTF_16:
            self.octets_4_bits(first | form << 4, octets)
        else:
            self.octet(first | form << 4 | (packed - 1) >> 4)
            self.octets_4_bits((packed - 1) << 4 & 0xFF, octets)

    def _new(self, text: str, table: dict[str, int], flag: int) -> int:
        """Remember a value; the flag tells the reader to do so too."""
        return flag if self.options.indexed and _remember(table, text) else 0

    def _pack(self, text: str) -> tuple[int, int, bytes]:
        """The form of a string, the index of its alphabet or algorithm, and its octets (C.19 and C.20)."""
        if self.options.form is StringForm.UTF_16:
            return _UTF_16, 0, text.encode("utf-16-be")
        if self.options.form is StringForm.COMPACT and text:
            for index, alphabet in self._alphabets:
                if set(alphabet).issuperset(text):
                    return _ALPHABET, index, encode_alphabet(text, alphabet)
            algorithm = encode_algorithm(text)
            if algorithm is not None:
                return _ALGORITHM, *algorithm
        return 0, 0, text.encode("utf-8")


def _remember(table: dict[_Entry, int], entry: _Entry) -> bool:
    if len(table) >= TABLE_LIMIT:
        return False
    table[entry] = len(table) + 1
    return True
