"""The facts that calls report about a server, in the order in which the code states them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.server_labels import ROUTER, items_of, labels_of
from secure_lint.flow.values.summaries import depends_on_parameter
from secure_lint.flow.values.value import Value, all_taints
from secure_lint.knowledge.server_words import FACT_PARTS
from secure_lint.model.span import Location


class ServerFact(msgspec.Struct, frozen=True):
    """A reported fact. ``order`` tells which of two facts of one function is stated first."""

    event: Event
    order: tuple[str, int]

    @property
    def kind(self) -> str:
        """The kind of fact."""
        return self.event.kind

    @property
    def is_handed_on(self) -> bool:
        """Whether the fact is about what the function around it is handed by its callers."""
        return depends_on_parameter(self.event.value)

    @property
    def location(self) -> Location:
        """Where the fact is stated: inside a function that was handed a router, not where that is called."""
        return self.event.sink_location

    def items(self, part: str) -> tuple[Value, ...]:
        """The items of a part, in order."""
        return items_of(self.event.value, part)

    def texts(self, part: str) -> tuple[str, ...]:
        """The constant texts of a part."""
        items = (one for item in self.items(part) for one in (item, *(item.members or {}).values()))
        return tuple(str(one.value) for item in items for one in item.constants if one.value is not None)

    def name_for(self, handler: str) -> str:
        """The name of what a route is for, in facts that tell it: one that is stated, else that of the handler."""
        if self.event.value.member("called") is None:
            return ""
        return next((text for text in self.texts("called") if text), handler)

    def router(self, part: str) -> str | None:
        """The router that a part is, by the place where it was made."""
        return next((name for item in self.items(part) for name in labels_of(item, ROUTER)), None)

    def is_open(self, part: str) -> bool:
        """Whether a part depends on what callers hand in."""
        items = self.items(part)
        return any(taint.label.kind == "parameter" for item in items for taint in all_taints(item))


def server_facts(events: Mapping[str, tuple[Event, ...]]) -> tuple[ServerFact, ...]:
    """All facts; one that a function states of what it is handed counts as its callers tell it, if there are any.

    And as theirs do, where they only hand it on.
    """
    found = [one for key in sorted(events) for one in _of_function(key, events[key])]
    told = {(one.kind, one.location) for one in found if one.event.inner}
    known = {(one.kind, one.location) for one in found if one.event.inner and not one.is_handed_on}
    return tuple(
        one
        for one in found
        if (one.event.inner or (one.kind, one.location) not in told)
        and not (one.is_handed_on and (one.kind, one.location) in known)
    )


def _of_function(key: str, events: tuple[Event, ...]) -> Iterator[ServerFact]:
    for position, event in enumerate(events):
        if event.kind in FACT_PARTS:
            yield ServerFact(event, (key, position))
