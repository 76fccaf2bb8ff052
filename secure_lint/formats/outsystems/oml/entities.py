"""Entities of a module, its own and those it uses of other modules."""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.declarations import declaration_in
from secure_lint.formats.outsystems.model import Attribute, Entity, EntityKind
from secure_lint.formats.outsystems.oml.expressions import plain_value, read_expression
from secure_lint.formats.outsystems.oml.tree import ModuleIndex, attribute, child, flag, items, parse_reference, tag
from secure_lint.formats.outsystems.oml.types import data_type
from secure_lint.formats.outsystems.place import whole_file

_CLIENT_TAGS = ("ClientEntity", "LocalEntity")


def is_client_entity(element: Element) -> bool:
    """Whether an entity lives in Local Storage.

    No public module has one. The vendor's assemblies speak of ``ClientEntity`` and ``IsClientEntity``, so a tag with
    that word, or an attribute of that name, counts.
    """
    return any(word in tag(element) for word in _CLIENT_TAGS) or flag(element, "IsClientEntity")


def is_entity(element: Element) -> bool:
    """Whether an element of an entity collection is an entity that can be read."""
    return tag(element) in {"Entity", "ReferenceEntity"} or is_client_entity(element)


def read_entity(element: Element, index: ModuleIndex, path: str) -> Entity:
    """An ``Entity``, ``ReferenceEntity`` or client entity."""
    kind = EntityKind.SERVER
    if is_client_entity(element):
        kind = EntityKind.CLIENT
    elif flag(element, "IsStaticEntity"):
        kind = EntityKind.STATIC
    name = attribute(element, "Name")
    identifier = parse_reference(attribute(element, "Identifier")).keys[:1]
    attributes = tuple(
        _attribute(item, index, path, attribute(item, "Key") in identifier) for item in items(element, "Attributes")
    )
    return Entity(
        name=name,
        kind=kind,
        attributes=attributes,
        place=whole_file(path, index.path(element, f"Entities/{name}")),
        key=attribute(element, "Key") or None,
        description=attribute(element, "Description"),
        is_public=flag(element, "Public"),
        is_read_only=flag(element, "ExposeReadOnly"),
    )


def _attribute(element: Element, index: ModuleIndex, path: str, is_identifier: bool) -> Attribute:
    description = attribute(element, "Description")
    return Attribute(
        name=attribute(element, "Name"),
        data_type=data_type(element, index),
        place=whole_file(path, index.path(element, f"Attributes/{attribute(element, 'Name')}")),
        length=_number(child(element, "Length"), index),
        decimals=_number(child(element, "Decimals"), index),
        description=description,
        is_identifier=is_identifier,
        is_auto_number=flag(element, "IsAutoNumber"),
        is_mandatory=flag(element, "IsMandatory"),
        default=plain_value(child(element, "DefaultValue"), index),
        declaration=declaration_in(description),
    )


def _number(holder: Element | None, index: ModuleIndex) -> int | None:
    text = read_expression(holder, index).text
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
