"""The compiled terms: a trie of words, searched for the longest phrases in a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from secure_lint.sensitivity.data_type import DataType, Term
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
    """Finds the terms of a taxonomy in word sequences.

    The terms that begin with a word are compiled when that word is first looked up.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._roots: dict[str, _Node | None] = {}
        self._terms: dict[str, list[tuple[DataType, Term]]] = {}
        self._innocent: dict[str, list[tuple[str, ...]]] = {}
        for data_type in taxonomy.types:
            for term in data_type.terms:
                self._terms.setdefault(term.words[0], []).append((data_type, term))
        for phrase in taxonomy.grammar.innocent:
            self._innocent.setdefault(phrase[0], []).append(phrase)
        # Every word that begins a phrase; what is compiled already has its node.
        self._roots.update(dict.fromkeys((*self._terms, *self._innocent)))

    def find(self, words: Sequence[str]) -> list[Match]:
        """Return the longest phrase from each word on, without those that lie inside another."""
        matches: list[Match] = []
        roots = self._roots
        covered = 0
        for start, word in enumerate(words):
            if word not in roots:
                continue
            found = _longest(roots[word] or self._compile(word), words, start + 1)
            if found and found[0] > covered:
                covered = found[0]
                matches.append(Match(start, covered, tuple(found[1].meanings)))
        return matches

    def _compile(self, first: str) -> _Node:
        root = _Node()
        for data_type, term in self._terms.get(first, ()):
            node = _descend(root, term.words)
            node.final = True
            contexts, unless = frozenset(term.contexts), frozenset(term.unless)
            node.meanings.append(Meaning(data_type, term.language, contexts, term.modifiable, unless))
        for phrase in self._innocent.get(first, ()):
            _descend(root, phrase).final = True
        self._roots[first] = root
        return root


def _descend(node: _Node, words: Sequence[str]) -> _Node:
    for word in words[1:]:
        following = node.next.get(word)
        if following is None:
            following = node.next[word] = _Node()
        node = following
    return node


def _longest(node: _Node, words: Sequence[str], place: int) -> tuple[int, _Node] | None:
    """Return where the longest phrase ends that starts with ``node``, and its last node."""
    best: tuple[int, _Node] | None = None
    size = len(words)
    while True:
        if node.final:
            best = place, node
        if place == size:
            return best
        following = node.next.get(words[place])
        if following is None:
            return best
        node = following
        place += 1
