"""Records of the caller by which rules tell what the caller may do: ``users/<uid>.role``, ``admins/<uid>``.

Whoever may write the own record there without a check of that field has given the role to himself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secure_lint.formats.firebase_rules.conditions import Conditions, Scope, parts_of
from secure_lint.formats.firebase_rules.syntax import (
    Call,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Operation,
    PathLiteral,
)
from secure_lint.formats.firebase_rules.vocabulary import RULES

_LOOKUPS = ("get", "getAfter")
_EXISTENCE = ("exists", "existsAfter")
_WHOLE = ("hasOnly", "hasAny", "affectedKeys", "removedKeys", "addedKeys", "changedKeys", "unchangedKeys")
"""Methods by which a condition looks at all fields that are written."""

_EVERY_FIELD = "*"
_WRITTEN = "request.resource.data."
_MOST_STEPS = 5_000
_MOST_DEEP = 60

Trusted = dict[str, set[str]]
"""Fields that are trusted by the name of their collection; without a name the record's existence is."""


def trusted_records(conditions: Iterable[tuple[Expression, Scope]]) -> Trusted:
    """What all conditions of a rules file look up under the caller's identifier."""
    found: Trusted = {}
    for condition, scope in conditions:
        walk = _Walk()
        for node, inner in walk.nodes(condition, scope):
            trusted = walk.trusted(node, inner)
            if trusted is not None:
                found.setdefault(trusted[0], set()).add(trusted[1])
    return found


def unchecked(fields: Iterable[str], condition: Expression | None, scope: Scope) -> tuple[str, ...]:
    """Those of the fields that a condition does not look at in what is written."""
    if condition is None:
        return tuple(sorted(fields))
    walk = _Walk()
    named = {name for node, inner in walk.nodes(condition, scope) for name in walk.written(node, inner)}
    return () if _EVERY_FIELD in named else tuple(sorted(field for field in fields if field not in named))


class _Walk:
    """Goes through an expression and the functions that it calls, up to a number of steps."""

    def __init__(self) -> None:
        self._steps = _MOST_STEPS
        self._conditions = Conditions(RULES, "read")

    def nodes(self, node: Expression, scope: Scope, depth: int = 0) -> Iterator[tuple[Expression, Scope]]:
        self._steps -= 1
        if self._steps < 0 or depth > _MOST_DEEP:
            return
        inner = self._conditions.inner(node, scope)
        if inner is not None:
            yield from self.nodes(*inner, depth + 1)
            return
        yield node, scope
        for part in parts_of(node):
            yield from self.nodes(part, scope, depth + 1)

    def trusted(self, node: Expression, scope: Scope) -> tuple[str, str] | None:
        """The collection and field that a node reads of the caller's record."""
        if isinstance(node, Call):
            record = self._record(node, scope, _EXISTENCE)
            if record is not None:
                return record, ""
            method = node.function
            if isinstance(method, Member) and method.name == "get" and node.arguments:
                record, field = self._data_of(method.receiver, scope), node.arguments[0]
                return (record, field.value) if record is not None and isinstance(field, Literal) else None
        if isinstance(node, Member):
            record = self._data_of(node.receiver, scope)
            return (record, node.name) if record is not None and node.name != "get" else None
        return None

    def written(self, node: Expression, scope: Scope) -> Iterator[str]:
        """The fields of what is written that a node looks at."""
        if isinstance(node, Member) and node.name in _WHOLE:
            yield _EVERY_FIELD
        if isinstance(node, Member | Index):
            name = self._conditions.dotted(node, scope, 0)
            if name.startswith(_WRITTEN):
                yield name.removeprefix(_WRITTEN).partition(".")[0]
        if isinstance(node, Call) and self._conditions.dotted(node.function, scope, 0) == f"{_WRITTEN}get":
            yield from (one.value for one in node.arguments[:1] if isinstance(one, Literal))
        if isinstance(node, Operation) and node.operator == "in" and isinstance(node.left, Literal):
            container = node.right.function if isinstance(node.right, Call) else node.right
            if f"{self._conditions.dotted(container, scope, 0)}.".startswith(_WRITTEN):
                yield node.left.value

    def _data_of(self, node: Expression, scope: Scope) -> str | None:
        """The collection of a document whose data an expression is."""
        node, scope = self._resolved(node, scope)
        if not isinstance(node, Member) or node.name != "data":
            return None
        call, inner = self._resolved(node.receiver, scope)
        return self._record(call, inner, _LOOKUPS) if isinstance(call, Call) else None

    def _record(self, call: Call, scope: Scope, functions: tuple[str, ...]) -> str | None:
        name = self._conditions.dotted(call.function, scope, 0).removeprefix("firestore.")
        if name not in functions or not isinstance(call.function, Name | Member) or len(call.arguments) != 1:
            return None
        path, inner = self._resolved(call.arguments[0], scope)
        if not isinstance(path, PathLiteral) or len(path.segments) < 2 or path.segments[-1] or not path.values:
            return None
        holder = self._conditions.dotted(path.values[-1], inner, 0)
        return path.segments[-2] if holder == "request.auth.uid" and path.segments[-2] else None

    def _resolved(self, node: Expression, scope: Scope) -> tuple[Expression, Scope]:
        for _ in range(_MOST_DEEP):
            inner = self._conditions.inner(node, scope)
            if inner is None:
                break
            node, scope = inner
        return node, scope
