"""The stores that the program opens, as they are once they are open."""

from __future__ import annotations

from collections.abc import Iterable

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import StoreState
from secure_lint.judge.states import CIPHERED, PLAIN


class Openings:
    """The places that open a store.

    A store that takes its key after it was opened, or in a callback, is ciphered if the program gives one to a store
    of that engine at all: the place that opens it says nothing of that.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        opened = tuple((event.store, event) for event in events if event.store is not None)
        self._ciphered = {store.engine: store for store, _ in reversed(opened) if store.at_rest == CIPHERED}
        self.places = tuple((store, event) for store, event in opened if self.settled(store) is store)

    def settled(self, store: StoreState) -> StoreState:
        """The store as it is after all calls: that which is given a key, if it may be this one."""
        if store.at_rest != PLAIN or not store.late_key:
            return store
        return self._ciphered.get(store.engine, store)
