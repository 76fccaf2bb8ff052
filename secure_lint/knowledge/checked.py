"""A document that fits its schema, and how what is wrong with it is told."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

import msgspec

from secure_lint.errors import RuleError
from secure_lint.knowledge.documents import Path

T = TypeVar("T")


class Checked(msgspec.Struct, Generic[T], frozen=True):
    """A document that fits its schema, with the line of each of its parts."""

    name: str
    value: T
    lines: dict[Path, int]

    def mistake(self, place: Path, message: str) -> RuleError:
        """An error at a part of the document."""
        while place and place not in self.lines:
            place = place[:-1]
        return RuleError(self.name, self.lines.get(place), message)

    def expect(self, place: Path, word: str, words: Iterable[str], role: str) -> None:
        """Raise `RuleError` if a word at a part of the document is none of those that there are."""
        if word not in words:
            raise self.mistake(place, f"{word!r} is no {role} in rules/taxonomy")

    def expect_expression(self, place: Path, pattern: str) -> None:
        """Raise `RuleError` if a text at a part of the document is no regular expression."""
        try:
            re.compile(pattern)
        except re.error as problem:
            raise self.mistake(place, f"not a regular expression: {problem}") from None
