"""One pass over a file's bytes that finds every word that a rule or a model needs.

A file without a hit is never parsed, and only the functions around the hits are interpreted, so the words decide how
much work a scan is.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable

import ahocorasick_rs
import msgspec

_IDENTIFIER = frozenset((string.ascii_letters + string.digits + "_$").encode()) | frozenset(range(0x80, 0x100))
_HEADER_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:#![^\n]*+\n)?(?:\s*+<\?xml[^>]*+>)?\s*+")
_HEADER_COMMENT = re.compile(rb"/\*.*?\*/|<!--.*?-->|(?:(?://|#)[^\n]*+(?:\n[ \t]*+|\Z))++", re.DOTALL)
_LICENCE = re.compile(rb"licen[cs]e|copyright|SPDX-", re.IGNORECASE)
_LONGEST_HEADER = 1 << 15


class ScreenWord(msgspec.Struct, frozen=True):
    """A word to look for.

    ``whole`` asks that it be no part of a longer identifier. With ``ignore_case`` ASCII letters of either case match.
    """

    text: str
    whole: bool = True
    ignore_case: bool = False


class Hit(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A word and the byte offset at which it starts."""

    offset: int
    word: str


class Screen:
    """An automaton over words, built once and used for every file. A plain string is a whole word in its own case."""

    __slots__ = ("_automaton", "_patterns", "_variants")

    def __init__(self, words: Iterable[str | ScreenWord]) -> None:
        variants: dict[bytes, list[tuple[bytes | None, bool, str]]] = {}
        wanted = {ScreenWord(word) if isinstance(word, str) else word for word in words}
        for word in sorted(wanted, key=lambda word: (word.text, word.whole, word.ignore_case)):
            if not word.text:
                raise ValueError("an empty word is in every file")
            spelling = None if word.ignore_case else word.text.encode()
            variants.setdefault(word.text.encode().lower(), []).append((spelling, word.whole, word.text))
        self._patterns = list(variants)
        self._variants = [tuple(variants[pattern]) for pattern in self._patterns]
        # Standard matching with overlaps: a word inside or at the start of a longer one must not be hidden by it.
        # The table form costs a few milliseconds to build and reads twice as fast as the automatic choice.
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick(self._patterns, implementation=ahocorasick_rs.Implementation.DFA)
            if self._patterns
            else None
        )

    def hits(self, data: bytes) -> tuple[Hit, ...]:
        """All hits in ``data`` (UTF-8), in order; a licence header at the top does not count."""
        if self._automaton is None:
            return ()
        # Lowering changes no byte's place: only ASCII letters of bytes are lowered.
        haystack = data.lower()
        matches = self._automaton.find_matches_as_indexes(haystack, overlapping=True)
        if not matches:
            return ()
        start = header_end(data)
        found = {
            Hit(begin, text)
            for pattern, begin, end in matches
            if begin >= start
            for spelling, whole, text in self._variants[pattern]
            if (spelling is None or data[begin:end] == spelling) and (not whole or _stands_alone(data, begin, end))
        }
        return tuple(sorted(found))


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether no identifier runs across either edge; an edge that is no identifier character cuts by itself."""
    if start and data[start] in _IDENTIFIER and data[start - 1] in _IDENTIFIER:
        return False
    return not (end < len(data) and data[end - 1] in _IDENTIFIER and data[end] in _IDENTIFIER)


def header_end(data: bytes) -> int:
    """The offset after the comment at the top of a file if it is about the licence, else 0."""
    opening = _HEADER_START.match(data)
    start = opening.end() if opening else 0
    comment = _HEADER_COMMENT.match(data, start, start + _LONGEST_HEADER)
    return comment.end() if comment and _LICENCE.search(comment.group()) else 0
