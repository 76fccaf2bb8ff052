"""What arrives at a modelled call: at its sinks, with the name beside it, and whether the source says all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.ports import argument_at, arguments_at, at_port, constant_at
from secure_lint.flow.values.value import UNKNOWN, Value, join
from secure_lint.knowledge.call_words import Sink

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def arriving(interpreter: Interpreter, site: CallSite, sink: Sink, receiver: Value, result: Value) -> Value:
    """The value that arrives at a sink of a call with this receiver and result."""
    if sink.constant is not None:
        return constant_at(site, sink.constant)
    if sink.entered:
        field = argument_at(site, sink.port)
        if field is None:
            return UNKNOWN
        return interpreter.accesses.widget_value(field.value, field.expression, site.location) or UNKNOWN
    return receiver if sink.port == "receiver" else at_port(site, sink.port, result)


def with_answers(interpreter: Interpreter, frame: Frame, site: CallSite, port: str, value: Value) -> Value:
    """What arrives at a port where functions may be handed over that make it: ``logger.info { "for $name" }``.

    A function that takes nothing is called for what it answers.
    """
    for argument in arguments_at(site, port):
        closure = argument.value.closure
        if closure is not None and not closure.node.parameters:
            value = join(value, interpreter.invoke(frame, closure, (), None))
    return value


def name_at(site: CallSite, sink: Sink) -> Value:
    """The name that goes with what arrives at a sink."""
    if sink.called is not None:
        return constant_at(site, sink.called)
    return at_port(site, sink.name) if sink.name is not None else UNKNOWN


def is_of_constants(site: CallSite) -> bool:
    """Whether a function, of no object, is handed constants only: everybody who has the source can do the same."""
    of_object = site.receiver is not None and not site.receiver.is_type
    return not of_object and all(one.value.exact and one.value.constants for one in site.arguments)
