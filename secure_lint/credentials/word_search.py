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

_JOINTS = (b".", b"-")
"""What joins the parts of the name of a setting."""

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
                bounds = _run_at(data, start, end, _IDENTIFIER)
                if self._takes_one(data[slice(*bounds)].decode("ascii")):
                    calls.append(bounds)
        return Hits(tuple(words), tuple(calls))

    def _name_at(self, data: bytes, start: int, end: int) -> _Run:
        """The name in which a word stands, and whether it may be that of a credential, rather than ``keyboard``.

        An identifier that says nothing alone may be a part of a longer name, that of a setting (``smtp.pass``).
        """
        first, last = _run_at(data, start, end, _IDENTIFIER)
        if self._named(data[first:last].decode("ascii")):
            return first, last, True
        if data[first - 1 : first] not in _JOINTS and data[last : last + 1] not in _JOINTS:
            return first, last, False
        around = _run_at(data, start, end, _NAME)
        return first, last, self._named(data[slice(*around)].decode("ascii"))

    def _takes_one(self, call: str) -> bool:
        """Whether calls of this name take a credential; remembers the names of a scan."""
        known = self._known_calls.get(call)
        if known is None:
            if len(self._known_calls) > _MOST_NAMES:
                self._known_calls.clear()
            known = self._known_calls[call] = bool(self._calls.consumers(call))
        return known


def _run_at(data: bytes, start: int, end: int, kind: bytes) -> tuple[int, int]:
    """The byte range of the characters of ``kind`` around ``[start, end)``, up to 80 bytes more on each side."""
    before, after = data[max(0, start - _LONGEST_SIDE) : start], data[end : end + _LONGEST_SIDE]
    return start - len(before) + len(before.rstrip(kind)), end + len(after) - len(after.lstrip(kind))
