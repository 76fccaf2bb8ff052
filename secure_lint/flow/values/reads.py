"""Which members the code reads, and of which types: for the members that somebody asks about.

A member whose every place is known to read another type is never read itself.
"""

from __future__ import annotations

from collections.abc import Collection

from secure_lint.flow.values.value import ELEMENT, Value
from secure_lint.model.span import Location

UNKNOWN_OWNER = "?"
"""The owner of a member that was read of a value whose type is not known."""
LOCAL = ""
"""The owner of a name that means a variable."""

Place = tuple[str, int, int]
"""Path, line and column (in code points)."""


class MemberReads:
    """The owners of the watched names, by the places where they are read; and types whose objects are read whole."""

    def __init__(self, watched: Collection[str]) -> None:
        self.watched = frozenset(watched)
        self.owners: dict[Place, set[str]] = {}
        self.whole: set[str] = set()

    def note(self, name: str, location: Location, owner: str | None) -> None:
        """Take down that a name was read of a type there, if it is a watched one; ``None`` for an unknown type."""
        if name in self.watched:
            span = location.span
            place = location.path, span.start_line, span.start_column
            self.owners.setdefault(place, set()).add(UNKNOWN_OWNER if owner is None else owner)

    def note_whole(self, value: Value) -> None:
        """Take down that all members of an object, or of the elements of a collection, are read."""
        one: Value | None = value
        while one is not None:
            if one.type is not None:
                self.whole.add(one.type)
            one = one.member(ELEMENT)
