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
    ``self_service`` are fields of the records by which rules tell what a caller may do, and which the caller may write
    without a check; the empty name stands for the record being there at all. ``overruled`` tells that a rule above lets
    more in for the same actions, which this one cannot take back.
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
    self_service: tuple[str, ...] = ()
    overruled: bool = False


SchemaStepKind = Literal[
    "create-table", "drop-table", "rename-table", "enable", "disable", "create-policy", "drop-policy", "create-view",
    "invoker-view", "drop-view", "create-function", "harden-function", "drop-function", "revoke", "trust",
    "guard",
]  # fmt: skip


class Opening(msgspec.Struct, frozen=True):
    """What a policy of a table opens: to whom, for which actions, and whether it looks at what is written.

    ``lacks`` names what the condition should have and has not. ``holder`` tells that it compares the caller with a
    column of the row, ``named`` are all words in it.
    """

    actions: tuple[Action, ...]
    principal: Principal
    condition: str
    holder: bool = False
    named: tuple[str, ...] = ()
    fields_checked: bool = False
    lacks: tuple[str, ...] = ()


class SchemaStep(msgspec.Struct, frozen=True):
    """One statement of a migration that matters to who reaches what; those of all migrations together say it.

    ``database`` is the folder whose migrations belong together, ``served`` tells that a client may reach the tables
    without a server between. ``schema`` and ``name`` are those of the table, view or function; without a name any may
    be meant, for the statement computes it. ``policy`` is the name of a policy and ``openings`` are what it allows,
    unless it is ``restrictive``. ``new_name`` is that of a renamed table, ``sources`` are the tables (with their
    schemas) that a view reads, or the bucket of stored files that a policy is about. ``lacks`` names what a view or
    function should have and has not. A step of ``trust`` tells that rules go by the columns ``sources`` of the caller's
    own row, one of ``guard`` that something beside policies looks at changes of the table.
    """

    kind: SchemaStepKind
    schema: str
    name: str
    location: Location
    database: str
    served: bool
    policy: str = ""
    restrictive: bool = False
    openings: tuple[Opening, ...] = ()
    new_name: str = ""
    sources: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    lacks: tuple[str, ...] = ()
