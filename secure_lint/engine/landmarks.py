"""Naming the elements that findings speak of, in files of modelled apps."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

import msgspec

from secure_lint.model.facts import FileFacts, Landmark
from secure_lint.model.finding import Finding, Step
from secure_lint.model.span import WHOLE_FILE, Location


class Landmarks:
    """The landmarks of all files that have any."""

    def __init__(self, facts: Iterable[FileFacts]) -> None:
        self._marks: dict[str, Sequence[Landmark]] = {}
        self._unlined: set[str] = set()
        self._containers: dict[str, str] = {}
        for one in facts:
            if one.landmarks:
                self._marks[one.path] = sorted(one.landmarks)
            if not one.lined:
                self._unlined.add(one.path)
            if one.container:
                self._containers[one.path] = one.container

    def named(self, finding: Finding) -> Finding:
        """The finding with its places named; those in files without lines stand for the whole file."""
        if not self._marks:
            return finding
        return msgspec.structs.replace(
            finding,
            location=self._location(finding.location),
            trace=tuple(map(self._step, finding.trace)),
            related=tuple(map(self._step, finding.related)),
        )

    def _step(self, step: Step) -> Step:
        return msgspec.structs.replace(step, location=self._location(step.location))

    def _location(self, location: Location) -> Location:
        marks = self._marks.get(location.path)
        if marks is None:
            return location
        span = WHOLE_FILE if location.path in self._unlined else location.span
        path = self._containers.get(location.path, location.path)
        return Location(path, span, location.element or _element(marks, location))


def _element(marks: Sequence[Landmark], location: Location) -> str:
    """The element at a place: of those that contain it, the one that begins last; none for the file as a whole."""
    if location.span == WHOLE_FILE:
        return ""
    number = bisect.bisect_right(marks, location.span, key=lambda mark: mark.span)
    for mark in reversed(marks[max(0, number - 200) : number + 1]):
        if mark.span.contains(location.span):
            return mark.element
    return ""
