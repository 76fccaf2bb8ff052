"""Rules of the Realtime Database: a JSON tree with ``.read``, ``.write`` and ``.validate`` at its nodes.

A permission that a node grants holds for all below it; rules deeper down can add to it but not take it back
(https://firebase.google.com/docs/database/security/core-syntax).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from secure_lint.formats.firebase_rules.conditions import RESTRICTED, Conditions, Demand, Scope
from secure_lint.formats.firebase_rules.expressions import ExpressionReader
from secure_lint.formats.firebase_rules.tokens import RulesSyntaxError, Scanner
from secure_lint.formats.firebase_rules.vocabulary import REALTIME
from secure_lint.formats.reading import TooMuchError, read_problem
from secure_lint.model.access import WRITES, AccessGrant, Action, Principal
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location

_ROOT = "rules"
_ACTIONS: dict[str, tuple[Action, ...]] = {".read": ("read",), ".write": WRITES}
_VALIDATE = ".validate"
_INDEX = ".indexOn"
_LONGEST_CONDITION = 200


class _Rule(msgspec.Struct, frozen=True):
    """A ``.read``, ``.write`` or ``.validate`` at the node with this path."""

    node: tuple[str, ...]
    kind: str
    setting: Setting


def is_realtime_rules(document: Document) -> bool:
    """Whether a JSON document holds rules of a database."""
    return any(
        setting.path.startswith(f"{_ROOT}/") and setting.path.rpartition("/")[2] in _ACTIONS
        for setting in document.settings
    )


def realtime_grants(document: Document) -> tuple[tuple[AccessGrant, ...], tuple[Problem, ...]]:
    """What the rules grant, and the first condition that cannot be read."""
    rules = list(_rules(document))
    problems: list[Problem] = []
    grants = tuple(_grants(document, rules, problems))
    return tuple(_with_cascades(grants)), tuple(problems[:1])


def _with_cascades(grants: Sequence[AccessGrant]) -> Iterator[AccessGrant]:
    """The grants, marked where one above lets more in for the same actions.

    One that opens the whole database, or does so until a date, is said to do so itself.
    """
    widest: dict[tuple[str, Action], Principal] = {}
    for grant in grants:
        if grant.everything or grant.expires is not None:
            continue
        for action in grant.actions:
            key = (grant.resource, action)
            widest[key] = min(widest.get(key, Principal.NOBODY), grant.principal)
    for grant in grants:
        above = [
            widest[place, action]
            for place in _places_above(grant.resource)
            for action in grant.actions
            if (place, action) in widest
        ]
        overruled = bool(above) and min(above) <= Principal.SIGNED_IN and min(above) < grant.principal
        yield msgspec.structs.replace(grant, overruled=True) if overruled else grant


def _places_above(resource: str) -> Iterator[str]:
    while resource != "/":
        resource = resource.rpartition("/")[0] or "/"
        yield resource


def _rules(document: Document) -> Iterator[_Rule]:
    for setting in document.settings:
        top, *node = setting.path.split("/")
        if top == _ROOT and node and (node[-1] in _ACTIONS or node[-1] == _VALIDATE):
            yield _Rule(tuple(node[:-1]), node[-1], setting)


def _grants(document: Document, rules: Sequence[_Rule], problems: list[Problem]) -> Iterator[AccessGrant]:
    validated = {rule.node for rule in rules if rule.kind == _VALIDATE}
    nodes = {tuple(setting.path.split("/")[1:-1]) for setting in document.settings}
    for rule in rules:
        if rule.kind == _VALIDATE:
            continue
        checked = rule.kind == ".write" and any(one[: len(rule.node)] == rule.node for one in validated)
        outcomes: dict[tuple[Principal, bool, bool, str | None], list[Action]] = {}
        for action in _ACTIONS[rule.kind]:
            demand = _demand(document.path, rule.setting, action, problems)
            claimed = demand.claimed and action == "update"
            restricted = demand.claimed and not claimed
            principal = Principal.RESTRICTED if restricted else demand.principal
            outcomes.setdefault((principal, claimed, demand.written or checked, demand.expires), []).append(action)
        for (principal, claimed, written, expires), actions in outcomes.items():
            yield AccessGrant(
                backend="realtime-database",
                resource="/" + "/".join(rule.node),
                record=next((one for one in reversed(rule.node) if not one.startswith("$")), ""),
                actions=tuple(actions),
                principal=principal,
                location=Location(document.path, rule.setting.span),
                condition=" ".join(rule.setting.value.split())[:_LONGEST_CONDITION],
                attributes=tuple(sorted({*_children(rule.node, nodes), *_indexed(document, rule.node)})),
                fields_checked=written,
                owner_claimed=claimed,
                everything=all(one.startswith("$") for one in rule.node),
                expires=expires,
            )


def _demand(path: str, setting: Setting, action: Action, problems: list[Problem]) -> Demand:
    scanner = Scanner(setting.value)
    try:
        condition = ExpressionReader(scanner, paths=False).read()
        if scanner.token.kind != "end":
            raise RulesSyntaxError(f"nothing is expected before {scanner.token.text!r}", scanner.token.start)
    except (RulesSyntaxError, TooMuchError) as error:
        problems.append(read_problem(path, f"not a valid condition: {error}", setting.span, partial=True))
        return RESTRICTED
    return Conditions(REALTIME, action).demand(condition, Scope())


def _children(node: tuple[str, ...], nodes: set[tuple[str, ...]]) -> tuple[str, ...]:
    """The named fields of the records at a node: directly below it and the wildcards under it."""
    found = {
        one[-1]
        for one in nodes
        if len(one) > len(node)
        and one[: len(node)] == node
        and not one[-1].startswith("$")
        and all(part.startswith("$") for part in one[len(node) : -1])
    }
    return tuple(sorted(found))


def _indexed(document: Document, node: tuple[str, ...]) -> Iterator[str]:
    """The fields by which the records at a node may be sorted."""
    prefix = "/".join((_ROOT, *node, _INDEX))
    for setting in document.settings:
        if setting.path == prefix or setting.path.startswith(f"{prefix}/["):
            yield setting.value.rpartition("/")[2]
