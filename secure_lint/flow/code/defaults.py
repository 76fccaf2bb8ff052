"""What a parameter holds where a call leaves it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.values.value import UNKNOWN, Value
from secure_lint.model.program import Function, Literal, Member, Name, Parameter

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_STEPS = 8
"""So many expressions of a default are evaluated: enough for ``package.module.Type.CONSTANT``."""


def default_of(interpreter: Interpreter, function: Function, parameter: Parameter) -> Value:
    """The constant that the source gives a parameter, written out or by its name; unknown where there is none."""
    if not isinstance(parameter.default, Literal | Member | Name):
        return UNKNOWN
    module = interpreter.program.module_of(function)
    value = interpreter.evaluate(Frame(module, function, function.owner, "", _STEPS), parameter.default)
    return Value(constants=value.constants, exact=value.exact, type=value.type) if value.constants else UNKNOWN


def may_be_left_out(interpreter: Interpreter, function: Function, parameter: Parameter, value: Value) -> Value:
    """A parameter as the function finds it, with the default that it has for callers of which nothing is known.

    A call of the project that hands something else in is unaffected: there the parameter is what it hands in.
    """
    constants = default_of(interpreter, function, parameter).constants
    meant = tuple(one for one in constants if one.value is not None and one.value != "")
    return msgspec.structs.replace(value, constants=meant) if meant else value
