"""Values of which the type alone tells where they come from: the user of a request, as a framework hands it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.values.value import Label, Taint, Trace, Value, merge_taints
from secure_lint.model.finding import Step
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def with_type_origin(interpreter: Interpreter, value: Value, name: str, location: Location, kind: str) -> Value:
    """The value, labelled with the origin of its type; ``kind`` is that of the label."""
    model = interpreter.index.type_model(interpreter.program, value.type)
    if model is None or model.origin is None:
        return value
    taint = Taint(Label(kind, model.origin, name), Trace(Step(location, f"`{name}`: {model.origin}")))
    return msgspec.structs.replace(value, taints=merge_taints(value.taints, (taint,)))
