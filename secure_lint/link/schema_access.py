"""Who reaches the tables of a database, by the statements of all its migrations together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.model.access import ACTIONS, AccessGrant, Action, Opening, Principal, SchemaStep, Via
from secure_lint.model.span import Location

_BACKEND = "supabase"
_EXPOSED = "public"
_ACCOUNTS = "auth.users"
_FILES = "storage.objects"
_SECURED_BY_THE_PLATFORM = frozenset({"storage", "auth", "realtime"})


class _Table(msgspec.Struct):
    """A table as the migrations leave it. ``created`` is missing for one that they do not create.

    ``opened`` is the statement that switched its security off.
    """

    created: Location | None = None
    opened: Location | None = None
    secured: bool = False
    revoked: bool = False
    guarded: bool = False
    policies: dict[str, SchemaStep] = {}


class _View(msgspec.Struct):
    """A view or function. ``hardened`` tells that a later statement gave it what it lacked."""

    step: SchemaStep
    hardened: bool = False
    revoked: bool = False


def schema_grants(steps: Iterable[SchemaStep]) -> Iterator[AccessGrant]:
    """The grants that stand after the last migration of each database."""
    databases: dict[str, list[SchemaStep]] = {}
    for step in sorted(steps, key=lambda one: one.location):
        databases.setdefault(step.database, []).append(step)
    for database in databases.values():
        if any(step.served for step in database):
            yield from _Database(database).grants()


class _Database:
    def __init__(self, steps: Iterable[SchemaStep]) -> None:
        self._tables: dict[str, _Table] = {}
        self._views: dict[str, _View] = {}
        self._functions: dict[str, _View] = {}
        self._trusted: dict[str, set[str]] = {}
        self._every_table_secured = False
        self._revoked = False
        for step in steps:
            self._apply(step)

    def _apply(self, step: SchemaStep) -> None:
        key = f"{step.schema}.{step.name}"
        if step.kind == "trust":
            self._trusted.setdefault(key, set()).update(step.sources)
        elif step.kind.endswith("-view"):
            _apply_to(self._views, key, step)
        elif step.kind.endswith("-function"):
            _apply_to(self._functions, key, step)
        elif not step.name:
            self._every_table_secured |= step.kind == "enable"
            self._revoked |= step.kind == "revoke"
        elif step.kind == "revoke":
            for one in (self._views.get(key), self._functions.get(key), self._tables.get(key)):
                if one is not None:
                    one.revoked = True
        else:
            self._apply_to_table(key, step)

    def _apply_to_table(self, key: str, step: SchemaStep) -> None:
        if step.kind == "drop-table":
            self._tables.pop(key, None)
            return
        table = self._tables.setdefault(key, _Table())
        if step.kind == "create-table":
            table.created = table.created or step.location
        elif step.kind == "rename-table":
            self._tables[f"{step.schema}.{step.new_name}"] = self._tables.pop(key)
        elif step.kind in ("enable", "disable"):
            table.secured = step.kind == "enable"
            table.opened = None if table.secured else step.location
        elif step.kind == "create-policy":
            table.policies[step.policy] = step
        elif step.kind == "drop-policy":
            table.policies.pop(step.policy, None)
        elif step.kind == "guard":
            table.guarded = True

    def grants(self) -> Iterator[AccessGrant]:
        """What stands after the last step."""
        for key, table in self._tables.items():
            yield from self._table_grants(key, table)
        for key, view in self._views.items():
            if "security-invoker" in view.step.lacks and not (view.hardened or view.revoked or self._revoked):
                yield from self._view_grants(key, view.step)
        for key, function in self._functions.items():
            if function.step.lacks and not function.revoked and key.startswith(f"{_EXPOSED}."):
                lacks = tuple(one for one in function.step.lacks if not (function.hardened and one == "search-path"))
                yield _grant(key, function.step.location, Principal.ANYONE, ("update",), via="function", lacks=lacks)

    def _secured(self, key: str, table: _Table) -> bool:
        return table.secured or self._every_table_secured or key.partition(".")[0] in _SECURED_BY_THE_PLATFORM

    def _table_grants(self, key: str, table: _Table) -> Iterator[AccessGrant]:
        exposed = key.startswith(f"{_EXPOSED}.")
        if not self._secured(key, table):
            if exposed and table.created is not None and not (table.revoked or self._revoked):
                yield _grant(key, table.opened or table.created, Principal.ANYONE, ACTIONS, via="default")
            return
        if not exposed and key != _FILES:
            return
        closed = {
            action
            for policy in table.policies.values()
            if policy.restrictive
            for opening in policy.openings
            if opening.principal > Principal.SIGNED_IN
            for action in opening.actions
        }
        for policy in table.policies.values():
            if policy.restrictive:
                continue
            for opening in policy.openings:
                actions = tuple(one for one in opening.actions if one not in closed)
                if actions:
                    own = () if table.guarded else self._self_service(key, opening)
                    yield _opened(key, policy, opening, actions, own)

    def _self_service(self, key: str, opening: Opening) -> tuple[str, ...]:
        """The columns by which rules go and that their holder may write unchecked."""
        if not opening.holder or not {"create", "update"} & set(opening.actions):
            return ()
        return tuple(sorted(self._trusted.get(key, set()) - set(opening.named)))

    def _view_grants(self, key: str, step: SchemaStep) -> Iterator[AccessGrant]:
        """A view shows what its owner sees; that matters where the tables below it are closed to some."""
        if not key.startswith(f"{_EXPOSED}."):
            return
        hidden = [one for one in step.sources if one == _ACCOUNTS or self._is_closed(one)]
        if hidden:
            yield _grant(
                key, step.location, Principal.ANYONE, ("read",), via="view", lacks=step.lacks, record=hidden[0]
            )

    def _is_closed(self, key: str) -> bool:
        """Whether rows of a table are kept from some readers."""
        table = self._tables.get(key)
        if table is None or not self._secured(key, table):
            return False
        return not any(
            "read" in opening.actions and opening.principal is Principal.ANYONE
            for policy in table.policies.values()
            if not policy.restrictive
            for opening in policy.openings
        )


def _apply_to(known: dict[str, _View], key: str, step: SchemaStep) -> None:
    if step.kind.startswith("create-"):
        before = known.get(key)
        known[key] = _View(step, revoked=before is not None and before.revoked)
    elif step.kind.startswith("drop-"):
        known.pop(key, None)
    elif key in known:
        known[key].hardened = True


def _opened(
    key: str, policy: SchemaStep, opening: Opening, actions: tuple[Action, ...], own: tuple[str, ...]
) -> AccessGrant:
    bucket = policy.sources[0] if key == _FILES and policy.sources else ""
    return msgspec.structs.replace(
        _grant(key, policy.location, opening.principal, actions, lacks=opening.lacks, record=bucket),
        condition=opening.condition,
        fields_checked=opening.fields_checked,
        self_service=own,
    )


def _grant(
    key: str,
    location: Location,
    principal: Principal,
    actions: tuple[Action, ...],
    *,
    via: Via = "rule",
    lacks: tuple[str, ...] = (),
    record: str = "",
) -> AccessGrant:
    name = (record or key).rpartition(".")[2]
    return AccessGrant(_BACKEND, key, name, actions, principal, location, via=via, lacks=lacks)
