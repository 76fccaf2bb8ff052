"""Properties whose reads and writes another object carries out (``var token by stored("token")``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame, PassedArgument
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import UNKNOWN, Constant, Value
from secure_lint.model.program import Field, Function, Name

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_READ = "getValue"
DELEGATED_WRITE = "setValue"
"""The method of a delegate of Kotlin that an assignment to the property calls."""

WRAPPED_WRITE = "setWrappedValue"
"""The setter of the property of a Swift property wrapper that an assignment to the wrapped property calls."""


def delegated_value(interpreter: Interpreter, frame: Frame, field: Field, delegate: Value) -> Value:
    """The value of a delegated property.

    Assigning to it is what the delegate's ``setValue`` does. That is told at the declaration, once: which values are
    assigned is for the type and the name of the property to tell.
    """
    declared = Value(type=interpreter.program.names.resolve(frame.module, field.type) if field.type else None)
    if delegate.type is None or delegate.type not in interpreter.program.types:
        frame.events = [_keeping(event, declared) for event in frame.events]
        return delegate
    assigned = interpreter.names.named(declared, field.name, frame.location(field.name_span), frame.owner)
    if interpreter.program.method(delegate.type, WRAPPED_WRITE):
        _run(interpreter, frame, field, delegate, WRAPPED_WRITE, (assigned,))
        return declared
    _run(interpreter, frame, field, delegate, DELEGATED_WRITE, _handed(frame, field, assigned))
    read = _run(interpreter, frame, field, delegate, _READ, _handed(frame, field))
    return delegate if read is None else read.with_type(declared.type)


def _keeping(event: Event, assigned: Value) -> Event:
    """What a delegate of a library does; where it keeps what will be assigned, with the type that this has."""
    if event.kind != "store.write" or event.value != UNKNOWN:
        return event
    return msgspec.structs.replace(event, value=assigned)


def _run(
    interpreter: Interpreter, frame: Frame, field: Field, delegate: Value, name: str, values: tuple[Value, ...]
) -> Value | None:
    location = frame.location(field.name_span)
    at = Name(field.name_span, field.name)
    site = CallSite(name, tuple(PassedArgument(None, one, at) for one in values), location, field.name, delegate)
    functions: tuple[Function, ...] = interpreter.program.method(delegate.type or "", name)
    fitting = interpreter.calls.overloads.fitting(functions, site)
    return interpreter.call_functions(frame, fitting, site) if fitting else None


def _handed(frame: Frame, field: Field, *values: Value) -> tuple[Value, ...]:
    """What a delegate of Kotlin is handed: the object with the property, the property with its name, and the values."""
    location = frame.location(field.name_span)
    text = Value(constants=(Constant(field.name, location),), exact=True, type="java.lang.String")
    return (frame.this, Value(members={"name": text}), *values)
