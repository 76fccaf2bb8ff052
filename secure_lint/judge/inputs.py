"""What arrives at a sink in a function that other code calls: for sinks that are only as grave as that."""

from __future__ import annotations

from collections import defaultdict

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import Value, all_taints
from secure_lint.judge.context import Analysed
from secure_lint.judge.holding import LEAST_SCORE
from secure_lint.model.span import Location

_Function = tuple[str, str]


class Inputs:
    """The sensitive data that arrives at sinks of one kind, by the function around them.

    ``getMd5(name)`` is as harmless as what it is handed: where other code calls it and none of that hands in anything
    sensitive, it names a file or a colour.
    """

    def __init__(self, analysed: Analysed, kind: str) -> None:
        self._calls = analysed.calls
        self._keys: dict[_Function, set[str]] = defaultdict(set)
        for key, events in analysed.events_by_function.items():
            for event in events:
                if not event.inner:
                    self._keys[event.function].add(key)
        self._arrives: set[Location] = set()
        self._places: dict[_Function, set[Location]] = defaultdict(set)
        for event in analysed.events_by_kind.get(kind, ()):
            place = event.sink_location
            if not event.inner:
                self._places[event.function].add(place)
            if _is_sensitive(event.value):
                self._arrives.add(place)

    def are_harmless(self, event: Event) -> bool:
        """Whether other code calls the function around an event, and nothing sensitive arrives in it."""
        function = event.function
        called = any(self._calls.get(key) for key in self._keys.get(function, ()))
        return called and self._arrives.isdisjoint(self._places.get(function, ()))


def _is_sensitive(value: Value) -> bool:
    return any(one.label.kind == "data" and one.label.score >= LEAST_SCORE for one in all_taints(value))
