"""Guards that a central list states for paths; of several that fit a path the first counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from secure_lint.model.endpoint import Guard
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import GuardReader


class _Entry(msgspec.Struct, frozen=True):
    patterns: tuple[re.Pattern[str], ...]
    verbs: tuple[str, ...]
    guards: tuple[Guard, ...]


class PathGuards:
    """The lists of a program, as one."""

    def __init__(self, facts: Sequence[ServerFact], guards: GuardReader) -> None:
        self._entries = []
        for fact in facts:
            if fact.kind != "server.path-guard":
                continue
            kinds = tuple(Guard(kind, fact.event.call, fact.location) for kind in fact.texts("guard"))
            found = (*kinds, *guards.of_items(fact.items("guards"), fact.location).guards)
            patterns = tuple(path_pattern(text) for text in fact.texts("path"))
            verbs = tuple(text.rpartition(".")[2].upper() for text in fact.texts("verb"))
            self._entries.append(_Entry(patterns, verbs, found))

    def of(self, verb: str, path: str) -> tuple[Guard, ...]:
        """The guards of requests with a verb for a path; an entry without a path is for all."""
        for entry in self._entries:
            if entry.verbs and verb not in entry.verbs and verb != "*":
                continue
            if not entry.patterns or any(pattern.fullmatch(path) for pattern in entry.patterns):
                return entry.guards
        return ()


def path_pattern(text: str) -> re.Pattern[str]:
    """An Ant-style pattern: ``**`` across segments, ``*`` and ``{name}`` within one."""
    found = []
    position = 0
    for match in re.finditer(r"/?\*\*|\*|\{[^}]*\}", text):
        found.append(re.escape(text[position : match.start()]))
        found.append("(?:/.*)?" if match.group() == "/**" else ".*" if match.group() == "**" else "[^/]*")
        position = match.end()
    found.append(re.escape(text[position:]))
    return re.compile("".join(found))
