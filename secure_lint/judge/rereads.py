"""Policies about what is read again from what a client sent, though something has checked the same data before."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.known import single_text
from secure_lint.flow.values.value import ORIGINS, UNKNOWN, Value, all_taints
from secure_lint.judge.context import Analysed, make_finding
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import RereadMatch
from secure_lint.model.finding import Confidence, Finding, Step
from secure_lint.model.walking import texts_in

READ = "store.read"
SENT = "sent"
"""The member of an object that checks, under which what it was given is recorded."""


def judge_rereads(analysed: Analysed, policy: Policy, match: RereadMatch) -> Iterator[Finding]:
    """The findings of a policy: one for each field in each function."""
    for key in sorted(analysed.events_by_function):
        everything = analysed.events_by_function[key]
        events = [one for one in everything if not one.inner]
        checks = [one for one in events if one.kind == match.checked_at]
        said = set()
        for event in events if checks else ():
            name = single_text(event.name) if event.kind == READ else None
            check = _check(analysed, match, event, checks, name) if name is not None and name not in said else None
            if name is not None and check is not None:
                said.add(name)
                stored = any(_holds(match, one, name) for one in everything if one.kind in match.stored_at)
                yield _finding(policy, event, check, name, None if stored else Confidence.LOW)


def _check(analysed: Analysed, match: RereadMatch, event: Event, checks: list[Event], name: str) -> Event | None:
    """The check before a read that was given the same data and knows the field."""
    sources = _sources(match, event.value)
    for check in checks:
        before = check.location.path == event.location.path and check.location.span < event.location.span
        same = bool(sources & _sources(match, check.value.member(SENT) or UNKNOWN))
        if before and same and _knows(analysed, match, check.value.type, name):
            return check
    return None


def _holds(match: RereadMatch, event: Event, name: str) -> bool:
    """Whether what arrives at a sink is what a client sent under a name."""
    labels = (one.label for one in all_taints(event.value))
    return any(one.kind in ORIGINS and one.name == match.origin and one.part == name for one in labels)


def _sources(match: RereadMatch, value: Value) -> frozenset[str]:
    labels = (one.label for one in all_taints(value))
    return frozenset(one.subject for one in labels if one.kind in ORIGINS and one.name == match.origin)


def _knows(analysed: Analysed, match: RereadMatch, type_name: str | None, name: str) -> bool:
    """Whether a class that checks has a field of the name, or lists it."""
    if type_name is None or type_name not in analysed.program.types:
        return False
    if analysed.program.field(type_name, name) is not None:
        return True
    for ancestor in analysed.program.ancestors(type_name, {}):
        listed = analysed.program.field(f"{ancestor}.{match.options}", match.listed)
        if listed is not None:
            texts = texts_in(listed[1].initial)
            return name in texts or any(one in texts for one in match.every)
    return False


def _finding(policy: Policy, event: Event, check: Event, name: str, confidence: Confidence | None) -> Finding:
    words = {"sink": f"`{event.call}`", "name": name, "subject": (check.value.type or "").rpartition(".")[2]}
    related = (Step(check.location, f"`{check.call}` checks `{name}`"),)
    return make_finding(policy, event.location, words, symbol=event.symbol, confidence=confidence, related=related)
