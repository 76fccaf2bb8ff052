"""What callers are told of the sinks that a function reaches with what they hand in."""

from __future__ import annotations

from collections.abc import Iterable, Set

import msgspec

from secure_lint.flow.code.frame import FAILURE
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.summaries import MOST_EVENTS, Binding, event_depends
from secure_lint.flow.values.value import Value, all_taints
from secure_lint.knowledge.server_words import FACT_PARTS
from secure_lint.link.program import Program

_WRITES_ITSELF_OUT = frozenset({"toString", "__str__", "description"})


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


def as_messages(program: Program, binding: Binding) -> Binding:
    """The arguments as they appear in a message: an object whose class does not write it out shows nothing it holds."""
    arguments = {position: as_text(program, value) for position, value in binding.arguments.items()}
    return msgspec.structs.replace(binding, arguments=arguments)


def as_text(program: Program, value: Value) -> Value:
    """A value as it appears in a text: an object whose class does not write it out shows nothing it holds."""
    return msgspec.structs.replace(value, members=None) if _is_mute(program, value) else value


def _is_mute(program: Program, value: Value) -> bool:
    declaration = program.types.get(value.type) if value.type is not None and value.members else None
    if declaration is None or declaration.kind == "record" or "data" in declaration.modifiers:
        return False
    if declaration.annotations:
        # Some of them have the method generated.
        return False
    return not any(program.methods.get((declaration.qualified, name)) for name in _WRITES_ITSELF_OUT)
