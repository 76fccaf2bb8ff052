"""Sensitive values that are written into a store, under a key or without one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set

from secure_lint.flow.models.type_origins import CHOICE
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.summaries import depends_on_parameter
from secure_lint.flow.values.value import UNPLACED, Constant, Protection, StoreState, Value, all_taints, origins
from secure_lint.judge.context import Analysed, Data, data_in
from secure_lint.judge.data_evidence import evidence_of
from secure_lint.judge.holding import EXPOSED, LEAST_SCORE, Holding
from secure_lint.judge.openings import Openings
from secure_lint.judge.states import PLAIN, state_of
from secure_lint.knowledge.policies import DataMatch
from secure_lint.link.type_names import simple_name
from secure_lint.model.finding import Evidence, Step
from secure_lint.model.span import Location
from secure_lint.sensitivity.classification import Classification
from secure_lint.sensitivity.data_type import DataType
from secure_lint.sensitivity.subject import Role, Subject

_PLACEHOLDER = "%"
"""From here on a key is made at run time."""

_HARMLESS_ORIGINS = frozenset(("time", CHOICE))
"""What comes from there alone is nobody's data, whatever the key says."""

_ANY = DataMatch(score=LEAST_SCORE)


def written_holdings(analysed: Analysed, openings: Openings) -> Iterator[Holding]:
    """The sensitive values that reach a store, in the order of the events.

    What a function writes under a name of its own is no matter where all who call it hand in what is protected.
    """
    events = analysed.events_by_kind.get("store.write", ())
    told_by_callers = {event.inner[-1].location for event in events if event.inner and event.name.constants}
    opened = _opened_by_name(openings)
    read = ((event, _written_value(analysed, event, told_by_callers, openings, opened)) for event in events)
    found = [(event, holding) for event, holding in read if holding is not None]
    handed_in = _handed_in(found)
    for event, holding in found:
        states = handed_in.get((event.location, holding.type.id))
        if states and depends_on_parameter(event.value) and not any(state in EXPOSED for state in states):
            continue
        yield holding


def _handed_in(found: Sequence[tuple[Event, Holding]]) -> Mapping[tuple[Location, str], Sequence[str]]:
    """In which states those at the outer end of the way hand in what a function writes: by its place and type."""
    passed = {step.location for event, _ in found for step in event.inner}
    states: dict[tuple[Location, str], list[str]] = defaultdict(list)
    for event, holding in found:
        if event.location not in passed:
            for step in event.inner:
                states[step.location, holding.type.id].append(holding.state)
    return states


def _opened_by_name(openings: Openings) -> Mapping[tuple[str, str], StoreState]:
    """The stores that are opened under a name, by engine and name; one that some place leaves plain counts as that."""
    found: dict[tuple[str, str], StoreState] = {}
    for store, _ in openings.places:
        if store.name is not None:
            known = found.setdefault((store.engine, store.name), store)
            if store.at_rest == PLAIN != known.at_rest:
                found[store.engine, store.name] = store
    return found


def _is_named_by_callers(event: Event) -> bool:
    return event.name.alias is not None or event.name.wording is not None


def _written_value(
    analysed: Analysed,
    event: Event,
    told_by_callers: Set[Location],
    openings: Openings,
    opened: Mapping[tuple[str, str], StoreState],
) -> Holding | None:
    declared = _key(event.name)
    key = str(declared.value).partition(_PLACEHOLDER)[0] or None if declared is not None else None
    store = event.store
    if store is None or store.engine == UNPLACED or _is_made_up(analysed, event.value):
        return None
    if not store.established and store.name is not None and store.at_rest == PLAIN:
        store = opened.get((store.engine, store.name), store)
    store = openings.likely(openings.settled(store))
    data = data_in(analysed, event.value, _ANY)
    sources = frozenset(origins(event.value))
    harmless = bool(sources) and sources <= _HARMLESS_ORIGINS
    by_key = _classify_key(analysed, key, event.value) if key is not None and not harmless else None
    stored_as = key
    if data is None and by_key is None:
        stored_as, by_key = _by_entry(analysed, event.value)
    if data is None and by_key is None:
        return None
    if _is_named_by_callers(event) and event.location in told_by_callers and not (key and data):
        return None
    protections = data.taint.protections if data is not None else _marks(event.value)
    state, why = state_of(analysed.kinds, protections, store)
    chosen, score, reasons = _strongest(analysed, data, by_key, stored_as)
    trace = data.taint.trace.steps() if data is not None and data.taint.trace is not None else ()
    declaration = _declaration(declared, event)
    return Holding(
        subject=stored_as or (data.subject if data is not None else ""),
        type=chosen,
        score=score,
        state=state,
        engine=store.engine,
        location=event.location,
        evidence=(*reasons, *why),
        store=store,
        written_at=event.sink_location,
        key_at=None if declared is None or _is_written_beside(declared, event) else declared.location,
        symbol=event.symbol,
        owner=event.store_value.type,
        trace=(
            *trace,
            *declaration,
            Step(event.location, f"written by `{event.call}`"),
            *event.inner,
        ),
    )


def _is_made_up(analysed: Analysed, value: Value) -> bool:
    """Whether a value is what the code says, so that it tells nothing of anybody: a default, a mode, but no secret."""
    return bool(value.exact and value.constants) and not any(
        one.location in analysed.secrets for one in value.constants
    )


def _marks(value: Value) -> tuple[Protection, ...]:
    return tuple(one for taint in all_taints(value) if taint.label.kind == "protection" for one in taint.protections)


def _key(name: Value) -> Constant | None:
    """The key that a value is written under, as a constant with the place where it is declared."""
    return next((one for one in name.constants if isinstance(one.value, str) and one.value), None)


def _declaration(key: Constant | None, event: Event) -> tuple[Step, ...]:
    """Where the key is declared, if that is not where it is used."""
    if key is None or _encloses(event.location, key.location):
        return ()
    return (Step(key.location, f"the key `{key.value}` is declared"),)


def _is_written_beside(key: Constant, event: Event) -> bool:
    """Whether a key stands where the value is written, or handed to what writes it, and is declared nowhere."""
    return _encloses(event.location, key.location) or _encloses(event.sink_location, key.location)


def _encloses(outer: Location, inner: Location) -> bool:
    return outer.path == inner.path and outer.span.start_line <= inner.span.start_line <= outer.span.end_line


def _classify_key(analysed: Analysed, key: str, value: Value) -> Classification | None:
    said = analysed.classifier.classify(Subject(key, Role.KEY, simple_name(value.type) if value.type else None))
    return said if said.data_type is not None and said.score >= LEAST_SCORE else None


def _by_entry(analysed: Analysed, value: Value) -> tuple[str | None, Classification | None]:
    """The name of an entry of a written mapping that says most surely what its value is, and what it says."""
    found: list[tuple[float, str, Classification]] = []
    if value.type not in analysed.program.types:
        for name, entry in (value.members or {}).items():
            said = None if entry.exact and entry.constants else _classify_key(analysed, name, entry)
            if said is not None:
                found.append((-said.score, name, said))
    return min(found)[1:] if found else (None, None)


def _strongest(
    analysed: Analysed, data: Data | None, by_key: Classification | None, key: str | None
) -> tuple[DataType, float, tuple[Evidence, ...]]:
    if by_key is not None and by_key.data_type is not None and (data is None or by_key.score >= data.score):
        reasons = tuple(Evidence("data", reason.detail) for reason in by_key.reasons)
        return analysed.data_types[by_key.data_type], by_key.score, (Evidence("data", f"stored as `{key}`"), *reasons)
    assert data is not None  # noqa: S101  (one of the two is given)
    return data.type, data.score, evidence_of(analysed, data)
