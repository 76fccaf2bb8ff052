"""What the interpreter reports: values at sinks, writes to and reads from stores, and opened stores.

Events are facts; whether one is a finding is for the policies to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from secure_lint.flow.values.conditions import TypeTest
from secure_lint.flow.values.value import UNKNOWN, StoreState, Value, all_taints
from secure_lint.knowledge.server_words import FACT_PARTS
from secure_lint.model.finding import Step
from secure_lint.model.span import Location

SET_UP = "set-up"
"""The guard of what needs something that is set up under another guard only."""

EventKey = tuple[object, ...]
"""What two events must share to say the same."""


class Event(msgspec.Struct, frozen=True):
    """A value where it matters.

    ``kind`` is a sink's kind, or ``store.write``, ``store.read``, ``store.open``. ``value`` is what arrives;
    ``name`` is what goes with it (a key, a label); ``store`` is the receiver's store. ``location`` is the call; for
    a wrapper's caller it is the outermost call that hands the value in, ``inner`` are the steps from there to the
    sink itself, and ``inner_calls`` is what is called at each of them. ``symbol`` is the enclosing declaration,
    ``guards`` are the kinds of condition under which the code runs, ``tests`` those about types of what the function
    was given. ``after`` is the kind of sink at which what happens here is set up, if it has to be.
    """

    kind: str
    value: Value
    location: Location
    symbol: str
    language: str
    call: str = ""
    name: Value = UNKNOWN
    store: StoreState | None = None
    store_value: Value = UNKNOWN
    guards: tuple[str, ...] = ()
    tests: tuple[TypeTest, ...] = ()
    inner: tuple[Step, ...] = ()
    inner_calls: tuple[str, ...] = ()
    after: str | None = None

    def key(self) -> EventKey:
        """A hashable summary: place, kind, labels, constants and store, but not the way that labels took.

        Each fact counts that a called function states of what it is handed, and each that is stated of other texts.
        """
        return (
            self.kind,
            self.location,
            self.guards,
            self.tests,
            self.store,
            *((taint.label, taint.protections) for taint in all_taints(self.value)),
            *(constant.value for constant in self.value.constants),
            *(constant.value for constant in self.name.constants),
            self.name.alias,
            self.name.wording,
            self.store_value.alias,
            bool(self.value.members),
            *self._stated(),
        )

    @property
    def sink_location(self) -> Location:
        """Where it happens: in a function that the code at ``location`` calls, if that only hands the value in."""
        return self.inner[-1].location if self.inner else self.location

    @property
    def function(self) -> tuple[str, str]:
        """The function around it: its file, and its name as people write it."""
        return self.location.path, self.symbol

    def _stated(self) -> Iterator[object]:
        if self.kind in FACT_PARTS:
            yield self.inner[-1].location if self.inner else None
            items = (item for part in (self.value.members or {}).values() for item in (part.members or {}).values())
            yield from (one.value for item in items for one in item.constants)


def guarded_by_set_up(events: Sequence[Event], by_kind: Mapping[str, Sequence[Event]]) -> Iterator[Event]:
    """The events; one that has to be set up is under the guards that all the places share which set it up."""
    for event in events:
        places = by_kind.get(event.after, ()) if event.after is not None else ()
        shared = frozenset.intersection(*(frozenset(one.guards) for one in places)) if places else frozenset()
        missing = sorted(shared - set(event.guards))
        yield msgspec.structs.replace(event, guards=(*event.guards, *missing, SET_UP)) if missing else event
