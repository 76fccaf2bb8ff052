"""Whom a condition of security rules lets in, and what it looks at.

A condition is read as a demand on whoever asks: of operands joined by ``&&`` the strictest counts, of those joined by
``||`` the widest. What is not understood counts as a restriction, so that nothing is reported for it.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from secure_lint.formats.firebase_rules.syntax import (
    Call,
    Choice,
    Expression,
    Index,
    Items,
    Junction,
    Literal,
    Member,
    Name,
    Not,
    Operation,
    PathLiteral,
    RuleFunction,
)
from secure_lint.formats.firebase_rules.vocabulary import Topic, Vocabulary
from secure_lint.model.access import Action, Principal

_MOST_STEPS = 20_000
_MOST_DEEP = 90
_EQUAL = ("==", "!=")
_ORDER = ("<", "<=", ">", ">=")


class Demand(msgspec.Struct, frozen=True):
    """What a condition asks for.

    ``claimed`` tells that the owner is taken from what is being written: that restricts creating alone, unless what is
    written is ``tied`` to what is stored. ``written`` tells that the condition looks at what is written, ``expires``
    until when it holds. ``holder`` tells that it lets in the one whose identifier is part of the record's path.
    """

    principal: Principal
    claimed: bool = False
    tied: bool = False
    written: bool = False
    expires: str | None = None
    holder: bool = False


ANYONE = Demand(Principal.ANYONE)
SIGNED_IN = Demand(Principal.SIGNED_IN)
RESTRICTED = Demand(Principal.RESTRICTED)
NOBODY = Demand(Principal.NOBODY)
_HOLDER = Demand(Principal.RESTRICTED, holder=True)
_CLAIMED = Demand(Principal.SIGNED_IN, claimed=True, written=True)
_CHECKED = Demand(Principal.ANYONE, written=True)
_TIED = Demand(Principal.ANYONE, tied=True, written=True)


class Scope(msgspec.Struct, frozen=True):
    """What names mean at a place: functions that are in sight, and variables with the scope of their value."""

    functions: Mapping[str, tuple[RuleFunction, Scope]] = {}
    variables: Mapping[str, tuple[Expression, Scope]] = {}

    def with_functions(self, functions: tuple[RuleFunction, ...]) -> Scope:
        """The scope inside of a block that declares these functions."""
        if not functions:
            return self
        known = dict(self.functions)
        inner = Scope(known, self.variables)
        known.update({one.name: (one, inner) for one in functions})
        return inner


class Conditions:
    """Evaluates conditions for one action. Bounded by steps and depth, so that no rules file is too much."""

    def __init__(self, vocabulary: Vocabulary, action: Action) -> None:
        self._words = vocabulary
        self._action = action
        self._steps = _MOST_STEPS

    def demand(self, node: Expression, scope: Scope, depth: int = 0, *, negated: bool = False) -> Demand:
        """What the condition, or its contrary, asks of whoever wants to act."""
        self._steps -= 1
        if self._steps < 0 or depth > _MOST_DEEP:
            return RESTRICTED
        deeper = depth + 1
        if isinstance(node, Not):
            return self.demand(node.operand, scope, deeper, negated=not negated)
        if isinstance(node, Junction):
            demands = [self.demand(one, scope, deeper, negated=negated) for one in node.operands]
            return _both(demands) if (node.operator == "&&") != negated else _either(demands)
        if isinstance(node, Choice):
            first = self.demand(node.first, scope, deeper, negated=negated)
            second = self.demand(node.second, scope, deeper, negated=negated)
            when = self.demand(node.condition, scope, deeper)
            otherwise = self.demand(node.condition, scope, deeper, negated=True)
            return _either([_both([when, first]), _both([otherwise, second])])
        if isinstance(node, Literal) and node.kind == "boolean":
            return ANYONE if (node.value == "true") != negated else NOBODY
        inner = self.inner(node, scope)
        if inner is not None:
            return self.demand(*inner, deeper, negated=negated)
        return self._leaf(node, scope, deeper, negated=negated)

    def inner(self, node: Expression, scope: Scope) -> tuple[Expression, Scope] | None:
        """What stands behind a variable or a call of a function of the file."""
        if isinstance(node, Name):
            return scope.variables.get(node.identifier)
        if not isinstance(node, Call) or not isinstance(node.function, Name):
            return None
        found = scope.functions.get(node.function.identifier)
        if found is None:
            return None
        function, home = found
        variables: dict[str, tuple[Expression, Scope]] = dict(home.variables)
        variables.update(zip(function.parameters, ((one, scope) for one in node.arguments), strict=False))
        for name, value in function.bindings:
            variables[name] = (value, Scope(home.functions, dict(variables)))
        return function.result, Scope(home.functions, variables)

    def _leaf(self, node: Expression, scope: Scope, depth: int, *, negated: bool) -> Demand:
        if isinstance(node, Operation) and node.operator in _EQUAL:
            return self._equality(node, scope, depth, equal=(node.operator == "==") != negated)
        if isinstance(node, Operation) and node.operator in _ORDER:
            return self._order(node, scope, depth, negated=negated)
        topics = self.topics(node, scope, depth)
        if Topic.CALLER in topics:
            if isinstance(node, Operation) and node.operator == "is":
                return SIGNED_IN
            return self._about_caller(node, scope, depth, topics, negated=negated)
        return self._about_data(topics)

    def _about_data(self, topics: frozenset[Topic]) -> Demand:
        """A condition that says nothing of who asks."""
        if Topic.LOOKUP in topics:
            return RESTRICTED
        if Topic.WRITTEN in topics:
            if self._action not in ("create", "update"):
                return RESTRICTED
            return _TIED if Topic.STORED in topics else _CHECKED
        return RESTRICTED if topics - {Topic.TIME} or not topics else ANYONE

    def _equality(self, node: Operation, scope: Scope, depth: int, *, equal: bool) -> Demand:
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Literal) and other.kind == "boolean":
                return self.demand(one, scope, depth, negated=(other.value == "true") != equal)
            name = self.dotted(one, scope, depth)
            if isinstance(other, Literal) and other.kind == "null":
                return self._presence(name, one, scope, depth, present=not equal)
            if name in self._words.identity and not equal:
                return SIGNED_IN
        topics = self.topics(node, scope, depth)
        if Topic.CALLER in topics:
            return self._about_caller(node, scope, depth, topics, negated=not equal)
        return self._about_data(topics)

    def _presence(self, name: str, node: Expression, scope: Scope, depth: int, *, present: bool) -> Demand:
        """A comparison with ``null``."""
        if name in self._words.identity or self._claim(name) in self._words.accounts:
            return SIGNED_IN if present else ANYONE
        topics = self.topics(node, scope, depth)
        if Topic.CALLER in topics:
            return RESTRICTED if present else ANYONE
        if self._words.objects.get(name) is Topic.STORED:
            # Whether the record exists follows from the action; that a new one replaces none restricts nobody.
            return ANYONE if present == (self._action != "create") else RESTRICTED
        return self._about_data(topics)

    def _order(self, node: Operation, scope: Scope, depth: int, *, negated: bool) -> Demand:
        topics = self.topics(node, scope, depth)
        if topics == {Topic.TIME}:
            time_first = self.topics(node.left, scope, depth) == {Topic.TIME}
            before = ((node.operator in ("<", "<=")) == time_first) != negated
            limit = node.right if time_first else node.left
            return Demand(Principal.ANYONE, expires=_date_text(limit) if before else None)
        if Topic.CALLER in topics:
            return self._about_caller(node, scope, depth, topics, negated=negated)
        if not topics and self._is_neutral(node, scope, depth):
            return ANYONE
        return self._about_data(topics)

    def _about_caller(
        self, node: Expression, scope: Scope, depth: int, topics: frozenset[Topic], *, negated: bool
    ) -> Demand:
        if negated and not isinstance(node, Name | Member):
            # "Not that one" lets in all others; a lookup that denies some lets in the rest.
            return SIGNED_IN
        names = self._caller_names(node, scope, depth)
        if names and all(self._claim(one) in self._words.states for one in names):
            return SIGNED_IN
        if isinstance(node, Name | Member):
            return SIGNED_IN if self.dotted(node, scope, depth) in self._words.identity or negated else RESTRICTED
        if Topic.WRITTEN in topics and not topics & {Topic.STORED, Topic.LOOKUP, Topic.PLACE}:
            return _CLAIMED
        return _HOLDER if topics == {Topic.CALLER, Topic.PLACE} and _is_equality(node) else RESTRICTED

    def _claim(self, name: str) -> str:
        """The claim of the token that a dotted name begins with, or nothing."""
        prefix = f"{self._words.claims}."
        return name.removeprefix(prefix).partition(".")[0] if name.startswith(prefix) else ""

    def _is_neutral(self, node: Expression, scope: Scope, depth: int) -> bool:
        """Whether the expression is about the request as such, as the limit of a query is."""
        names = [self.dotted(one, scope, depth) for one in parts_of(node) if isinstance(one, Name | Member)]
        return bool(names) and all(one.partition(".")[0] in self._words.neutral for one in names if one)

    def _caller_names(self, node: Expression, scope: Scope, depth: int) -> list[str]:
        """The parts of who asks that an expression looks at."""
        if depth > _MOST_DEEP or self._steps < 0:
            return []
        self._steps -= 1
        name = self.dotted(node, scope, depth)
        if name.partition(".")[0] == self._words.caller or name.startswith(f"{self._words.caller}."):
            return [name]
        inner = self.inner(node, scope)
        if inner is not None:
            return self._caller_names(*inner, depth + 1)
        return [name for one in parts_of(node) for name in self._caller_names(one, scope, depth + 1)]

    def dotted(self, node: Expression, scope: Scope, depth: int) -> str:
        """The dotted name that an expression comes to, or nothing."""
        self._steps -= 1
        if depth > _MOST_DEEP or self._steps < 0:
            return ""
        inner = self.inner(node, scope)
        if inner is not None:
            return self.dotted(*inner, depth + 1)
        if isinstance(node, Name):
            return node.identifier
        if isinstance(node, Member):
            receiver = self.dotted(node.receiver, scope, depth + 1)
            return f"{receiver}.{node.name}" if receiver else ""
        if isinstance(node, Index) and isinstance(node.index, Literal):
            receiver = self.dotted(node.receiver, scope, depth + 1)
            return f"{receiver}.{node.index.value}" if receiver else ""
        return ""

    def topics(self, node: Expression, scope: Scope, depth: int) -> frozenset[Topic]:
        """Everything that an expression is about."""
        found: set[Topic] = set()
        self._collect(node, scope, depth, found)
        return frozenset(found)

    def _collect(self, node: Expression, scope: Scope, depth: int, found: set[Topic]) -> None:
        self._steps -= 1
        if depth > _MOST_DEEP or self._steps < 0:
            found.add(Topic.LOOKUP)
            return
        inner = self.inner(node, scope)
        if inner is not None:
            self._collect(*inner, depth + 1, found)
            return
        if isinstance(node, Call) and self._looks_up(node, scope, depth):
            found.add(Topic.LOOKUP)
        topic = self._topic(self.dotted(node, scope, depth))
        if topic is not None:
            found.add(topic)
            return
        for part in parts_of(node):
            self._collect(part, scope, depth + 1, found)

    def _looks_up(self, node: Call, scope: Scope, depth: int) -> bool:
        """Whether a call reads another document, or is one of a function that is not known."""
        if isinstance(node.function, Name):
            return node.function.identifier not in self._words.neutral
        receiver, _, name = self.dotted(node.function, scope, depth).partition(".")
        return receiver == self._words.reader and name in self._words.lookups

    def _topic(self, name: str) -> Topic | None:
        if not name:
            return None
        beginning = name
        while beginning:
            topic = self._words.objects.get(beginning)
            if topic is not None:
                return topic
            beginning = beginning.rpartition(".")[0]
        return None if name.partition(".")[0] in self._words.neutral else Topic.PLACE


def _both(demands: list[Demand]) -> Demand:
    strictest = max(demands, key=lambda one: (one.principal, one.claimed))
    tied = any(one.tied for one in demands)
    owned = strictest.claimed and tied
    return Demand(
        Principal.RESTRICTED if owned else strictest.principal,
        claimed=strictest.claimed and not tied,
        tied=tied,
        written=any(one.written for one in demands),
        expires=min((one.expires for one in demands if one.expires is not None), default=None),
        holder=strictest.holder and all(one.holder for one in demands if one.principal is Principal.RESTRICTED),
    )


def _either(demands: list[Demand]) -> Demand:
    return min(
        demands, key=lambda one: (one.principal, one.claimed, not one.holder, one.expires is not None, one.written)
    )


def _is_equality(node: Expression) -> bool:
    return isinstance(node, Operation) and node.operator in _EQUAL


def parts_of(node: Expression) -> tuple[Expression, ...]:
    """The expressions that one consists of."""
    if isinstance(node, Member):
        return (node.receiver,)
    if isinstance(node, Index):
        return (node.receiver, node.index)
    if isinstance(node, Call):
        # The name of a function that is called is no value.
        function = () if isinstance(node.function, Name) else (node.function,)
        return (*function, *node.arguments)
    if isinstance(node, Not):
        return (node.operand,)
    if isinstance(node, Junction):
        return node.operands
    if isinstance(node, Operation):
        return (node.left, node.right)
    if isinstance(node, Choice):
        return (node.condition, node.first, node.second)
    return node.values if isinstance(node, Items | PathLiteral) else ()


def _date_text(node: Expression) -> str:
    """The point in time that a literal gives: the numbers of a date, or milliseconds."""
    if isinstance(node, Call):
        return "-".join(one.value.rjust(2, "0") for one in node.arguments if isinstance(one, Literal))
    return node.value if isinstance(node, Literal) else ""
