"""Guards that are stated for functions and classes, beside what these do."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from secure_lint.flow.values.server_labels import MAKER, labels_of
from secure_lint.flow.values.value import Value
from secure_lint.knowledge.server_words import NONE
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Guard
from secure_lint.server.advice import advice_by_annotation
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import Found, GuardReader, joined

_DEEPEST = 6


class StatedGuards:
    """Guards by the key of the function, or the name of the type, for which they are stated.

    A method of a class for which something is stated by its name has ``type#name`` for its key.
    ``opened`` are those for which it is stated that they are behind no guard, whatever holds elsewhere.
    """

    def __init__(self, program: Program, facts: Sequence[ServerFact], guards: GuardReader) -> None:
        self._guards = guards
        self._advice = advice_by_annotation(program, facts)
        self._facts: dict[str, list[ServerFact]] = defaultdict(list)
        self._memory: dict[str, Found] = {}
        self._instead: dict[str, ServerFact] = {}
        self.opened: set[str] = set()
        for fact in facts:
            keys = [key for item in fact.items("of") for key in _keys_of(item)]
            methods = [text for text in fact.texts("method") if text]
            if methods:
                keys = [f"{key}#{method}" for key in keys for method in methods]
            if fact.kind == "server.open":
                self.opened.update(keys)
            elif fact.kind == "server.guard-instead":
                self._instead.update(dict.fromkeys(keys, fact))
            elif fact.kind == "server.guard":
                for key in keys:
                    self._facts[key].append(fact)

    def instead_of(self, key: str) -> Found | None:
        """What is stated for a function in the place of what holds for its class, and of all defaults."""
        fact = self._instead.get(key)
        if fact is None:
            return None
        found = self._guards.of_items(fact.items("guards"), fact.location)
        open_to_all = not found.guards and not found.unresolved
        return Found((Guard(NONE, fact.event.call, fact.location),)) if open_to_all else found

    def of(self, key: str) -> Found:
        """What is stated for a function or type, and for what stands before that."""
        return self._of(key, 0)

    def _of(self, key: str, depth: int) -> Found:
        if key in self._memory or depth > _DEEPEST:
            return self._memory.get(key, Found())
        self._memory[key] = Found()
        found = functools.reduce(joined, (self._guards.of_advice(one) for one in self._advice.get(key, ())), Found())
        for fact in self._facts.get(key, ()):
            found = joined(found, self._guards.of_fact(fact))
            for before in self._guarding(fact.items("guards")):
                found = joined(found, self._of(before, depth + 1))
        self._memory[key] = found
        return found

    def _guarding(self, items: Iterable[Value]) -> Iterable[str]:
        """The functions and methods that are the guards: what is stated for them holds for what they guard as well."""
        for item in items:
            yield from labels_of(item, MAKER)
            if item.closure is not None and item.closure.function is not None:
                yield item.closure.function
            elif item.type is not None:
                yield from self._guards.method_keys(item.type)


def _keys_of(item: Value) -> Iterable[str]:
    if item.closure is not None:
        return (item.closure.function,) if item.closure.function is not None else ()
    return (item.type,) if item.is_type and item.type is not None else ()
