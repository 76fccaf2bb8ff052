"""One file of a bundle, with the place of every match."""

from __future__ import annotations

from secure_lint.formats.outsystems.place import Place
from secure_lint.model.span import Location
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText


class BundleSource:
    """The text of a bundle's file. ``module`` is the OutSystems module that the file's name begins with."""

    __slots__ = ("_places", "module", "path", "role", "screen", "text")

    def __init__(self, path: str, raw: bytes) -> None:
        self.path = path
        self.text = SourceText(path, raw).text
        self._places = Places(self.text)
        self.module, self.screen, self.role = parse_file_name(path)

    def place(self, element: str, start: int, end: int) -> Place:
        """The place of an element at the characters ``[start, end)``."""
        return Place(element, Location(self.path, self._places.span(start, end)))


def parse_file_name(path: str) -> tuple[str, str | None, str]:
    """Module, screen (``Flow/Screen``) and role of a generated file.

    ``Shop.Main.Cart.mvc.js`` gives Shop, Main/Cart and mvc. Saved web pages append a query to the name, plain or
    percent-encoded; it is dropped.
    """
    name = path.replace("\\", "/").rpartition("/")[2]
    for separator in ("?", "%3f", "%3F"):
        name = name.partition(separator)[0]
    parts = name.removesuffix(".js").split(".")
    if len(parts) < 2:
        return "", None, parts[0]
    screen = "/".join(parts[1:-1]) or None
    return parts[0], screen, parts[-1]
