"""Rules of Cloud Firestore and Cloud Storage as access grants."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.formats.firebase_rules.conditions import ANYONE, Conditions, Demand, Scope
from secure_lint.formats.firebase_rules.syntax import Allow, MatchBlock
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
            yield from _Lowering(backend, path, places).block(block, (), scope)


class _Lowering:
    def __init__(self, backend: str, path: str, places: Places) -> None:
        self._backend = backend
        self._path = path
        self._places = places

    def block(self, block: MatchBlock, above: tuple[str, ...], scope: Scope) -> Iterator[AccessGrant]:
        segments = (*above, *block.path)
        for allow in block.allows:
            yield from self._grants(allow, segments, scope)
        for inner in block.blocks:
            yield from self.block(inner, segments, scope.with_functions(inner.functions))

    def _grants(self, allow: Allow, segments: tuple[str, ...], scope: Scope) -> Iterator[AccessGrant]:
        """One grant for each kind of outcome: the actions of a statement may come out differently."""
        by_outcome: dict[tuple[Principal, bool, bool, str | None], list[Action]] = {}
        actions = dict.fromkeys(action for method in allow.methods for action in _ACTIONS.get(method, ()))
        for action in actions:
            demand = _demand(allow, scope, action)
            outcome = _outcome(demand, action)
            by_outcome.setdefault(outcome, []).append(action)
        path = self._below_root(segments)
        location = Location(self._path, self._places.span(allow.start, allow.end))
        for (principal, claimed, checked, expires), granted in by_outcome.items():
            yield AccessGrant(
                backend=self._backend,
                resource="/" + "/".join(path),
                record=_record(self._backend, path),
                actions=tuple(granted),
                principal=principal,
                location=location,
                condition=allow.text[:_LONGEST_CONDITION],
                fields_checked=checked,
                owner_claimed=claimed,
                everything=all(_is_wildcard(one) for one in path),
                expires=expires,
            )

    def _below_root(self, segments: tuple[str, ...]) -> tuple[str, ...]:
        """The path below the database or bucket."""
        root = _ROOTS[self._backend]
        fits = len(segments) >= len(root) and all(
            one == wanted or (wanted == "{}" and not one.endswith("=**}"))
            for one, wanted in zip(segments, root, strict=False)
        )
        return segments[len(root) :] if fits else segments


def _demand(allow: Allow, scope: Scope, action: Action) -> Demand:
    if allow.condition is None:
        return ANYONE
    return Conditions(RULES, action).demand(allow.condition, scope)


def _outcome(demand: Demand, action: Action) -> tuple[Principal, bool, bool, str | None]:
    """Who may act, whether the owner is only claimed, and what is checked.

    An owner named in what is written restricts whoever creates a record. One who reads or deletes writes nothing, so
    that such a condition lets nobody in.
    """
    if demand.claimed and action != "update":
        return Principal.RESTRICTED, False, demand.written, demand.expires
    return demand.principal, demand.claimed, demand.written, demand.expires


def _is_wildcard(segment: str) -> bool:
    return segment.startswith("{")


def _record(backend: str, path: tuple[str, ...]) -> str:
    """The collection or folder that holds what a path means; nothing when any may be meant."""
    own = list(path)
    if own and own[-1].endswith("=**}"):
        own.pop()
    if backend == "firestore" and len(own) % 2 == 0 and len(own) > 1 and not _is_wildcard(own[-2]):
        return own[-2]
    if backend == "cloud-storage" and own and "." in own[-1] and not _is_wildcard(own[-1]):
        own.pop()
    return next((one for one in reversed(own) if not _is_wildcard(one)), "")
