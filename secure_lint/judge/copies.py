"""Policies about entities that copy nearly all of a server entity to the device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.holding import Holding
from secure_lint.knowledge.policies import CopyMatch, Policy
from secure_lint.model.finding import Evidence, Finding, Step
from secure_lint.model.schema import Entity

MOST_RELATED = 12


def judge_copies(
    analysed: Analysed, policy: Policy, match: CopyMatch, holdings: Sequence[Holding]
) -> Iterator[Finding]:
    """One finding for each entity that takes too much."""
    held: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings:
        if holding.entity is not None and holding.type.keeping.value in match.keeping:
            held[(holding.entity.location.path, holding.entity.name)].append(holding)
    originals = [entity for entity in analysed.entities if not entity.on_device]
    for entity in analysed.entities:
        sensitive = held.get((entity.location.path, entity.name))
        if not entity.on_device or entity.reason or not sensitive:
            continue
        original = _original(entity, originals, match)
        if original is not None:
            finding = _judge(policy, match, entity, original, sensitive)
            if finding is not None:
                yield finding


def _original(entity: Entity, originals: Sequence[Entity], match: CopyMatch) -> Entity | None:
    """The server entity that one is a copy of; of several with its name the one in the same app or file is nearest."""
    wanted = {entity.copy_of.lower()} if entity.copy_of else _names(entity.name, match.marks)
    found = [one for one in originals if one.name.replace("_", "").lower() in wanted or one.name.lower() in wanted]
    return min(found, key=lambda one: (one.location.path != entity.location.path, one.location), default=None)


def _names(name: str, marks: Sequence[str]) -> set[str]:
    """What the server entity may be called: the name without a mark before or behind it."""
    plain = name.replace("_", "").lower()
    stripped = {plain.removeprefix(mark) for mark in marks} | {plain.removesuffix(mark) for mark in marks}
    return stripped - {""}


def _judge(
    policy: Policy, match: CopyMatch, entity: Entity, original: Entity, sensitive: Sequence[Holding]
) -> Finding | None:
    names = {one.name.lower() for one in original.attributes}
    taken = {one.name.lower() for one in entity.attributes} & names
    if len(names) < match.attributes or len(taken) < match.share * len(names):
        return None
    words = {
        "subject": entity.name,
        "store": entity.engine,
        "state": original.name,
        "count": f"{len(taken)} of {len(names)}",
        "data": ", ".join(dict.fromkeys(one.type.title for one in sensitive[:4])),
    }
    related = tuple(Step(one.location, f"`{one.subject}` holds {one.type.title}") for one in sensitive[:MOST_RELATED])
    return make_finding(
        policy,
        entity.location,
        words,
        symbol=entity.name,
        related=(Step(original.location, f"`{original.name}` on the server"), *related),
        evidence=(Evidence("data", f"takes {len(taken)} of {len(names)} attributes of `{original.name}`"),),
    )
