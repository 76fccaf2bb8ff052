"""Cutting identifiers into words: accents, case, digits, fused words, plurals, abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import Final

import msgspec

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
_SHORTEST_PIECE: Final = 3
_LONGEST_PIECE: Final = 24
_MOST_PIECES: Final = 4
_LONGEST_FUSED: Final = 40
_MEMO_LIMIT: Final = 200_000


def fold(text: str) -> str:
    """Return ``text`` in plain ASCII letters where it has such; case is kept."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKD", text.translate(_FOLDS))
    return "".join(character for character in plain if not unicodedata.combining(character))


def parts(text: str) -> list[str]:
    """Cut at case changes, digits and everything that is neither letter nor digit; lower case."""
    return [part.lower() for part in _PARTS.findall(fold(text))]


def joined(text: str) -> str:
    """The words of a name in small letters, numbers among them, joined by ``_``: ``is_admin_2`` for ``isAdmin2``."""
    return "_".join(parts(text))


def spellings(text: str) -> tuple[str, ...]:
    """Return the spellings of a dictionary term without accents: ``Schlüssel`` is ``schlussel`` and ``schluessel``."""
    plain, written_out = fold(text), fold(text.translate(_UMLAUTS))
    return (plain,) if plain == written_out else (plain, written_out)


class Spelling(msgspec.Struct, frozen=True):
    """What the splitter knows of the spelling of words.

    ``vocabulary`` holds the words into which a fused part may be cut, ``short`` those of two letters among them.
    ``compounds`` are words of letters and digits that stay whole (``e2e``), ``invariant`` words that end in s without
    being plurals, and ``connectors`` small words that are left out inside a name (``data_de_nascimento``).
    """

    vocabulary: frozenset[str]
    short: frozenset[str]
    compounds: frozenset[str]
    invariant: frozenset[str]
    connectors: frozenset[str]
    abbreviations: dict[str, str]


class WordSplitter:
    """Cuts names into words of a vocabulary where it can; remembers each part it has seen."""

    def __init__(self, spelling: Spelling) -> None:
        self._spelling = spelling
        self._vocabulary = spelling.vocabulary
        self._connectors = spelling.connectors
        self._pieces = self._cut_into()
        self._beginnings = frozenset(piece[:_SHORTEST_PIECE] for piece in self._pieces)
        self._memo: dict[str, tuple[str, ...]] = {}
        self._joinable: set[str] = set()
        self._compounds: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
        for compound in sorted(spelling.compounds, key=len, reverse=True):
            pieces = parts(compound)
            self._compounds[pieces[0]].append((pieces, compound))

    def split(self, name: str) -> list[str]:
        """Return the words of ``name``: singular, lower case, without accents."""
        memo = self._memo
        pieces = _PARTS.findall(name if name.isascii() else fold(name))
        words: list[str] = []
        for part in pieces:
            words += memo.get(part) or self._remember(part)
        if len(words) > 1:
            if not self._joinable.isdisjoint(pieces):
                words = self._join(words)
            if len(words) > 2 and not self._connectors.isdisjoint(words):
                words = [word for place, word in enumerate(words) if not place or word not in self._connectors]
        return words

    def _remember(self, part: str) -> tuple[str, ...]:
        if len(self._memo) >= _MEMO_LIMIT:
            self._memo.clear()
            self._joinable.clear()
        found = self._memo[part] = self._word(part.lower())
        if part.lower() in self._compounds or (len(part) == 1 and not part.isdigit()):
            self._joinable.add(part)
        return found

    def _word(self, part: str) -> tuple[str, ...]:
        if part.isdigit():
            return (part,)
        singular = self._singular(part) if part.endswith("s") else None
        if singular:
            return (singular,)
        if part in self._vocabulary:
            return (part,)
        if part in self._spelling.abbreviations:
            return (self._spelling.abbreviations[part],)
        german = part.removesuffix("n") if len(part) > 6 else ""
        for stem in (german, german.removesuffix("e")):
            if len(stem) > 5 and stem in self._vocabulary:
                return (stem,)
        if 5 < len(part) <= _LONGEST_FUSED:
            return self._segments(part) or (part,)
        return (part,)

    def _singular(self, word: str) -> str | None:
        if word in self._spelling.invariant or word.endswith(("ss", "us", "is")):
            return None
        for plural, singular in (("s", ""), ("es", ""), ("ies", "y"), ("oes", "ao"), ("ais", "al")):
            stem = word[: -len(plural)] + singular
            if len(stem) > 2 and word.endswith(plural) and stem in self._vocabulary:
                return stem
        return None

    def _segments(self, part: str) -> tuple[str, ...] | None:
        """Cut a fused part into as few vocabulary words as possible; ``None`` when it does not come out even."""
        size = len(part)
        best: list[tuple[str, ...] | None] = [None] * (size + 1)
        best[0] = ()
        for start in range(size):
            left = best[start]
            if left is None or len(left) == _MOST_PIECES or not self._begins(part, start):
                continue
            for end in range(start + 2, min(size, start + _LONGEST_PIECE) + 1):
                known = best[end]
                if known is None or len(left) + 1 < len(known):
                    piece = part[start:end]
                    word = self._pieces.get(piece) or self._plural(piece)
                    if word:
                        best[end] = (*left, word)
        return best[size]

    def _begins(self, part: str, start: int) -> bool:
        return (
            part[start : start + _SHORTEST_PIECE] in self._beginnings or part[start : start + 2] in self._spelling.short
        )

    def _cut_into(self) -> dict[str, str]:
        """Return the pieces of which a fused part may consist, with the words they stand for."""
        pieces = dict(self._spelling.abbreviations)
        for word in self._vocabulary:
            if len(word) >= _SHORTEST_PIECE or word in self._spelling.short:
                pieces[word] = (self._singular(word) if word.endswith("s") else None) or word
        return pieces

    def _plural(self, piece: str) -> str | None:
        return self._singular(piece) if piece.endswith("s") and len(piece) > _SHORTEST_PIECE else None

    def _join(self, words: list[str]) -> list[str]:
        """Join letters to words (``e`` ``mail``) and cut compounds again (``e`` ``2`` ``e``)."""
        joined: list[str] = []
        place, size = 0, len(words)
        while place < size:
            word = words[place]
            following = word + words[place + 1] if len(word) == 1 and place + 1 < size else ""
            for pieces, whole in self._compounds.get(word, ()):
                if words[place : place + len(pieces)] == pieces:
                    joined.append(whole)
                    place += len(pieces)
                    break
            else:
                is_joined = following in self._vocabulary
                joined.append(following if is_joined else word)
                place += 2 if is_joined else 1
        return joined
