"""The entities of a module, and its client variables, in the form of the schema."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.formats.outsystems.data_types import IDENTIFIER_SUFFIX
from secure_lint.formats.outsystems.declarations import Declaration
from secure_lint.formats.outsystems.lowering.listing import Places, location
from secure_lint.formats.outsystems.model import Attribute, Entity, EntityKind, OutSystemsModule
from secure_lint.formats.outsystems.place import Place
from secure_lint.model import schema
from secure_lint.model.program import Field, TypeDecl
from secure_lint.model.span import Location

PLATFORM = "outsystems"
LOCAL_STORAGE = "outsystems-local-storage"
DESCRIBED = "described-store"
"""The engine of entities on the device that a description of another platform's app lists."""

CLIENT_VARIABLES = "outsystems-client-variables"
SERVER = "outsystems-server"
DECLARED_BY = "app-model"

LOCAL_ENTITY = "outsystems.LocalEntity"
SERVER_ENTITY = "outsystems.ServerEntity"

_PROTECTIONS = {
    "none": "plain",
    "attribute-encrypted": "encrypted",
    "database-encrypted": "ciphered",
    "keystore": "keystore",
    "server-only": "absent",
}
_HARMLESS = ("public", "internal")
_SENSITIVE = ("sensitive", "restricted")
_NUMBERS = ("Integer", "LongInteger", "Unknown")
_KEY_NAMES = frozenset({"key", "name", "code", "setting", "property"})
_VALUE_NAMES = frozenset({"value", "content", "data", "setting"})


def entities_of(module: OutSystemsModule, places: Places) -> Iterator[schema.Entity]:
    """Entities on the device and on the server, and the client variables as one record; static entities are code."""
    for entity in (*module.entities, *(item for reference in module.references for item in reference.entities)):
        if entity.kind is not EntityKind.STATIC:
            yield _entity(entity, module, places)
    yield from _records(module, places)
    if module.client_variables:
        first = module.client_variables[0].place
        yield schema.Entity(
            name="ClientVariables",
            attributes=tuple(
                schema.Attribute(
                    item.name, item.data_type, location(places, item.place), comment=item.description or None
                )
                for item in module.client_variables
                if item.data_type != "Boolean"
            ),
            engine=CLIENT_VARIABLES if module.platform == PLATFORM else DESCRIBED,
            declared_by=DECLARED_BY,
            location=location(places, Place("ClientVariables", first.location)),
        )


def stores_of(module: OutSystemsModule, places: Places, app: str) -> Iterator[schema.Store]:
    """Local Storage, where the module has entities in it."""
    local = module.entities_of(EntityKind.CLIENT)
    if local:
        place = Place("Entities", local[0].place.location)
        at = Location(place.location.path, places.span(place), place.element)
        yield schema.Store(_engine(module), module.name, at, app)


def entity_types(module: OutSystemsModule, places: Places) -> Iterator[TypeDecl]:
    """The record types of the entities, so that logic can be followed into their attributes."""
    for entity in module.entities:
        if entity.kind is EntityKind.STATIC:
            continue
        span = places.span(entity.place)
        fields = tuple(
            Field(item.name, item.data_type, places.span(item.place), places.span(item.place))
            for item in entity.attributes
        )
        parent = LOCAL_ENTITY if entity.kind is EntityKind.CLIENT else SERVER_ENTITY
        yield TypeDecl(entity.name, _qualified(module, entity), "record", span, span, (parent,), (), fields)


def _engine(module: OutSystemsModule) -> str:
    """The engine of the entities on the device."""
    return LOCAL_STORAGE if module.platform == PLATFORM else DESCRIBED


def _qualified(module: OutSystemsModule, entity: Entity) -> str:
    return f"{module.name}.{entity.name}" if module.name else entity.name


def _entity(entity: Entity, module: OutSystemsModule, places: Places) -> schema.Entity:
    on_device = entity.kind is EntityKind.CLIENT
    return schema.Entity(
        name=entity.name,
        attributes=() if is_key_value_table(entity) else tuple(_attributes(entity, places)),
        engine=_engine(module) if on_device else SERVER,
        declared_by=DECLARED_BY,
        location=location(places, entity.place),
        type=_qualified(module, entity),
        comment=entity.description or None,
        on_device=on_device,
        copy_of=entity.synced_from.rpartition(".")[2] if entity.synced_from else None,
        reason=entity.offline_reason,
        uses_are_known=on_device,
    )


def _attributes(entity: Entity, places: Places) -> Iterator[schema.Attribute]:
    for attribute in entity.attributes:
        if is_reference(attribute) or attribute.data_type == "Boolean":
            continue
        declaration = attribute.declaration
        yield schema.Attribute(
            name=attribute.name,
            type=attribute.data_type,
            location=location(places, attribute.place),
            annotations=_statement(declaration),
            comment=attribute.description or None,
            declared=declaration.data_types if declaration is not None else (),
            protection=_protection(declaration),
        )


def is_reference(attribute: Attribute) -> bool:
    """Whether an attribute only names a record, and is no data of its own; a text that identifies may be data."""
    if attribute.data_type.endswith(IDENTIFIER_SUFFIX) or attribute.is_reference:
        return True
    return attribute.is_auto_number or (attribute.is_identifier and attribute.data_type in _NUMBERS)


def is_key_value_table(entity: Entity) -> bool:
    """Whether an entity holds whatever is put into it under a key, so that its attributes say nothing."""
    names = [item.name.lower() for item in entity.attributes if not is_reference(item)]
    return len(names) == 2 and names[0] in _KEY_NAMES and names[1] in _VALUE_NAMES


def _statement(declaration: Declaration | None) -> tuple[str, ...]:
    """What a stated sensitivity says, in the words of annotations."""
    if declaration is None or declaration.sensitivity is None:
        return ()
    if declaration.sensitivity in _HARMLESS:
        return ("not sensitive",)
    return ("sensitive",) if declaration.sensitivity in _SENSITIVE else ()


def _protection(declaration: Declaration | None) -> str | None:
    return _PROTECTIONS.get(declaration.protection or "") if declaration is not None else None


def _records(module: OutSystemsModule, places: Places) -> Iterator[schema.Entity]:
    """Records of a bundle that belong to no local entity: those of server entities, as far as the client knows them."""
    known = {entity.name for entity in module.entities}
    for record in module.records:
        name = record.name.removesuffix("Rec")
        if name == record.name or name in known:
            continue
        attributes = tuple(
            schema.Attribute(item.name, item.data_type, location(places, item.place))
            for item in record.attributes
            if item.data_type != "Boolean" and item.name != "Id"
        )
        yield schema.Entity(
            name=name,
            attributes=attributes,
            engine=SERVER,
            declared_by=DECLARED_BY,
            location=location(places, record.place),
            on_device=False,
        )
