"""Places in source text.

Lines and columns are 1-based; columns count Unicode code points; the end is the position after the last character.
Front ends and format readers produce spans in this form and nothing converts them again.
"""

from __future__ import annotations

import msgspec


class Span(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A stretch of one file."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return (self.start_line, self.start_column) <= (other.start_line, other.start_column) and (
            other.end_line,
            other.end_column,
        ) <= (self.end_line, self.end_column)


class Location(msgspec.Struct, frozen=True, array_like=True, gc=False, order=True):
    """A span in a named file; ``path`` is relative to the scan root, with forward slashes.

    ``element`` is the path of the element there in the tree of an app that is modelled rather than written
    (``Entities/Customer/Attributes/Ssn``). In a file without lines it alone says where, and the span is `WHOLE_FILE`.
    """

    path: str
    span: Span
    element: str = ""


WHOLE_FILE = Span(1, 1, 1, 1)
"""Stands for a file as a whole where no line is guilty."""
