"""Sensitive values that are written into a store, under a key or without one."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.flow.events import Event
from secure_lint.flow.expressions import single_text
from secure_lint.flow.value import Protection, Value, all_taints
from secure_lint.judge.context import Analysed, Data, data_in
from secure_lint.judge.holding import LEAST_SCORE, Holding
from secure_lint.judge.states import state_of
from secure_lint.knowledge.policies import DataMatch
from secure_lint.link.type_names import simple_name
from secure_lint.model.finding import Evidence, Step
from secure_lint.sensitivity.classification import Classification
from secure_lint.sensitivity.data_type import DataType
from secure_lint.sensitivity.subject import Role, Subject

_ANY = DataMatch(score=LEAST_SCORE)


def written_holdings(analysed: Analysed) -> Iterator[Holding]:
    """The sensitive values that reach a store, in the order of the events."""
    for event in analysed.events_by_kind.get("store.write", ()):
        holding = _written_value(analysed, event)
        if holding is not None:
            yield holding


def _written_value(analysed: Analysed, event: Event) -> Holding | None:
    key = single_text(event.name) or _first_text(event.name)
    if event.store is None or (event.value.exact and event.value.constants):
        return None
    data = data_in(analysed, event.value, _ANY)
    by_key = _classify_key(analysed, key, event.value) if key is not None else None
    if data is None and by_key is None:
        return None
    protections = data.taint.protections if data is not None else _marks(event.value)
    state, why = state_of(analysed.kinds, protections, event.store)
    chosen, score, reasons = _strongest(analysed, data, by_key, key)
    trace = data.taint.trace.steps() if data is not None and data.taint.trace is not None else ()
    return Holding(
        subject=key or (data.subject if data is not None else ""),
        type=chosen,
        score=score,
        state=state,
        engine=event.store.engine,
        location=event.location,
        evidence=(*reasons, *why),
        store=event.store,
        symbol=event.symbol,
        trace=(*trace, Step(event.location, f"written by `{event.call}`"), *event.inner),
    )


def _marks(value: Value) -> tuple[Protection, ...]:
    return tuple(one for taint in all_taints(value) if taint.label.kind == "protection" for one in taint.protections)


def _first_text(value: Value) -> str | None:
    for constant in value.constants:
        if isinstance(constant.value, str) and constant.value:
            return constant.value
    return None


def _classify_key(analysed: Analysed, key: str, value: Value) -> Classification | None:
    said = analysed.classifier.classify(Subject(key, Role.KEY, simple_name(value.type) if value.type else None))
    return said if said.data_type is not None and said.score >= LEAST_SCORE else None


def _strongest(
    analysed: Analysed, data: Data | None, by_key: Classification | None, key: str | None
) -> tuple[DataType, float, tuple[Evidence, ...]]:
    if by_key is not None and by_key.data_type is not None and (data is None or by_key.score >= data.score):
        reasons = tuple(Evidence("data", reason.detail) for reason in by_key.reasons)
        return analysed.data_types[by_key.data_type], by_key.score, (Evidence("data", f"stored as `{key}`"), *reasons)
    assert data is not None  # noqa: S101  (one of the two is given)
    return data.type, data.score, (Evidence("data", f"`{data.subject}` holds {data.type.title}"),)
