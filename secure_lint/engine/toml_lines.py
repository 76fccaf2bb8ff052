"""The lines of keys in a TOML document, which the standard library's reader does not tell.

The text must already have been accepted by ``tomllib``; the scanner only follows its structure. Keys inside inline
tables and items of arrays are not listed: a mistake there is reported at the key that holds them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from secure_lint.knowledge.documents import Path

_TOKEN = re.compile(
    r"""
      (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<comment>\#[^\n]*)
    | (?P<mark>[\[\]{}=.,\n])
    | (?P<word>[^\s"'\#\[\]{}=.,]+)
    | (?P<blank>[^\S\n]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_Token = tuple[str, str, int]


def toml_key_lines(text: str) -> dict[Path, int]:
    """The 1-based line of every table and key by its path from the root."""
    lines: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    tokens = _tokens(text)
    for kind, lexeme, line in tokens:
        if lexeme == "\n":
            continue
        if lexeme == "[":
            table = _header(tokens, counts)
            lines.setdefault(table, line)
            continue
        path = (*table, *_key(kind, lexeme, tokens))
        for length in range(len(table) + 1, len(path) + 1):
            lines.setdefault(path[:length], line)
        _skip_value(tokens)
    return lines


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        kind, lexeme = match.lastgroup or "", match.group()
        if kind not in ("comment", "blank"):
            yield kind, lexeme, line
        line += lexeme.count("\n")


def _header(tokens: Iterator[_Token], counts: dict[Path, int]) -> Path:
    """The path of the table whose header follows; an array of tables gets the next index."""
    parts: list[str] = []
    brackets = 1
    for kind, lexeme, _ in tokens:
        if lexeme == "\n":
            break
        if lexeme == "[":
            brackets += 1
        elif lexeme not in ("]", "."):
            parts.append(_part(kind, lexeme))
    path = (*_with_indices(parts[:-1], counts), parts[-1]) if parts else ()
    if brackets == 1:
        return path
    counts[path] = counts.get(path, -1) + 1
    return (*path, counts[path])


def _with_indices(parts: list[str], counts: dict[Path, int]) -> Path:
    """A path in which every array of tables is followed by the index of its latest table."""
    path: Path = ()
    for part in parts:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    return path


def _key(kind: str, lexeme: str, tokens: Iterator[_Token]) -> Path:
    parts = [_part(kind, lexeme)]
    for next_kind, next_lexeme, _ in tokens:
        if next_lexeme == "=":
            break
        if next_lexeme != ".":
            parts.append(_part(next_kind, next_lexeme))
    return tuple(parts)


def _part(kind: str, lexeme: str) -> str:
    if kind != "text":
        return lexeme
    return str(json.loads(lexeme)) if lexeme.startswith('"') and "\\" in lexeme else lexeme[1:-1]


def _skip_value(tokens: Iterator[_Token]) -> None:
    depth = 0
    for _, lexeme, _ in tokens:
        if lexeme in ("[", "{"):
            depth += 1
        elif lexeme in ("]", "}"):
            depth -= 1
        elif lexeme == "\n" and depth <= 0:
            return
