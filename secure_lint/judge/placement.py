"""Where a finding about a value that reaches a sink through other functions belongs."""

from __future__ import annotations

import re

import msgspec

from secure_lint.flow.values.events import Event
from secure_lint.judge.context import Analysed
from secure_lint.knowledge.kinds import Relays
from secure_lint.model.finding import Step

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def at_its_place(analysed: Analysed, event: Event) -> tuple[Event, tuple[Step, ...]]:
    """The event at the call where it is to be mended, and the steps from the outermost call to there.

    That is the outermost call, unless the sink is one that functions are named for: then it is the first call, from
    outside, of the sink or of a function named so.
    """
    relays = analysed.kinds.relays.get(event.kind)
    calls = (event.call, *event.inner_calls)
    if relays is None or len(calls) == 1:
        return event, ()
    place = next((index for index, call in enumerate(calls) if _is_named_for(call, relays)), len(event.inner))
    if not place:
        return event, ()
    moved = msgspec.structs.replace(
        event,
        location=event.inner[place - 1].location,
        symbol=calls[place],
        call=calls[place],
        inner=event.inner[place:],
        inner_calls=event.inner_calls[place:],
    )
    return moved, (Step(event.location, f"reaches `{event.call}`"), *event.inner[: place - 1])


def _is_named_for(call: str, words: Relays) -> bool:
    receiver, _, name = call.rpartition(".")
    spoken = [word.lower() for word in _WORD.findall(name)]
    if spoken[:1] and spoken[0] in words.leading:
        return True
    around = (word.lower() for word in _WORD.findall(receiver))
    return any(word in words.anywhere for word in spoken) or any(
        word in words.anywhere or word in words.leading for word in around
    )
