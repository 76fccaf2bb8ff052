"""What a serialiser writes out: all members of an object, of what they hold and of the elements of a collection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.fields import is_computed
from secure_lint.flow.code.frame import CallSite
from secure_lint.flow.values.value import ELEMENT, UNKNOWN, Label, Taint, Value, all_taints, merge_taints, stepped
from secure_lint.link.type_names import simple_name, type_argument
from secure_lint.model.finding import Step
from secure_lint.model.program import Field, Function, Module
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

DEEPEST = 2
"""Objects are followed so far into the members of an object; those further in seldom say more than their holder."""

WRITTEN_OUT = "written-out"
"""The kind of the label of a text that says of which class the object is that was written out as it."""

_MOST_ARGUMENTS = 2
"""A collection is of one type, a map of two."""

_NOT_OF_OBJECTS = frozenset({"static", "transient", "const"})


def with_members_of(interpreter: Interpreter, site: CallSite, used: Value, result: Value) -> Value:
    """The result of a serialiser, with the data that the members of the object hold by their names, and its class.

    That all of them are read is taken down.
    """
    interpreter.reads.note_whole(used)
    taints = (*_written_out(interpreter, used), *_members(interpreter, used, DEEPEST))
    if not taints:
        return result
    held = stepped(Value(taints=taints), Step(site.location, f"through `{site.written}`")).taints
    return msgspec.structs.replace(result, taints=merge_taints(result.taints, held))


def _written_out(interpreter: Interpreter, used: Value) -> Iterator[Taint]:
    """The class of the project of which an object is written out."""
    if used.type in interpreter.program.types and not used.is_type:
        yield Taint(Label(WRITTEN_OUT, used.type or ""))


def _members(interpreter: Interpreter, value: Value, deepest: int) -> Iterator[Taint]:
    element = value.member(ELEMENT)
    if element is not None:
        yield from _members(interpreter, element, deepest)
    if value.type is None or value.is_type:
        return
    interpreter.wanted.whole(value.type)
    own = _own_writer(interpreter, value.type)
    if own is not None:
        yield from _put_by(interpreter, own)
        return
    for owner in interpreter.program.ancestors(value.type, {}):
        declaration = interpreter.program.types.get(owner)
        if declaration is not None and declaration.kind in ("class", "struct", "record", "interface"):
            module = interpreter.program.module_of_type[owner]
            for field in declaration.fields:
                if _is_written(interpreter, module, owner, field):
                    yield from _of_member(interpreter, value, field, module, deepest)


def _own_writer(interpreter: Interpreter, type_name: str) -> Function | None:
    """The method by which a class of the project puts what it keeps into what it is written out with."""
    declared = interpreter.program.module_of_type.get(type_name)
    words = None if declared is None else interpreter.index.serialised.get(declared.language)
    if words is None:
        return None
    for name in words.written_by:
        for function in interpreter.program.method(type_name, name):
            taken = function.parameters[0].type if len(function.parameters) == 1 else None
            if taken is not None and simple_name(taken) in words.written_into:
                return function
    return None


def _put_by(interpreter: Interpreter, writer: Function) -> Iterator[Taint]:
    """The data that a method puts into its parameter."""
    interpreter.wanted.body(writer)
    if writer.body is not None:
        after = interpreter.summary_of(writer).parameters_after.get(0, UNKNOWN)
        yield from (one for one in all_taints(after) if one.label.kind == "data")


def _of_member(interpreter: Interpreter, value: Value, field: Field, module: Module, deepest: int) -> Iterator[Taint]:
    held = interpreter.fields.member(value, field.name) or UNKNOWN
    named = interpreter.names.named(held, field.name, Location(module.path, field.name_span), value.type)
    data = tuple(one for one in named.taints if one.label.kind == "data")
    yield from data
    if not data and deepest:
        yield from _members(interpreter, named, deepest - 1)
        for position in range(_MOST_ARGUMENTS):
            text = type_argument(field.type, position)
            if text is not None:
                element = Value(type=interpreter.program.names.resolve(module, text))
                yield from _members(interpreter, element, deepest - 1)


def _is_written(interpreter: Interpreter, module: Module, owner: str, field: Field) -> bool:
    """Whether a field is written out: it belongs to the object, is no calculation, and nothing leaves it out."""
    if is_computed(field) or not _NOT_OF_OBJECTS.isdisjoint(field.modifiers):
        return False
    words = interpreter.index.serialised.get(module.language)
    if words is None:
        return True
    if not words.left_out.isdisjoint(simple_name(one.name) for one in field.annotations):
        return False
    lists = (interpreter.program.types.get(f"{owner}.{name}") for name in words.listed_by)
    listed = next((one for one in lists if one is not None), None)
    return listed is None or any(one.name == field.name for one in listed.fields)
