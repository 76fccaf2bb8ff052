"""Functions that the project declares and a library implements, as an annotation tells: what they do with arguments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.models.told_events import told_events
from secure_lint.flow.models.type_arguments import with_elements
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.summaries import NO_SUMMARY, Summary, parameter_label
from secure_lint.flow.values.value import UNKNOWN, Alias, Taint, Trace, Value
from secure_lint.knowledge.call_words import Sink
from secure_lint.knowledge.models import DeclarationModel
from secure_lint.label.matching import ModelIndex
from secure_lint.label.ports import parse_port
from secure_lint.link.program import Program
from secure_lint.model.finding import Step
from secure_lint.model.program import Annotation, Function, Module

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

STEPS_PER_DECLARATION = 500


def is_declared(program: Program, index: ModelIndex, function: Function) -> bool:
    """Whether a model speaks of the function, by an annotation."""
    if function.body is not None or function.deferred or not index.declarations:
        return False
    module = program.module_of(function)
    return any(True for _ in _models(program, index, module, function))


def declared_events(interpreter: Interpreter, function: Function) -> tuple[Event, ...]:
    """What the declaration reports, and what a call of the function does in terms of its parameters."""
    module = interpreter.program.module_of(function)
    symbol = interpreter.program.describe(function)
    frame = Frame(module, function, function.owner, symbol, STEPS_PER_DECLARATION)
    for annotation, model in _models(interpreter.program, interpreter.index, module, function):
        for sink in model.sinks:
            frame.emit(_stated(interpreter, frame, annotation, sink))
        for kind in model.receives:
            for event in _received(frame, function, kind):
                frame.emit(event)
    return tuple(frame.events)


def _models(
    program: Program, index: ModelIndex, module: Module, function: Function
) -> Iterator[tuple[Annotation, DeclarationModel]]:
    own = function.annotations
    for annotation in (*own, *(each for one in function.parameters for each in one.annotations)):
        for model in index.declarations.get(program.names.resolve(module, annotation.name), ()):
            yield annotation, model


def _stated(interpreter: Interpreter, frame: Frame, annotation: Annotation, sink: Sink) -> Event:
    return Event(
        kind=sink.kind,
        value=_argument(interpreter, frame, annotation, sink.port),
        location=frame.location(annotation.span),
        symbol=frame.symbol,
        language=frame.module.language,
        call=f"@{annotation.name}",
        name=_argument(interpreter, frame, annotation, sink.name) if sink.name is not None else UNKNOWN,
    )


def _argument(interpreter: Interpreter, frame: Frame, annotation: Annotation, port: str) -> Value:
    position = parse_port(port).position
    if position is None or position >= len(annotation.arguments):
        return UNKNOWN
    return interpreter.evaluate(frame, annotation.arguments[position].value)


def _received(frame: Frame, function: Function, kind: str) -> Iterator[Event]:
    for position, parameter in enumerate(function.parameters):
        place = frame.location(parameter.span)
        taint = Taint(parameter_label(position, parameter.name), Trace(Step(place, f"parameter `{parameter.name}`")))
        yield Event(
            kind=kind,
            value=Value(taints=(taint,), alias=Alias(position)),
            location=frame.location(function.name_span),
            symbol=frame.symbol,
            language=frame.module.language,
            call=function.name,
        )


def declared_summary(interpreter: Interpreter, function: Function, key: str) -> Summary:
    """What a call of a function without a body does, by what its declaration says."""
    program = interpreter.program
    result = UNKNOWN
    if function.returns is not None:
        module = program.module_of(function)
        value = Value(type=program.names.resolve(module, function.returns))
        value = with_elements(interpreter, module, value, function.returns)
        result = interpreter.stores.provided(value, function.annotations)
    if not is_declared(program, interpreter.index, function):
        return Summary(result=result) if function.returns is not None else NO_SUMMARY
    events = interpreter.events[key] = declared_events(interpreter, function)
    summary = interpreter.summaries[key] = Summary(result=result, events=told_events(events, interpreter.data_sinks))
    return summary
