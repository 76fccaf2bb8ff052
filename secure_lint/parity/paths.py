"""Paths of requests and of endpoints in one form, and how well two of them fit.

A client often knows only the end of a path (its base address is a setting), and a server only what stands behind a
gateway's prefix: so paths are compared from their ends.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

PLACE: Final = "{}"
"""A segment of a path that is filled in."""

MOST_BEFORE: Final = 3
"""So many segments may stand before the common end of two paths."""

_ADDRESS: Final = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_BEHIND_PATH: Final = re.compile(r"[?#].*$", re.DOTALL)
_FILLED: Final = re.compile(r"\$?\{[^{}]*\}|<[^<>]*>|%[sd@]|\$\w+|\(\?P?[^()]*\)")
_NAMED: Final = re.compile(r"^[:*]\w+[?*+]?$")
_PREFIX: Final = re.compile(r"^(api|apis|rest|rpc|v\d+(\.\d+)*|public|private|app|mobile|web|backend|\{\})$")


class Fit(msgspec.Struct, frozen=True, order=True):
    """How well two paths fit: static segments in common, then how few stand before these on either side."""

    static: int
    before: int
    """The number of segments before the common end, negative."""


def segments(path: str) -> tuple[str, ...]:
    """The segments of a path template in any spelling, in small letters, with `PLACE` for what is filled in.

    Scheme, host, query and a base address that is filled in at the beginning are left out.
    """
    text = _BEHIND_PATH.sub("", _ADDRESS.sub("", _FILLED.sub(PLACE, path.strip())))
    parts = [part for part in text.split("/") if part]
    if parts and parts[0].startswith(PLACE) and not text.startswith("/"):
        base = parts[0].removeprefix(PLACE)
        parts = [base, *parts[1:]] if base else parts[1:]
    return tuple(PLACE if _NAMED.match(part) or PLACE in part else part.lower() for part in parts)


def fit(client: tuple[str, ...], server: tuple[str, ...]) -> Fit | None:
    """How the path of a request fits that of an endpoint; ``None`` when it is another one.

    One of the two is the end of the other. Where only one static segment is shared, what stands before it has to be a
    prefix as gateways have it.
    """
    common = static = 0
    for one, other in zip(reversed(client), reversed(server), strict=False):
        first = common + 1 in (len(client), len(server))
        if one == other or (first and _ends_with(one, other)):
            static += one != PLACE
        elif other != PLACE:
            break
        common += 1
    before = (*client[: len(client) - common], *server[: len(server) - common])
    if static == 0 or common < min(len(client), len(server)) or len(before) > MOST_BEFORE:
        return None
    if static == 1 and not all(map(_PREFIX.match, before)):
        return None
    return Fit(static, -len(before))


def _ends_with(client: str, server: str) -> bool:
    """Whether the first segment of a request is that of an endpoint behind the name of a base address."""
    return PLACE not in (client, server) and client.endswith(server) and not client[: -len(server)][-1:].islower()
