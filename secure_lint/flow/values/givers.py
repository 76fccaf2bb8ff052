"""Who gives which sensitive data to a field: where most give it something else, what it holds is anybody's guess.

Objects of one type share their fields here. A field of a general type (the text of a title, the payload of a request)
that one function fills with a user name holds no user names in all the other objects.
"""

from __future__ import annotations

from typing import Final

import msgspec

from secure_lint.flow.values.value import Taint, Value, all_taints

FEWEST: Final = 3
"""So many functions must give a field something before their number says anything."""
SHARE: Final = 3
"""A field is shared when at most one in so many of the functions gives it data of a type."""
SHARED_SCORE: Final = 0.55
"""How sure it is at most that a value out of a shared field holds the data."""


class Givers:
    """The functions that give a field something, and the types of the sensitive data that each gives it."""

    def __init__(self) -> None:
        self._types: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
        self._shared: dict[tuple[str, str], frozenset[str]] = {}

    def note(self, key: tuple[str, str], giver: str, value: Value) -> bool:
        """Take down what a function gives to a field; true when that changes which data the field shares out.

        What a function only hands on is given by its callers, and nothing is given by ``null`` and empty texts.
        """
        taints = all_taints(value)
        types = frozenset(one.label.name for one in taints if one.label.kind == "data")
        if not types and (value.alias is not None or _is_handed_on(taints) or _is_nothing(value)):
            return False
        known = self._types.setdefault(key, {})
        if known.get(giver, frozenset()) | types == known.get(giver):
            return False
        known[giver] = known.get(giver, frozenset()) | types
        before, after = self._shared.get(key, frozenset()), _shared(known)
        self._shared[key] = after
        return after != before

    def of(self, key: tuple[str, str]) -> frozenset[str]:
        """The types of data that only few of those who fill the field give it."""
        return self._shared.get(key, frozenset())


def doubted(value: Value, types: frozenset[str]) -> Value:
    """The value, with less trust in its labels of these types of data."""
    taints = tuple(_doubted(one) if one.label.name in types else one for one in value.taints)
    return msgspec.structs.replace(value, taints=taints)


def _doubted(taint: Taint) -> Taint:
    if taint.label.kind != "data" or taint.label.score <= SHARED_SCORE:
        return taint
    return Taint(msgspec.structs.replace(taint.label, score=SHARED_SCORE), taint.trace, taint.protections)


def _shared(known: dict[str, frozenset[str]]) -> frozenset[str]:
    if len(known) < FEWEST:
        return frozenset()
    every = frozenset().union(*known.values())
    return frozenset(one for one in every if sum(one in types for types in known.values()) * SHARE <= len(known))


def _is_handed_on(taints: tuple[Taint, ...]) -> bool:
    return any(one.label.kind == "parameter" for one in taints)


def _is_nothing(value: Value) -> bool:
    return value.exact and all(one.value in (None, "") for one in value.constants)
