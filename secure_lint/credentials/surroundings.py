"""What the text around a value says of it: a comment, a key chain made for one run, a record of the own machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.assignments import Form
from secure_lint.credentials.candidates import COMMENTED, DEMONSTRATION, LOOPBACK, RUN_ONLY, SHARED, STAND_IN, Candidate
from secure_lint.credentials.lexical import style_of
from secure_lint.credentials.names import squeeze
from secure_lint.credentials.shapes import Role
from secure_lint.credentials.vocabularies import PlacePatterns
from secure_lint.text.globs import PathGlobs
from secure_lint.text.source import SourceText

_LOOPBACK = re.compile(rb"""["'](?:\w{2,10}://)?(?:127\.0\.0\.1|localhost|\[?::1\]?)(?:[:/][^"'\n]{0,80})?["']""")
_DEMONSTRATES = re.compile(rb"""["'](?:https?://)demo[.\-][^"'\n]{1,80}["']""")
_LONGEST_COMMENT = 4000
_COMMENT = re.compile(rb"[ \t]*(?:#(?!!)|;)")
_LONGEST_RECORD = 800
_DEEPEST = 2
"""Records around a value that are looked through: its own, and the one that this one is an entry of."""

_OWNED = re.compile(rb"(?::|=>?)\s{0,8}\Z")
"""What stands before a record that is an entry of another one."""

_FROM_OUTSIDE = re.compile(
    rb"\s{0,4}(?:=|\()?\s{0,4}(?:System\.getenv|providers?\.|project\.|findProperty|property\("
    rb"|[A-Za-z_][\w.]{2,60}[ \t]{0,4}(?:[\[;)\n]|as\b))"
)
_LOOKED_UP = re.compile(rb"""(?:getenv|environmentVariable|findProperty|gradleProperty)\(\s{0,4}["']\Z""")
"""What follows and what precedes a name in a build script that is given what the environment or a property holds."""

_LONGEST_CALL, _NEAR = 40, 400


class Surroundings:
    """Reads the text around the candidates of a file, by what ``rules/credentials`` says."""

    def __init__(self, places: PlacePatterns) -> None:
        self._makers = [(re.compile(one.made.encode()), one.word.encode(), one.reach) for one in places.run_only]
        self._scripts = PathGlobs(places.build_scripts)
        self._public = re.compile("|".join(places.public_addresses).encode())
        self._shared = [
            (re.compile(one.near.encode()), tuple(map(squeeze, one.names))) for one in places.public_services
        ]

    def notes(self, source: SourceText, one: Candidate) -> Iterator[str]:
        """What is to be noted of a candidate."""
        place = source.offset(one.span.start_line, one.span.start_column)
        if self._is_made_for_a_run(source.data, place):
            yield RUN_ONLY
        if one.context == Form.ENTRY.value and _is_beside(source.data, place, b"{}", _LOOPBACK):
            yield LOOPBACK
        elif one.context == Form.LABEL.value and _is_beside(source.data, place, b"()", _DEMONSTRATES):
            yield DEMONSTRATION
        if self._is_everybodys(source.data, place, one):
            yield SHARED
        if one.name and self._scripts.match(one.path) and _is_also_from_outside(source.data, one.name):
            yield STAND_IN
        if style_of(source.path) is None and _is_commented(source.data, place):
            yield COMMENTED

    def is_public(self, source: SourceText, place: int) -> bool:
        """Whether a value stands in an address that shows everybody something, such as the badge of a build."""
        start = max(
            source.data.rfind(mark, max(0, place - _LONGEST_RECORD), place) for mark in (b'"', b"'", b"(", b" ")
        )
        return self._public.search(source.data, max(0, start), place) is not None

    def _is_everybodys(self, data: bytes, place: int, one: Candidate) -> bool:
        """Whether a key is the one that a service gives everybody."""
        name = squeeze(one.name)
        return any(
            (name.endswith(names) if names else one.role is Role.CONDITIONAL)
            and near.search(data, max(0, place - _NEAR), place + _NEAR) is not None
            for near, names in self._shared
        )

    def _is_made_for_a_run(self, data: bytes, place: int) -> bool:
        """Whether a value is the password of something that the same file makes for its run."""
        return any(
            word in data[max(0, place - reach) : place].lower() and made.search(data) is not None
            for made, word, reach in self._makers
        )


def _is_beside(data: bytes, place: int, brackets: bytes, what: re.Pattern[bytes]) -> bool:
    """Whether ``what`` stands between the brackets around a value, or around what it is an entry of."""
    least, most = max(0, place - _LONGEST_RECORD), min(len(data), place + _LONGEST_RECORD)
    start = end = place
    for _ in range(_DEEPEST):
        start = _enclosing(data, range(start - 1, least - 1, -1), brackets[1], brackets[0])
        end = _enclosing(data, range(end, most), brackets[0], brackets[1])
        if what.search(data, least if start < 0 else start, most if end < 0 else end):
            return True
        if start < 0 or end < 0 or not _OWNED.search(data, max(0, start - _LONGEST_CALL), start):
            return False
        end += 1
    return False


def _enclosing(data: bytes, places: range, opens: int, closes: int) -> int:
    """The first of ``places`` that ``closes`` a bracket which none of ``opens`` has opened there; -1 if none does."""
    depth = 0
    for at in places:
        if data[at] == opens:
            depth += 1
        elif data[at] == closes:
            if depth == 0:
                return at
            depth -= 1
    return -1


def _is_also_from_outside(data: bytes, name: str) -> bool:
    """Whether a build script gives a name what it is handed, so that a value written there only stands in for it."""
    for word in re.finditer(rb"\b%s\b" % re.escape(name.encode()), data):
        start, end = word.span()
        if _FROM_OUTSIDE.match(data, end) or _LOOKED_UP.search(data, max(0, start - _LONGEST_CALL), start):
            return True
    return False


def _is_commented(data: bytes, place: int) -> bool:
    """Whether the line of a value begins with the mark of a comment, or a comment of XML holds it."""
    start = data.rfind(b"\n", 0, place) + 1
    least = max(0, place - _LONGEST_COMMENT)
    if data.rfind(b"<!--", least, place) > data.rfind(b"-->", least, place):
        return True
    return _COMMENT.match(data, start, place) is not None
