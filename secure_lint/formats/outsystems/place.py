"""Where an element of a module is."""

from __future__ import annotations

import msgspec

from secure_lint.model.span import WHOLE_FILE, Location, Span


class Place(msgspec.Struct, frozen=True, order=True):
    """An element's path in the module's tree, and its place in a file.

    ``element`` names collections and elements in turn: ``Entities/Customer/Attributes/Ssn``, ``ServerActions/Save``,
    ``Screens/MainFlow/CustomerDetail/Actions/OnSave``. In a binary file the span is that of the whole file.
    """

    element: str
    location: Location

    def below(self, *names: str, span: Span | None = None) -> Place:
        """The place of a part of this element."""
        location = self.location if span is None else Location(self.location.path, span)
        return Place("/".join((self.element, *names)) if self.element else "/".join(names), location)


def whole_file(path: str, element: str = "") -> Place:
    """A place in a file that has no lines."""
    return Place(element, Location(path, WHOLE_FILE))
