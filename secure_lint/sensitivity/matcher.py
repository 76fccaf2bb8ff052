"""The compiled terms: a trie of words, searched for the longest phrases in a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from secure_lint.sensitivity.data_type import DataType
from secure_lint.sensitivity.taxonomy import Taxonomy


class Meaning(msgspec.Struct, frozen=True):
    """One data type that a phrase can name; without ``contexts`` the phrase decides by itself."""

    data_type: DataType
    language: str
    contexts: frozenset[str]
    modifiable: bool
    unless: frozenset[str]


class Match(NamedTuple):
    """The words ``start .. end`` of a name form a phrase; an innocent phrase has no meaning."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]


class _Node:
    __slots__ = ("final", "meanings", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.meanings: list[Meaning] = []
        self.final = False


class TermMatcher:
    """Finds the terms of a taxonomy in word sequences."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._root: dict[str, _Node] = {}
        sets: dict[tuple[str, ...], frozenset[str]] = {}
        for data_type in taxonomy.types:
            for term in data_type.terms:
                contexts = sets.setdefault(term.contexts, frozenset(term.contexts))
                node = self._node(term.words)
                node.final = True
                node.meanings.append(
                    Meaning(data_type, term.language, contexts, term.modifiable, frozenset(term.unless))
                )
        for phrase in taxonomy.grammar.innocent:
            node = self._node(phrase)
            if not node.meanings:
                node.final = True

    def _node(self, words: Sequence[str]) -> _Node:
        nodes = self._root
        node = _Node()
        for word in words:
            found = nodes.get(word)
            if found is None:
                found = nodes[word] = _Node()
            node, nodes = found, found.next
        return node

    def find(self, words: Sequence[str]) -> list[Match]:
        """Return the longest phrase from each word on, without those that lie inside another."""
        matches: list[Match] = []
        root = self._root
        covered = 0
        for start, word in enumerate(words):
            node = root.get(word)
            if node is None:
                continue
            end, best, place = 0, node, start + 1
            while node is not None:
                if node.final:
                    end, best = place, node
                node = node.next.get(words[place]) if place < len(words) else None
                place += 1
            if end > covered:
                covered = end
                matches.append(Match(start, end, tuple(best.meanings)))
        return matches
