"""Cutting identifiers into words: accents, case, digits, fused words, plurals, abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet

# An acronym before a capitalised word, a capitalised or lower-case word, an acronym, a number.
_PARTS = re.compile(r"[A-Z]+s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_FOLDS = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "TH",
        "ł": "l",
        "Ł": "L",
        "\u0131": "i",
        "ŀ": "l",
    }
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_SHORTEST_PART = 3
_LONGEST_FUSED = 40
_MEMO_LIMIT = 200_000


def fold(text: str) -> str:
    """Return ``text`` in plain ASCII letters where it has such; case is kept."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDS))
    return "".join(character for character in plain if not unicodedata.combining(character))


def parts(text: str) -> list[str]:
    """Cut at case changes, digits and everything that is neither letter nor digit; lower case."""
    return [part.lower() for part in _PARTS.findall(fold(text))]


def spellings(text: str) -> tuple[str, ...]:
    """Return the spellings of a dictionary term without accents: ``Schlüssel`` is ``schlussel`` and ``schluessel``."""
    plain, written_out = fold(text), fold(text.translate(_UMLAUTS))
    return (plain,) if plain == written_out else (plain, written_out)


class WordSplitter:
    """Cuts names into words of a vocabulary where it can; remembers each part it has seen."""

    def __init__(
        self,
        vocabulary: AbstractSet[str],
        short: AbstractSet[str],
        connectors: AbstractSet[str],
        abbreviations: dict[str, str],
    ) -> None:
        self._vocabulary = vocabulary
        self._short = short
        self._connectors = connectors
        self._abbreviations = abbreviations
        self._memo: dict[str, tuple[str, ...]] = {}

    def split(self, name: str) -> list[str]:
        """Return the words of ``name``: singular, lower case, without accents."""
        memo = self._memo
        words: list[str] = []
        single = False
        for part in _PARTS.findall(name if name.isascii() else fold(name)):
            found = memo.get(part)
            if found is None:
                found = self._remember(part)
            words += found
            if len(part) == 1:
                single = True
        if single:
            words = self._join_letters(words)
        if len(words) > 2 and not self._connectors.isdisjoint(words):
            words = [word for place, word in enumerate(words) if not place or word not in self._connectors]
        return words

    def _remember(self, part: str) -> tuple[str, ...]:
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
        found = self._memo[part] = self._word(part.lower())
        return found

    def _word(self, part: str) -> tuple[str, ...]:
        if part in self._vocabulary or part.isdigit():
            return (part,)
        singular = self._singular(part)
        if singular:
            return (singular,)
        if part in self._abbreviations:
            return (self._abbreviations[part],)
        if 5 < len(part) <= _LONGEST_FUSED:
            return self._segments(part) or (part,)
        return (part,)

    def _singular(self, word: str) -> str | None:
        for plural, singular in (("ies", "y"), ("es", ""), ("s", ""), ("en", "e"), ("n", "")):
            if word.endswith(plural) and len(word) - len(plural) > 2:
                stem = word[: -len(plural)] + singular
                if stem in self._vocabulary and (plural not in ("en", "n") or len(stem) > 5):
                    return stem
        return None

    def _segments(self, part: str) -> tuple[str, ...] | None:
        """Cut a fused part into as few vocabulary words as possible; ``None`` when it does not come out even."""
        best: list[tuple[str, ...] | None] = [()]
        for end in range(1, len(part) + 1):
            found: tuple[str, ...] | None = None
            for start in range(max(0, end - 20), end):
                left = best[start]
                if left is None or (found is not None and len(left) + 1 >= len(found)):
                    continue
                piece = part[start:end]
                if piece in self._vocabulary and (len(piece) >= _SHORTEST_PART or piece in self._short):
                    found = (*left, piece)
            best.append(found)
        return best[-1] if best[-1] and len(best[-1]) <= 4 else None

    def _join_letters(self, words: list[str]) -> list[str]:
        """Join a single letter with its neighbour where that makes a word (``e`` ``mail``, ``o`` ``auth``)."""
        joined: list[str] = []
        place = 0
        while place < len(words):
            pair = words[place] + words[place + 1] if place + 1 < len(words) else ""
            if pair and len(words[place]) == 1 and not pair.isdigit() and pair in self._vocabulary:
                joined.append(pair)
                place += 2
            else:
                joined.append(words[place])
                place += 1
        return joined
