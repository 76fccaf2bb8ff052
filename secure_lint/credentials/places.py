"""Where a file stands in the product, told by its path."""

from __future__ import annotations

import functools
import re


class PathGlobs:
    """A list of globs over relative paths; ``**`` spans folders and ``*`` does not."""

    def __init__(self, globs: tuple[str, ...]) -> None:
        self._globs = globs
        self._pattern: re.Pattern[str] | None = None

    def match(self, path: str) -> bool:
        """Whether one of the globs fits ``path``."""
        if self._pattern is None:
            self._pattern = re.compile("|".join(_translate(glob) for glob in self._globs) or r"(?!)")
        return self._pattern.fullmatch(path) is not None


@functools.cache
def _translate(glob: str) -> str:
    pattern = ""
    for part in re.split(r"(\*\*/|/\*\*|\*)", glob):
        pattern += {"**/": "(?:.*/)?", "/**": "/.*", "*": "[^/]*"}.get(part, re.escape(part))
    return f"(?:{pattern})"
