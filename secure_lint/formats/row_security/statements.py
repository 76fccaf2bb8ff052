"""The statements of SQL text as lists of tokens, with those inside ``DO`` blocks and literal ``EXECUTE`` commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secure_lint.formats.sql_tokens import Token, next_token

_DOLLAR_TAG = re.compile(r"\s*+(\$(?:[^\W\d]\w*+)?\$)")
_STARTS = frozenset({"create", "alter", "drop", "revoke", "comment"})
_BEFORE_A_START = frozenset({"then", "begin", "loop", "else", "do"})
_COMPUTED = re.compile(r"%[IsL]|\|\|")
_MOST_NESTED = 4
_MOST_UNCLOSED = 100

Statement = Sequence[Token]


def statements(text: str) -> Iterator[Statement]:
    """All statements that matter here, each from its first word on; the text of bodies and strings is one token."""
    yield from _between(text, 0, len(text), 0)


def _between(text: str, start: int, end: int, depth: int) -> Iterator[Statement]:
    for tokens in _split(text, start, end):
        first = _first_word(tokens)
        if first is None:
            yield from _inside(text, tokens, depth)
        else:
            yield tokens[first:]


def _split(text: str, start: int, end: int) -> Iterator[list[Token]]:
    """The tokens between semicolons, without comments."""
    tokens: list[Token] = []
    position = start
    bodies = _Bodies(text, end)
    while (token := bodies.at(position) or next_token(text, position)) is not None and token.end <= end:
        position = token.end
        if token.kind == "comment":
            continue
        if token.text == ";":
            yield tokens
            tokens = []
        else:
            tokens.append(token)
    yield tokens


class _Bodies:
    """Finds texts between dollar signs. Tags that are never closed are remembered, so that time stays linear."""

    def __init__(self, text: str, end: int) -> None:
        self._text = text
        self._end = end
        self._unclosed: set[str] = set()

    def at(self, position: int) -> Token | None:
        """The text between dollar signs at a position."""
        tag = _DOLLAR_TAG.match(self._text, position, self._end)
        if tag is None or tag[1] in self._unclosed or len(self._unclosed) >= _MOST_UNCLOSED:
            return None
        closed = self._text.find(tag[1], tag.end(), self._end)
        if closed < 0:
            self._unclosed.add(tag[1])
            return None
        end = closed + len(tag[1])
        return Token("body", self._text[tag.start(1) : end], tag.start(1), end)


def _first_word(tokens: Statement) -> int | None:
    """Where the statement starts: some stand in the branches of a block."""
    for index, token in enumerate(tokens):
        if token.kind == "word" and token.lower in _STARTS:
            before = tokens[index - 1].lower if index else ""
            if not before or before in _BEFORE_A_START:
                return index
    return None


def _inside(text: str, tokens: Statement, depth: int) -> Iterator[Statement]:
    """The statements of a ``DO`` block, and of an ``EXECUTE`` with its command written out."""
    words = [token.lower for token in tokens]
    if depth >= _MOST_NESTED or not ("do" in words[:1] or "execute" in words):
        return
    computed = "|" in words or "format" in words
    for token in tokens:
        if token.kind not in ("body", "string"):
            continue
        if computed and _COMPUTED.search(text, token.start, token.end):
            if re.search(r"\benable\s+row\s+level\s+security\b", token.text, re.IGNORECASE):
                yield (token,)
            continue
        border = token.text.index("$", 1) + 1 if token.kind == "body" else 1
        yield from _between(text, token.start + border, token.end - border, depth + 1)
