"""What is put into records of the server: members that are set, by assignment, on creation or by a call that saves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.models.ports import constant_at
from secure_lint.flow.values.server_labels import RECORD, place_of
from secure_lint.flow.values.summaries import depends_on_parameter
from secure_lint.flow.values.value import (
    ORIGINS,
    REQUEST,
    Label,
    Protection,
    Taint,
    Value,
    all_taints,
    merge_taints,
    protected,
)
from secure_lint.model.program import TypeDecl
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_TYPED = Protection("typed")
SET = "server.set"
"""The kind of the event when a member of a record is set; its name is the member, its holder the record."""


def is_record(interpreter: Interpreter, value: Value) -> bool:
    """Whether a value is a record of the server: it was looked up as one, or its type is kept as one."""
    if any(one.label.kind == RECORD for one in value.taints):
        return True
    declaration = interpreter.program.types.get(value.type or "")
    if declaration is None:
        return False
    model = interpreter.index.type_model(interpreter.program, value.type)
    return (model is not None and model.record) or _is_marked(interpreter, declaration)


def _is_marked(interpreter: Interpreter, declaration: TypeDecl) -> bool:
    """Whether an annotation says that objects of a type are stored as records."""
    wanted = interpreter.index.record_annotations
    module = interpreter.program.module_of_type[declaration.qualified]
    return any(interpreter.program.names.resolve(module, one.name) in wanted for one in declaration.annotations)


def record_in(found: Value, member: str, location: Location) -> Value:
    """One of the records that a query yields, whose type its ``member`` tells.

    It is the server's own, whatever the client sent to choose it.
    """
    kept = (one for one in all_taints(found) if not is_sent(one))
    record = Taint(Label(RECORD, place_of(location)))
    kind = found.member(member)
    return Value(type=kind.type if kind is not None else None, taints=merge_taints((record,), tuple(kept)))


def is_sent(taint: Taint) -> bool:
    """Whether a client sent what a taint marks."""
    return taint.label.kind in ORIGINS and taint.label.name == REQUEST


def report_set(
    interpreter: Interpreter, frame: Frame, record: Value, name: str, value: Value, location: Location
) -> None:
    """Report that a member of a record is set."""
    if is_record(interpreter, record):
        site = CallSite(name, (), location, name)
        emit(frame, site, SET, value, constant_at(site, name), record)


def report_members(interpreter: Interpreter, frame: Frame, site: CallSite, record: Value) -> None:
    """Report what a call sets of a record by the names of its arguments."""
    del interpreter
    for argument in site.arguments:
        if argument.name and argument.name.isidentifier() and _matters(argument.value):
            place = Location(site.location.path, argument.expression.span)
            part = CallSite(argument.name, (), place, site.written)
            emit(frame, part, SET, argument.value, constant_at(part, argument.name), record)


def report_object(frame: Frame, site: CallSite, value: Value, record: Value, referring: tuple[str, ...] = ()) -> None:
    """Report what a call sets of a record by the members of an object that it is handed.

    What only refers to other records, by one of the members ``referring``, holds no free text: these are there already.
    """
    for name, member in sorted((value.members or {}).items()):
        if name.isidentifier() and _matters(member):
            part = CallSite(name, (), site.location, site.written)
            refers = bool(member.members) and all(one in referring for one in member.members or ())
            emit(frame, part, SET, protected(member, _TYPED) if refers else member, constant_at(part, name), record)


def _matters(value: Value) -> bool:
    """Whether a value is, or may be, one that a client sends."""
    sent = any(taint.label.kind in ("origin", "given") for taint in all_taints(value))
    return sent or depends_on_parameter(value)
