"""Entities that other code lists: the fields of a database context, the calls that make their tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secure_lint.knowledge.entity_words import ListedEntities
from secure_lint.knowledge.models import Model
from secure_lint.label.imported import imports_any
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, type_argument
from secure_lint.model.program import Call, Function, Literal, New
from secure_lint.model.walking import all_of, last_name


def listed_classes(program: Program, model: ListedEntities) -> Iterator[str]:
    """The classes that are the argument of a listing field's type, where the class with the field is opened.

    And those that a listing call names.
    """
    if not imports_any(program, model.used_with):
        return
    if model.calls:
        yield from _named_by_calls(program, model)
    if not model.fields:
        return
    opened = _opened(program, model)
    for qualified, declaration in program.types.items():
        if opened.isdisjoint(program.ancestors(qualified, {})):
            continue
        module = program.module_of_type[qualified]
        for field in declaration.fields:
            argument = type_argument(field.type)
            if argument is not None and program.names.resolve(module, field.type or "") in model.fields:
                yield program.names.resolve(module, argument)


def _named_by_calls(program: Program, model: ListedEntities) -> Iterator[str]:
    """The type arguments of the listing calls, and the classes that are handed to them."""
    for functions in program.functions_by_name.values():
        for function in functions:
            for call in all_of(Call, function.body) if function.body is not None else ():
                if last_name(call.callee) not in model.calls:
                    continue
                module = program.module_of(function)
                handed = (one.value for one in call.arguments if isinstance(one.value, Literal))
                named = (*call.type_arguments, *(str(one.value) for one in handed if one.kind == "class"))
                yield from (program.names.resolve(module, one) for one in named)


def unread_entities(program: Program, models: Iterable[Model]) -> frozenset[str]:
    """The listed classes whose files were not read: nothing in these says that they are entities."""
    listed = (one.listed for model in models for one in model.entities if one.listed is not None)
    return frozenset(name for one in listed for name in listed_classes(program, one) if name not in program.types)


def _opened(program: Program, model: ListedEntities) -> set[str]:
    """The classes that a function opens: its own, and all that it names where it does so."""
    found: set[str] = set()
    for functions in program.functions_by_name.values():
        for function in functions:
            if function.body is not None and _opens(function, model):
                found.update(_named_classes(program, function))
    return found


def _opens(function: Function, model: ListedEntities) -> bool:
    return any(last_name(call.callee) in model.opened_by for call in all_of(Call, function.body))


def _named_classes(program: Program, function: Function) -> Iterator[str]:
    module = program.module_of(function)
    if function.owner is not None:
        yield function.owner
    for call in all_of(Call, function.body):
        yield from (program.names.resolve(module, one) for one in call.type_arguments)
    for new in all_of(New, function.body):
        yield program.names.resolve(module, bare(new.type))
        argument = type_argument(new.type)
        if argument is not None:
            yield program.names.resolve(module, argument)
