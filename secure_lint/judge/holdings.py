"""Sensitive data that lies in a store on the device: attributes of entities, and values written under a key."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.flow.events import Event
from secure_lint.flow.expressions import single_text
from secure_lint.flow.value import Protection, StoreState, Value, all_taints
from secure_lint.judge.context import Analysed, Data, data_in
from secure_lint.judge.entity_stores import EntityStores
from secure_lint.judge.states import state_of
from secure_lint.knowledge.policies import DataMatch
from secure_lint.link.type_names import simple_name
from secure_lint.model.finding import Evidence, Step
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location
from secure_lint.sensitivity.classification import Classification
from secure_lint.sensitivity.data_type import DataType
from secure_lint.sensitivity.subject import Role, Subject

LEAST_SCORE = 0.5
_ANY = DataMatch(score=LEAST_SCORE)


class Holding(msgspec.Struct, frozen=True):
    """One piece of sensitive data in a store.

    ``subject`` is ``Entity.attribute`` or the key. ``state`` is that of the verdict table. ``store`` is ``None``
    when no place was seen that opens it.
    """

    subject: str
    type: DataType
    score: float
    state: str
    engine: str
    location: Location
    evidence: tuple[Evidence, ...]
    store: StoreState | None = None
    entity: Entity | None = None
    symbol: str = ""
    trace: tuple[Step, ...] = ()
    attribute: str | None = None
    unread: bool = False


def holdings_of(analysed: Analysed, stores: EntityStores) -> tuple[Holding, ...]:
    """All sensitive data in stores, in a fixed order; a place counts once."""
    found: dict[tuple[Location, str], Holding] = {}
    for holding in (*_in_entities(analysed, stores), *_written(analysed)):
        key = (holding.location, holding.type.id)
        present = found.get(key)
        if present is None or (present.state != "plain" and holding.state == "plain"):
            found[key] = holding
    return tuple(sorted(found.values(), key=lambda one: (one.location, one.type.id)))


def _in_entities(analysed: Analysed, stores: EntityStores) -> Iterator[Holding]:
    for entity in analysed.entities:
        weakest = _weakest(analysed, stores.of(entity))
        subjects = [_subject(entity, attribute) for attribute in entity.attributes]
        said = analysed.classifier.classify_entity(entity.name, subjects)
        for attribute, classification in zip(entity.attributes, said.attributes, strict=True):
            holding = _held(analysed, entity, attribute, classification, weakest)
            if holding is not None:
                yield holding


def _weakest(analysed: Analysed, stores: tuple[StoreState, ...]) -> StoreState | None:
    for store in stores:
        if state_of(analysed.kinds, (), store)[0] in ("plain", "weak-key"):
            return store
    return stores[0] if stores else None


def _subject(entity: Entity, attribute: Attribute) -> Subject:
    return Subject(
        name=attribute.column or attribute.name,
        role=Role.ATTRIBUTE,
        type=attribute.type,
        entity=entity.name,
        siblings=tuple(one.name for one in entity.attributes if one is not attribute),
        annotations=attribute.annotations,
        comment=attribute.comment,
    )


def _held(
    analysed: Analysed, entity: Entity, attribute: Attribute, said: Classification, store: StoreState | None
) -> Holding | None:
    if said.data_type is None or said.score < LEAST_SCORE:
        return None
    data_type = analysed.data_types[said.data_type]
    state, why = state_of(analysed.kinds, (), store or StoreState(entity.engine))
    if attribute.converter is not None and _encrypts(analysed, attribute.converter):
        state, why = "encrypted", (Evidence("cipher", f"`{attribute.converter}` encrypts it before the write"),)
    reasons = tuple(Evidence("data", reason.detail) for reason in said.reasons)
    return Holding(
        subject=f"{entity.name}.{attribute.name}",
        type=data_type,
        score=said.score,
        state=state,
        engine=entity.engine,
        location=attribute.location,
        evidence=(*reasons, *why),
        store=store,
        entity=entity,
        symbol=entity.name,
        attribute=attribute.name,
    )


def _encrypts(analysed: Analysed, converter: str) -> bool:
    """Whether some function of the converter's class returns something encrypted."""
    for key, summary in analysed.summaries.items():
        if f"{simple_name(converter)}." in key and any(
            protection.kind == "encrypted" for taint in summary.result.taints for protection in taint.protections
        ):
            return True
    return False


def _written(analysed: Analysed) -> Iterator[Holding]:
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
