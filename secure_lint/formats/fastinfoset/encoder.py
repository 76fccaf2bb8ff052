"""Information set to octets (X.891, annex C)."""

from __future__ import annotations

from secure_lint.formats.fastinfoset.decoder import MAGIC
from secure_lint.formats.fastinfoset.infoset import (
    Attribute,
    Comment,
    Document,
    DocumentType,
    Element,
    EntityReference,
    NamespaceDeclaration,
    Node,
    Notation,
    ProcessingInstruction,
    Text,
    UnparsedEntity,
)
from secure_lint.formats.fastinfoset.part_writer import EncodingOptions, PartWriter, StringForm

__all__ = ["EncodingOptions", "StringForm", "encode"]

_END, _DOUBLE_END = 0xF0, 0xFF


def encode(document: Document, options: EncodingOptions | None = None) -> bytes:
    """The octets of a document.

    Raises `ValueError` for what the format cannot carry: empty names, empty text chunks, text outside an element.
    """
    parts = PartWriter(options or EncodingOptions())
    parts.data += MAGIC
    _DocumentWriter(parts).write(document)
    return bytes(parts.data)


class _DocumentWriter:
    def __init__(self, parts: PartWriter) -> None:
        self._parts = parts

    def write(self, document: Document) -> None:
        self._write_preamble(document)
        for child in document.children:
            if isinstance(child, Text | EntityReference):
                raise ValueError("text and entity references stand inside an element only")
            self._write_child(child)
        self._parts.octet(_END)

    def _write_preamble(self, document: Document) -> None:
        parts = self._parts
        own_alphabets = parts.options.alphabets
        parts.octet(
            (0x20 if own_alphabets else 0)
            | (0x10 if document.notations else 0)
            | (0x08 if document.unparsed_entities else 0)
            | (0x04 if document.character_encoding is not None else 0)
            | (0x02 if document.standalone is not None else 0)
            | (0x01 if document.version is not None else 0)
        )
        if own_alphabets:
            parts.number(0x0800, 2)
            parts.sequence_length(len(own_alphabets))
            for alphabet in own_alphabets:
                parts.octets_7_bits(0, alphabet.encode("utf-8"))
        if document.notations:
            self._write_notations(document.notations)
        if document.unparsed_entities:
            self._write_unparsed_entities(document.unparsed_entities)
        if document.character_encoding is not None:
            parts.octets_7_bits(0, document.character_encoding.encode("utf-8"))
        if document.standalone is not None:
            parts.octet(int(document.standalone))
        if document.version is not None:
            parts.string(document.version, parts.other_strings)

    def _write_notations(self, notations: tuple[Notation, ...]) -> None:
        parts = self._parts
        for notation in notations:
            parts.octet(0xC0 | _presence(notation.system, notation.public))
            parts.identifier(notation.name, parts.other_names)
            parts.optional_identifier(notation.system, parts.uris)
            parts.optional_identifier(notation.public, parts.uris)
        parts.octet(_END)

    def _write_unparsed_entities(self, entities: tuple[UnparsedEntity, ...]) -> None:
        parts = self._parts
        for entity in entities:
            parts.octet(0xD0 | (entity.public is not None))
            parts.identifier(entity.name, parts.other_names)
            parts.identifier(entity.system, parts.uris)
            parts.optional_identifier(entity.public, parts.uris)
            parts.identifier(entity.notation, parts.other_names)
        parts.octet(_END)

    def _write_child(self, child: Node | DocumentType) -> None:
        """Write a child and all below it, without recursion."""
        pending: list[Node | DocumentType | None] = [child]
        while pending:
            node = pending.pop()
            if isinstance(node, Element):
                if self._start(node):
                    pending.append(None)
                    pending.extend(reversed(node.children))
            elif node is None:
                self._parts.octet(_END)
            else:
                self._write_leaf(node)

    def _start(self, element: Element) -> bool:
        """Write the start of an element; false when its end is written too."""
        parts = self._parts
        flags = 0x40 if element.attributes else 0
        if element.namespaces:
            parts.octet(flags | 0x38)
            self._write_namespaces(element.namespaces)
            flags = 0
        parts.element_name(flags, element.name)
        if not element.attributes:
            return True
        self._write_attributes(element.attributes)
        parts.octet(_END if element.children else _DOUBLE_END)
        return bool(element.children)

    def _write_attributes(self, attributes: tuple[Attribute, ...]) -> None:
        for attribute in attributes:
            self._parts.attribute_name(attribute.name)
            self._parts.string(attribute.value, self._parts.attribute_values)

    def _write_namespaces(self, declarations: tuple[NamespaceDeclaration, ...]) -> None:
        parts = self._parts
        for declaration in declarations:
            parts.octet(0xCC | _presence(declaration.prefix, declaration.uri))
            parts.optional_identifier(declaration.prefix, parts.prefixes)
            parts.optional_identifier(declaration.uri, parts.namespaces)
        parts.octet(_END)

    def _write_leaf(self, node: Text | Comment | ProcessingInstruction | EntityReference | DocumentType) -> None:
        parts = self._parts
        if isinstance(node, Text):
            parts.chunk(node.value)
        elif isinstance(node, Comment):
            parts.octet(0xE2)
            parts.string(node.value, parts.other_strings)
        elif isinstance(node, ProcessingInstruction):
            self._write_instruction(node)
        elif isinstance(node, EntityReference):
            parts.octet(0xC8 | _presence(node.system, node.public))
            parts.identifier(node.name, parts.other_names)
            parts.optional_identifier(node.system, parts.uris)
            parts.optional_identifier(node.public, parts.uris)
        else:
            parts.octet(0xC4 | _presence(node.system, node.public))
            parts.optional_identifier(node.system, parts.uris)
            parts.optional_identifier(node.public, parts.uris)
            for instruction in node.instructions:
                self._write_instruction(instruction)
            parts.octet(_END)

    def _write_instruction(self, instruction: ProcessingInstruction) -> None:
        parts = self._parts
        parts.octet(0xE1)
        parts.identifier(instruction.target, parts.other_names)
        parts.string(instruction.value, parts.other_strings)


def _presence(first: str | None, second: str | None) -> int:
    return (0x2 if first is not None else 0) | (0x1 if second is not None else 0)
