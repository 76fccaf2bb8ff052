"""What a function finds when it is entered: its parameters, and the object that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.defaults import may_be_left_out
from secure_lint.flow.code.frame import Frame
from secure_lint.flow.models.type_arguments import with_elements
from secure_lint.flow.models.type_origins import with_type_origin
from secure_lint.flow.server.outside_parameters import Given, given_origins, marks_of
from secure_lint.flow.server.schemas import is_opened
from secure_lint.flow.server.type_aliases import parameter_type
from secure_lint.flow.values.summaries import RECEIVER, parameter_label
from secure_lint.flow.values.value import GIVEN, REQUEST, Alias, Label, Taint, Trace, Value
from secure_lint.link.program import Program
from secure_lint.link.type_names import type_argument
from secure_lint.model.finding import Step
from secure_lint.model.program import Function, Module, Parameter

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def enter(interpreter: Interpreter, frame: Frame, function: Function, module: Module) -> dict[int, tuple[str, Value]]:
    """Bind the parameters; yields their names and values by position."""
    names = interpreter.program.names
    initial: dict[int, tuple[str, Value]] = {}
    origins = given_origins(interpreter, function, module)
    sent = tuple(name for name, given in origins.items() if any(one.origin == REQUEST for one in given))
    if sent:
        interpreter.given[interpreter.key_of(function)] = sent
    for position, parameter in enumerate(function.parameters):
        typed = parameter_type(interpreter, module, parameter.type) if parameter.type else None
        value = _parameter(interpreter, frame, position, parameter, typed, origins.get(parameter.name, ()))
        value = may_be_left_out(interpreter, function, parameter, value)
        frame.variables[parameter.name] = value
        initial[position] = (parameter.name, value)
    frame.this = _object_of(interpreter, function)
    if function.receiver is not None and not is_member(interpreter.program, function):
        extended = names.resolve(module, function.receiver)
        receiver = Value(taints=(Taint(parameter_label(RECEIVER, "this")),), type=extended, alias=Alias(RECEIVER))
        receiver = interpreter.stores.provided(receiver, ())
        frame.receivers.append(receiver)
        frame.this = receiver
    return initial


def is_member(program: Program, function: Function) -> bool:
    """Whether an extension adds the function to a type of the project, which makes it a method like any other."""
    return function.receiver == function.owner and function.owner in program.types


def changed_since(frame: Frame, initial: Mapping[int, tuple[str, Value]]) -> dict[int, Value]:
    """The parameters that now hold something else than what `enter` bound, by position.

    The store of one says what became of it here: a store that is what it was is the caller's business.
    """
    found: dict[int, Value] = {}
    for position, (name, value) in initial.items():
        after = frame.variables.get(name)
        if after is not None and _is_changed(value, after):
            found[position] = msgspec.structs.replace(after, store=None) if after.store == value.store else after
    return found


def _is_changed(before: Value, after: Value) -> bool:
    if after is before:
        return False
    return (
        after.members != before.members
        or after.store != before.store
        or (after.alias == before.alias and after.taints != before.taints)
    )


def _object_of(interpreter: Interpreter, function: Function) -> Value:
    """The object that a function belongs to, with the store that its constructor made of it."""
    this = Value(type=function.owner, alias=Alias(RECEIVER))
    return this if function.owner is None or function.name == "<init>" else interpreter.stores.provided(this, ())


def _parameter(
    interpreter: Interpreter,
    frame: Frame,
    position: int,
    parameter: Parameter,
    type_name: str | None,
    origins: tuple[Given, ...],
) -> Value:
    name = parameter.name
    step = Step(frame.location(parameter.span), f"parameter `{name}`")
    taints = [Taint(parameter_label(position, name), Trace(step))]
    if origins and type_name is not None:
        interpreter.wanted.type_of(frame.module, type_name)
    for given in origins:
        opened = type_name in interpreter.program.types and is_opened(interpreter.program, interpreter.index, type_name)
        marks = () if opened else marks_of(given)
        part = name if given.single else ""
        taints.append(Taint(Label(GIVEN, given.origin, name, part=part), Trace(step), marks))
    value = Value(taints=tuple(taints), type=type_name, alias=Alias(position))
    value = with_type_origin(interpreter, value, name, step.location, GIVEN)
    inner = type_argument(parameter.type)
    if inner is not None:
        element = interpreter.program.names.resolve(frame.module, inner)
        value = interpreter.names.made_of(value, element, name, step.location)
        value = with_elements(interpreter, frame.module, value, parameter.type)
    return interpreter.stores.provided(value, parameter.annotations)
