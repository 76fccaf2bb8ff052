"""Conditions that hold only for a few values that the program knows: what meets them holds no free text.

``if name not in SERVICES: return error`` leaves nothing but the names of services behind it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame, written_form
from secure_lint.flow.values.conditions import PARAMETER
from secure_lint.flow.values.value import REQUEST, Protection, Taint, Value, all_taints
from secure_lint.label.ports import parse_port
from secure_lint.model.program import Call, Expression, Literal, Member, Name, Operator
from secure_lint.model.walking import last_name

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_CHOSEN = Protection("typed")
_TEXT = "java.lang.String"
"""The type of texts in every language."""


def narrow(interpreter: Interpreter, frame: Frame, condition: Expression, *, holds: bool) -> None:
    """Note of the variables, and their recorded members, that are one of a few known values where a condition holds.

    Or where it does not.
    """
    for chosen in _chosen(interpreter, frame, condition, holds=holds):
        match chosen:
            case Name(identifier=name) if name in frame.variables:
                frame.variables[name] = _without_free_text(frame.variables[name])
            case Member(receiver=Name(identifier=name), name=member) if name in frame.variables:
                holder = frame.variables[name]
                held = holder.member(member)
                if held is not None:
                    frame.variables[name] = holder.with_member(member, _without_free_text(held))


def _chosen(interpreter: Interpreter, frame: Frame, condition: Expression, *, holds: bool) -> Iterator[Expression]:
    match condition:
        case Operator(operator="!", operands=(operand,)):
            yield from _chosen(interpreter, frame, operand, holds=not holds)
        case Operator(operator="&&" | "||", operands=operands):
            sides = [tuple(_chosen(interpreter, frame, one, holds=holds)) for one in operands]
            if (condition.operator == "&&") is holds:
                yield from (one for side in sides for one in side)
            else:
                yield from (one for one in sides[0] if all(map(functools.partial(_is_among, one), sides[1:])))
        case Operator(operator="==" | "!=", operands=(chosen, Literal())) if (condition.operator == "==") is holds:
            yield chosen
        case Operator(operator="in", operands=(chosen, among)) if holds:
            yield from (chosen,) if _is_own(interpreter.evaluate(frame, among)) else ()
        case Call(callee=Member(receiver=among)) if holds and _is_own(interpreter.evaluate(frame, among)):
            yield from _asked_for(interpreter, frame, condition)


def _is_among(wanted: Expression, found: Iterable[Expression]) -> bool:
    return any(written_form(one) == written_form(wanted) for one in found)


def _asked_for(interpreter: Interpreter, frame: Frame, call: Call) -> Iterator[Expression]:
    """What a call asks a collection for, by its model."""
    name = last_name(call.callee)
    ports = (one.holds for one in interpreter.index.for_any_type(frame.module.language, name) if one.holds is not None)
    positions = (parse_port(port).position for port in ports)
    yield from (call.arguments[at].value for at in positions if at is not None and at < len(call.arguments))


def _is_own(value: Value) -> bool:
    """Whether a collection is the program's own: no text, and not made of what somebody hands in.

    One of texts may bear the type of these.
    """
    handed_in = any(one.label.kind == PARAMETER or one.label.name == REQUEST for one in all_taints(value))
    return not handed_in and (value.type != _TEXT or len(value.constants) > 1)


def _without_free_text(value: Value) -> Value:
    taints = tuple(
        one if _CHOSEN in one.protections else Taint(one.label, one.trace, (*one.protections, _CHOSEN))
        for one in value.taints
    )
    return msgspec.structs.replace(value, taints=taints)
