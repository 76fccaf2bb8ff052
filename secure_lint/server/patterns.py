"""Paths that are written as regular expressions, as templates with the names of their groups."""

from __future__ import annotations

import re

_GROUP = re.compile(r"\(\?P?<([A-Za-z_]\w*)>")
_ANCHOR = re.compile(r"\\[AbBZ]|[\^$?]")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9])")
UNNAMED = "<var>"


def template_of(pattern: str) -> str:
    """``^orders/(?P<pk>[0-9]+)/$`` as ``orders/<pk>/``; groups without a name are `UNNAMED`."""
    found: list[str] = []
    position = 0
    while position < len(pattern):
        if pattern[position] == "\\":
            found.append(pattern[position : position + 2])
            position += 2
        elif pattern[position] == "[":
            end = _end_of_set(pattern, position)
            found.append(pattern[position:end])
            position = end
        elif pattern[position] == "(":
            end = _end_of_group(pattern, position)
            found.append(_group(pattern[position:end]))
            position = end
        else:
            found.append(pattern[position])
            position += 1
    return _ESCAPED.sub(r"\1", _ANCHOR.sub("", "".join(found)))


def _group(text: str) -> str:
    named = _GROUP.match(text)
    if named is not None:
        return f"<{named[1]}>"
    if text.startswith("(?:"):
        inner = text[3:-1]
        return template_of(inner) if "|" not in inner else UNNAMED
    return "" if text.startswith("(?") else UNNAMED


def _end_of_set(pattern: str, start: int) -> int:
    end = pattern.find("]", start + 2)
    return len(pattern) if end < 0 else end + 1


def _end_of_group(pattern: str, start: int) -> int:
    """The position behind the parenthesis that closes a group; the end of the text where none does."""
    depth = 0
    position = start
    while position < len(pattern):
        one = pattern[position]
        if one == "\\":
            position += 1
        elif one == "[":
            position = _end_of_set(pattern, position) - 1
        elif one in "()":
            depth += 1 if one == "(" else -1
            if depth == 0:
                return position + 1
        position += 1
    return len(pattern)
