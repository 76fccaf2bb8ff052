"""Records that are handed to code: a function that refuses a request decides by what it is handed."""

from __future__ import annotations

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.values.server_labels import RECORD
from secure_lint.flow.values.value import UNKNOWN, Value

HANDED = "handed"
"""The kind of the event; its value says which record is handed over."""


def report_handed(frame: Frame, site: CallSite) -> None:
    """Report a call that is handed a whole record, as an argument or, beside an argument, as its receiver."""
    values = [one.value for one in site.arguments]
    if values and site.receiver is not None:
        values.append(site.receiver)
    records = tuple(
        taint for value in values for taint in value.taints if taint.label.kind == RECORD and not taint.label.part
    )
    if records:
        emit(frame, site, HANDED, Value(taints=records), UNKNOWN, UNKNOWN)
