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
        left_plain = {store.engine for store, _ in self.places if store.at_rest != CIPHERED}
        self._always = {engine: store for engine, store in self._ciphered.items() if engine not in left_plain}

    def settled(self, store: StoreState) -> StoreState:
        """The store as it is after all calls: that which is given a key, if it may be this one."""
        if store.at_rest != PLAIN or not store.late_key:
            return store
        return self._ciphered.get(store.engine, store)

    def likely(self, store: StoreState) -> StoreState:
        """The store as the program opens all of its engine, where it is known by the type of its variable only."""
        unseen = not store.established and store.name is None and store.at_rest == PLAIN
        return self._always.get(store.engine, store) if unseen else store
