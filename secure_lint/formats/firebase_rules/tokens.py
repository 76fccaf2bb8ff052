"""The tokens of security rules and of the conditions in Realtime Database rules."""

from __future__ import annotations

import re

import msgspec

_TOKEN = re.compile(
    r"""(?:\s++ | //[^\n]*+ | /\*.*?(?:\*/|\Z))*+
      (?: (?P<name>[A-Za-z_$][\w$]*+)
        | (?P<number>\d[\w.]*+)
        | (?P<string>'(?:[^'\\\n]|\\.)*+' | "(?:[^"\\\n]|\\.)*+")
        | (?P<mark>===|!==|==|!=|<=|>=|&&|\|\||.)
      )""",
    re.VERBOSE | re.DOTALL,
)
_REGULAR_EXPRESSION = re.compile(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/[a-z]*+")
_PATH_SEGMENT = re.compile(r"/(?:(?P<open>\$\()|(?P<plain>\([\w-]*\)|[^\s/,()$;{}\[\]]++))")
_MATCH_PATH = re.compile(r"(?:\s*+/\s*+(?:\{\s*+\w++\s*+(?:=\s*+\*\*\s*+)?\}|\([\w-]*+\)|[^\s/{};]++))++", re.DOTALL)
_MATCH_SEGMENT = re.compile(r"/\s*+(\{[^}]*+\}|[^\s/{};]++)")


class RulesSyntaxError(Exception):
    """The text is not what the language allows; ``offset`` is in characters."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Token(msgspec.Struct, frozen=True, gc=False):
    """A token at ``[start, end)``; at the end of the text it has the kind ``end``."""

    kind: str
    text: str
    start: int
    end: int


class Scanner:
    """Yields the tokens of a text one after the other. ``position`` is where the present token ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.token = Token("end", "", 0, 0)
        self.previous_end = 0
        self.advance()

    def advance(self) -> Token:
        """Go to the next token; returns the one left behind."""
        left = self.token
        self.previous_end = left.end
        self._read(left.end)
        return left

    def _read(self, position: int) -> None:
        match = _TOKEN.match(self.text, position)
        if match is None or match.lastgroup is None:
            self.token = Token("end", "", len(self.text), len(self.text))
        else:
            self.token = Token(match.lastgroup, match[match.lastgroup], *match.span(match.lastgroup))

    def at(self, *texts: str) -> bool:
        """Whether the present token is one of these marks or names."""
        return self.token.kind in ("mark", "name") and self.token.text in texts

    def skip(self, text: str) -> bool:
        """Go past a mark or name if it is the present token."""
        if not self.at(text):
            return False
        self.advance()
        return True

    def expect(self, text: str) -> Token:
        """Go past a mark or name; raises `RulesSyntaxError` when something else stands here."""
        if not self.at(text):
            found = repr(self.token.text) if self.token.kind != "end" else "the end of the text"
            raise RulesSyntaxError(f"{text!r} is missing before {found}", self.token.start)
        return self.advance()

    def name(self) -> str:
        """Go past a name and return it; raises `RulesSyntaxError`."""
        if self.token.kind != "name":
            raise RulesSyntaxError(f"a name is missing before {self.token.text!r}", self.token.start)
        return self.advance().text

    def regular_expression(self) -> str | None:
        """Go past the regular expression that starts with the present slash."""
        match = _REGULAR_EXPRESSION.match(self.text, self.token.start)
        if match is None:
            return None
        self.previous_end = match.end()
        self._read(match.end())
        return match[0]

    def path_segment(self) -> str | None:
        """Go past one segment of a path and return it; ``None`` at the end of the path.

        It is empty where an expression follows, whose end is a ``)``.
        """
        match = _PATH_SEGMENT.match(self.text, self.token.start)
        if match is None:
            return None
        self.previous_end = match.end()
        self._read(match.end())
        return match["plain"] or ""

    def match_path(self) -> tuple[str, ...]:
        """Go past the path of a ``match`` block; raises `RulesSyntaxError`."""
        match = _MATCH_PATH.match(self.text, self.previous_end)
        if match is None:
            raise RulesSyntaxError("a match block has no path", self.token.start)
        self.previous_end = match.end()
        self._read(match.end())
        return tuple(re.sub(r"\s", "", one) for one in _MATCH_SEGMENT.findall(match[0]))
