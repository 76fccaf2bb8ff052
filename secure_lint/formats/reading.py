"""What the readers of configuration and data formats have in common.

Paths of settings (`schema.Setting.path`): names are joined by ``/``. Of several siblings with one name the first keeps
its plain name and the others carry their index, ``activity``, ``activity[1]``, ``activity[2]``; a list item is a
segment of its own, ``hosts/[0]``. So all settings of one element share a prefix, and `unnumbered` compares paths by
name.
"""

from __future__ import annotations

import re

import msgspec

from secure_lint.model.access import AccessGrant, SchemaStep
from secure_lint.model.facts import AttributeUse, Comment, Landmark
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.program import Module
from secure_lint.model.schema import Document, Entity, Setting, Store
from secure_lint.model.span import Span
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

MAX_DEPTH = 200
"""Nesting beyond this is not read: no real configuration is that deep, and hostile ones are."""

MAX_RECURSION = 60
"""The same for readers that recur: well inside of the interpreter's stack."""

MAX_SETTINGS = 250_000
"""Settings beyond this are not read; a file with more is data, not configuration."""

LINTER_MARK = "secure-lint:"
"""What a comment holds that addresses the linter."""

_OPENING_MARKS = re.compile(r"(?:<!--|/\*+|//+|--|#+|!+|;+)\s*")
_CLOSING_MARKS = re.compile(r"\s*(?:-->|\*+/)\Z")
_SIBLING_NUMBER = re.compile(r"(?<=[^/])\[\d+\](?=/|\Z)")


class ReadDocument(msgspec.Struct, frozen=True):
    """What a format's reader makes of a file.

    ``document`` is ``None`` for files that hold only a schema, which is in ``entities``. What could not be read is a
    `Problem`; it is partial when settings from other parts of the file are present. A modelled app has a ``module`` of
    its logic, ``stores``, ``landmarks`` and ``uses`` too. ``listing`` is the text that the spans refer to where the
    file has none. ``embedded`` are pieces of code in it, each with the path of the element that holds it. ``grants``
    are what the rules of a back-end allow, ``schema_steps`` what a migration changes of that.
    """

    document: Document | None = None
    entities: tuple[Entity, ...] = ()
    problems: tuple[Problem, ...] = ()
    comments: tuple[Comment, ...] = ()
    module: Module | None = None
    stores: tuple[Store, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    uses: tuple[AttributeUse, ...] = ()
    listing: SourceText | None = None
    platform: str = ""
    embedded: tuple[tuple[str, SourceText], ...] = ()
    grants: tuple[AccessGrant, ...] = ()
    schema_steps: tuple[SchemaStep, ...] = ()


class TooMuchError(Exception):
    """A file is nested too deeply or has too many settings to be read on."""


class SettingList:
    """Collects the settings of one document, numbers repeated siblings and keeps the limits."""

    __slots__ = ("_repeats", "settings")

    def __init__(self) -> None:
        self.settings: list[Setting] = []
        self._repeats: dict[str, int] = {}

    def add(self, path: str, value: str, span: Span, key_span: Span) -> None:
        """Append a setting; raises `TooMuchError` when there are too many."""
        if len(self.settings) >= MAX_SETTINGS:
            raise TooMuchError(f"more than {MAX_SETTINGS} settings; the rest was not read")
        self.settings.append(Setting(path, value, span, key_span))

    def sibling(self, path: str) -> str:
        """``path`` itself the first time it is asked for, and with its index afterwards."""
        number = self._repeats.get(path, 0)
        self._repeats[path] = number + 1
        return f"{path}[{number}]" if number else path


def check_depth(depth: int, limit: int = MAX_DEPTH) -> None:
    """Raise `TooMuchError` when nesting is deeper than any real configuration."""
    if depth > limit:
        raise TooMuchError(too_deep(limit))


def too_deep(limit: int = MAX_DEPTH) -> str:
    """What is said of a file that is nested deeper than ``limit`` levels."""
    return f"nested more than {limit} levels deep; the rest was not read"


def unnumbered(path: str) -> str:
    """A setting's path without the indices of repeated siblings; list items keep theirs."""
    return _SIBLING_NUMBER.sub("", path) if "[" in path else path


def join(prefix: str, name: str) -> str:
    """``name`` below ``prefix``; the root's prefix is empty."""
    return f"{prefix}/{name}" if prefix else name


def read_problem(path: str, message: str, span: Span | None, *, partial: bool) -> Problem:
    """A problem of the reading stage."""
    return Problem(path, message, Stage.READ, span, partial)


def linter_comment(text: str, places: Places, start: int, end: int) -> Comment | None:
    """The comment at ``[start, end)``, marks included, if it addresses the linter."""
    raw = text[start:end]
    if LINTER_MARK not in raw:
        return None
    body = _CLOSING_MARKS.sub("", _OPENING_MARKS.sub("", raw, count=1)).strip()
    own_line = not text[places.line_start(start) : start].strip()
    return Comment(body, places.span(start, end), own_line)


def linter_comments(text: str, places: Places, comment_or_string: re.Pattern[str], marks: str) -> tuple[Comment, ...]:
    """The comments that address the linter.

    The pattern finds comments and strings, so that what stands in a string is no comment; comments begin with one of
    the characters ``marks``.
    """
    if LINTER_MARK not in text:
        return ()
    found = (
        linter_comment(text, places, match.start(), match.end())
        for match in comment_or_string.finditer(text)
        if match.group()[0] in marks
    )
    return tuple(comment for comment in found if comment is not None)
