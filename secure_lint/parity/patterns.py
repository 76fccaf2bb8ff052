"""Regular expressions of apps and servers: how long what they match is, and whether one lets more pass than another.

Whether two patterns differ is tried out on texts at the border of the first: nobody has to prove anything about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from secure_lint.parity.widths import Width, width_of

LONGEST_PATTERN: Final = 400
"""A longer pattern is not tried out."""

MOST_NESTED: Final = 1
"""Repetitions in repetitions may take for ever to try out; a pattern with some is not tried."""

LONGEST_TEXT: Final = 64
"""A longer text is not tried."""

_FOREIGN: Final = re.compile(r"\\[pP]\{|\(\?<\w+>|\(\?>|\[\[:|&&|\\[zGKQEhHRX]")
_TEXTS: Final = (
    "", " ", "a", "Z", "0", "-1", "<b>x</b>", "'; --", "a b", "ä", "名前", "\n", "_", "9" * 30, "a" * 60,
    "user@example.org", "https://example.org/a?b=c", "javascript:alert(1)", "../../etc",
)  # fmt: skip


@lru_cache(maxsize=1024)
def width(pattern: str, *, whole: bool = False) -> Width | None:
    """How long a text has to be that a pattern lets pass; ``None`` when it says nothing of the whole text.

    With ``whole`` the pattern is compared with the whole text wherever it begins.
    """
    begins = pattern.startswith(("^", "\\A"))
    ends = pattern.endswith(("$", "\\Z", "\\z")) and not pattern.endswith("\\$")
    return width_of(pattern) if whole or (begins and ends) else None


def lets_more_pass(server: str, client: str) -> bool | None:
    """Whether a pattern lets a text pass that another one refuses; ``None`` when that cannot be tried out."""
    loose, strict = _compiled(server), _compiled(client)
    if loose is None or strict is None:
        return None
    return any(loose.search(text) and not strict.search(text) for text in _tried(client))


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """The pattern in Python's terms; ``None`` for one that these cannot say, or that may take too long."""
    if len(pattern) > LONGEST_PATTERN or _FOREIGN.search(pattern):
        return None
    size = width_of(pattern)
    if size is None or size.nested > MOST_NESTED:
        return None
    try:
        return re.compile(pattern)
    except (re.error, OverflowError):
        return None


def _tried(pattern: str) -> Iterator[str]:
    yield from _TEXTS
    limits = width_of(pattern)
    borders = () if limits is None else (limits.least, *(() if limits.most is None else (limits.most,)))
    for length in (one + step for one in borders for step in (-1, 0, 1)):
        if 0 < length <= LONGEST_TEXT:
            yield from (one * length for one in ("a", "Z", "7", "-"))
