"""Code that looks at a text before it uses it: how it begins, or whether something is in it that must not be.

``if ".." in name: abort(404)`` leaves no path that leads out of a folder, and so does a call that is named for such a
check, or whose code does one. What such code lets through may still hold free text, but not whatever was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.values.conditions import InputCheck, Part, parts_in
from secure_lint.flow.values.summaries import Binding
from secure_lint.flow.values.value import REQUEST, Protection, Taint, Value
from secure_lint.model.program import Call, Expression, Literal, Member, Name, Operator
from secure_lint.model.walking import all_of, last_name

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter
    from secure_lint.label.matching import Inspecting


def note_condition(interpreter: Interpreter, frame: Frame, condition: Expression) -> None:
    """Take down what a condition looks at, for all code of the function that runs after it."""
    inspecting = interpreter.index.inspecting.get(frame.module.language)
    if inspecting is None or isinstance(condition, Name | Member):
        return
    for operator in all_of(Operator, condition):
        match operator:
            case Operator(operator="in", operands=(Literal(value=str(sign)), text)) if inspecting.signs.search(sign):
                _note(interpreter, frame, inspecting, (text,))
            case Operator(operator="==" | "!=", operands=(first, second)) if not _is_literal(first, second):
                # What is the same as something that the server knows is that, and no longer anything.
                _note(interpreter, frame, inspecting, (first, second))
    for call in all_of(Call, condition):
        note_call(interpreter, frame, call)


def note_call(interpreter: Interpreter, frame: Frame, call: Call) -> None:
    """Take down what a call looks at that is named for that."""
    inspecting = interpreter.index.inspecting.get(frame.module.language)
    if inspecting is None or not inspecting.is_named(last_name(call.callee)):
        return
    asked_for = [one.value.value for one in call.arguments if isinstance(one.value, Literal)]
    if not asked_for or any(isinstance(one, str) and inspecting.signs.search(one) for one in asked_for):
        _note(interpreter, frame, inspecting, _asked_about(call))


def note_inspected(frame: Frame, checks: Iterable[InputCheck], binding: Binding) -> None:
    """Take down what a function looks at of all that it is handed."""
    for check in checks:
        for part in check.parts:
            handed_in = parts_in(binding.of(int(part.source)))
            _add(frame, InputCheck(check.kind, frozenset(Part(one.source, one.name or part.name) for one in handed_in)))


def inspected_parameters(frame: Frame) -> tuple[InputCheck, ...]:
    """What a function has looked at of its parameters."""
    found = (
        InputCheck(one.kind, frozenset(part for part in one.parts if part.source != REQUEST)) for one in frame.inspected
    )
    return tuple(one for one in found if one.parts)


def inspected(frame: Frame, value: Value) -> Value:
    """A value that a function hands out: what of it the function has looked at bears a mark of that."""
    if not frame.inspected or not value.taints:
        return value
    return msgspec.structs.replace(value, taints=tuple(_marked(frame, one) for one in value.taints))


def _is_literal(*operands: Expression) -> bool:
    return any(isinstance(one, Literal) for one in operands)


def _asked_about(call: Call) -> Iterator[Expression]:
    if isinstance(call.callee, Member):
        yield call.callee.receiver
    yield from (one.value for one in call.arguments)


def _note(interpreter: Interpreter, frame: Frame, inspecting: Inspecting, asked_about: Iterable[Expression]) -> None:
    parts = frozenset(part for one in asked_about for part in parts_in(interpreter.evaluate(frame, one)))
    _add(frame, InputCheck(inspecting.kind, parts))


def _add(frame: Frame, check: InputCheck) -> None:
    if check.parts and check not in frame.inspected:
        frame.inspected.append(check)


def _marked(frame: Frame, taint: Taint) -> Taint:
    alone = Value(taints=(taint,))
    kinds = dict.fromkeys(one.kind for one in frame.inspected if parts_in(alone) and one.is_about(alone))
    missing = tuple(Protection(kind) for kind in kinds if all(kind != one.kind for one in taint.protections))
    return Taint(taint.label, taint.trace, (*taint.protections, *missing)) if missing else taint
