"""Functions that answer requests: by convention, or because they are handed to a route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.models.type_origins import with_type_origin
from secure_lint.flow.server.actions import actions_of
from secure_lint.flow.server.outside_parameters import Given, given_to_closure, marks_of
from secure_lint.flow.server.type_aliases import parameter_type
from secure_lint.flow.values.value import GIVEN, Label, Taint, Trace, Value
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.finding import Step
from secure_lint.model.program import Module, Parameter

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


class Answering:
    """The functions of a program that answer requests, whatever their own annotations say."""

    def __init__(self, program: Program, index: ModelIndex) -> None:
        self.actions = actions_of(program, index)
        self._keys = frozenset(program.key_of(one.function) for one in self.actions)
        self._routed: set[str] = set()
        self._new: set[str] = set()

    def is_action(self, key: str) -> bool:
        """Whether the function of a key is a method that answers requests by convention."""
        return key in self._keys

    def is_routed(self, key: str) -> bool:
        """Whether the function of a key was seen to be handed to a route."""
        return key in self._routed

    def add_routed(self, key: str) -> None:
        """The function of a key is handed to a route."""
        if key not in self._routed:
            self._routed.add(key)
            self._new.add(key)

    def taken_up(self) -> set[str]:
        """The keys of the functions that were added since this was asked last."""
        found, self._new = self._new, set()
        return found


def answer(interpreter: Interpreter, frame: Frame, handler: Value) -> None:
    """A function is handed to a route: its parameters are filled from requests. One without a name runs at once."""
    closure = handler.closure
    models = interpreter.index.parameters.get(frame.module.language, ())
    if closure is None or not any(one.routed for one in models):
        return
    if closure.function is not None:
        interpreter.answering.add_routed(closure.function)
        interpreter.revisions.provisional(closure.function)
        return
    origins = given_to_closure(interpreter, frame.module, closure.node.parameters)
    sent = (_sent(interpreter, frame, one, origins.get(one.name, ())) for one in closure.node.parameters)
    interpreter.invoke(frame, closure, tuple(sent), None)


def _sent(interpreter: Interpreter, frame: Frame, parameter: Parameter, origins: tuple[Given, ...]) -> Value:
    location = frame.location(parameter.span)
    step = Step(location, f"parameter `{parameter.name}`")
    taints = tuple(Taint(Label(GIVEN, one.origin, parameter.name), Trace(step), marks_of(one)) for one in origins)
    value = Value(taints=taints, type=_type(interpreter, frame.module, parameter))
    return interpreter.stores.provided(with_type_origin(interpreter, value, parameter.name, location, GIVEN), ())


def _type(interpreter: Interpreter, module: Module, parameter: Parameter) -> str | None:
    return parameter_type(interpreter, module, parameter.type) if parameter.type is not None else None
