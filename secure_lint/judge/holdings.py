"""Sensitive data that lies in a store on the device: attributes of entities, and values written under a key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from secure_lint.judge.attributes import attribute_holdings
from secure_lint.judge.context import Analysed
from secure_lint.judge.entity_stores import EntityStores
from secure_lint.judge.holding import EXPOSED, Holding, plain_name
from secure_lint.judge.kept import kept_holdings
from secure_lint.judge.states import exposure
from secure_lint.judge.written import written_holdings
from secure_lint.link.type_names import simple_name
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location

_Column = tuple[str, str]


def holdings_of(analysed: Analysed, stores: EntityStores) -> tuple[Holding, ...]:
    """All sensitive data in stores, in a fixed order; a place counts once."""
    attributes = tuple(attribute_holdings(analysed, stores))
    columns = _columns(analysed, attributes)
    written = [_with_attribute(holding, columns) for holding in written_holdings(analysed, stores.openings)]
    found: dict[tuple[Location, str], Holding] = {}
    for holding in (*_as_written(attributes, written), *written, *kept_holdings(analysed)):
        key = (holding.location, holding.type.id)
        present = found.get(key)
        if present is None or (present.state != "plain" and holding.state == "plain"):
            found[key] = holding
    return tuple(sorted(found.values(), key=lambda one: (one.location, one.subject)))


def _columns(analysed: Analysed, attributes: Iterable[Holding]) -> Mapping[_Column, Sequence[tuple[Entity, Attribute]]]:
    """The attributes that values are written into by name.

    Columns of tables that statements define, and, where assigning a member of an object stores it, members that are
    sensitive by themselves.
    """
    columns: dict[_Column, list[tuple[Entity, Attribute]]] = defaultdict(list)
    assigned = {one.store for one in analysed.index.types.values() if one.entries}
    sensitive = {holding.location for holding in attributes}
    for entity in analysed.entities:
        for attribute in entity.attributes:
            by_member = entity.engine in assigned and attribute.location in sensitive
            if entity.declared_by == "ddl" or by_member:
                columns[entity.engine, plain_name(attribute.name)].append((entity, attribute))
    return columns


def _with_attribute(holding: Holding, columns: Mapping[_Column, Sequence[tuple[Entity, Attribute]]]) -> Holding:
    found = columns.get((holding.engine, plain_name(holding.subject)), ())
    own = [one for one in found if holding.owner is not None and one[0].name == simple_name(holding.owner)]
    chosen = next((some for some in (own, found) if len(some) == 1), None)
    if chosen is None and holding.state in EXPOSED:
        # Of the tables of one file that have such a column any may be meant; in clear it is in all of them.
        path = (holding.written_at or holding.location).path
        chosen = [one for one in found if one[0].location.path == path][:1]
    if not chosen:
        return holding
    entity, attribute = chosen[0]
    return msgspec.structs.replace(holding, entity=entity, attribute=attribute)


def _as_written(attributes: Iterable[Holding], written: Sequence[Holding]) -> Iterator[Holding]:
    """The attributes, in the state in which the code writes them where that is seen; the worst one counts."""
    by_attribute: dict[Location, list[Holding]] = defaultdict(list)
    for holding in written:
        if holding.attribute is not None:
            by_attribute[holding.attribute.location].append(holding)
    for holding in attributes:
        writes = by_attribute.get(holding.location)
        if not writes:
            yield holding
            continue
        worst = max(writes, key=lambda one: exposure(one.state))
        reasons = tuple(one for one in holding.evidence if one.subject == "data")
        how = tuple(one for one in worst.evidence if one.subject != "data")
        yield msgspec.structs.replace(holding, state=worst.state, evidence=(*reasons, *how))
