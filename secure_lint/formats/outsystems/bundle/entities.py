"""``<Module>.entities.js``: the entities in Local Storage, attribute by attribute."""

from __future__ import annotations

from secure_lint.formats.outsystems.bundle.literals import Value, objects
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.data_types import BUNDLE_CODES, UNKNOWN
from secure_lint.formats.outsystems.model import Attribute, Entity, EntityKind


def read_entities(source: BundleSource) -> tuple[Entity, ...]:
    """The entities that the file defines; every one of them is on the device."""
    return tuple(_entity(value, source) for value in objects(source.text) if _is_entity(value))


def _is_entity(value: Value) -> bool:
    attributes = value.member("attributes")
    return value.text("name") is not None and attributes is not None and attributes.is_array


def _entity(value: Value, source: BundleSource) -> Entity:
    name = value.text("name") or ""
    element = f"Entities/{name}"
    holder = value.member("attributes")
    members = holder.members if holder else ()
    attributes = tuple(_attribute(member, element, source) for member in members if member.text("name") is not None)
    named = value.member("name") or value
    return Entity(
        name=name,
        kind=EntityKind.CLIENT,
        attributes=attributes,
        place=source.place(element, named.start, named.end),
        key=value.text("key"),
        table=value.text("tableName") or value.text("table"),
    )


def _attribute(value: Value, element: str, source: BundleSource) -> Attribute:
    name = value.text("name") or ""
    named = value.member("name") or value
    code = value.number("type")
    default = value.member("default")
    return Attribute(
        name=name,
        data_type=BUNDLE_CODES.get(code, UNKNOWN) if code is not None else UNKNOWN,
        place=source.place(f"{element}/Attributes/{name}", named.start, named.end),
        length=value.number("length"),
        decimals=value.number("decimals"),
        is_identifier=value.flag("isPrimaryKey"),
        is_reference=value.flag("isEntityReference"),
        default=None if default is None or default.scalar is None else str(default.scalar),
    )
