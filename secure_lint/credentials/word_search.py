"""Where words stand in a file that may name a credential or take one: the prefilter of the search by names."""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick_rs
import msgspec

from secure_lint.credentials.assignments import NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.matching import is_inside_base64

_IDENTIFIER = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"
_LONGEST_SIDE = 80
_MOST_NAMES = 20_000

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
        self._known_calls: dict[str, bool] = {}
        self._word_count = len(known)
        self._consumers = tuple(name.encode() for name in consumers)
        self._automaton = ahocorasick_rs.BytesAhoCorasick(
            [word.encode() for word in known] + [name.lower().encode() for name in consumers],
            implementation=ahocorasick_rs.Implementation.DFA,
        )

    def hits(self, data: bytes, lowered: bytes) -> Hits:
        """The places in ``data``, whose lower-case form is ``lowered``."""
        words: list[int] = []
        calls: list[tuple[int, int]] = []
        first, last, named = _NOWHERE
        for index, start, end in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            if index < self._word_count:
                if not first <= start <= end <= last:
                    first, last, named = self._name_at(data, start, end)
                if named and not is_inside_base64(data, start, end):
                    words.append(start)
            elif data[start:end] == self._consumers[index - self._word_count]:
                bounds = _run_at(data, start, end)
                if self._takes_one(data[slice(*bounds)].decode("ascii")):
                    calls.append(bounds)
        return Hits(tuple(words), tuple(calls))

    def _name_at(self, data: bytes, start: int, end: int) -> _Run:
        """The identifier in which a word stands, and whether it may name a credential, rather than ``keyboard``."""
        first, last = _run_at(data, start, end)
        return first, last, self._named(data[first:last].decode("ascii"))

    def _takes_one(self, call: str) -> bool:
        """Whether calls of this name take a credential; remembers the names of a scan."""
        known = self._known_calls.get(call)
        if known is None:
            if len(self._known_calls) > _MOST_NAMES:
                self._known_calls.clear()
            known = self._known_calls[call] = bool(self._calls.consumers(call))
        return known


def _run_at(data: bytes, start: int, end: int) -> tuple[int, int]:
    """The byte range of the identifier around ``[start, end)``, up to 80 bytes more on each side."""
    before, after = data[max(0, start - _LONGEST_SIDE) : start], data[end : end + _LONGEST_SIDE]
    return start - len(before) + len(before.rstrip(_IDENTIFIER)), end + len(after) - len(after.lstrip(_IDENTIFIER))
