"""Where the elements of a module stand.

A module file has no lines, so it gets a listing: one line an element, ``path: value``. Files with lines of their own
keep them. In both cases every element becomes a `Landmark`, by which findings are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from secure_lint.formats.outsystems.place import Place
from secure_lint.model.facts import Landmark
from secure_lint.model.span import WHOLE_FILE, Location, Span
from secure_lint.text.source import SourceText

LONGEST_VALUE = 4_000
"""Characters of a value that are listed; a longer one is a picture or a style sheet."""


class Places(Protocol):
    """Gives elements their spans."""

    def span(self, place: Place, value: str = "") -> Span:
        """The span of an element; ``value`` is the text that it holds."""

    def landmarks(self) -> tuple[Landmark, ...]:
        """All elements that were asked for."""


class WrittenPlaces:
    """The places of a file that has lines."""

    def __init__(self) -> None:
        self._found: dict[Landmark, None] = {}

    def span(self, place: Place, value: str = "") -> Span:  # noqa: ARG002  (the value stands there already)
        """The span that the reader saw."""
        if place.location.span != WHOLE_FILE:
            self._found[Landmark(place.location.span, place.element)] = None
        return place.location.span

    def landmarks(self) -> tuple[Landmark, ...]:
        """All elements that were asked for, in order of place."""
        return tuple(sorted(self._found))


class Listing:
    """The places of a file without lines; every element and value gets a line when it is first asked for."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lines: list[str] = []
        self._spans: dict[tuple[str, str], Span] = {}
        self._landmarks: list[Landmark] = []

    def span(self, place: Place, value: str = "") -> Span:
        """The line of the element, or of the value in it."""
        key = (place.element, value)
        found = self._spans.get(key)
        if found is None:
            found = self._spans[key] = self._append(place.element, value)
        return found

    def landmarks(self) -> tuple[Landmark, ...]:
        """All lines with the elements that they stand for."""
        return tuple(self._landmarks)

    def text(self) -> SourceText:
        """The listing."""
        return SourceText(self._path, "\n".join(self._lines).encode("utf-8", "surrogatepass"))

    def _append(self, element: str, value: str) -> Span:
        shown = " ".join(value[:LONGEST_VALUE].split())
        head = element.replace("\n", " ")
        self._lines.append(f"{head}: {shown}" if shown else head)
        number, start = len(self._lines), len(head) + 3 if shown else 1
        span = Span(number, start, number, len(self._lines[-1]) + 1)
        self._landmarks.append(Landmark(Span(number, 1, number, len(self._lines[-1]) + 1), element))
        return span


def location(places: Places, place: Place) -> Location:
    """The location of an element."""
    return Location(place.location.path, places.span(place))


def list_values(listing: Listing, values: Iterable[tuple[Place, str]]) -> None:
    """Put values into the listing that nothing else asks for, so that what reads it as text sees them."""
    for place, value in values:
        listing.span(place, value)
