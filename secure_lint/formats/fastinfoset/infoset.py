"""The XML information set as far as Fast Infoset carries it (X.891, clause 7)."""

from __future__ import annotations

import msgspec

XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
"""Bound to the prefix ``xml`` in every document (X.891, 7.2.21 and 7.2.22)."""


class Name(msgspec.Struct, frozen=True):
    """A qualified name; ``prefix`` only with a ``namespace``."""

    local: str
    namespace: str | None = None
    prefix: str | None = None


class Attribute(msgspec.Struct, frozen=True):
    """An attribute; a value in a binary encoding algorithm is given in its lexical form (``FF00``, ``1 2 3``)."""

    name: Name
    value: str


class NamespaceDeclaration(msgspec.Struct, frozen=True):
    """``xmlns:prefix="uri"``; without a prefix the default namespace, without a URI an undeclaration."""

    prefix: str | None = None
    uri: str | None = None


class Text(msgspec.Struct, frozen=True, tag=True):
    """A chunk of character data."""

    value: str


class Comment(msgspec.Struct, frozen=True, tag=True):
    """A comment."""

    value: str


class ProcessingInstruction(msgspec.Struct, frozen=True, tag=True):
    """A processing instruction."""

    target: str
    value: str


class EntityReference(msgspec.Struct, frozen=True, tag=True):
    """A reference to an external entity; never resolved."""

    name: str
    system: str | None = None
    public: str | None = None


class Element(msgspec.Struct, frozen=True, tag=True):
    """An element with its parts in document order."""

    name: Name
    attributes: tuple[Attribute, ...] = ()
    children: tuple[Node, ...] = ()
    namespaces: tuple[NamespaceDeclaration, ...] = ()


Node = Element | Text | Comment | ProcessingInstruction | EntityReference


class DocumentType(msgspec.Struct, frozen=True, tag=True):
    """A document type declaration."""

    system: str | None = None
    public: str | None = None
    instructions: tuple[ProcessingInstruction, ...] = ()


class Notation(msgspec.Struct, frozen=True):
    """A notation declaration."""

    name: str
    system: str | None = None
    public: str | None = None


class UnparsedEntity(msgspec.Struct, frozen=True):
    """An unparsed entity declaration; ``notation`` is the notation's name."""

    name: str
    system: str
    notation: str
    public: str | None = None


class Document(msgspec.Struct, frozen=True):
    """A whole document; ``children`` holds the root element and what stands beside it."""

    children: tuple[Node | DocumentType, ...]
    notations: tuple[Notation, ...] = ()
    unparsed_entities: tuple[UnparsedEntity, ...] = ()
    character_encoding: str | None = None
    standalone: bool | None = None
    version: str | None = None

    @property
    def root(self) -> Element | None:
        """The document element, if there is one."""
        return next((child for child in self.children if isinstance(child, Element)), None)
