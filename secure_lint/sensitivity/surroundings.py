"""What the record around a name is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Final, TypeVar

import msgspec

from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.words import WordSplitter

W = TypeVar("W", bound=Hashable)
_NONE: Final[frozenset[str]] = frozenset()


class Record(msgspec.Struct, frozen=True):
    """The contexts of an entity: by its head noun and by its other words, and its words without suffixes."""

    heads: frozenset[str]
    modifiers: frozenset[str]
    words: tuple[str, ...]


NO_RECORD: Final = Record(_NONE, _NONE, ())


class SurroundingsReader:
    """Recognises what records are about; remembers each entity."""

    def __init__(self, taxonomy: Taxonomy, splitter: WordSplitter) -> None:
        self._splitter = splitter
        self._suffixes = taxonomy.entity_suffixes
        self._heads = _by_word((context.id, context.heads) for context in taxonomy.contexts)
        self._head_first = _by_word((context.id, context.head_first) for context in taxonomy.contexts)
        self._modifiers = _by_word((context.id, context.heads | context.modifiers) for context in taxonomy.contexts)
        self._entity_modifiers = _by_word((context.id, context.modifiers) for context in taxonomy.contexts)
        self._siblings = _by_word((context.id, context.siblings) for context in taxonomy.contexts)
        self._at_least = {context.id: context.at_least for context in taxonomy.contexts}
        self._roles = _by_word((context.id, context.roles) for context in taxonomy.contexts)
        self._records: dict[str, Record] = {}

    def role(self, role: str) -> frozenset[str]:
        """Return the contexts that a subject role implies."""
        return self._roles.get(role, _NONE)

    def of_word(self, word: str) -> frozenset[str]:
        """Return the contexts that a word before a term gives it (``patientName``)."""
        return self._modifiers.get(word, _NONE)

    def record(self, entity: str | None) -> Record:
        """Return the contexts of an entity by its name."""
        if not entity:
            return NO_RECORD
        found = self._records.get(entity)
        if found is None:
            found = self._records[entity] = self._read(entity)
        return found

    def siblings(self, names: tuple[str, ...], own: tuple[str, ...]) -> frozenset[str]:
        """Return the contexts that the names beside the one with the words ``own`` show."""
        votes: Counter[str] = Counter()
        for words in {tuple(self._splitter.split(name)) for name in names} - {own}:
            votes.update(self._siblings.get(words, ()))
        return frozenset(context for context, count in votes.items() if count >= self._at_least[context])

    def _read(self, entity: str) -> Record:
        words = self._splitter.split(entity.replace("::", ".").rpartition(".")[2])
        while len(words) > 1 and (words[-1] in self._suffixes or words[-1].isdigit()):
            words.pop()
        if not words:
            return NO_RECORD
        heads = self._heads.get(words[-1]) or self._head_first.get(words[0])
        modifiers = {context for word in words[:-1] for context in self._entity_modifiers.get(word, _NONE)}
        return Record(heads or _NONE, frozenset(modifiers), tuple(words))


def _by_word(pairs: Iterable[tuple[str, Iterable[W]]]) -> dict[W, frozenset[str]]:
    collected: dict[W, set[str]] = {}
    for context, words in pairs:
        for word in words:
            collected.setdefault(word, set()).add(context)
    return {word: frozenset(contexts) for word, contexts in collected.items()}
