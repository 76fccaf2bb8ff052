"""The compiled terms: a trie of words, searched for the longest phrases in a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from secure_lint.sensitivity.data_type import DataType, Terms, ValueKind
from secure_lint.sensitivity.taxonomy import Taxonomy


class Meaning(msgspec.Struct, frozen=True):
    """One data type that a phrase can name; without ``contexts`` the phrase decides by itself."""

    data_type: DataType
    language: str
    contexts: frozenset[str]
    modifiable: bool
    unless: frozenset[str]
    values: frozenset[ValueKind]


class Meanings:
    """What one phrase can name: ``decisive`` meanings hold by themselves, ``dependent`` ones need a context.

    An innocent phrase has neither.
    """

    __slots__ = ("decisive", "dependent")

    def __init__(self, meanings: Iterable[Meaning] = ()) -> None:
        decisive: list[Meaning] = []
        dependent: list[Meaning] = []
        for meaning in meanings:
            (dependent if meaning.contexts else decisive).append(meaning)
        self.decisive: Final = tuple(decisive)
        self.dependent: Final = tuple(dependent)

    def __iter__(self) -> Iterator[Meaning]:
        yield from self.decisive
        yield from self.dependent


class Match(NamedTuple):
    """The words ``start .. end`` of a name form a phrase; ``size`` is the number of letters of its first word."""

    start: int
    end: int
    meanings: Meanings
    size: int

    def abbreviates(self, longest: int) -> bool:
        """Whether the phrase is one word of at most so many letters."""
        return self.end - self.start == 1 and self.size <= longest


_INNOCENT: Final = Meanings()


class _Node:
    __slots__ = ("final", "meanings", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.meanings = _INNOCENT
        self.final = False


class TermMatcher:
    """Finds the terms of a taxonomy in word sequences.

    The terms that begin with a word are compiled when that word is first looked up.
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._roots: dict[str, _Node | None] = {}
        self._owners: list[tuple[DataType, Terms]] = []
        self._phrases: list[str] = []
        self._owner_of: list[int] = []
        self._meanings: dict[int, Meaning] = {}
        # By their first word: the places of the phrases.
        self._terms: dict[str, list[int]] = defaultdict(list)
        self._innocent: dict[str, list[tuple[str, ...]]] = {}
        for data_type in taxonomy.types:
            for group in data_type.terms:
                self._owner_of += [len(self._owners)] * len(group.phrases)
                self._owners.append((data_type, group))
                self._phrases += group.phrases
        for place, phrase in enumerate(self._phrases):
            self._terms[phrase.partition(" ")[0]].append(place)
        for innocent in taxonomy.grammar.innocent:
            self._innocent.setdefault(innocent[0], []).append(innocent)
        # Every word that begins a phrase; what is compiled already has its node.
        self._roots.update(dict.fromkeys((*self._terms, *self._innocent)))

    def find(self, words: Sequence[str]) -> list[Match]:
        """Return the longest phrase from each word on, without those that lie inside another."""
        matches: list[Match] = []
        roots = self._roots
        if roots.keys().isdisjoint(words):
            return matches
        covered, size = 0, len(words)
        for start, word in enumerate(words):
            if word not in roots:
                continue
            node = final = roots[word] or self._compile(word)
            place = start + 1
            end = place if node.final else 0
            while place < size:
                following = node.next.get(words[place])
                if following is None:
                    break
                node = following
                place += 1
                if node.final:
                    final, end = node, place
            if end > covered:
                covered = end
                matches.append(Match(start, end, final.meanings, len(word)))
        return matches

    def _compile(self, first: str) -> _Node:
        root = _Node()
        for place in self._terms.get(first, ()):
            node = _descend(root, self._phrases[place].split())
            node.final = True
            node.meanings = Meanings((*node.meanings, self._meaning(self._owner_of[place])))
        for innocent in self._innocent.get(first, ()):
            _descend(root, innocent).final = True
        self._roots[first] = root
        return root

    def _meaning(self, owner: int) -> Meaning:
        found = self._meanings.get(owner)
        if found is None:
            data_type, group = self._owners[owner]
            contexts, unless, values = frozenset(group.contexts), frozenset(group.unless), frozenset(group.values)
            found = Meaning(data_type, group.language, contexts, group.modifiable, unless, values)
            self._meanings[owner] = found
        return found


def _descend(node: _Node, words: Sequence[str]) -> _Node:
    for word in words[1:]:
        following = node.next.get(word)
        if following is None:
            following = node.next[word] = _Node()
        node = following
    return node
