"""Ports: where a value enters or leaves a call."""

from __future__ import annotations

import functools

import msgspec

from secure_lint.knowledge.models import PORT


class Port(msgspec.Struct, frozen=True):
    """A parsed port. ``kind`` is the word that it begins with; an argument has a position, names, or both.

    ``position`` -1 is the last argument. ``members`` lead on from that value.
    """

    kind: str
    position: int | None = None
    names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@functools.cache
def parse_port(text: str) -> Port:
    """Parse a port's text; raises ``ValueError`` when it is none."""
    match = PORT.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a port")
    base, tail = match.group(1), match.group(2)
    members = tuple(part for part in tail.split(".") if part)
    if not base.startswith("argument("):
        return Port(base, members=members)
    inner = base[len("argument(") : -1]
    if inner == "last":
        return Port("argument", -1, members=members)
    position, *names = inner.split("|")
    if position.isdigit():
        return Port("argument", int(position), tuple(names), members)
    return Port("argument", None, (inner,), members)
