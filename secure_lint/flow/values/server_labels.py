"""Labels by which the parts of a server are known, and the parts of a reported fact.

A fact's value has the parts as members. Each part is a list of items, under ``0``, ``1`` and so on. An item carries
labels that tell more than its value does.
"""

from __future__ import annotations

from secure_lint.flow.values.value import Value
from secure_lint.model.span import Location

ROUTER = "router"
"""The router that a value is, by the place where it was made."""
MAKER = "maker"
"""The key of the function of the project whose result a value is."""
WRITTEN = "written"
"""How the source writes a value."""
ASKS = "asks"
"""What a call is handed that makes a guard, as the source writes it: the role that it asks for, say."""
GUARD = "guard"
"""The kind of guard that a value is when it is put before an endpoint."""
RECORD = "record"
"""The record that a value is, by the place where it was looked up."""


GIVEN_TYPE = "given-type"
"""A class of the project that the source hands to what makes a value: a guard made of other guards."""


def place_of(location: Location) -> str:
    """A place as the text by which routers and records are told apart."""
    return f"{location.path}:{location.span.start_line}:{location.span.start_column}"


def module_router(package: str) -> str:
    """The router that a module is which lists routes."""
    return f"module {package}"


def items_of(fact: Value, part: str) -> tuple[Value, ...]:
    """The items of a part of a reported fact, in order."""
    found = fact.member(part)
    members = found.members if found is not None else None
    return tuple(members[name] for name in sorted(members, key=int)) if members else ()


def labels_of(value: Value, kind: str) -> tuple[str, ...]:
    """The names of the labels of a kind that cling to a value."""
    return tuple(taint.label.name for taint in value.taints if taint.label.kind == kind)
