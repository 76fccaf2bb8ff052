"""Names of fields as both sides spell them."""

from __future__ import annotations

from secure_lint.server.names import joined_words


def folded(name: str) -> str:
    """A name of a field without regard to capitals and joints: ``fullName`` and ``full_name`` are the same."""
    return joined_words(name).replace("_", "")
