"""What callers are told of the sinks that a function reaches with what they hand in."""

from __future__ import annotations

from collections.abc import Iterable, Set

from secure_lint.flow.code.frame import FAILURE
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.summaries import MOST_EVENTS, event_depends
from secure_lint.flow.values.value import Value, all_taints
from secure_lint.knowledge.server_words import FACT_PARTS


def told_events(events: Iterable[Event], data_sinks: Set[str]) -> tuple[Event, ...]:
    """The events that concern callers.

    A message that holds sensitive data of its own is reported where it is, once; one that is written only when
    something has failed is the matter of the function that fails.
    """
    found = tuple(
        event
        for event in events
        if event_depends(event) and not (event.kind in data_sinks and (FAILURE in event.guards or _tells(event.value)))
    )
    facts = tuple(event for event in found if event.kind in FACT_PARTS)
    others = [event for event in found if event.kind not in FACT_PARTS]
    return (*facts, *others[:MOST_EVENTS])


def _tells(value: Value) -> bool:
    return any(taint.label.kind == "data" for taint in all_taints(value))
