"""Whose accounts log in at a server: where they are all administrators', whoever is logged in has that role."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from secure_lint.flow.values.events import Event
from secure_lint.link.type_names import simple_name
from secure_lint.model.endpoint import Endpoint
from secure_lint.server.guard_names import LOGIN, ROLE
from secure_lint.server.names import joined_words

LOGGED_IN = "server.logged-in"
"""The kind of sink at which the account of somebody arrives who is logged in from then on."""


def with_roles(endpoints: Sequence[Endpoint], logged_in: Sequence[Event], privileged: str) -> tuple[Endpoint, ...]:
    """The endpoints; a check of the login asks for a role where only accounts of administrators are logged in.

    The types of these accounts tell it, of which most must be known.
    """
    names = [joined_words(simple_name(one.value.type)) for one in logged_in if one.value.type is not None]
    if not names or 2 * len(names) < len(logged_in) or not all(re.search(privileged, one) for one in names):
        return tuple(endpoints)
    return tuple(_asking(one) for one in endpoints)


def _asking(endpoint: Endpoint) -> Endpoint:
    guards = tuple(
        msgspec.structs.replace(one, kind=ROLE) if one.kind == LOGIN and not one.inline else one
        for one in endpoint.guards
    )
    return msgspec.structs.replace(endpoint, guards=guards)
