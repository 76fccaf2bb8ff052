"""Reporting what happens at a call, and at options and entries that are no calls."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame, written_form
from secure_lint.flow.code.type_tests import tests_among
from secure_lint.flow.values.conditions import guards_on
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import UNKNOWN, Constant, Value
from secure_lint.model.program import Expression, Literal
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def emit(
    frame: Frame, site: CallSite, kind: str, value: Value, name: Value, holder: Value, after: str | None = None
) -> None:
    """Report an event at a call; ``after`` is the kind of sink at which it is set up, if it has to be."""
    frame.emit(
        Event(
            kind=kind,
            value=value,
            location=site.location,
            symbol=frame.symbol,
            language=frame.module.language,
            call=site.written,
            name=name,
            store=holder.store,
            store_value=holder,
            guards=guards_on(frame.conditions, value),
            tests=tests_among(frame.guards),
            after=after,
        )
    )


def report_option(
    interpreter: Interpreter,
    frame: Frame,
    name: str,
    value: Value,
    location: Location,
    others: Mapping[str, Expression] = MappingProxyType({}),
) -> None:
    """Report the value of an option whose name alone tells what it does, or with the ``others`` of the object."""
    for option in interpreter.index.options.get((frame.module.language, name), ()):
        if all(key in others and re.search(fits, _text(others[key])) for key, fits in option.beside.items()):
            site = CallSite(name, (), location, name)
            emit(frame, site, option.kind, value, _constant(name, location), UNKNOWN)


def _text(expression: Expression) -> str:
    return str(expression.value) if isinstance(expression, Literal) else written_form(expression)


def report_entry(frame: Frame, holder: Value, name: str, value: Value, location: Location) -> None:
    """Report a value that is assigned to a member of a store."""
    site = CallSite(name, (), location, name)
    emit(frame, site, "store.write", value, _constant(name, location), holder)


def _constant(name: str, location: Location) -> Value:
    return Value(constants=(Constant(name, location),), exact=True)


def scaled(value: Value, scale: int) -> Value:
    """A number in other units."""
    if scale == 1:
        return value
    constants = tuple(
        msgspec.structs.replace(one, value=one.value * scale) for one in value.constants if type(one.value) is int
    )
    return msgspec.structs.replace(value, constants=constants)
