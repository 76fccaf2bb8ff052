"""Octets to information set (X.891, annex C)."""

from __future__ import annotations

from secure_lint.formats.fastinfoset.errors import FastInfosetError
from secure_lint.formats.fastinfoset.infoset import (
    Attribute,
    Comment,
    Document,
    DocumentType,
    Element,
    EntityReference,
    Name,
    NamespaceDeclaration,
    Node,
    ProcessingInstruction,
    Text,
)
from secure_lint.formats.fastinfoset.limits import DEFAULT_LIMITS, Limits
from secure_lint.formats.fastinfoset.parts import PartReader
from secure_lint.formats.fastinfoset.preamble import read_preamble

MAGIC = b"\xe0\x00\x00\x01"
"""Identification and version number 1 (X.891, 12.6 and 12.7)."""

_PROCESSING_INSTRUCTION, _COMMENT, _END = 0xE1, 0xE2, 0xF0
_DOCUMENT_TYPE, _ENTITY_REFERENCE = 0xC4, 0xC8
_LONGEST_XML_DECLARATION = 64


def decode(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document in ``data``, all of it; raises `FastInfosetError` for anything else."""
    start = _after_xml_declaration(data)
    if data[start : start + len(MAGIC)] != MAGIC:
        raise FastInfosetError(start, "it does not begin with E0 00 00 01")
    parts = PartReader(data, start + len(MAGIC), limits)
    preamble = read_preamble(parts)
    children = _DocumentReader(parts).read()
    if not parts.at_end:
        raise FastInfosetError(parts.position, "more octets after the end of the document")
    return Document(
        children,
        preamble.notations,
        preamble.unparsed_entities,
        preamble.character_encoding,
        preamble.standalone,
        preamble.version,
    )


def _after_xml_declaration(data: bytes) -> int:
    if not data.startswith(b"<?xml "):
        return 0
    end = data.find(b"?>", 0, _LONGEST_XML_DECLARATION)
    if end < 0 or b"finf" not in data[:end]:
        raise FastInfosetError(0, "an XML declaration that does not name the encoding finf")
    return end + 2


class _OpenElement:
    """An element whose end has not been read."""

    __slots__ = ("attributes", "children", "name", "namespaces")

    def __init__(self, name: Name, namespaces: tuple[NamespaceDeclaration, ...]) -> None:
        self.name = name
        self.namespaces = namespaces
        self.attributes: tuple[Attribute, ...] = ()
        self.children: list[Node] = []


class _DocumentReader:
    """Reads the children of a document with a stack of its own, so that depth costs no recursion."""

    def __init__(self, parts: PartReader) -> None:
        self._parts = parts
        self._open: list[_OpenElement] = []
        self._top: list[Node | DocumentType] = []

    def read(self) -> tuple[Node | DocumentType, ...]:
        parts = self._parts
        while True:
            first = parts.octet()
            if first < 0x80:
                ended = self._element(first)
            elif first < 0xC0:
                parts.count_node()
                self._add(Text(parts.chunk(first)))
                continue
            elif first & _END == _END:
                ended = self._ends(first)
            else:
                ended = self._rare_child(first)
            if ended and self._close(ended):
                return tuple(self._top)

    def _close(self, ends: int) -> bool:
        """Close ``ends`` levels; true when that closes the document."""
        for _ in range(ends):
            if not self._open:
                return True
            element = self._open.pop()
            self._add(Element(element.name, element.attributes, tuple(element.children), element.namespaces))
        return False

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        elif isinstance(node, Text):
            raise self._parts.fail("character data outside the root element")
        else:
            self._top.append(node)

    def _ends(self, octet: int) -> int:
        """How many levels an octet of terminators ends: a nibble of ones each."""
        low = octet & 0xF
        if low not in {0x0, 0xF}:
            raise self._parts.fail("no valid terminator")
        return 2 if low else 1

    def _element(self, first: int) -> int:
        """Read a start; the result is the number of levels that end with its attributes."""
        parts = self._parts
        parts.count_node()
        parts.check_depth(len(self._open) + 1)
        bits = first & 0x3F
        namespaces: tuple[NamespaceDeclaration, ...] = ()
        if bits == 0x38:
            namespaces = self._namespaces()
            bits = parts.octet()
            if bits & 0xC0:
                raise parts.fail("no padding before the element's name")
        element = _OpenElement(parts.element_name(bits), namespaces)
        self._open.append(element)
        # The terminator of the attributes and that of the children share an octet when there are no children.
        return self._attributes(element) - 1 if first & 0x40 else 0

    def _attributes(self, element: _OpenElement) -> int:
        parts = self._parts
        values = parts.vocabulary.attribute_values
        attributes: list[Attribute] = []
        while (first := parts.octet()) < 0x80:
            parts.count_node()
            name = parts.attribute_name(first)
            attributes.append(Attribute(name, parts.string(values)))
        if first & _END != _END:
            raise parts.fail("no valid attribute")
        element.attributes = tuple(attributes)
        return self._ends(first)

    def _namespaces(self) -> tuple[NamespaceDeclaration, ...]:
        parts = self._parts
        vocabulary = parts.vocabulary
        declarations: list[NamespaceDeclaration] = []
        while (first := parts.octet()) & 0xFC == 0xCC:
            parts.count_node()
            prefix = parts.optional_identifier(first & 0x2, vocabulary.prefixes)
            uri = parts.optional_identifier(first & 0x1, vocabulary.namespaces)
            declarations.append(NamespaceDeclaration(prefix, uri))
        if first != _END:
            raise parts.fail("no valid namespace declaration")
        return tuple(declarations)

    def _rare_child(self, first: int) -> int:
        parts = self._parts
        vocabulary = parts.vocabulary
        parts.count_node()
        if first == _COMMENT:
            self._add(Comment(parts.string(vocabulary.other_strings)))
        elif first == _PROCESSING_INSTRUCTION:
            self._add(self._instruction())
        elif first & 0xFC == _ENTITY_REFERENCE and self._open:
            name = parts.identifier(vocabulary.other_names)
            system = parts.optional_identifier(first & 0x2, vocabulary.uris)
            self._add(EntityReference(name, system, parts.optional_identifier(first & 0x1, vocabulary.uris)))
        elif first & 0xFC == _DOCUMENT_TYPE and not self._open:
            return self._document_type(first)
        else:
            raise parts.fail(f"octet {first:02X} begins no child")
        return 0

    def _instruction(self) -> ProcessingInstruction:
        vocabulary = self._parts.vocabulary
        target = self._parts.identifier(vocabulary.other_names)
        return ProcessingInstruction(target, self._parts.string(vocabulary.other_strings))

    def _document_type(self, first: int) -> int:
        parts = self._parts
        system = parts.optional_identifier(first & 0x2, parts.vocabulary.uris)
        public = parts.optional_identifier(first & 0x1, parts.vocabulary.uris)
        instructions: list[ProcessingInstruction] = []
        while (octet := parts.octet()) == _PROCESSING_INSTRUCTION:
            parts.count_node()
            instructions.append(self._instruction())
        if octet & _END != _END:
            raise parts.fail("no valid document type")
        self._top.append(DocumentType(system, public, tuple(instructions)))
        return self._ends(octet) - 1
