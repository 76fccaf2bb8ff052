"""Globs over paths with forward slashes."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

_WILDCARDS = {"/**/": "/(?:.*/)?", "**/": "(?:.*/)?", "/**": "/.*", "**": ".*", "*": "[^/]*"}


_PLAIN = r"[^*/]+"
_FOLDER = re.compile(rf"\*\*/({_PLAIN})/\*\*")
_NAME = re.compile(rf"\*\*/({_PLAIN})")
_ENDING = re.compile(rf"\*\*/\*({_PLAIN})")
"""Globs that name a folder, a file, or what the name of a file ends in, wherever it lies: most are of these forms."""


class PathGlobs:
    """A list of globs; ``**`` spans segments, ``*`` does not. Compiled when it is needed first."""

    def __init__(self, globs: Iterable[str]) -> None:
        self._globs = tuple(globs)
        self._pattern: re.Pattern[str] | None = None
        self._folders = self._named(_FOLDER)
        self._names = self._named(_NAME)
        self._endings = tuple(self._named(_ENDING))

    def match(self, path: str) -> bool:
        """Whether one of the globs fits the whole path."""
        *folders, name = path.split("/")
        if name in self._names or name.endswith(self._endings) or not self._folders.isdisjoint(folders):
            return True
        if self._pattern is None:
            others = (one for one in self._globs if not any(form.fullmatch(one) for form in (_FOLDER, _NAME, _ENDING)))
            self._pattern = re.compile("|".join(map(_translate, others)) or r"(?!)")
        return self._pattern.fullmatch(path) is not None

    def _named(self, form: re.Pattern[str]) -> frozenset[str]:
        """What the globs of a form name."""
        return frozenset(match[1] for match in map(form.fullmatch, self._globs) if match is not None)


@functools.cache
def path_globs(*globs: str) -> PathGlobs:
    """The same globs, compiled once; alternatives within one text are separated by ``|``."""
    return PathGlobs(part for glob in globs for part in glob.split("|"))


def _translate(glob: str) -> str:
    pattern = ""
    for part in re.split(r"(/\*\*/|\*\*/|/\*\*|\*\*|\*)", glob):
        pattern += _WILDCARDS.get(part, re.escape(part))
    return f"(?:{pattern})"
