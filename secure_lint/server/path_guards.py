"""Guards that a central list states for paths; of several that fit a path the first counts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from secure_lint.flow.values.value import Value
from secure_lint.knowledge.server_words import NONE
from secure_lint.link.languages import program_language
from secure_lint.model.endpoint import Guard
from secure_lint.server.applications import Applications
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import Found, GuardReader

_STATING = ("server.path-guard", "server.open")
_EVERYTHING = ("(?:/.*)?", ".*")
"""The patterns of `/**` and `**`."""


class _Entry(msgspec.Struct, frozen=True):
    """``patterns`` is ``None`` for all paths, and empty where the code does not tell which."""

    patterns: tuple[re.Pattern[str], ...] | None
    within: tuple[re.Pattern[str], ...] | None
    verbs: tuple[str, ...]
    guards: tuple[Guard, ...]
    shown: str

    @property
    def leaves_open(self) -> bool:
        """Whether the entry lets everybody pass for want of another one, not because of the paths."""
        everything = self.patterns is None or any(one.pattern in _EVERYTHING for one in self.patterns)
        return everything and self.within is None and all(guard.kind == NONE for guard in self.guards)

    @property
    def is_vague(self) -> bool:
        """Whether it is not known which requests the entry is about."""
        return self.patterns == () or self.within == ()

    def is_about(self, verb: str, path: str) -> bool:
        """Whether the entry is about requests with a verb for a path."""
        if self.verbs and verb not in self.verbs and verb != "*":
            return False
        return all(
            patterns is None or any(pattern.fullmatch(path) for pattern in patterns)
            for patterns in (self.patterns, self.within)
        )


class PathGuards:
    """The lists of a program, as one for each server: a list in one language is not that of handlers in another.

    Languages that run together share theirs.
    """

    def __init__(self, facts: Sequence[ServerFact], guards: GuardReader, applications: Applications) -> None:
        self._guards = guards
        self._applications = applications
        self._facts = [fact for fact in facts if fact.kind in _STATING]
        self._lists: dict[tuple[str | None, str], _PathList] = {}

    def of(self, application: str | None, language: str, verb: str, path: str) -> Found:
        """The guards of requests with a verb for a path that code in a language answers in one of the servers."""
        server = (application, program_language(language))
        if server not in self._lists:
            stated = self._applications.shared(self._facts, application)
            own = [fact for fact in stated if program_language(fact.event.language) == server[1]]
            self._lists[server] = _PathList(own, self._guards)
        return self._lists[server].of(verb, path)


class _PathList:
    """The entries of one server, in order."""

    def __init__(self, facts: Sequence[ServerFact], guards: GuardReader) -> None:
        found = [entry for fact in facts if fact.kind == "server.path-guard" for entry in _entries(fact, guards)]
        opened = [
            entry
            for fact in facts
            if fact.kind == "server.open" and fact.items("path")
            for entry in _entries(fact, guards)
        ]
        self._entries = (*opened, *sorted(found, key=lambda one: one.within is None))

    def of(self, verb: str, path: str) -> Found:
        """The guards of requests with a verb for a path.

        An entry about paths that the code does not tell is passed over; where no later one guards the path, and one
        that was passed over might, that is unresolved.
        """
        vague: list[str] = []
        for entry in self._entries:
            if entry.is_vague:
                vague.extend(entry.shown for guard in entry.guards if guard.kind != NONE)
            elif entry.is_about(verb, path):
                open_to_all = all(guard.kind == NONE for guard in entry.guards)
                return Found(() if entry.leaves_open else entry.guards, tuple(vague) if open_to_all else ())
        return Found(unresolved=tuple(dict.fromkeys(vague)))


def _entries(fact: ServerFact, guards: GuardReader) -> Iterator[_Entry]:
    """What a fact states: of paths each of which tells its own verbs, one entry each.

    A list for requests that a function picks says nothing of paths: whoever sends them chooses another list.
    """
    if any(map(_is_chosen, fact.items("within"))):
        return
    within, found, shown = _within(fact), guards.of_fact(fact).guards, fact.event.call
    items = fact.items("path")
    told = [one for item in items for one in _told(item)]
    plain = [path for path, verb in told if verb is None]
    for path, verb in told:
        if verb is not None:
            yield _Entry(_patterns(_texts(path)), within, _verbs(_texts(verb)), found, shown)
    if plain or not told:
        patterns = _patterns(text for one in plain for text in _texts(one)) if items else None
        yield _Entry(patterns, within, _verbs(fact.texts("verb")), found, shown)


def _is_chosen(item: Value) -> bool:
    return item.closure is not None or any(map(_is_chosen, (item.members or {}).values()))


def _told(item: Value) -> Iterator[tuple[Value, Value | None]]:
    """The paths in an item, each with the verb for which it counts if it tells one itself."""
    path = item.member("path")
    if path is not None:
        yield path, item.member("verb")
        return
    yield item, None
    for one in (item.members or {}).values():
        yield from _told(one)


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(str(one.value) for one in value.constants if one.value is not None)


def _verbs(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text.rpartition(".")[2].upper() for text in texts)


def _within(fact: ServerFact) -> tuple[re.Pattern[str], ...] | None:
    """The paths below which a fact counts; what only callers could tell and none does is not said."""
    items = [one for one in fact.items("within") if one.alias is None]
    patterns = _patterns(fact.texts("within"))
    everything = bool(patterns) and all(one.pattern in _EVERYTHING for one in patterns)
    return patterns if items and not everything else None


def _patterns(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(path_pattern, texts))


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
