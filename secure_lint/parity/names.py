"""Names of fields as both sides spell them."""

from __future__ import annotations

from collections.abc import Collection

from secure_lint.server.names import joined_words


def without_control(name: str, spared: Collection[str]) -> str:
    """The name of a field without the words around it that only say what control it is entered in."""
    words = [one for one in joined_words(name).split("_") if one]
    while len(words) > 1 and words[-1] in spared:
        words.pop()
    while len(words) > 1 and words[0] in spared:
        words.pop(0)
    return "".join(words)


def folded(name: str) -> str:
    """A name of a field without regard to capitals and joints: ``fullName`` and ``full_name`` are the same."""
    return joined_words(name).replace("_", "")
