"""Annotations and decorators that a model describes, carried out as the calls that they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import Frame, written_form
from secure_lint.flow.code.references import function_value
from secure_lint.flow.server.decorator_owners import call_held, function_around
from secure_lint.flow.server.type_aliases import aliased, calls_in
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import Value
from secure_lint.model.program import Annotation, Call, Expression, Function, Member, Module, Name, TypeDecl
from secure_lint.model.span import Span
from secure_lint.model.walking import all_of

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_STEPS = 500
_DEEPEST = 3


_Stated = tuple[Module, Call]
"""A call that stands for something declared, with the module in whose terms it is written."""


def run_decorators(interpreter: Interpreter) -> None:
    """Carry out the annotations of functions, their parameters and types whose names are those of modelled ones.

    The default of a parameter, the beginning of a field and what stands beside the type in an alias are such calls too.
    """
    if not interpreter.index.decorators:
        return
    for path in sorted(interpreter.program.modules):
        module = interpreter.program.modules[path]
        for function in module.functions:
            calls = _carried_out(interpreter, _of_function(interpreter, module, function))
            if calls:
                frame = Frame(module, None, function.owner, "", _STEPS)
                value = function_value(interpreter, frame, function, Name(function.name_span, function.name))
                symbol = interpreter.program.describe(function)
                around = function_around(module, function)
                _run(interpreter, calls, value, interpreter.key_of(function), symbol, function.owner, around)
        for declaration in module.types:
            calls = _carried_out(interpreter, _of_type(module, declaration))
            if calls:
                qualified = declaration.qualified
                value = Value(type=qualified, is_type=True)
                _run(interpreter, calls, value, qualified, declaration.name, qualified)


def _of_function(interpreter: Interpreter, module: Module, function: Function) -> Iterator[_Stated]:
    yield from ((module, call_of(one)) for one in function.annotations)
    for parameter in function.parameters:
        yield from ((module, call_of(one)) for one in parameter.annotations)
        if isinstance(parameter.default, Call):
            yield module, parameter.default
        alias = aliased(interpreter.program, module, parameter.type)
        if alias is not None:
            yield from ((alias[0], call) for call in calls_in(alias[1]))


def _of_type(module: Module, declaration: TypeDecl) -> Iterator[_Stated]:
    """The annotations of a type, and the calls that its fields begin with: they hold for all its methods."""
    yield from ((module, call_of(one)) for one in declaration.annotations)
    yield from ((module, field.initial) for field in declaration.fields if isinstance(field.initial, Call))


def _carried_out(interpreter: Interpreter, calls: Iterable[_Stated]) -> list[_Stated]:
    return [found for module, call in calls for found in _modelled(interpreter, module, call, 0)]


def _modelled(interpreter: Interpreter, module: Module, call: Call, depth: int) -> Iterator[_Stated]:
    """The call, if a model describes it; of a function of the project those among what makes its result."""
    if written_form(call.callee).rpartition(".")[2] in interpreter.index.decorators:
        yield module, call
    elif depth < _DEEPEST and isinstance(call.callee, Name):
        for home, inner in _made_of(interpreter, module, call.callee.identifier):
            yield from _modelled(interpreter, home, inner, depth + 1)
        for home, inner in _composed_of(interpreter, module, call):
            yield from _modelled(interpreter, home, inner, depth + 1)


def _composed_of(interpreter: Interpreter, module: Module, call: Call) -> Iterator[_Stated]:
    """The annotations of the annotation type of the project that this is; they take over its arguments."""
    program = interpreter.program
    declared = program.types.get(program.names.resolve(module, written_form(call.callee)))
    if declared is not None and declared.kind == "annotation":
        home = program.module_of_type[declared.qualified]
        for one in declared.annotations:
            yield home, Call(call.span, _callee(call.span, one.name), (*call.arguments, *one.arguments))


def _made_of(interpreter: Interpreter, module: Module, name: str) -> Iterator[_Stated]:
    """The calls in the function or variable of the project that a decorator is."""
    program = interpreter.program
    functions = program.free_functions(module, name)[:1]
    for function in functions:
        interpreter.wanted.body(function)
        home = program.module_of(function)
        yield from ((home, one) for one in all_of(Call, function.body))
    held = program.global_field(module, name) if not functions else None
    if held is not None:
        yield from ((held[0], one) for one in all_of(Call, held[1].initial))


def _run(
    interpreter: Interpreter,
    calls: Iterable[_Stated],
    decorated: Value,
    key: str,
    symbol: str,
    owner: str | None,
    around: Function | None = None,
) -> None:
    events: list[Event] = []
    for module, call in calls:
        frame = Frame(module, None, owner, symbol, _STEPS)
        frame.decorated = decorated
        frame.span = call.span
        _know_local(interpreter, frame, call, around)
        interpreter.evaluate(frame, call)
        frame.finished = True
        events.extend(frame.events)
    interpreter.events[f"@{key}"] = tuple(events)


def _know_local(interpreter: Interpreter, frame: Frame, call: Call, around: Function | None) -> None:
    """Make known what a decorator is a method of, where the function around keeps it in a variable or takes it."""
    holder = call.callee.receiver if isinstance(call.callee, Member) else None
    if around is None or not isinstance(holder, Name):
        return
    made = call_held(around, holder.identifier)
    if made is not None:
        frame.variables[holder.identifier] = interpreter.evaluate(frame, made)
    for parameter in around.parameters:
        if parameter.name == holder.identifier and parameter.type is not None:
            resolved = interpreter.program.names.resolve(frame.module, parameter.type)
            frame.variables[parameter.name] = Value(type=resolved)


def call_of(annotation: Annotation) -> Call:
    """An annotation as the call that it is."""
    return Call(annotation.span, _callee(annotation.span, annotation.name), annotation.arguments)


def _callee(span: Span, name: str) -> Expression:
    owner, _, last = name.rpartition(".")
    return Member(span, _callee(span, owner), last) if owner else Name(span, last)
