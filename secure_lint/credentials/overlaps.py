"""Candidates at places of one file, found by the places that they overlap."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable

from secure_lint.credentials.candidates import Candidate
from secure_lint.credentials.shapes import Role
from secure_lint.model.span import WHOLE_FILE, Span

_GENERIC = "generic-"
_Place = tuple[int, int]


class CandidateIndex:
    """Candidates in order of place. A look-up takes logarithmic time where few of them overlap one another."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates = sorted(candidates, key=lambda one: one.span)
        self._starts = [_start(one.span) for one in self._candidates]
        self._farthest = list(itertools.accumulate((_end(one.span) for one in self._candidates), max))

    def overlapping(self, span: Span) -> Candidate | None:
        """The last candidate before the end of ``span`` that overlaps it."""
        for at in range(bisect.bisect_left(self._starts, _end(span)) - 1, -1, -1):
            if self._farthest[at] <= _start(span):
                return None
            if _end(self._candidates[at].span) > _start(span):
                return self._candidates[at]
        return None


def most_specific(found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Leave out generic candidates that overlap one that its shape gives away, and repeats, and set them in order.

    What its shape gives away takes the name of the generic one.
    """
    named = CandidateIndex(one for one in found if one.shape.startswith(_GENERIC))
    shaped = CandidateIndex(one for one in found if not one.shape.startswith(_GENERIC) and one.role not in _NO_VALUES)
    kept: dict[tuple[Span, str], Candidate] = {}
    for one in sorted(found, key=lambda item: (item.span, item.shape.startswith(_GENERIC), item.shape)):
        generic = one.shape.startswith(_GENERIC)
        if generic and shaped.overlapping(one.span) is not None:
            continue
        namesake = named.overlapping(one.span) if not one.name and one.span != WHOLE_FILE else None
        place = one.span if one.role is not Role.SIGNAL else WHOLE_FILE
        kept.setdefault((place, one.digest), one if namesake is None else one.called(namesake.name))
    return tuple(kept.values())


_NO_VALUES = (Role.INJECTED, Role.BUNDLED, Role.REPLACED, Role.SERVES)


def _start(span: Span) -> _Place:
    return span.start_line, span.start_column


def _end(span: Span) -> _Place:
    return span.end_line, span.end_column
