"""What code that refuses a request asks about: who is calling, a role, or the owner of a record."""

from __future__ import annotations

from collections.abc import Iterable

from secure_lint.flow.server.refusals import FORBIDDEN, NOT_FOUND, UNKNOWN_CALLER
from secure_lint.flow.values.events import Event
from secure_lint.model.endpoint import Code
from secure_lint.server.code import CallGraph
from secure_lint.server.guard_names import LOGIN, ROLE, SENDER
from secure_lint.server.refusals import Refusals

REFUSE = "server.refuse"


class RefusedRequests:
    """Tells what the places ask at which requests are refused, with the calls on the way there."""

    def __init__(self, graph: CallGraph, refusals: Refusals) -> None:
        self._graph = graph
        self._refusals = refusals

    def kind(self, status: object, event: Event) -> str | None:
        """The kind of guard that refuses with a status."""
        if str(UNKNOWN_CALLER) in str(status):
            return ROLE if self._refusals.asks_rank(event.sink_location) else LOGIN
        if str(FORBIDDEN) in str(status):
            return self._refusals.forbidding(event.sink_location)
        return SENDER if self._refusals.asks_sender(event.sink_location) else None

    def for_rank(self, event: Event) -> bool:
        """Whether a known caller is refused there for want of a role or a permission, as the condition says."""
        return _has_status(event, FORBIDDEN) and self._refusals.asks_rank(event.sink_location)

    def hidden(self, event: Event) -> tuple[str, ...]:
        """The kinds of guard that answers that there is no such thing to callers who may not see it."""
        return self._refusals.hiding(event.sink_location) if _has_status(event, NOT_FOUND) else ()

    def decides(self, handed: Event, events: Iterable[Event]) -> bool:
        """Whether a request is refused for what is found out of a record, by what is handed it or because of that."""
        codes = self._graph.reached(self._graph.code_called_at(handed.location))
        if any(self._refuses(one) for one in self._graph.events_in(codes)):
            return True
        # A caller nobody knows is refused for want of a token, not for whose record it is.
        refused = (one.sink_location for one in events if self._refuses(one) and _has_status(one, FORBIDDEN))
        return any(self._refusals.is_condition(handed.location, place) for place in refused)

    def asks_rank(self, codes: Iterable[Code]) -> bool:
        """Whether code, or what it calls, refuses callers without a role or a permission."""
        events = self._graph.events_in(self._graph.reached(codes))
        forbidding = (one for one in events if one.kind == REFUSE and _has_status(one, FORBIDDEN))
        return any(self._refusals.asks_rank(one.sink_location) for one in forbidding)

    def _refuses(self, event: Event) -> bool:
        return event.kind == REFUSE and any(self.kind(one.value, event) for one in event.value.constants)


def _has_status(event: Event, status: int) -> bool:
    return any(str(status) in str(one.value) for one in event.value.constants)
