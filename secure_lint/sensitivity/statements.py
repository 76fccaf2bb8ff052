"""What a source says itself about its data: annotations, comments, descriptions."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from typing import Final

from secure_lint.sensitivity.taxonomy import Statements, Taxonomy
from secure_lint.sensitivity.words import WordSplitter

MOST_COMMENT_CHARACTERS: Final = 2000


class Saying(enum.Enum):
    """What a statement says of the data."""

    SENSITIVE = "sensitive"
    HARMLESS = "harmless"


class StatementReader:
    """Finds the phrases of the taxonomy in annotations and comments."""

    def __init__(self, taxonomy: Taxonomy, splitter: WordSplitter) -> None:
        self._annotations = taxonomy.annotations
        self._comments = taxonomy.comments
        self._splitter = splitter

    def read(self, annotations: Iterable[str], comment: str | None) -> tuple[Saying, str] | None:
        """Return what is said and the words that say it; a harmless statement wins over a sensitive one."""
        sayings: list[tuple[Saying, str]] = []
        for annotation in annotations:
            words = self._splitter.split(annotation)
            # An annotation is its name: @PersonalDataProcessor says nothing about a value.
            sayings += [item for item in _find(words, self._annotations) if len(item[1].split()) == len(words)]
        if comment:
            sayings += _find(self._splitter.split(comment[:MOST_COMMENT_CHARACTERS]), self._comments)
        return min(sayings, key=lambda item: item[0] is Saying.SENSITIVE, default=None)


def _find(words: Sequence[str], statements: Statements) -> list[tuple[Saying, str]]:
    found = []
    for saying, phrases in ((Saying.HARMLESS, statements.harmless), (Saying.SENSITIVE, statements.sensitive)):
        found += [(saying, " ".join(phrase)) for phrase in phrases if _holds(words, phrase)]
    return found


def _holds(words: Sequence[str], phrase: Sequence[str]) -> bool:
    size = len(phrase)
    return any(tuple(words[start : start + size]) == tuple(phrase) for start in range(len(words) - size + 1))
