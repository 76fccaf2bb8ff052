"""What the record around a name is about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import Final, TypeVar

import msgspec

from secure_lint.sensitivity.matcher import TermMatcher
from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.words import WordSplitter

W = TypeVar("W", bound=Hashable)
_NONE: Final[frozenset[str]] = frozenset()
_MEMO_LIMIT: Final = 2_000
_SHARED_PREFIX: Final = 0.6
_FEWEST_WITH_PREFIX: Final = 4


class Record(msgspec.Struct, frozen=True):
    """The contexts of an entity: by its head noun and by its other words, and its words without suffixes."""

    heads: frozenset[str]
    modifiers: frozenset[str]
    words: tuple[str, ...]


NO_RECORD: Final = Record(_NONE, _NONE, ())


class _Attributes(msgspec.Struct, frozen=True):
    """What the names of a record show together.

    ``shown`` says for the words of each name which contexts they show: by the words themselves, and by the data type
    that they name. ``prefix`` is a word at the front of most names that says nothing.
    """

    shown: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]]
    by_name: dict[str, int]
    by_type: dict[str, int]
    prefix: str | None


class SurroundingsReader:
    """Recognises what records are about; remembers each entity."""

    def __init__(self, taxonomy: Taxonomy, splitter: WordSplitter, matcher: TermMatcher) -> None:
        self._splitter = splitter
        self._matcher = matcher
        self._suffixes = taxonomy.entity_suffixes
        contexts = taxonomy.contexts
        self._heads = _by_word((context.id, context.heads) for context in contexts)
        self._ambiguous = _by_word((context.id, context.ambiguous_heads) for context in contexts)
        self._head_first = _by_word((context.id, context.head_first) for context in contexts)
        self._modifiers = _by_word((context.id, context.heads | context.modifiers) for context in contexts)
        self._entity_modifiers = _by_word((context.id, context.modifiers) for context in contexts)
        self._siblings = _by_word((context.id, context.siblings) for context in contexts)
        self._shown_by = _by_word((context.id, context.shown_by) for context in contexts)
        self._roles = _by_word((context.id, context.roles) for context in contexts)
        self._enough_names = {context.id: context.at_least for context in contexts}
        self._enough_types = {context.id: context.shown_at_least for context in contexts}
        self._transparent = taxonomy.grammar.transparent
        self._records: dict[str, Record] = {}
        self._attributes: dict[tuple[str, ...], _Attributes] = {}

    def role(self, role: str) -> frozenset[str]:
        """Return the contexts that a subject role implies."""
        return self._roles.get(role, _NONE)

    def of_word(self, word: str) -> frozenset[str]:
        """Return the contexts that a word before a term gives it (``patientName``)."""
        return self._modifiers.get(word, _NONE)

    def are_silent(self, words: Sequence[str]) -> bool:
        """Whether none of the words before a term gives it a context."""
        return self._modifiers.keys().isdisjoint(words)

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
        attributes = self._together(names)
        own_names, own_types = attributes.shown.get(own, (_NONE, _NONE))
        found: set[str] = set()
        for votes, mine, enough in (
            (attributes.by_name, own_names, self._enough_names),
            (attributes.by_type, own_types, self._enough_types),
        ):
            found.update(context for context, count in votes.items() if count - (context in mine) >= enough[context])
        return frozenset(found)

    def without_prefix(self, words: list[str], names: tuple[str, ...]) -> list[str]:
        """Return the words of a name without a prefix that most names of the record share (``cp_name``, ``cp_zip``)."""
        prefix = self._together(names).prefix
        return words[1:] if prefix is not None and len(words) > 1 and words[0] == prefix else words

    def _together(self, names: tuple[str, ...]) -> _Attributes:
        found = self._attributes.get(names)
        if found is None:
            if len(self._attributes) >= _MEMO_LIMIT:
                self._attributes.clear()
            found = self._attributes[names] = self._attributes_of(names)
        return found

    def _attributes_of(self, names: Iterable[str]) -> _Attributes:
        split = list(dict.fromkeys(tuple(self._splitter.split(name)) for name in names))
        prefix = self._prefix(split)
        shown: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]] = {}
        by_name: Counter[str] = Counter()
        by_type: Counter[str] = Counter()
        for words in split:
            bare = words[1:] if prefix is not None and words[:1] == (prefix,) and len(words) > 1 else words
            shown[bare] = self._siblings.get(bare, _NONE), self._named(bare)
        for named, typed in shown.values():
            by_name.update(named)
            by_type.update(typed)
        return _Attributes(shown, dict(by_name), dict(by_type), prefix)

    def _prefix(self, split: Sequence[tuple[str, ...]]) -> str | None:
        if len(split) < _FEWEST_WITH_PREFIX:
            return None
        (first, count), *_ = Counter(words[0] if words else "" for words in split).most_common(1)
        if not first or count < _FEWEST_WITH_PREFIX or count < _SHARED_PREFIX * len(split) or self.of_word(first):
            return None
        return None if any(match.meanings.decisive for match in self._matcher.find([first])) else first

    def _named(self, words: Sequence[str]) -> frozenset[str]:
        """Return the contexts shown by the data type that a name has whatever stands around it."""
        shown: frozenset[str] = _NONE
        for match in self._matcher.find(words):
            if all(word in self._transparent or word.isdigit() for word in words[match.end :]):
                for meaning in match.meanings.decisive:
                    shown |= self._shown_by.get(meaning.data_type.id, _NONE)
        return shown

    def _read(self, entity: str) -> Record:
        words = self._splitter.split(entity.replace("::", ".").rpartition(".")[2])
        while len(words) > 1 and (words[-1] in self._suffixes or words[-1].isdigit()):
            words.pop()
        if not words:
            return NO_RECORD
        modifiers = {context for word in words[:-1] for context in self._entity_modifiers.get(word, _NONE)}
        heads = self._heads.get(words[-1], _NONE) or self._head_first.get(words[0], _NONE)
        if all("person" in self._heads.get(word, _NONE) for word in words[:-1]):
            heads |= self._ambiguous.get(words[-1], _NONE)
        return Record(heads, frozenset(modifiers), tuple(words))


def _by_word(pairs: Iterable[tuple[str, Iterable[W]]]) -> dict[W, frozenset[str]]:
    collected: dict[W, set[str]] = {}
    for context, words in pairs:
        for word in words:
            collected.setdefault(word, set()).add(context)
    return {word: frozenset(contexts) for word, contexts in collected.items()}
