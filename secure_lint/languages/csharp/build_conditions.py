"""Build conditions that cut through statements: ``#if A`` ... ``else`` ``#endif`` before the block of the ``else``."""

from __future__ import annotations

import re

_DIRECTIVE = re.compile(rb"^[ \t]*#[ \t]*(if|elif|else|endif)\b")


def without_conditions(data: bytes) -> bytes:
    """The source as it is with the first branch of each ``#if``, of the same length: the rest is blank."""
    found: list[bytes] = []
    taken: list[bool] = []
    for line in data.splitlines(keepends=True):
        match = _DIRECTIVE.match(line)
        word = match[1] if match is not None else b""
        if word == b"if":
            taken.append(True)
        elif word in (b"elif", b"else") and taken:
            taken[-1] = False
        elif word == b"endif" and taken:
            taken.pop()
        kept = match is None and all(taken)
        found.append(line if kept else _blank(line))
    return b"".join(found)


def _blank(line: bytes) -> bytes:
    text = line.rstrip(b"\r\n")
    return b" " * len(text) + line[len(text) :]
