"""Entities that object literals outside of functions describe: the schemas of document and mobile databases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secure_lint.knowledge.entity_words import LiteralEntityModel
from secure_lint.label.imported import imports_any
from secure_lint.label.ports import parse_port
from secure_lint.link.program import Program
from secure_lint.model.program import (
    Argument,
    Assign,
    Call,
    Expression,
    Literal,
    Member,
    Module,
    Name,
    New,
    Record,
    Sequence,
)
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name


def literal_entities(program: Program, models: Iterable[LiteralEntityModel]) -> tuple[Entity, ...]:
    """The entities that literals describe, each once: of several with one name, as migrations have them, the fullest.

    Of those that are equally full the last counts, by its place.
    """
    found: dict[tuple[str, str], Entity] = {}
    for model in models:
        if model.used_with and not imports_any(program, model.used_with):
            continue
        for module in program.modules.values():
            for entity in _described(program, module, model):
                key = entity.engine, entity.name.lower()
                known = found.get(key)
                if known is None or _fullness(known) <= _fullness(entity):
                    found[key] = entity
    return tuple(found.values())


def _fullness(entity: Entity) -> tuple[int, Location]:
    return len(entity.attributes), entity.location


def _described(program: Program, module: Module, model: LiteralEntityModel) -> Iterator[Entity]:
    for variable, expression in _outside_functions(module):
        if model.called:
            calls: tuple[Call | New, ...] = (*all_of(Call, expression), *all_of(New, expression))
            for call in calls:
                if _called(program, module, call) in model.called:
                    yield from _entity(program, module, model, call.arguments, call, variable)
            continue
        for record in all_of(Record, expression):
            names = {one.name for one in record.fields}
            if names.issuperset(model.having) and names.isdisjoint(model.lacking):
                yield from _entity(program, module, model, (Argument(record),), record, variable)


def _outside_functions(module: Module) -> Iterator[tuple[str, Expression]]:
    """The values of variables outside of functions, each with its name, and of members that statements there assign."""
    fields = (*module.fields, *(field for one in module.types for field in one.fields))
    yield from ((one.name, one.initial) for one in fields if one.initial is not None)
    for statement in module.top_level.statements if module.top_level is not None else ():
        if isinstance(statement, Assign) and isinstance(statement.target, Member) and statement.value is not None:
            yield statement.target.name, statement.value


def _called(program: Program, module: Module, call: Call | New) -> str:
    name = last_name(call.callee) if isinstance(call, Call) else call.type
    imported = program.names.imports(module).get(name)
    return program.names.resolve(module, name) if imported is None and name else imported or ""


def _entity(
    program: Program,
    module: Module,
    model: LiteralEntityModel,
    arguments: tuple[Argument, ...],
    whole: Call | New | Record,
    variable: str,
) -> Iterator[Entity]:
    named = _at(program, module, arguments, model.name) if model.name is not None else None
    held = _at(program, module, arguments, model.attributes)
    name = variable if model.name is None else _text(named[1]) if named is not None else None
    attributes = () if held is None else tuple(_attributes(model, *held))
    if name is not None and attributes:
        yield Entity(
            name=name,
            attributes=attributes,
            engine=model.engine,
            declared_by="literal",
            location=Location(module.path, whole.span),
        )


def _at(
    program: Program, module: Module, arguments: tuple[Argument, ...], port: str
) -> tuple[Module, Expression] | None:
    """What the source writes at a port, and where; a name stands for the variable outside of functions it means."""
    parsed = parse_port(port)
    position = parsed.position or 0
    if position >= len(arguments):
        return None
    home, expression = _meant(program, module, arguments[position].value)
    for member in parsed.members:
        fields = expression.fields if isinstance(expression, Record) else ()
        inner = next((one.value for one in fields if one.name == member), None)
        if inner is None:
            return None
        home, expression = _meant(program, home, inner)
    return home, expression


def _meant(program: Program, module: Module, expression: Expression) -> tuple[Module, Expression]:
    found = program.global_field(module, expression.identifier) if isinstance(expression, Name) else None
    if found is None or found[1].initial is None:
        return module, expression
    return found[0], found[1].initial


def _text(expression: Expression | None) -> str | None:
    return expression.value if isinstance(expression, Literal) and isinstance(expression.value, str) else None


def _attributes(model: LiteralEntityModel, module: Module, held: Expression) -> Iterator[Attribute]:
    if isinstance(held, Record):
        for one in held.fields:
            if one.name is not None and not one.spread:
                yield _attribute(model, module, one.name, one.value)
    elif isinstance(held, Sequence) and model.named is not None:
        for item in held.items:
            name = _text(_naming(item, model.named))
            if name is not None:
                yield _attribute(model, module, name, item)


def _naming(item: Expression, named: str) -> Expression | None:
    """What names an attribute: a member of an object that describes it, or an argument of the call that does."""
    if isinstance(item, Call):
        position = parse_port(named).position if named.startswith("argument") else None
        return item.arguments[position].value if position is not None and position < len(item.arguments) else None
    fields = item.fields if isinstance(item, Record) else ()
    return next((one.value for one in fields if one.name == named), None)


def _attribute(model: LiteralEntityModel, module: Module, name: str, described: Expression) -> Attribute:
    return Attribute(name=name, type=_type(model, described), location=Location(module.path, described.span))


def _type(model: LiteralEntityModel, described: Expression) -> str | None:
    """The type that a literal names: a text, a member of an object, or the function that describes it."""
    text = _text(described)
    if text is not None:
        return text.rstrip("?").removesuffix("[]")
    if isinstance(described, Record):
        members = {one.name: one.value for one in described.fields if one.name is not None}
        typed = next((members[name] for name in model.typed if name in members), None)
        return None if typed is None else _type(model, typed)
    if isinstance(described, Call):
        inner = next(all_of(Call, described.callee), None)
        return _type(model, inner) if inner is not None else last_name(described.callee) or None
    return None
