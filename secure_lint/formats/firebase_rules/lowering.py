"""Rules of Cloud Firestore and Cloud Storage as access grants."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.formats.firebase_rules.conditions import ANYONE, Conditions, Demand, Scope
from secure_lint.formats.firebase_rules.syntax import Allow, MatchBlock
from secure_lint.formats.firebase_rules.trust import Trusted, trusted_records, unchecked
from secure_lint.formats.firebase_rules.vocabulary import RULES
from secure_lint.model.access import WRITES, AccessGrant, Action, Principal
from secure_lint.model.span import Location
from secure_lint.text.places import Places

_ACTIONS: dict[str, tuple[Action, ...]] = {
    "read": ("read",),
    "get": ("read",),
    "list": ("read",),
    "write": WRITES,
    "create": ("create",),
    "update": ("update",),
    "delete": ("delete",),
}
_BACKENDS = {"cloud.firestore": "firestore", "firebase.storage": "cloud-storage"}
_ROOTS = {"firestore": ("databases", "{}", "documents"), "cloud-storage": ("b", "{}", "o")}
_LONGEST_CONDITION = 200


def grants_of(rules: MatchBlock, path: str, places: Places) -> Iterator[AccessGrant]:
    """All that the services of a rules file grant, in the order of the file."""
    for block in rules.blocks:
        backend = _BACKENDS.get(block.service)
        if backend is not None:
            scope = Scope().with_functions(rules.functions).with_functions(block.functions)
            statements = list(_statements(block, (), scope))
            trusted = trusted_records(
                (one.allow.condition, one.scope) for one in statements if one.allow.condition is not None
            )
            lowering = _Lowering(backend, path, places, trusted)
            for one in statements:
                yield from lowering.grants(one)


class _Statement(msgspec.Struct, frozen=True):
    """An ``allow`` statement with the path and the names that it stands among."""

    allow: Allow
    segments: tuple[str, ...]
    scope: Scope


def _statements(block: MatchBlock, above: tuple[str, ...], scope: Scope) -> Iterator[_Statement]:
    segments = (*above, *block.path)
    for allow in block.allows:
        yield _Statement(allow, segments, scope)
    for inner in block.blocks:
        yield from _statements(inner, segments, scope.with_functions(inner.functions))


class _Outcome(msgspec.Struct, frozen=True):
    """What a statement comes to for an action; actions that come out the same are one grant."""

    principal: Principal
    owner_claimed: bool
    fields_checked: bool
    expires: str | None
    self_service: tuple[str, ...]


class _Lowering:
    def __init__(self, backend: str, path: str, places: Places, trusted: Trusted) -> None:
        self._backend = backend
        self._path = path
        self._places = places
        self._trusted = trusted

    def grants(self, statement: _Statement) -> Iterator[AccessGrant]:
        """One grant for each kind of outcome: the actions of a statement may come out differently."""
        allow = statement.allow
        path = self._below_root(statement.segments)
        by_outcome: dict[_Outcome, list[Action]] = {}
        for action in dict.fromkeys(action for method in allow.methods for action in _ACTIONS.get(method, ())):
            by_outcome.setdefault(self._outcome(statement, path, action), []).append(action)
        location = Location(self._path, self._places.span(allow.start, allow.end))
        for outcome, granted in by_outcome.items():
            yield AccessGrant(
                backend=self._backend,
                resource="/" + "/".join(path),
                record=_record(self._backend, path),
                actions=tuple(granted),
                principal=outcome.principal,
                location=location,
                condition=allow.text[:_LONGEST_CONDITION],
                fields_checked=outcome.fields_checked,
                owner_claimed=outcome.owner_claimed,
                everything=all(_is_wildcard(one) for one in path),
                expires=outcome.expires,
                self_service=outcome.self_service,
            )

    def _outcome(self, statement: _Statement, path: tuple[str, ...], action: Action) -> _Outcome:
        """Who may act, and what is checked.

        An owner named in what is written restricts whoever creates a record. One who reads or deletes writes nothing,
        so that such a condition lets nobody in.
        """
        demand = _demand(statement, action)
        restricted = demand.claimed and action != "update"
        principal = Principal.RESTRICTED if restricted else demand.principal
        own = demand.holder or (principal <= Principal.SIGNED_IN and not demand.expires)
        trusted: tuple[str, ...] = ()
        if own and action in ("create", "update") and len(path) == 2 and _is_wildcard(path[1]):
            trusted = unchecked(self._trusted.get(path[0], ()), statement.allow.condition, statement.scope)
        return _Outcome(principal, demand.claimed and not restricted, demand.written, demand.expires, trusted)

    def _below_root(self, segments: tuple[str, ...]) -> tuple[str, ...]:
        """The path below the database or bucket."""
        root = _ROOTS[self._backend]
        fits = len(segments) >= len(root) and all(
            one == wanted or (wanted == "{}" and not one.endswith("=**}"))
            for one, wanted in zip(segments, root, strict=False)
        )
        return segments[len(root) :] if fits else segments


def _demand(statement: _Statement, action: Action) -> Demand:
    if statement.allow.condition is None:
        return ANYONE
    return Conditions(RULES, action).demand(statement.allow.condition, statement.scope)


def _is_wildcard(segment: str) -> bool:
    return segment.startswith("{")


def _record(backend: str, path: tuple[str, ...]) -> str:
    """The collection or folder that holds what a path means; nothing when any may be meant."""
    own = list(path)
    if own and own[-1].endswith("=**}"):
        own.pop()
    if backend == "firestore" and len(own) % 2 == 0 and len(own) > 1 and not _is_wildcard(own[-2]):
        return own[-2]
    named = next((one for one in reversed(own) if not _is_wildcard(one)), "")
    return named.partition(".")[0] if backend == "cloud-storage" else named
