"""A listing of a file that has no lines: one line an element, ``path: value``, to which spans can refer."""

from __future__ import annotations

from secure_lint.model.facts import Landmark
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

LONGEST_VALUE = 4_000
"""Characters of a value that are listed; a longer one is a picture or a style sheet."""


class ElementListing:
    """Gives elements lines in the order in which they are put in, and remembers which element stands on which line."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._lines: list[str] = []
        self._landmarks: list[Landmark] = []

    def add(self, element: str, value: str = "") -> Span:
        """The span of the value on the element's line, or of the line when it has none."""
        shown = " ".join(value[:LONGEST_VALUE].split())
        head = element.replace("\n", " ")
        self._lines.append(f"{head}: {shown}" if shown else head)
        number, start = len(self._lines), len(head) + 3 if shown else 1
        span = Span(number, start, number, len(self._lines[-1]) + 1)
        self._landmarks.append(Landmark(Span(number, 1, number, len(self._lines[-1]) + 1), element))
        return span

    def landmarks(self) -> tuple[Landmark, ...]:
        """All lines with the elements that they stand for."""
        return tuple(self._landmarks)

    def text(self) -> SourceText:
        """The listing."""
        return SourceText(self._path, "\n".join(self._lines).encode("utf-8", "surrogatepass"))
