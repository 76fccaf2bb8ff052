"""Variables around an object without a class name, which its methods see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.values.summaries import RECEIVER
from secure_lint.flow.values.value import Alias, Closure, Value
from secure_lint.link.type_names import simple_name
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_ANONYMOUS = "<anonymous"
MOST_CAPTURED = 40


def is_anonymous(type_name: str | None) -> bool:
    """Whether a type is that of an object without a class name."""
    return type_name is not None and simple_name(type_name).startswith(_ANONYMOUS)


class Captures:
    """What is known of captured variables: for all objects of a type together, and of texts for each object."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def capture(self, frame: Frame, made: Value) -> Value:
        """The new object, which sees the variables of the function that makes it."""
        if made.type is None or not is_anonymous(made.type):
            return made
        for name in sorted(frame.variables)[:MOST_CAPTURED]:
            value = frame.variables[name]
            self._interpreter.fields.keep(made.type, name, value)
            if _is_text(value):
                made = made.with_member(name, value)
        return made

    def captured(self, frame: Frame, name: str) -> Value | None:
        """A captured variable, as a method of the object sees it; ``None`` when there is none of that name."""
        for owner in self._interpreter.program.enclosing_types(frame.owner):
            value = self._interpreter.fields.kept(owner, name) if is_anonymous(owner) else None
            if value is not None:
                own = owner == frame.owner and value.store is None and not value.taints
                return msgspec.structs.replace(value, alias=Alias(RECEIVER, (name,))) if own else value
        return None


def note_invoked(interpreter: Interpreter, closure: Closure, location: Location) -> None:
    """Take down where a function without a name is called."""
    home = closure.frame
    if isinstance(home, Frame) and closure.function is None:
        interpreter.invoked_at.setdefault(home.location(closure.node.span), set()).add(location)


def _is_text(value: Value) -> bool:
    """Whether it is a text that is known here, or that a caller may know."""
    known = bool(value.constants) or value.alias is not None or value.wording is not None
    return (
        known
        and value.type in (None, "java.lang.String")
        and all(taint.label.kind == "parameter" for taint in value.taints)
    )
