"""Errors that are made to refuse a request: their names tell it, or a status among their arguments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.models.ports import constant_at
from secure_lint.flow.values.value import UNKNOWN, Value
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Call, Expression, Name, Record, Sequence

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_KIND = "server.refuse"
BAD_REQUEST, UNKNOWN_CALLER, FORBIDDEN, NOT_FOUND = 400, 401, 403, 404
"""The statuses that refuse a caller, the first and the last one for many other reasons as well."""


def report_refusal(interpreter: Interpreter, frame: Frame, site: CallSite, type_name: str) -> None:
    """Report a new object that refuses a request, if a model of the language says so of its name."""
    for model in interpreter.index.refusals.get(frame.module.language, ()):
        if model.named is not None and re.search(model.named, simple_name(type_name)):
            statuses = [constant_at(site, str(model.status))] if model.status is not None else _numbers(site)
            for status in statuses:
                emit(frame, site, _KIND, status, UNKNOWN, UNKNOWN)
            if statuses:
                return


def report_returned(interpreter: Interpreter, frame: Frame, returned: Expression | None) -> None:
    """Report a list that a function returns as the answer to a request, if a model says where the status stands."""
    if not isinstance(returned, Sequence):
        return
    for model in interpreter.index.refusals.get(frame.module.language, ()):
        if model.returned is not None and model.returned < len(returned.items):
            status = interpreter.evaluate(frame, returned.items[model.returned])
            if any(one.value in (BAD_REQUEST, UNKNOWN_CALLER, FORBIDDEN) for one in status.constants):
                site = CallSite("return", (), frame.location(returned.span), "return", None)
                emit(frame, site, _KIND, status, UNKNOWN, UNKNOWN)


def report_handed_on(interpreter: Interpreter, frame: Frame, call: Expression | None) -> None:
    """Report an object with a status that is handed on to what answers the request, if a model says to what."""
    if not (isinstance(call, Call) and isinstance(call.callee, Name) and call.arguments):
        return
    handed = call.arguments[0].value
    for model in interpreter.index.refusals.get(frame.module.language, ()):
        if model.handed_to == call.callee.identifier and isinstance(handed, Record):
            held = {one.name: one.value for one in handed.fields}
            stated = next((held[one] for one in model.members if one in held), None)
            status = interpreter.evaluate(frame, stated) if stated is not None else UNKNOWN
            if any(one.value in (BAD_REQUEST, UNKNOWN_CALLER, FORBIDDEN) for one in status.constants):
                written = model.handed_to
                emit(frame, CallSite(written, (), frame.location(call.span), written), _KIND, status, UNKNOWN, UNKNOWN)


def _numbers(site: CallSite) -> list[Value]:
    return [
        Value(constants=(one,), exact=True)
        for argument in site.arguments
        for one in argument.value.constants
        if type(one.value) is int
    ]
