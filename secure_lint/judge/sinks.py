"""Policies about values at sinks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.server_labels import RECORD
from secure_lint.flow.values.value import GIVEN, ORIGINS, Constant, Value, all_taints, origins
from secure_lint.judge.context import Analysed, Data, confidence_of, data_in, make_finding
from secure_lint.judge.data_evidence import evidence_of
from secure_lint.judge.exposure import Exposure, exposure_of, is_unspared
from secure_lint.judge.functions import behaves
from secure_lint.judge.holding import Holding, exposed_holdings, places_of
from secure_lint.judge.inputs import Inputs
from secure_lint.judge.placement import at_its_place
from secure_lint.knowledge.policies import ConstantMatch, Policy, SinkMatch
from secure_lint.model.finding import Confidence, Evidence, Finding, Step
from secure_lint.sensitivity.classification import CERTAIN
from secure_lint.server.endpoints import record_name

LONGEST_QUOTE = 60
MOST_RELATED = 8
LAST_STEPS = 2


def judge_sinks(analysed: Analysed, policy: Policy, match: SinkMatch, holdings: Sequence[Holding]) -> Iterator[Finding]:
    """The findings of a policy about sinks; a call of a function in which the same is reported is none of its own."""
    related = places_of(exposed_holdings(holdings))[:MOST_RELATED] if match.stores else ()
    if match.stores and not related:
        return
    if any(_occurs(analysed, kind, pattern) for kind, pattern in match.nowhere.items()):
        return
    found: list[tuple[Event, Finding]] = []
    wanted, sparing = _around_any(analysed, match.beside), _around_any(analysed, match.unless_beside)
    inputs = Inputs(analysed, match.input_at) if match.input_at is not None else None
    together = {event.function for kind in match.unless_together for event in analysed.events_by_kind.get(kind, ())}
    for kind in match.kinds:
        for event in analysed.events_by_kind.get(kind, ()):
            if around(event) in sparing or event.function in together:
                continue
            if match.beside and around(event) not in wanted:
                continue
            finding = _judge(analysed, policy, match, event)
            if finding is not None and inputs is not None and inputs.are_harmless(event):
                finding = msgspec.structs.replace(finding, confidence=Confidence.LOW)
            if finding is not None:
                found.append((event, msgspec.structs.replace(finding, related=related) if related else finding))
    reported = {finding.location for _, finding in found}
    for event, finding in found:
        below = {step.location for step in event.inner} - {finding.location}
        if reported.isdisjoint(below):
            yield finding


def around(event: Event) -> tuple[str, str]:
    """The type around an event in its file, or else the function."""
    return event.location.path, event.symbol.rpartition(".")[0] or event.symbol


def _around_any(analysed: Analysed, kinds: Sequence[str]) -> set[tuple[str, str]]:
    """The types, or else functions, around all events of these kinds."""
    return {around(event) for kind in kinds for event in analysed.events_by_kind.get(kind, ())}


def _occurs(analysed: Analysed, kind: str, pattern: str) -> bool:
    events = analysed.events_by_kind.get(kind, ())
    return any(_is_named(event, pattern) for event in events) if pattern else bool(events)


def _judge(analysed: Analysed, policy: Policy, match: SinkMatch, event: Event) -> Finding | None:
    data = data_in(analysed, event.value, match.data) if match.data is not None else None
    if match.data is not None and data is None:
        return None
    constant = _constant(event.value, match.constant) if match.constant is not None else None
    if match.constant is not None and constant is None:
        return None
    if match.served and not analysed.server.endpoints:
        return None
    guarded = any(guard in match.unguarded for guard in (*event.guards, *(constant.guards if constant else ())))
    if guarded and policy.guarded_severity is None:
        return None
    found_origins = tuple(one for one in origins(event.value) if one in match.origin)
    if match.origin and not (found_origins and _counts(match, event.value)):
        return None
    if match.without_origin and any(one in match.without_origin for one in origins(event.value)):
        return None
    if not _names_fit(match, event) or not _members_fit(match, event.value):
        return None
    if match.function is not None and not behaves(analysed, event.value, match.function):
        return None
    exposure = exposure_of(analysed, match, event)
    if exposure is None:
        return None
    placed, leading = at_its_place(analysed, event)
    evidence = evidence_of(analysed, data) if data is not None else ()
    finding = _finding(policy, placed, leading, data, evidence, constant, found_origins, guarded, exposure.words)
    if exposure.doubtful or _is_lowered(analysed, match, event):
        finding = msgspec.structs.replace(finding, confidence=Confidence.LOW)
    return _exposed(finding, exposure) if exposure.related else finding


def _is_lowered(analysed: Analysed, match: SinkMatch, event: Event) -> bool:
    """Whether the code runs under a guard, or all endpoints are behind one, because of which only auditors see it."""
    if not set(match.lowered_under).isdisjoint(event.guards):
        return True
    endpoints = analysed.server.endpoints_at(event.location) if match.lowered_behind else ()
    return bool(endpoints) and all(one.has(*match.lowered_behind) for one in endpoints)


def _exposed(finding: Finding, exposure: Exposure) -> Finding:
    """The finding with the places that show how requests come there, the last steps of the value among them."""
    steps = [one for one in finding.trace if one.location != finding.location]
    related = dict.fromkeys((*exposure.related, *steps[-LAST_STEPS:]))
    return msgspec.structs.replace(finding, related=tuple(related))


def _is_named(event: Event, pattern: str) -> bool:
    return any(re.search(pattern, str(one.value)) for one in event.name.constants)


def _counts(match: SinkMatch, value: Value) -> bool:
    """Whether an origin that a policy asks for is one that counts, and no constant spares the value."""
    if match.unless_constant is not None and any(
        re.search(match.unless_constant, str(one.value)) for one in value.constants
    ):
        return False
    of_record = any(taint.label.kind == RECORD for taint in all_taints(value))
    if (match.unrecorded and of_record) or (match.of_record and not of_record):
        return False
    if not (match.spared_by or match.raw or match.whole):
        return True
    taints = value.taints if match.whole else all_taints(value)
    return any(
        taint.label.kind in ORIGINS
        and taint.label.name in match.origin
        and not (match.raw and taint.label.kind == GIVEN)
        and not (match.whole and taint.label.part)
        and is_unspared(match, taint)
        for taint in taints
    )


def _names_fit(match: SinkMatch, event: Event) -> bool:
    """Whether the name that goes with the value, and the names around it, are those that a policy asks for."""
    if match.named is not None and not _is_named(event, match.named):
        return False
    if match.unless_named is not None and _is_named(event, match.unless_named):
        return False
    within = match.unless_within
    return within is None or not any(re.search(within, one) for one in (event.symbol, event.call, *event.inner_calls))


def _members_fit(match: SinkMatch, value: Value) -> bool:
    if any(value.member(name) is not None for name in match.missing):
        return False
    if any(value.member(name) is None for name in match.present):
        return False
    for name, wanted in match.recorded.items():
        member = value.member(name)
        if member is None or _constant(member, wanted) is None:
            return False
    return True


def _constant(value: Value, wanted: ConstantMatch) -> Constant | None:
    """The constant that a policy asks for: one that holds whatever the conditions are, if there is one."""
    if wanted.only and not (value.exact and all(constant_fits(constant, wanted) for constant in value.constants)):
        return None
    fitting = (constant for constant in value.constants if constant_fits(constant, wanted))
    return min(fitting, key=lambda constant: bool(constant.guards), default=None)


def constant_fits(constant: Constant, wanted: ConstantMatch) -> bool:
    """Whether a constant is one that a policy asks for."""
    value = constant.value
    if wanted.equals and not any(type(value) is type(one) and value == one for one in wanted.equals):
        return False
    if wanted.below is not None and not (
        isinstance(value, int | float) and not isinstance(value, bool) and value < wanted.below
    ):
        return False
    text = str(value)
    if wanted.matches is not None and (value is None or not re.search(wanted.matches, text)):
        return False
    return wanted.excludes is None or not re.search(wanted.excludes, text)


def _finding(
    policy: Policy,
    event: Event,
    leading: tuple[Step, ...],
    data: Data | None,
    evidence: tuple[Evidence, ...],
    constant: Constant | None,
    found_origins: tuple[str, ...],
    guarded: bool,
    exposed: Mapping[str, str],
) -> Finding:
    words = {
        **exposed,
        "sink": f"`{event.call}`",
        "setting": event.call,
        "subject": data.subject if data is not None else "",
        "data": data.type.title if data is not None else "",
        "constant": _quoted(constant),
        "value": f" (`{_quoted(constant)}`)" if constant is not None else "",
        "key": ", ".join(found_origins),
        "name": record_name(event.name) or "record",
    }
    trace: tuple[Step, ...] = ()
    score = CERTAIN
    if data is not None:
        score = data.score
        trace = data.taint.trace.steps() if data.taint.trace is not None else ()
    elif found_origins:
        trace = _origin_trace(event.value, found_origins)
    elif constant is not None and constant.location != event.location:
        trace = (Step(constant.location, "the constant"),)
    if trace or event.inner:
        known = event.inner and any(step.location == event.location for step in trace)
        reaching = () if known else (Step(event.location, f"reaches `{event.call}`"),)
        trace = (*trace, *leading, *reaching, *event.inner)
    return make_finding(
        policy,
        event.location,
        words,
        symbol=event.symbol,
        confidence=confidence_of(policy, score),
        severity=policy.guarded_severity if guarded else None,
        data_type=data.type.id if data is not None else None,
        trace=trace,
        evidence=evidence,
        constant=constant.location if constant is not None else None,
    )


def _origin_trace(value: Value, wanted: tuple[str, ...]) -> tuple[Step, ...]:
    for taint in all_taints(value):
        if taint.label.kind in ORIGINS and taint.label.name in wanted and taint.trace is not None:
            return taint.trace.steps()
    if value.constants:
        return (Step(value.constants[0].location, "the constant"),)
    return ()


def _quoted(constant: Constant | None) -> str:
    if constant is None:
        return ""
    text = str(constant.value)
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"
