"""Where the elements of a module stand.

A module file has no lines, so it gets a listing: one line an element, ``path: value``. Files with lines of their own
keep them. In both cases every element becomes a `Landmark`, by which findings are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from secure_lint.formats.listing import ElementListing
from secure_lint.formats.outsystems.place import Place
from secure_lint.model.facts import Landmark
from secure_lint.model.span import WHOLE_FILE, Location, Span
from secure_lint.text.source import SourceText


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
        self._lines = ElementListing(path)
        self._spans: dict[tuple[str, str], Span] = {}

    def span(self, place: Place, value: str = "") -> Span:
        """The line of the element, or of the value in it."""
        key = (place.element, value)
        found = self._spans.get(key)
        if found is None:
            found = self._spans[key] = self._lines.add(place.element, value)
        return found

    def landmarks(self) -> tuple[Landmark, ...]:
        """All lines with the elements that they stand for."""
        return self._lines.landmarks()

    def text(self) -> SourceText:
        """The listing."""
        return self._lines.text()


def location(places: Places, place: Place) -> Location:
    """The location of an element."""
    return Location(place.location.path, places.span(place))


def list_values(listing: Listing, values: Iterable[tuple[Place, str]]) -> None:
    """Put values into the listing that nothing else asks for, so that what reads it as text sees them."""
    for place, value in values:
        listing.span(place, value)
