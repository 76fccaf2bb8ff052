"""The interface between the fixes and a language, and the registry of the languages that have some.

A language joins by an entry in the registry: where its `Fixer` is. Its module is imported when a finding in that
language is to be fixed. Which fix can change which language says `secure_lint.knowledge.fixes`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from secure_lint.errors import SecureLintError
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix
from secure_lint.text.source import SourceText


class TextFile(msgspec.Struct, frozen=True):
    """A file as it stands on the disk, and its text."""

    raw: bytes
    source: SourceText


ReadFile = Callable[[str], TextFile | None]
"""A scanned file by its path, or ``None`` when it cannot be read or is no text."""


class UnfixableFileError(SecureLintError):
    """A file that no fix can change; the message says why, without the path."""


class Fixer(Protocol):
    """Makes fixes in one language. It may keep what it has parsed: it is made anew for every scan."""

    def propose(self, finding: Finding, entry: AutomaticFix) -> Fix | None:
        """The fix of ``finding`` that a policy's entry asks for; ``None`` when its place does not have the shape.

        Raises `UnfixableFileError` when the file to change cannot be parsed.
        """

    def check(self, path: str, before: bytes, after: bytes) -> None:
        """Raise `UnfixableFileError` when ``after`` parses worse than ``before``."""


_FIXERS: Mapping[str, str] = {
    "python": "secure_lint.fixes.python.fixer:PythonFixer",
    "kotlin": "secure_lint.fixes.literals:LiteralFixer",
    "java": "secure_lint.fixes.literals:LiteralFixer",
    "javascript": "secure_lint.fixes.literals:LiteralFixer",
}


def languages_with_fixes() -> tuple[str, ...]:
    """The languages that have a fixer."""
    return tuple(_FIXERS)


def make_fixer(language: str, read: ReadFile) -> Fixer | None:
    """The fixer of a language, imported now; ``None`` when it has none."""
    place = _FIXERS.get(language)
    if place is None:
        return None
    module, _, name = place.partition(":")
    make: Callable[[str, ReadFile], Fixer] = getattr(importlib.import_module(module), name)
    return make(language, read)
