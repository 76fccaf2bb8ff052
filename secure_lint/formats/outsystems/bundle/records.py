"""``<Module>.model.js``: the records that client code holds, among them those of entities and structures of the server.

A record alone does not mean that anything is stored. The record of a local entity (``<Entity>Rec``) knows more of its
attributes than the entity's own definition: the type before storage, and whether a value is mandatory.
"""

from __future__ import annotations

import re

import msgspec

from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.data_types import stored_type
from secure_lint.formats.outsystems.model import Attribute, Entity, RecordType

_DECLARATION = re.compile(
    r"\b(?:(?P<assigned>\w+)\.attributesToDeclare\s*=\s*function\b"
    r"|class\s+(?P<declared>[\w$]+)\s+extends\s+[\w$.]+\s*\{\s*static\s+attributesToDeclare\b)"
)
_ATTRIBUTE = re.compile(
    r'\bthis\.attr\(\s*"(\w+)"\s*,\s*"\w+"\s*,\s*"[^"\n]*"\s*,\s*(true|false|!0|!1)\s*,\s*(?:true|false|!0|!1)\s*,'
    r"\s*[\w$.]*?\b(\w+)\s*,"
)
_TRUE = ("true", "!0")
_RECORD_OF_ENTITY = "Rec"


def read_records(source: BundleSource) -> tuple[RecordType, ...]:
    """The record types that the file declares, with their own attributes."""
    declarations = list(_DECLARATION.finditer(source.text))
    starts = [declaration.start() for declaration in declarations]
    ends = [*starts, len(source.text)][1:]
    return tuple(_record(match, end, source) for match, end in zip(declarations, ends, strict=True))


def _record(declaration: re.Match[str], end: int, source: BundleSource) -> RecordType:
    name = declaration["assigned"] or declaration["declared"]
    element = f"Records/{name}"
    attributes = tuple(
        Attribute(
            name=match[1],
            data_type=match[3],
            place=source.place(f"{element}/Attributes/{match[1]}", match.start(1), match.end(1)),
            is_mandatory=match[2] in _TRUE,
        )
        for match in _ATTRIBUTE.finditer(source.text, declaration.end(), end)
    )
    return RecordType(name, attributes, source.place(element, declaration.start(), declaration.end()))


def with_record(entity: Entity, records: dict[str, RecordType]) -> Entity:
    """The entity with what its record says about its attributes."""
    record = records.get(entity.name + _RECORD_OF_ENTITY)
    if record is None:
        return entity
    known = {attribute.name: attribute for attribute in record.attributes}
    attributes = tuple(_refined(attribute, known.get(attribute.name)) for attribute in entity.attributes)
    return msgspec.structs.replace(entity, attributes=attributes)


def _refined(attribute: Attribute, known: Attribute | None) -> Attribute:
    if known is None or stored_type(known.data_type) != attribute.data_type:
        return attribute
    return msgspec.structs.replace(attribute, data_type=known.data_type, is_mandatory=known.is_mandatory)
