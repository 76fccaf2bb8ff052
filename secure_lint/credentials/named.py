"""Credentials that only their name and the form of their value together give away."""

from __future__ import annotations

import re

from secure_lint.credentials.names import squeeze
from secure_lint.credentials.shapes import NamedShape
from secure_lint.credentials.structures import CHECKS


class NamedMatcher:
    """Matches pairs of name and value."""

    def __init__(self, shapes: tuple[NamedShape, ...]) -> None:
        self._shapes = shapes
        self._patterns: dict[str, re.Pattern[str]] = {}
        owners: dict[str, list[NamedShape]] = {}
        for shape in shapes:
            for word in min(shape.words, key=len, default=("",)):
                owners.setdefault(word, []).append(shape)
        self._owners = tuple(owners.items())

    def words(self) -> frozenset[str]:
        """Words that names of the shapes hold, for a prefilter over text in lower case."""
        return frozenset(
            word for shape in self._shapes for word in min(shape.words, key=len, default=()) if len(word) > 3
        )

    def may_name(self, name: str) -> bool:
        """Whether a name alone could be that of one of the shapes."""
        squeezed = squeeze(name)
        owners = (shapes for word, shapes in self._owners if word in squeezed)
        return any(_fits(shape, squeezed) for shapes in owners for shape in shapes)

    def match(self, name: str, value: str) -> NamedShape | None:
        """The first shape that name and value fit."""
        squeezed = squeeze(name)
        for shape in self._shapes:
            if not _fits(shape, squeezed):
                continue
            pattern = self._patterns.get(shape.id)
            if pattern is None:
                pattern = self._patterns[shape.id] = re.compile(shape.pattern)
            if pattern.fullmatch(value) and CHECKS[shape.check](value, value).valid is not False:
                return shape
        return None


def _fits(shape: NamedShape, squeezed: str) -> bool:
    return all(any(word in squeezed for word in group) for group in shape.words)
