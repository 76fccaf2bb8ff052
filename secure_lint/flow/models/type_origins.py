"""Values of which the type alone tells where they come from: the user of a request, as a framework hands it out.

What is told of a constant of an enumeration (its name, its number, its text) comes from the source as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.values.value import Label, Taint, Trace, Value, merge_taints
from secure_lint.model.finding import Step
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

CHOICE = "choice"
"""The origin of what a constant of an enumeration says of itself."""


def with_type_origin(interpreter: Interpreter, value: Value, name: str, location: Location, kind: str) -> Value:
    """The value, labelled with the origin of its type; ``kind`` is that of the label."""
    model = interpreter.index.type_model(interpreter.program, value.type)
    if model is None or model.origin is None:
        return value
    taint = Taint(Label(kind, model.origin, name), Trace(Step(location, f"`{name}`: {model.origin}")))
    return msgspec.structs.replace(value, taints=merge_taints(value.taints, (taint,)))


def told_by_choice(interpreter: Interpreter, receiver: Value, name: str, location: Location) -> tuple[Taint, ...]:
    """The label of what a constant of an enumeration of the program says of itself under a name it has not declared."""
    declared = interpreter.program.types.get(receiver.type or "")
    if declared is None or declared.kind != "enum" or receiver.is_type:
        return ()
    return (Taint(Label("origin", CHOICE, name), Trace(Step(location, f"`{name}` of one of `{declared.name}`"))),)
