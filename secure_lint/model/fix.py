"""Automatic fixes: what is put in the place of which text."""

from __future__ import annotations

import msgspec

from secure_lint.model.span import Span


class Replacement(msgspec.Struct, frozen=True, order=True):
    """A stretch of a file and the text to put in its place."""

    span: Span
    text: str


class Fix(msgspec.Struct, frozen=True):
    """A change of one file that mends a finding; ``path`` is relative to the scan root.

    ``does`` tells the user what is changed. One that is not ``safe`` needs a second look. ``needs`` are places in the
    file that other fixes must change as well, or this one would do harm.
    """

    path: str
    does: str
    safe: bool
    replacements: tuple[Replacement, ...]
    needs: tuple[Span, ...] = ()
