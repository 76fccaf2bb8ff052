"""Functions that are handed to others, which answer with a function that runs them: ``asyncHandler(list)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.values.server_labels import MAKER
from secure_lint.flow.values.value import Closure, Label, Taint, Value, merge_taints

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter
    from secure_lint.model.program import Call

WRAPPED = "<wrapped>"
"""The member under which the result of a call holds the function that was handed to it."""


def with_wrapped(interpreter: Interpreter, frame: Frame, node: Call, site: CallSite, result: Value) -> Value:
    """The result of a call, which holds the function that it wraps, if it may do so.

    That is a call of a function outside objects of whose result nothing is known, or that it is a function.
    """
    if not frame.module.explicit or (site.receiver is not None and not site.receiver.is_type):
        return result
    if result.taints or result.constants or result.members or result.type is not None or result.store is not None:
        return result
    inner = next((found for one in site.arguments if (found := _function_in(one.value)) is not None), None)
    if inner is None:
        return result
    maker = interpreter.evaluate(frame, node.callee).closure
    if maker is not None and maker.function is not None:
        taint = Taint(Label(MAKER, maker.function))
        inner = msgspec.structs.replace(inner, taints=merge_taints((taint,), inner.taints))
    return result.with_member(WRAPPED, inner)


def unwrapped(value: Value) -> Value:
    """The value, as the function that it wraps if there is one; labels tell by which functions it was wrapped."""
    inner = value.member(WRAPPED)
    if inner is None:
        return value
    return msgspec.structs.replace(value, closure=inner.closure, taints=merge_taints(value.taints, inner.taints))


def _function_in(value: Value) -> Value | None:
    inner = value.member(WRAPPED)
    if inner is not None:
        return inner
    return Value(closure=value.closure) if isinstance(value.closure, Closure) else None
