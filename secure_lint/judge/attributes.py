"""Sensitive attributes of entities, and the state in which they are kept."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.flow.values.value import Protection, StoreState, all_taints
from secure_lint.judge.context import Analysed
from secure_lint.judge.converters import Converters
from secure_lint.judge.entity_stores import EntityStores
from secure_lint.judge.holding import LEAST_SCORE, Holding
from secure_lint.judge.stated import stated_class
from secure_lint.judge.states import PLAIN, state_of
from secure_lint.judge.unread import UnreadAttributes
from secure_lint.model.finding import Evidence
from secure_lint.model.schema import Attribute, Entity
from secure_lint.sensitivity.classification import Classification
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject


def attribute_holdings(analysed: Analysed, stores: EntityStores) -> Iterator[Holding]:
    """The sensitive attributes of all entities, in their order."""
    converters = Converters(analysed)
    unread = UnreadAttributes(analysed)
    for entity in analysed.entities:
        if not entity.on_device:
            continue
        weakest = _weakest(analysed, stores.of(entity))
        for attribute, said in _held(analysed, entity):
            holding = _holding(analysed, converters, entity, attribute, said, weakest)
            yield msgspec.structs.replace(holding, unread=unread.is_unread(entity, attribute))


def _held(analysed: Analysed, entity: Entity) -> Iterator[tuple[Attribute, Classification]]:
    """The attributes that say enough. An object inside the record speaks where no part of it does."""
    classes = attribute_classes(analysed.classifier, entity)
    said = [
        (attribute, stated_class(analysed, attribute) or by_name)
        for attribute, by_name in zip(entity.attributes, classes, strict=True)
    ]
    held = [(attribute, one) for attribute, one in said if is_held(one)]
    spoken = {attribute.within for attribute, _ in held}
    yield from ((attribute, one) for attribute, one in held if attribute.name not in spoken)


def attribute_classes(classifier: Classifier, entity: Entity) -> Iterator[Classification]:
    """What the attributes hold: by their names, else by the names of their columns."""
    subjects = [_subject(entity, attribute, attribute.name) for attribute in entity.attributes]
    said = classifier.classify_entity(entity.name, subjects)
    record = said.inherited.reasons if said.inherited else ()
    for attribute, own in zip(entity.attributes, said.attributes, strict=True):
        classification = own
        if own.sensitive and record:
            # What the record is about is said once, with the first attribute that shows it.
            classification, record = msgspec.structs.replace(own, reasons=(*own.reasons, *record)), ()
        if attribute.column is None or classification.sensitive or classification.protected:
            yield classification
        else:
            yield classifier.classify(_subject(entity, attribute, attribute.column))


def is_held(said: Classification) -> bool:
    """Whether a class says enough to look at what has it."""
    return said.data_type is not None and said.score >= LEAST_SCORE


def _subject(entity: Entity, attribute: Attribute, name: str) -> Subject:
    return Subject(
        name=name,
        role=Role.ATTRIBUTE,
        type=attribute.type,
        entity=entity.name,
        siblings=tuple(one.name for one in entity.attributes if one is not attribute),
        annotations=attribute.annotations,
        comment=attribute.comment,
    )


def _weakest(analysed: Analysed, stores: tuple[StoreState, ...]) -> StoreState | None:
    for store in stores:
        if state_of(analysed.kinds, (), store)[0] in ("plain", "weak-key"):
            return store
    return stores[0] if stores else None


def _holding(
    analysed: Analysed,
    converters: Converters,
    entity: Entity,
    attribute: Attribute,
    said: Classification,
    store: StoreState | None,
) -> Holding:
    assert said.data_type is not None  # noqa: S101  (the caller has checked)
    protections = converters.protections(entity, attribute) or _given(analysed, entity, attribute)
    state, why = state_of(analysed.kinds, protections, store or StoreState(entity.engine))
    if attribute.protection is not None and attribute.protection != PLAIN:
        state, why = attribute.protection, (Evidence("cipher", f"the developers declare it as {attribute.protection}"),)
    reasons = tuple(Evidence("data", reason.detail) for reason in said.reasons)
    return Holding(
        subject=f"{entity.name}.{attribute.name}",
        type=analysed.data_types[said.data_type],
        score=said.score,
        state=state,
        engine=entity.engine,
        location=attribute.location,
        evidence=(*reasons, *why),
        store=store,
        entity=entity,
        attribute=attribute,
        declares=True,
        symbol=entity.name,
    )


def _given(analysed: Analysed, entity: Entity, attribute: Attribute) -> tuple[Protection, ...]:
    """What was done to the values that the code puts into an attribute, if that protects any of them."""
    value = analysed.assigned.get((entity.type or "", attribute.name))
    if value is None:
        return ()
    marks = tuple(one for taint in all_taints(value) for one in taint.protections)
    return tuple(one for one in dict.fromkeys(marks) if one.kind in analysed.kinds.clearing)
