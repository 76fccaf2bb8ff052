"""Running functions without a name, in the frame of the function around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_lint.flow.code.binding import has_receiver, is_implicit
from secure_lint.flow.code.frame import Frame
from secure_lint.flow.code.statements import execute_block
from secure_lint.flow.values.value import UNKNOWN, Value, join
from secure_lint.model.program import Lambda, Module, Parameter

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def run_closure(
    interpreter: Interpreter, home: Frame, node: Lambda, arguments: tuple[Value, ...], this: Value | None
) -> Value:
    """The value of a closure run in ``home``, the frame that made it; its parameters hide what has the same names."""
    parameters = node.parameters
    if parameters and parameters[0].name == "this":
        parameters = parameters[1:]
        this = this if this is not None else UNKNOWN
    elif this is not None and not arguments and is_implicit(parameters):
        parameters = ()
    shadowed = {one.name: home.variables.get(one.name) for one in parameters}
    for position, parameter in enumerate(parameters):
        given = arguments[position] if position < len(arguments) else UNKNOWN
        home.variables[parameter.name] = _typed(interpreter, home.module, parameter, given)
    if this is not None:
        home.receivers.append(this)
    value = _value_of_body(interpreter, home, node, has_this=this is not None)
    interpreter.last_receiver = home.receivers.pop() if this is not None else None
    for name, before in shadowed.items():
        if before is None:
            home.variables.pop(name, None)
        else:
            home.variables[name] = before
    return value


def _value_of_body(interpreter: Interpreter, home: Frame, node: Lambda, *, has_this: bool) -> Value:
    home.results.append([])
    interpreter.last = UNKNOWN
    waiting = len(home.unsettled)
    goes_on = execute_block(interpreter, home, node.body)
    if len(home.unsettled) > waiting:
        interpreter.calls.settle(home, waiting, lambda name: name == "this" and has_this)
    value = interpreter.last if goes_on else UNKNOWN
    if home.results[-1]:
        value = join(home.result(), value) if goes_on else home.result()
    home.results.pop()
    return value


def _typed(interpreter: Interpreter, module: Module, parameter: Parameter, value: Value) -> Value:
    if parameter.type is None or value.type is not None:
        return value
    return value.with_type(interpreter.program.names.resolve(module, parameter.type))


def run_left_closures(interpreter: Interpreter, frame: Frame) -> None:
    """Run the closures of a frame that nothing has called, as whoever was handed them may."""
    while frame.closures:
        key = next(iter(frame.closures))
        closure = frame.closures.pop(key)
        interpreter.invoke(frame, closure, (), UNKNOWN if has_receiver(closure.node) else None)
