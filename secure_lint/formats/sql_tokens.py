"""The tokens of SQL text, in any dialect. Offsets count characters."""

from __future__ import annotations

import re

import msgspec

_TOKEN = re.compile(
    r"""\s*+(?:(?P<comment>--[^\n]*+ | /\*.*?(?:\*/|\Z))
      | (?P<quoted>"(?:[^"]|"")*+" | `(?:[^`]|``)*+` | \[[^\]\n]*+\])
      | (?P<string>'(?:[^']|'')*+')
      | (?P<word>[\w$@\#:?{}%]++(?:\.(?=[\w$]))?)
      | (?P<mark>.))""",
    re.VERBOSE | re.DOTALL,
)


class Token(msgspec.Struct, frozen=True, gc=False):
    """A token at ``[start, end)``: a comment, quoted name, string, word or other mark.

    A word that a name follows after a dot has the dot at its end.
    """

    kind: str
    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """The text in small letters."""
        return self.text.lower()


def next_token(text: str, position: int) -> Token | None:
    """The token after a position; ``None`` at the end of the text."""
    match = _TOKEN.match(text, position)
    if match is None or match.lastgroup is None:
        return None
    start, end = match.span(match.lastgroup)
    return Token(match.lastgroup, text[start:end], start, end)


def unquoted(token: Token) -> Token:
    """The name that a word, quoted name or string stands for."""
    if token.kind == "word":
        return Token("word", token.text.rstrip("."), token.start, token.end - token.text.endswith("."))
    quote = token.text[-1]
    return Token("word", token.text[1:-1].replace(quote * 2, quote), token.start + 1, token.end - 1)
