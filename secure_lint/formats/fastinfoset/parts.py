"""Strings and names of a document, read against its vocabulary (X.891, annex C.13 to C.20)."""

from __future__ import annotations

from typing import TypeVar

from secure_lint.formats.fastinfoset.cursor import Cursor
from secure_lint.formats.fastinfoset.infoset import Name
from secure_lint.formats.fastinfoset.limits import Limits
from secure_lint.formats.fastinfoset.strings import ALGORITHMS, FIRST_OWN_ALGORITHM, decode_alphabet
from secure_lint.formats.fastinfoset.vocabulary import Vocabulary

_Entry = TypeVar("_Entry", str, Name)
_UTF_8, _UTF_16, _ALPHABET = 0, 1, 2


class PartReader(Cursor):
    """A cursor that knows the vocabulary and keeps the limits."""

    __slots__ = ("_characters", "_limits", "_nodes", "vocabulary")

    def __init__(self, data: bytes, position: int, limits: Limits) -> None:
        super().__init__(data, position)
        self.vocabulary = Vocabulary()
        self._limits = limits
        self._nodes = 0
        self._characters = 0

    def count_node(self) -> None:
        """Count a node; raises when there are too many."""
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise self.fail(f"more than {self._limits.nodes} nodes")

    def check_depth(self, depth: int) -> None:
        """Raise when elements are nested too deeply."""
        if depth > self._limits.depth:
            raise self.fail(f"elements nested more than {self._limits.depth} deep")

    def entry(self, table: list[_Entry], index: int) -> _Entry:
        """The table entry with a 1-based index."""
        if index > len(table):
            raise self.fail(f"index {index} of a table with {len(table)} entries")
        return table[index - 1]

    def remember(self, table: list[_Entry], entry: _Entry) -> None:
        """Add to a table; a full table takes no more, as the standard has it."""
        if len(table) < self._limits.table_entries:
            table.append(entry)

    def text_of(self, octets: bytes, encoding: str) -> str:
        """Decode octets."""
        try:
            return octets.decode(encoding)
        except UnicodeDecodeError as error:
            raise self.fail(f"no valid {encoding.upper()} text") from error

    def plain_string(self) -> str:
        """A UTF-8 string after a padding bit, outside all tables."""
        first = self.octet()
        if first & 0x80:
            raise self.fail("no valid string")
        return self._name_text(first)

    def identifier(self, table: list[str]) -> str:
        """A name-like string or its index (C.13)."""
        first = self.octet()
        if first & 0x80:
            return self.entry(table, self.index_7_bits(first & 0x7F))
        text = self._name_text(first)
        self.remember(table, text)
        return text

    def optional_identifier(self, present: int, table: list[str]) -> str | None:
        """`identifier` when its presence bit is set."""
        return self.identifier(table) if present else None

    def string(self, table: list[str]) -> str:
        """A value-like string or its index, which may be 0 for the empty string (C.14)."""
        first = self.octet()
        if first == 0xFF:
            return ""
        if first & 0x80:
            return self._counted(self.entry(table, self.index_7_bits(first & 0x7F)))
        text = self._counted(self.encoded_string(first & 0x3F))
        if first & 0x40:
            self.remember(table, text)
        return text

    def chunk(self, first: int) -> str:
        """Character data that starts on the third bit of ``first`` (C.15)."""
        table = self.vocabulary.chunks
        if first & 0x20:
            return self._counted(self.entry(table, self.index_5_bits(first & 0x1F)))
        form = first >> 2 & 0x3
        if form <= _UTF_16:
            octets = self.octets(self.length_2_bits(first & 0x3))
            text = self.text_of(octets, "utf-16-be" if form else "utf-8")
        else:
            second = self.octet()
            index = ((first & 0x3) << 6 | second >> 2) + 1
            text = self._packed(form, index, self.octets(self.length_2_bits(second & 0x3)))
        text = self._counted(text)
        if first & 0x10:
            self.remember(table, text)
        return text

    def encoded_string(self, bits: int) -> str:
        """An encoded string that starts on the third bit (C.19)."""
        form = bits >> 4
        if form <= _UTF_16:
            return self.text_of(self.octets(self.length_4_bits(bits & 0xF)), "utf-16-be" if form else "utf-8")
        second = self.octet()
        index = ((bits & 0xF) << 4 | second >> 4) + 1
        return self._packed(form, index, self.octets(self.length_4_bits(second & 0xF)))

    def literal_name(self, bits: int, table: list[Name]) -> Name:
        """A qualified name in full, its presence bits in the lowest two of ``bits`` (C.17 and C.18)."""
        if bits & 0x3 == 0x2:
            raise self.fail("a prefix without a namespace")
        prefix = self.optional_identifier(bits & 0x2, self.vocabulary.prefixes)
        namespace = self.optional_identifier(bits & 0x1, self.vocabulary.namespaces)
        name = Name(self.identifier(self.vocabulary.local_names), namespace, prefix)
        self.remember(table, name)
        return name

    def attribute_name(self, bits: int) -> Name:
        """An attribute's name that starts on the second bit (C.17)."""
        table = self.vocabulary.attribute_names
        if bits & 0x7C == 0x78:
            return self.literal_name(bits, table)
        return self.entry(table, self.index_7_bits(bits))

    def element_name(self, bits: int) -> Name:
        """An element's name that starts on the third bit (C.18)."""
        table = self.vocabulary.element_names
        if bits & 0x3C == 0x3C:
            return self.literal_name(bits, table)
        return self.entry(table, self.index_6_bits(bits))

    def _packed(self, form: int, index: int, octets: bytes) -> str:
        try:
            if form == _ALPHABET:
                alphabet = self.vocabulary.alphabet(index)
                if alphabet is None:
                    raise self.fail(f"restricted alphabet {index} is not defined")
                return decode_alphabet(octets, alphabet)
            algorithm = ALGORITHMS.get(index)
            if algorithm is None:
                kind = "own" if index >= FIRST_OWN_ALGORITHM else "reserved"
                raise self.fail(f"encoding algorithm {index} ({kind}) cannot be read")
            return algorithm(octets)
        except ValueError as error:
            raise self.fail(f"no valid text: {error}") from error

    def _name_text(self, bits: int) -> str:
        length = self.length_7_bits(bits)
        if length > self._limits.name_length:
            raise self.fail(f"a name or URI of {length} octets")
        return self.text_of(self.octets(length), "utf-8")

    def _counted(self, text: str) -> str:
        longest = self._limits.string_length
        if longest is not None and len(text) > longest:
            text = text[:longest]
        self._characters += len(text)
        if self._characters > self._limits.characters:
            raise self.fail(f"more than {self._limits.characters} characters")
        return text
