"""Comparisons of a stored record with the caller: they show that a handler asks whose record it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.values.server_labels import RECORD
from secure_lint.flow.values.summaries import RECEIVER, parameter_label
from secure_lint.flow.values.value import (
    ORIGINS,
    REQUEST,
    UNKNOWN,
    Constant,
    Taint,
    Value,
    all_taints,
    join,
    merge_taints,
    parts_of,
)
from secure_lint.model.program import Member, Operator

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

COMPARED = "compared"
"""The kind of the event; its value holds what both sides hold."""

ASKED = "asked"
"""The kind of the event of a call that asks whether somebody may have something; its value holds what it is handed."""

CALLER = "caller"
"""The origin of what the server knows of who is calling."""


def report_comparison(
    frame: Frame, site: CallSite, values: Iterable[Value], held: tuple[bool, ...] = (), names: Sequence[str] = ()
) -> None:
    """Report a comparison, if what one side holds is the caller's and the other side a record's or the client's.

    ``held`` says which sides are members of something: one that is unknown may be a record. ``names`` are the names of
    these members, which the event bears.
    """
    sides = list(values)
    kinds = [_kinds(value) for value in sides]
    for position, is_held in enumerate(held):
        if is_held and not kinds[position] and not sides[position].constants:
            kinds[position] = frozenset({"record"})
    known = any("caller" in one or "record" in one for one in kinds)
    if len(sides) != 2 or not (known or _asks_of_another(*sides) or _asks_of_another(*reversed(sides))):
        return
    first, second = kinds
    if _meet(first, second) or _meet(second, first):
        named = Value(constants=tuple(Constant(one, site.location) for one in names))
        emit(frame, site, COMPARED, join(_bare(sides[0]), _bare(sides[1])), named, UNKNOWN)


def report_asking(frame: Frame, site: CallSite) -> None:
    """Report a call that asks whether somebody may have something, if it may be handed who is calling."""
    values = [_bare(one.value) for one in site.arguments]
    kinds = [_kinds(value) for value in values]
    told = [position for position, one in enumerate(kinds) if one & {CALLER, "parameter"}]
    others = [position for position, one in enumerate(kinds) if one & {REQUEST, "record", "parameter"}]
    if any(first != second for first in told for second in others):
        merged = UNKNOWN
        for value in values:
            merged = join(merged, value)
        emit(frame, site, ASKED, merged, UNKNOWN, UNKNOWN)


def _asks_of_another(first: Value, second: Value) -> bool:
    """Whether a member of one parameter is compared with another parameter: ``order.owner == user``."""
    member, whole = first.alias, second.alias
    if member is None or whole is None or RECEIVER in (member.parameter, whole.parameter):
        return False
    return bool(member.members) and not whole.members and member.parameter != whole.parameter


def _meet(first: frozenset[str], second: frozenset[str]) -> bool:
    if CALLER in first and REQUEST in second:
        return True
    return bool(first & {"caller", "parameter"}) and bool(second & {"record", "parameter"})


def _kinds(value: Value) -> frozenset[str]:
    found = set()
    for taint in all_taints(value):
        if taint.label.kind == RECORD:
            found.add("record")
        elif taint.label.kind in ORIGINS and taint.label.name in (CALLER, REQUEST):
            found.add(taint.label.name)
        elif taint.label.kind == "parameter":
            found.add("parameter")
    if value.alias is not None and value.alias.parameter != RECEIVER:
        found.add("parameter")
    return frozenset(found)


def _bare(value: Value) -> Value:
    taints = all_taints(value)
    if value.alias is not None and not any(one.label.kind == "parameter" for one in taints):
        taints = (*taints, Taint(parameter_label(value.alias.parameter, "")))
    return Value(taints=taints)


def of_member(found: Value, receiver: Value) -> Value:
    """A member of a record, of what stands for the caller or of what a client sent, which is that as well."""
    marks = parts_of(tuple(one for one in receiver.taints if _is_mark(one)))
    if not marks or all(one in found.taints for one in marks):
        return found
    return msgspec.structs.replace(found, taints=merge_taints(found.taints, marks))


def of_class(found: Value) -> Value:
    """A member that is read from a class: what its objects were given of a client or the caller is not in it."""
    taints = tuple(one for one in found.taints if not _is_mark(one))
    return found if len(taints) == len(found.taints) else msgspec.structs.replace(found, taints=taints)


def _is_mark(taint: Taint) -> bool:
    label = taint.label
    return label.kind == RECORD or (label.kind in ORIGINS and label.name in (CALLER, REQUEST))


def of_operator(interpreter: Interpreter, frame: Frame, node: Operator, operands: list[Value]) -> Value:
    """The value of a comparison, which is reported; of a condition for a query it holds what is compared.

    An attribute of a class, not of an object, makes such a condition: ``Order.owner == user``.
    """
    if not any(value.taints or value.members for value in operands):
        return Value(type="Boolean")
    site = CallSite(node.operator, (), frame.location(node.span), node.operator)
    held = tuple(isinstance(one, Member) for one in node.operands)
    names = [one.name for one in node.operands if isinstance(one, Member)]
    report_comparison(frame, site, operands, held, names)
    if any(isinstance(one, Member) and _is_of_class(interpreter, frame, one) for one in node.operands):
        merged = UNKNOWN
        for value in operands:
            merged = join(merged, _bare(value))
        return merged
    return Value(type="Boolean")


def _is_of_class(interpreter: Interpreter, frame: Frame, node: Member) -> bool:
    holder = interpreter.evaluate(frame, node.receiver)
    return holder.is_type and holder.type in interpreter.program.types
