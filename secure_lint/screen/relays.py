"""Functions whose name says that they hand on what they get, told from the text before it is parsed.

A sink that matters only to sensitive data counts where some is named. A wrapper of such a sink names none: that it is
one is all that makes it, and so its callers, worth reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from secure_lint.knowledge.kinds import Relays

_HEADER = re.compile(
    rb"\b(?:fun|function|def|void|func)\s++(?:<[^>\n]{1,60}>\s*+)?(?:[\w<>?]++\.)?(\w++)\s*+\("
    rb"|\b(?:const|let|val|var)\s++(\w++)\s*+=\s*+(?:\([^)\n]{0,80}\)\s*+=>|\{\s*+\w++\s*+->)"
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_TYPE = re.compile(rb"\b(?:class|object|interface)\s++(\w++)")
FURTHEST_HEADER = 400
"""A call of the sink lies at most so many bytes behind the head of a wrapper."""


class RelayNames:
    """Tells wrappers by the words in their names: those of ``relays``, by the kind of sink."""

    def __init__(self, relays: Iterable[Relays]) -> None:
        known = tuple(relays)
        self._anywhere = frozenset(word for one in known for word in one.anywhere)
        self._leading = frozenset(word for one in known for word in one.leading)

    def in_path(self, path: str) -> bool:
        """Whether a file is named for handing on: ``AppLogger.kt``."""
        return not self._anywhere.isdisjoint(_words(PurePosixPath(path).stem))

    def around(self, data: bytes, offset: int) -> bool:
        """Whether the last function or type that begins before an offset is named for handing on: ``logDebug``."""
        start = max(0, offset - FURTHEST_HEADER)
        spoken = _words(_last_name(_HEADER, data, start, offset))
        if spoken[:1] and spoken[0] in self._leading:
            return True
        return not self._anywhere.isdisjoint((*spoken, *_words(_last_name(_TYPE, data, start, offset))))


def _last_name(header: re.Pattern[bytes], data: bytes, start: int, end: int) -> str:
    name = b""
    for match in header.finditer(data, start, end):
        name = match.group(match.lastindex or 0)
    return name.decode(errors="replace")


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
