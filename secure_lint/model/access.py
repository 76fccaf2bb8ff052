"""Who may do what with the data that a back-end keeps, as its rules files, migrations and schemas say."""

from __future__ import annotations

import enum
from typing import Literal

import msgspec

from secure_lint.model.span import Location

Action = Literal["read", "create", "update", "delete"]

Via = Literal["rule", "default", "view", "function"]

WRITES: tuple[Action, ...] = ("create", "update", "delete")
ACTIONS: tuple[Action, ...] = ("read", *WRITES)


class Principal(enum.IntEnum):
    """Whom a condition lets in, widest first; the order is that of demands: of two that must hold the higher counts."""

    ANYONE = 0
    SIGNED_IN = 1
    """Everyone with an account."""
    RESTRICTED = 2
    """The owner, a role, those that a lookup allows, rows of some state; or a condition that is not understood."""
    NOBODY = 3

    @property
    def word(self) -> str:
        """How policies call it."""
        return self.name.lower().replace("_", "-")


class AccessGrant(msgspec.Struct, frozen=True):
    """Access to the records of one kind that a back-end grants.

    ``resource`` is the path, table or type as written, ``record`` the name of what lies there and ``attributes`` are
    the names of its fields as far as the file tells; ``all_attributes`` that these are all of them. ``condition`` is
    the text that grants, empty where the back-end grants by default. ``fields_checked`` tells that the condition of a
    write looks at what is written, ``owner_claimed`` that it takes the owner from there although the record exists
    already, ``expires`` when it stops to hold. ``everything`` tells that the path covers the whole database or bucket.
    ``via`` says what grants: a ``rule``, the back-end by ``default`` as long as nobody forbids it, or a ``view`` or
    ``function`` that runs with the rights of its owner. ``lacks`` names what the statement should have and has not.
    """

    backend: str
    resource: str
    record: str
    actions: tuple[Action, ...]
    principal: Principal
    location: Location
    condition: str = ""
    attributes: tuple[str, ...] = ()
    all_attributes: bool = False
    fields_checked: bool = False
    owner_claimed: bool = False
    everything: bool = False
    expires: str | None = None
    via: Via = "rule"
    lacks: tuple[str, ...] = ()
