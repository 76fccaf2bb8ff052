"""Policies about data at rest: what lies in a store, and the stores themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from secure_lint.flow.values.value import StoreState
from secure_lint.judge.alike import module_of, place_of
from secure_lint.judge.context import Analysed, confidence_of, make_finding
from secure_lint.judge.entity_stores import EntityStores
from secure_lint.judge.holding import EXPOSED, Holding, plain_name
from secure_lint.judge.states import state_of
from secure_lint.knowledge.policies import Policy, StoredMatch, StoreMatch
from secure_lint.model.finding import MODELLED, Evidence, Finding, Part, Step
from secure_lint.model.span import Location

MOST_RELATED = 12


def judge_stored(
    analysed: Analysed, policy: Policy, match: StoredMatch, holdings: Sequence[Holding]
) -> Iterator[Finding]:
    """One finding for each piece of data that is kept in a forbidden state."""
    entered = {one.identity: one.location for one in holdings if one.entered}
    for holding in holdings:
        if holding.type.keeping.value not in match.keeping or holding.state not in match.states:
            continue
        if (match.unread and not holding.unread) or holding.type.id in match.without_types:
            continue
        if holding.engine in match.outside or (match.engines and holding.engine not in match.engines):
            continue
        words = {
            "subject": holding.subject,
            "data": holding.type.title,
            "store": analysed.kinds.engines[holding.engine],
            "state": holding.state,
        }
        yield make_finding(
            policy,
            holding.location,
            words,
            symbol=holding.symbol,
            confidence=confidence_of(policy, holding.score),
            data_type=holding.type.id,
            trace=holding.trace,
            related=(*_model_place(holding), *_store_place(analysed, holding.store, holding.location)),
            evidence=holding.evidence,
            part=_part(analysed, holding, entered.get(holding.identity)),
        )


def _part(analysed: Analysed, holding: Holding, entered: Location | None) -> Part | None:
    """The attributes of one entity are reported together with the places that write them, a write with its callers.

    A table that several statements of a module define, as migrations do, is one entity. Writes under a key that is
    declared elsewhere are all one, and so are those under the key of a form whose entries the platform keeps, and those
    of one thing into accounts that stand in the same file.
    """
    title = holding.type.title
    if holding.entity is not None and holding.attribute is not None:
        path = holding.entity.location.path
        owner = module_of(path) if holding.entity.declared_by == "ddl" else path
        group = f"{owner}#{holding.entity.name}"
        return Part(group, f"`{holding.attribute.name}` ({title})", declares=holding.declares)
    if holding.written_at is None and entered is None:
        return None
    declared = entered or holding.key_at
    place = place_of(declared) if declared is not None else _written_into(analysed, holding)
    own = holding.written_at == holding.location
    return Part(f"{place}#{plain_name(holding.subject)}", f"`{holding.subject}` ({title})", declares=own)


def _written_into(analysed: Analysed, holding: Holding) -> str:
    """The accounts that a value is written into, as those that a file opens in one place, else that write."""
    written = holding.written_at or holding.location
    if holding.engine not in analysed.kinds.accounts:
        return place_of(written)
    opened = holding.store.location if holding.store is not None else None
    return f"{written.path}:{holding.engine}:{place_of(opened) if opened is not None else None}"


def _model_place(holding: Holding) -> tuple[Step, ...]:
    """Where an attribute stands in the model file of which its class is made."""
    modelled_at = holding.attribute.modelled_at if holding.attribute is not None else None
    return () if modelled_at is None else (Step(modelled_at, MODELLED),)


def _store_place(analysed: Analysed, store: StoreState | None, location: Location) -> tuple[Step, ...]:
    if store is None or store.location is None or store.location == location:
        return ()
    return (Step(store.location, f"the {analysed.kinds.engines[store.engine]} is opened here"),)


def judge_stores(
    analysed: Analysed, policy: Policy, match: StoreMatch, holdings: Sequence[Holding], stores: EntityStores
) -> Iterator[Finding]:
    """One finding for each opened store in a forbidden state that holds enough sensitive data.

    Places that open a store with the same tables in it, or an unnamed one with the same data, open the same one: the
    first is reported.
    """
    same: dict[tuple[str, str, frozenset[tuple[str, str]]], Finding] = {}
    for store, location, symbol in (*_opened(stores), *_declared(stores)):
        if match.engines and store.engine not in match.engines:
            continue
        state, why = state_of(analysed.kinds, (), store)
        if state not in match.states:
            continue
        inside = _held_by(analysed, store, holdings, stores)
        mine = (one for one in inside if one.type.keeping.value in match.keeping and one.state in EXPOSED)
        held = list({one.identity: one for one in sorted(mine, key=lambda one: not one.declares)}.values())
        if len(held) < match.sensitive:
            continue
        finding = _store_finding(analysed, policy, store, held, (state, why), location, symbol)
        if store.name is not None and any(one.entity is None for one in held):
            yield finding
            continue
        contents = (store.engine, state, frozenset(one.identity for one in held))
        present = same.get(contents)
        same[contents] = finding if present is None else _opened_again(present, finding)
    yield from same.values()


def _opened_again(one: Finding, other: Finding) -> Finding:
    first, second = sorted((one, other), key=lambda finding: finding.location)
    again = Step(second.location, "the same store is opened here")
    return msgspec.structs.replace(first, related=(*first.related, again)[:MOST_RELATED])


def _store_finding(
    analysed: Analysed,
    policy: Policy,
    store: StoreState,
    held: Sequence[Holding],
    judged: tuple[str, tuple[Evidence, ...]],
    location: Location,
    symbol: str,
) -> Finding:
    state, why = judged
    title = analysed.kinds.engines[store.engine]
    words = {
        "store": title,
        "subject": store.name or title,
        "count": str(len(held)),
        "data": ", ".join(dict.fromkeys(one.type.title for one in held[:4])),
        "state": state,
        "key": ", ".join(store.key_origins),
    }
    related = tuple(Step(one.location, f"`{one.subject}` holds {one.type.title}") for one in held[:MOST_RELATED])
    evidence = (*why, Evidence("data", f"{len(held)} sensitive attributes or values"))
    return make_finding(policy, location, words, symbol=symbol, related=related, evidence=evidence)


def _opened(stores: EntityStores) -> Iterator[tuple[StoreState, Location, str]]:
    seen: set[Location] = set()
    for store, event in stores.openings.places:
        location = store.location or event.location
        if location not in seen:
            seen.add(location)
            yield store, location, event.symbol


def _declared(stores: EntityStores) -> Iterator[tuple[StoreState, Location, str]]:
    for store, state in stores.declared:
        yield state, store.location, store.name


def _held_by(analysed: Analysed, store: StoreState, holdings: Sequence[Holding], stores: EntityStores) -> list[Holding]:
    entities = {
        entity.location for entity in analysed.entities if any(_same(store, one) for one in stores.known_of(entity))
    }
    by_place: dict[bool, list[Holding]] = defaultdict(list)
    for holding in holdings:
        mine = holding.entity.location in entities if holding.entity is not None else _same(store, holding.store)
        by_place[mine].append(holding)
    return by_place[True]


def _same(store: StoreState, other: StoreState | None) -> bool:
    if other is None or store.engine != other.engine:
        return False
    return store.location == other.location or store.name == other.name is not None
