"""Names that by convention are those of guards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from secure_lint.server.names import joined_words

LOGIN, ROLE, OWNER = "login-check", "role-check", "owner-check"
"""The kinds of guard that ask who is calling."""
SENDER = "sender-check"
"""The kind of guard that asks from which other server a request comes."""

_IDENTIFIER = re.compile(r"[A-Za-z_]\w*")


class GuardNames:
    """Tells the kind of guard by a name; ``patterns`` maps kinds to regular expressions for joined words."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._patterns = [(kind, re.compile(pattern)) for kind, pattern in patterns.items()]

    def kind_of(self, name: str) -> str | None:
        """The kind of guard that a name, with or without what it is a member of, is by convention."""
        words = joined_words(name.rpartition(".")[2])
        return next((kind for kind, pattern in self._patterns if pattern.search(words)), None)

    def named_in(self, code: str) -> Iterator[tuple[str, str]]:
        """The names in a piece of code that are those of guards, with their kinds."""
        for match in _IDENTIFIER.finditer(code):
            kind = self.kind_of(match.group())
            if kind is not None:
                yield match.group(), kind
