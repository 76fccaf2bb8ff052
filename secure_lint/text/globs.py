"""Globs over paths with forward slashes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

_WILDCARDS = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*"}


class PathGlobs:
    """A list of globs; ``**`` spans segments, ``*`` does not. Compiled when it is needed first."""

    def __init__(self, globs: Iterable[str]) -> None:
        self._globs = tuple(globs)
        self._pattern: re.Pattern[str] | None = None

    def match(self, path: str) -> bool:
        """Whether one of the globs fits the whole path."""
        if self._pattern is None:
            self._pattern = re.compile("|".join(_translate(glob) for glob in self._globs) or r"(?!)")
        return self._pattern.fullmatch(path) is not None


@functools.cache
def path_globs(*globs: str) -> PathGlobs:
    """The same globs, compiled once; alternatives within one text are separated by ``|``."""
    return PathGlobs(part for glob in globs for part in glob.split("|"))


def _translate(glob: str) -> str:
    pattern = ""
    for part in re.split(r"(/\*\*/|\*\*/|/\*\*|\*\*|\*)", glob):
        pattern += _WILDCARDS.get(part, re.escape(part))
    return f"(?:{pattern})"
