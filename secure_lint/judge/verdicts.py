"""Policies about checks of what a client sent whose verdict nobody reads, or that nobody asks for."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import REQUEST, origins
from secure_lint.judge.context import Analysed, make_finding
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import VerdictMatch
from secure_lint.model.finding import Finding, Step
from secure_lint.model.program import Assign, Call, Evaluate, Function, Member, Name
from secure_lint.model.span import Span
from secure_lint.model.walking import all_of


def judge_verdicts(analysed: Analysed, policy: Policy, match: VerdictMatch) -> Iterator[Finding]:
    """The findings of a policy: one for each check."""
    seen = set()
    for kind in (*match.unread, *match.unasked):
        for event in analysed.events_by_kind.get(kind, ()):
            if event.inner or event.location in seen or not analysed.server.endpoints:
                continue
            function = _function_at(analysed, event)
            if function is not None and _is_in_vain(analysed, function, event, match, asked=kind in match.unread):
                seen.add(event.location)
                yield _finding(analysed, policy, event)


def _function_at(analysed: Analysed, event: Event) -> Function | None:
    module = analysed.program.modules.get(event.location.path)
    holding = [one for one in module.functions if _holds(one.span, event.location.span)] if module is not None else []
    return max(holding, key=lambda one: one.span.start_line, default=None)


def _is_in_vain(analysed: Analysed, function: Function, event: Event, match: VerdictMatch, *, asked: bool) -> bool:
    if asked:
        return _is_dropped(function, event.location.span) and not _is_settled(function, event.location.span, match)
    if REQUEST not in origins(event.value):
        return False
    kept = _variable_of(function, event.location.span)
    if kept is None or _is_used_otherwise(function, kept, match):
        return False
    return not any(_asks_itself(analysed, event.name.type, one.name, match) for one in _members_of(function, kept))


def _asks_itself(analysed: Analysed, type_name: str | None, method: str, match: VerdictMatch) -> bool:
    """Whether a method that the project gave to the type of an object asks it whether the data is valid."""
    methods = analysed.program.method(type_name, method) if type_name is not None else ()
    asking = (*match.settled_by, *match.asked_by)
    return any(one.name in asking for function in methods for one in _members_of(function, "this"))


def _is_dropped(function: Function, span: Span) -> bool:
    """Whether the result of a call is dropped, or kept in a variable that nothing reads."""
    if any(one.expression.span == span for one in all_of(Evaluate, function.body)):
        return True
    kept = _variable_of(function, span)
    return kept is not None and sum(one.identifier == kept for one in all_of(Name, function.body)) == 1


def _is_settled(function: Function, span: Span, match: VerdictMatch) -> bool:
    """Whether code learns the verdict, or uses what is valid, by another member of the object that was asked."""
    call = next((one for one in all_of(Call, function.body) if one.span == span), None)
    holder = call.callee.receiver if call is not None and isinstance(call.callee, Member) else None
    if not isinstance(holder, Name):
        return False
    return any(one.name in match.settled_by for one in _members_of(function, holder.identifier))


def _variable_of(function: Function, span: Span) -> str | None:
    """The variable in which the result of a call is kept."""
    for one in all_of(Assign, function.body):
        if isinstance(one.target, Name) and one.value is not None and one.value.span == span:
            return one.target.identifier
    return None


def _is_used_otherwise(function: Function, variable: str, match: VerdictMatch) -> bool:
    """Whether an object is handed on, or asked for anything by which code learns what is valid."""
    members = tuple(_members_of(function, variable))
    named = sum(one.identifier == variable for one in all_of(Name, function.body))
    assigned = sum(
        isinstance(one.target, Name) and one.target.identifier == variable for one in all_of(Assign, function.body)
    )
    return named != len(members) + assigned or any(one.name in (*match.settled_by, *match.asked_by) for one in members)


def _members_of(function: Function, variable: str) -> Iterator[Member]:
    for one in all_of(Member, function.body):
        if isinstance(one.receiver, Name) and one.receiver.identifier == variable:
            yield one


def _holds(outer: Span, inner: Span) -> bool:
    start = (inner.start_line, inner.start_column)
    return (outer.start_line, outer.start_column) <= start <= (outer.end_line, outer.end_column)


def _finding(analysed: Analysed, policy: Policy, event: Event) -> Finding:
    checks = (event.name.type or event.value.type or event.call).rpartition(".")[2]
    endpoint = next(iter(analysed.server.endpoints_at(event.location)), None)
    related = () if endpoint is None else (Step(endpoint.location, f"`{endpoint.handler}` answers the request"),)
    words = {"sink": f"`{event.call}`", "subject": checks}
    return make_finding(policy, event.location, words, symbol=event.symbol, related=related)
