"""Entities that classes declare: the entity models applied to the types of the program."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from secure_lint.knowledge.entity_words import EntityModel, LiteralEntityModel
from secure_lint.knowledge.models import Model
from secure_lint.label.listed_entities import listed_classes
from secure_lint.label.literal_entities import literal_entities
from secure_lint.link.generated_properties import generated_properties
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, simple_name, type_argument
from secure_lint.model import program as program_model
from secure_lint.model.program import (
    Annotation,
    Call,
    Expression,
    Field,
    Literal,
    Member,
    Module,
    Name,
    TypeDecl,
)
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location
from secure_lint.model.walking import last_name

MOST_EMBEDDING = 4
_MAPPED = frozenset({"annotation", "supertype"})
_IN_FILES = frozenset({"model-file", "schema-file"})
"""How classes declare that they are entities."""


def declared_entities(program: Program, models: Iterable[Model]) -> tuple[Entity, ...]:
    """The entities that classes and object literals of the program declare; of one in both the class counts."""
    found: list[Entity] = []
    literals: list[LiteralEntityModel] = []
    for model in models:
        literals.extend(model.literal_entities)
        for entity_model in model.entities:
            found.extend(_entities(program, entity_model))
    known = {(one.engine, one.name.lower()) for one in found if one.attributes}
    found += [one for one in literal_entities(program, literals) if (one.engine, one.name.lower()) not in known]
    linked = {(one.engine, one.name) for one in found}
    found = [_without_links(one, linked) for one in found]
    return tuple(sorted(found, key=lambda one: (one.location, one.name)))


def _without_links(entity: Entity, entities: Collection[tuple[str, str]]) -> Entity:
    """The entity without the attributes that are other entities of its engine: these speak for themselves."""
    own = tuple(
        one
        for one in entity.attributes
        if one.within is not None or (entity.engine, simple_name(one.type or "")) not in entities
    )
    return entity if len(own) == len(entity.attributes) else msgspec.structs.replace(entity, attributes=own)


def joined_entities(
    declared: Sequence[Entity],
    in_files: Iterable[Entity],
    in_statements: Iterable[Entity],
    in_states: Iterable[Entity] = (),
) -> tuple[Entity, ...]:
    """All entities, each once: classes speak for the schema files made of them and the statements that migrate them.

    So they do, one by one, for the entities of a model file of which they are made.

    Where classes are mapped to tables, statements only migrate these; beside object literals and schema files they may
    define tables of their own.
    """
    described = [one for one in declared if one.attributes]
    tables = {(one.engine, name.lower()) for one in described for name in (one.name, one.table or one.name)}
    files = list(in_files)
    exported = {
        one.location.path
        for one in files
        if one.declared_by == "schema-file" and (one.engine, one.name.lower()) in tables
    }
    modelled = {(one.engine, one.name.lower()): one for one in files if one.declared_by == "model-file"}
    kept = [
        one
        for one in files
        if one.location.path not in exported
        and not (one.declared_by == "model-file" and (one.engine, one.name.lower()) in tables)
    ]
    declared = [_placed(one, modelled.get((one.engine, one.name.lower()))) for one in declared]
    mapped = {one.engine for one in declared if one.declared_by in _MAPPED}
    tables |= {(one.engine, (one.table or one.name).lower()) for one in kept if one.declared_by in _IN_FILES}
    others = (one for one in in_statements if one.engine not in mapped and (one.engine, one.name.lower()) not in tables)
    return (*declared, *kept, *others, *in_states)


def _placed(entity: Entity, model: Entity | None) -> Entity:
    """An entity with the places of its attributes in the model file of which its class is made."""
    places = {one.name: one.location for one in model.attributes} if model is not None else {}
    if not places:
        return entity
    attributes = (msgspec.structs.replace(one, modelled_at=places.get(one.name)) for one in entity.attributes)
    return msgspec.structs.replace(entity, attributes=tuple(attributes))


def _entities(program: Program, model: EntityModel) -> Iterator[Entity]:
    stored = set(_stored_classes(program, model)) if model.stored_by else set()
    if model.listed is not None:
        stored.update(listed_classes(program, model.listed))
    for qualified, declaration in program.types.items():
        module = program.module_of_type[qualified]
        annotation = _first(program, module, declaration.annotations, model.annotated)
        key = _key(program, module, declaration, model.keyed) if annotation is None else None
        known = annotation is not None or key is not None or qualified in stored
        if not known and not _extends(program, qualified, model.extending):
            continue
        name = _argument(annotation, model.name.get(simple_name(annotation.name))) if annotation is not None else None
        yield Entity(
            name=declaration.name,
            attributes=tuple(_attributes(program, module, declaration, model, 0)),
            engine=model.engine,
            declared_by="supertype" if annotation is None and key is None else "annotation",
            location=Location(module.path, declaration.name_span),
            type=qualified,
            table=name,
        )


def _stored_classes(program: Program, model: EntityModel) -> Iterator[str]:
    """The classes of which objects are stored by a class that implements a type for them."""
    for qualified, declaration in program.types.items():
        module = program.module_of_type[qualified]
        for parent in declaration.supertypes:
            argument = type_argument(parent, -1)
            if argument is not None and program.names.resolve(module, parent) in model.stored_by:
                yield program.names.resolve(module, argument)


def _key(program: Program, module: Module, declaration: TypeDecl, wanted: tuple[str, ...]) -> Annotation | None:
    """The annotation of a field that makes its class an entity."""
    found = (_first(program, module, field.annotations, wanted) for field in declaration.fields) if wanted else ()
    return next((one for one in found if one is not None), None)


def _extends(program: Program, qualified: str, wanted: tuple[str, ...]) -> bool:
    return bool(wanted) and any(parent in wanted for parent in program.ancestors(qualified, {})[1:])


def _attributes(
    program: Program, module: Module, declaration: TypeDecl, model: EntityModel, depth: int
) -> Iterator[Attribute]:
    own = ((module, field) for field in declaration.fields)
    for place, field in (*own, *program.added_fields.get(declaration.qualified, ())):
        generated = any(generated_properties((field,), place.language))
        if "static" in field.modifiers or (set(field.modifiers) & set(model.without) and not generated):
            continue
        if _first(program, module, field.annotations, model.without) is not None or _type_of(field) in model.without:
            continue
        if any(_is_generated(annotation, model) for annotation in field.annotations):
            continue
        if model.only and _first(program, module, field.annotations, model.only) is None:
            continue
        embedded = _first(program, module, field.annotations, model.embedded)
        inner = program.types.get(program.names.resolve(module, field.type)) if embedded and field.type else None
        yield _attribute(program, place, field, model)
        if inner is not None and depth < MOST_EMBEDDING:
            for part in _attributes(program, program.module_of_type[inner.qualified], inner, model, depth + 1):
                yield msgspec.structs.replace(part, within=field.name)
    for parent in program.supertypes(declaration.qualified):
        inherited = program.types.get(parent)
        if inherited is not None and depth < MOST_EMBEDDING:
            yield from _attributes(program, program.module_of_type[parent], inherited, model, depth + 1)


def _type_of(field: Field) -> str:
    """The simple name of the type that a field is declared with, or of what it is made of at first."""
    if field.type is not None:
        return simple_name(bare(field.type))
    return last_name(field.initial.callee) if isinstance(field.initial, Call) else ""


def _attribute(program: Program, module: Module, field: Field, model: EntityModel) -> Attribute:
    column = converter = None
    for annotation in field.annotations:
        name = simple_name(program.names.resolve(module, annotation.name))
        if name in model.column:
            column = _argument(annotation, model.column[name])
        if name in model.converters:
            converter = next((one for argument in annotation.arguments for one in class_names(argument.value)), None)
    return Attribute(
        name=field.name,
        type=bare(field.type) if field.type else None,
        location=Location(module.path, field.name_span),
        column=column,
        annotations=tuple(annotation.name for annotation in field.annotations),
        converter=converter,
        comment=field.comment,
    )


def _is_generated(annotation: Annotation, model: EntityModel) -> bool:
    name = simple_name(annotation.name)
    if name not in model.generated:
        return False
    argument = model.generated[name]
    return not argument or _argument(annotation, argument) == str(True)


def _first(
    program: Program, module: Module, annotations: tuple[Annotation, ...], wanted: tuple[str, ...]
) -> Annotation | None:
    if not wanted:
        return None
    for annotation in annotations:
        if program.names.resolve(module, annotation.name) in wanted:
            return annotation
    return None


def _argument(annotation: Annotation, name: str | None) -> str | None:
    if name is None:
        return None
    for argument in annotation.arguments:
        if argument.name in (name, None) and isinstance(argument.value, Literal):
            return str(argument.value.value)
    return None


def class_names(node: Expression) -> tuple[str, ...]:
    """Simple names of the classes that an annotation argument names: one, or a list of them."""
    if isinstance(node, Literal) and node.kind == "class":
        return (simple_name(bare(str(node.value))),)
    if isinstance(node, program_model.Sequence):
        return tuple(name for item in node.items for name in class_names(item))
    if isinstance(node, Call):
        return tuple(name for argument in node.arguments for name in class_names(argument.value))
    if isinstance(node, Member) and node.name in ("class", "java"):
        return class_names(node.receiver)
    if isinstance(node, Name):
        return (node.identifier,)
    return ()
