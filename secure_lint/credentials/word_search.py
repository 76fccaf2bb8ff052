"""Where words stand in a file that may name a credential or take one: the prefilter of the search by names."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick_rs
import msgspec

from secure_lint.credentials.assignments import NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.matching import is_inside_base64

_IDENTIFIER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
_NAME = _IDENTIFIER + b".-"
"""The characters of an identifier, and of the name of a setting."""

_LONGEST_SIDE = 80

_Run = tuple[int, int, bool]
"""The byte range of a name, and whether it may be that of a credential."""

_NOWHERE: _Run = (0, -1, False)


class Hits(msgspec.Struct, frozen=True):
    """Byte offsets of credential words, and byte ranges of calls that take a credential."""

    words: tuple[int, ...]
    calls: tuple[tuple[int, int], ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.calls)


class WordSearch:
    """Looks for all words and calls in one pass, and keeps those that stand in a fitting name."""

    def __init__(self, words: Iterable[str], calls: CallModel, named: NamedPredicate) -> None:
        known = sorted(words)
        consumers = tuple(dict.fromkeys(calls.consumer_names()))
        self._calls = calls
        self._named = named
        self._word_count = len(known)
        self._consumers = tuple(name.encode() for name in consumers)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [word.encode() for word in known] + [name.lower().encode() for name in consumers]
        )

    def hits(self, data: bytes, lowered: bytes) -> Hits:
        """The places in ``data``, whose lower-case form is ``lowered``."""
        words: list[int] = []
        calls: list[tuple[int, int]] = []
        judged: list[_Run] = [_NOWHERE, _NOWHERE]
        for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if index < self._word_count:
                if self._is_in_name(data, start, end, judged):
                    words.append(start)
            elif data[start:end] == self._consumers[index - self._word_count]:
                first, last = _run_at(data, start, end, _IDENTIFIER)
                if self._calls.consumers(data[first:last].decode("ascii")):
                    calls.append((first, last))
        return Hits(tuple(words), tuple(calls))

    def _is_in_name(self, data: bytes, start: int, end: int, judged: list[_Run]) -> bool:
        """Whether a word stands in what may be the name of a credential, rather than in ``keyboard`` or a blob.

        ``judged`` holds the names that the last word stood in, by kind of characters, and takes those of this one.
        """
        for place, kind in enumerate((_IDENTIFIER, _NAME)):
            first, last, named = judged[place]
            if not first <= start <= end <= last:
                first, last = _run_at(data, start, end, kind)
                named = self._named(data[first:last].decode("ascii"))
                judged[place] = first, last, named
            if named:
                return not is_inside_base64(data, start, end)
        return False


def _run_at(data: bytes, start: int, end: int, kind: bytes) -> tuple[int, int]:
    """The byte range of the characters of ``kind`` around ``[start, end)``, up to 80 bytes more on each side."""
    before, after = data[max(0, start - _LONGEST_SIDE) : start], data[end : end + _LONGEST_SIDE]
    return start - len(before) + len(before.rstrip(kind)), end + len(after) - len(after.lstrip(kind))
