"""The places in the text of all files that may read a sensitive attribute of a class."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final

import msgspec

from secure_lint.engine.demand import Places, position
from secure_lint.judge.attributes import attribute_classes, is_held
from secure_lint.judge.unread import accessors_of, words_of
from secure_lint.knowledge.models import Model
from secure_lint.model.facts import Occurrence
from secure_lint.model.schema import Entity
from secure_lint.screen.words import Hit, Screen
from secure_lint.sensitivity.classifier import Classifier

MOST_OCCURRENCES: Final = 40
"""An attribute whose name stands in more places is read somewhere, or nobody can tell."""

Readable = Callable[[Collection[str]], Iterable[tuple[str, bytes]]]
"""Yields the path and the content of all files of code, and of those with one of these endings."""

_MARKUP: Final = frozenset({".xml", ".sq", ".sqm", ".sql", ".html"})
_ASSIGNED: Final = re.compile(rb"\s*+=(?![=>])")


class FoundAttributes(msgspec.Struct, frozen=True):
    """The words that name sensitive attributes, and where they and their neighbours stand; common words are missing.

    ``whole`` are the places of calls that read all members of an object.
    """

    watched: frozenset[str] = frozenset()
    occurrences: Mapping[str, tuple[Occurrence, ...]] = {}
    whole: tuple[Occurrence, ...] = ()

    def places(self) -> Places:
        """What has to be parsed to tell what is read there."""
        places = Places()
        for one in (*self.whole, *(found for word in self.watched for found in self.occurrences.get(word, ()))):
            places.strong.setdefault(one.path, set()).add((one.line, one.column))
        return places


def find_attributes(
    entities: Iterable[Entity], classifier: Classifier, models: Iterable[Model], files: Readable
) -> FoundAttributes:
    """Look for the sensitive attributes of these entities, and for calls that read whole objects."""
    watched: set[str] = set()
    neighbours: set[str] = set()
    for entity in entities:
        classes = zip(entity.attributes, attribute_classes(classifier, entity), strict=True)
        sensitive = [attribute for attribute, said in classes if is_held(said)]
        watched.update(word for attribute in sensitive for word in words_of(attribute))
        neighbours.update(word for one in entity.attributes for word in accessors_of(one.name) if sensitive)
    if not watched:
        return FoundAttributes()
    users = {name for model in models for call in model.calls if call.uses is not None for name in call.name}
    found: dict[str, list[Occurrence]] = {word: [] for word in watched | neighbours | users}
    for hit, occurrence in _occurrences(Screen(found), files):
        found[hit.word].append(occurrence)
    known = {word: tuple(places) for word, places in found.items() if len(places) <= MOST_OCCURRENCES}
    whole = tuple(one for name in sorted(users) for one in found[name])
    return FoundAttributes(frozenset(watched), known, whole)


def _occurrences(screen: Screen, files: Readable) -> Iterator[tuple[Hit, Occurrence]]:
    for path, data in files(_MARKUP):
        for hit in screen.hits(data):
            assigned = _ASSIGNED.match(data, hit.offset + len(hit.word.encode())) is not None
            member = data[max(hit.offset - 1, 0) : hit.offset] == b"."
            yield hit, Occurrence(path, *position(data, hit.offset), assigned, member)
