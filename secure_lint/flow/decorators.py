"""Annotations and decorators that a model describes, carried out as the calls that they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.frame import Frame, written_form
from secure_lint.flow.references import function_value
from secure_lint.flow.value import Value
from secure_lint.model.program import Annotation, Call, Expression, Function, Member, Name
from secure_lint.model.span import Span

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_STEPS = 500


def run_decorators(interpreter: Interpreter) -> None:
    """Carry out the annotations of functions, their parameters and types whose names are those of modelled ones.

    The default of a parameter that is such a call stands for an annotation.
    """
    if not interpreter.index.decorators:
        return
    for path in sorted(interpreter.program.modules):
        module = interpreter.program.modules[path]
        for function in module.functions:
            calls = list(_modelled(interpreter, _of_function(function)))
            if calls:
                frame = Frame(module, None, function.owner, interpreter.program.describe(function), _STEPS)
                value = function_value(interpreter, frame, function, Name(function.name_span, function.name))
                _run(interpreter, frame, calls, value, interpreter.key_of(function))
        for declaration in module.types:
            calls = list(_modelled(interpreter, map(call_of, declaration.annotations)))
            if calls:
                frame = Frame(module, None, declaration.qualified, declaration.name, _STEPS)
                value = Value(type=declaration.qualified, is_type=True)
                _run(interpreter, frame, calls, value, declaration.qualified)


def _of_function(function: Function) -> Iterator[Call]:
    yield from map(call_of, function.annotations)
    for parameter in function.parameters:
        yield from map(call_of, parameter.annotations)
        if isinstance(parameter.default, Call):
            yield parameter.default


def _modelled(interpreter: Interpreter, calls: Iterable[Call]) -> Iterator[Call]:
    names = interpreter.index.decorators
    return (one for one in calls if written_form(one.callee).rpartition(".")[2] in names)


def _run(interpreter: Interpreter, frame: Frame, calls: Iterable[Call], decorated: Value, key: str) -> None:
    frame.decorated = decorated
    for call in calls:
        frame.span = call.span
        interpreter.evaluate(frame, call)
    frame.finished = True
    interpreter.events[f"@{key}"] = tuple(frame.events)


def call_of(annotation: Annotation) -> Call:
    """An annotation as the call that it is."""
    return Call(annotation.span, _callee(annotation.span, annotation.name), annotation.arguments)


def _callee(span: Span, name: str) -> Expression:
    owner, _, last = name.rpartition(".")
    return Member(span, _callee(span, owner), last) if owner else Name(span, last)
