"""Names of settings whose values the build compiles into the app, wherever they come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.credentials.candidates import INJECTED, Candidate, digest_of
from secure_lint.credentials.matching import ShapeMatch
from secure_lint.credentials.names import NameModel, squeeze, words_of
from secure_lint.credentials.shapes import Role
from secure_lint.model.finding import Confidence
from secure_lint.model.span import Span

_WORD = re.compile(r"[A-Za-z_]\w{2,80}")


class InjectionReader:
    """Reads what a shape of an injection holds."""

    def __init__(self, names: NameModel) -> None:
        self._names = names
        self._patterns: dict[str, re.Pattern[str]] = {}

    def is_secret(self, name: str) -> bool:
        """Whether a setting with this name must not be in the app."""
        reading = self._names.read(name)
        return reading is not None and reading.certain and not self._names.is_public(name)

    def settings(self, match: ShapeMatch) -> Iterator[tuple[str, int, int]]:
        """The names of settings in a match that must not be in the app, with the bytes where each stands."""
        for found in self._pattern(match.shape.names).finditer(match.value):
            group = "name" if "name" in found.re.groupindex else 0
            if self.is_secret(found[group]):
                start = match.start + len(match.value[: found.start(group)].encode())
                yield found[group], start, start + len(found[group].encode())

    def _pattern(self, names: str) -> re.Pattern[str]:
        pattern = self._patterns.get(names)
        if pattern is None:
            pattern = self._patterns[names] = re.compile(names) if names else _WORD
        return pattern


def injected(path: str, span: Span, name: str, reference: str, allowed: str) -> Candidate:
    """A setting that the build compiles into the app; ``reference`` is the expression that fetches it."""
    return Candidate(
        shape=INJECTED,
        span=span,
        path=path,
        name=name,
        redacted="",
        digest=digest_of(f"{INJECTED}\0{squeeze(name)}"),
        role=Role.INJECTED,
        confidence=Confidence.MEDIUM,
        context=INJECTED,
        allowed=allowed,
        refers=tuple(dict.fromkeys(map(squeeze, (name, *words_of(reference))))),
    )
