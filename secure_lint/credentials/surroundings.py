"""What the text around a value says of it: a comment, a key chain made for one run, a record of the own machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.assignments import Form
from secure_lint.credentials.candidates import COMMENTED, DEMONSTRATION, LOOPBACK, RUN_ONLY, Candidate
from secure_lint.credentials.lexical import style_of
from secure_lint.credentials.vocabularies import PlacePatterns
from secure_lint.text.source import SourceText

_LOOPBACK = re.compile(rb"""["'](?:\w{2,10}://)?(?:127\.0\.0\.1|localhost|\[?::1\]?)(?:[:/][^"'\n]{0,80})?["']""")
_DEMONSTRATES = re.compile(rb"""["'](?:https?://)demo[.\-][^"'\n]{1,80}["']""")
_COMMENT = re.compile(rb"[ \t]*(?:#(?!!)|;)")
_LONGEST_RECORD = 800


class Surroundings:
    """Reads the text around the candidates of a file, by what ``rules/credentials`` says."""

    def __init__(self, places: PlacePatterns) -> None:
        self._makers = [(re.compile(one.made.encode()), one.word.encode(), one.reach) for one in places.run_only]
        self._public = re.compile("|".join(places.public_addresses).encode())

    def notes(self, source: SourceText, one: Candidate) -> Iterator[str]:
        """What is to be noted of a candidate."""
        place = source.offset(one.span.start_line, one.span.start_column)
        if self._is_made_for_a_run(source.data, place):
            yield RUN_ONLY
        if one.context == Form.ENTRY.value and _is_beside(source.data, place, b"{}", _LOOPBACK):
            yield LOOPBACK
        elif one.context == Form.LABEL.value and _is_beside(source.data, place, b"()", _DEMONSTRATES):
            yield DEMONSTRATION
        if style_of(source.path) is None and _is_commented(source.data, place):
            yield COMMENTED

    def is_public(self, source: SourceText, place: int) -> bool:
        """Whether a value stands in an address that shows everybody something, such as the badge of a build."""
        start = max(
            source.data.rfind(mark, max(0, place - _LONGEST_RECORD), place) for mark in (b'"', b"'", b"(", b" ")
        )
        return self._public.search(source.data, max(0, start), place) is not None

    def _is_made_for_a_run(self, data: bytes, place: int) -> bool:
        """Whether a value is the password of something that the same file makes for its run."""
        return any(
            word in data[max(0, place - reach) : place].lower() and made.search(data) is not None
            for made, word, reach in self._makers
        )


def _is_beside(data: bytes, place: int, brackets: bytes, what: re.Pattern[bytes]) -> bool:
    """Whether ``what`` stands between the same brackets as a value, before or after it."""
    start = max(data.rfind(brackets[:1], max(0, place - _LONGEST_RECORD), place), place - _LONGEST_RECORD, 0)
    end = data.find(brackets[1:], place, place + _LONGEST_RECORD)
    return what.search(data, start, end if end >= 0 else min(len(data), place + _LONGEST_RECORD)) is not None


def _is_commented(data: bytes, place: int) -> bool:
    """Whether the line of a value begins with the mark of a comment."""
    start = data.rfind(b"\n", 0, place) + 1
    return _COMMENT.match(data, start, place) is not None
