"""Names in source code, read backwards from a place: identifiers, members, keys, functions and properties."""

from __future__ import annotations

from secure_lint.credentials.assignments import Form
from secure_lint.credentials.lexical import Backward, Token

CLOSERS = frozenset(")]}")
OPENERS = frozenset("([{")
TYPES = frozenset(
    [
        "string",
        "String",
        "str",
        "byte",
        "char",
        "rune",
        "any",
        "object",
        "Object",
        "CharSequence",
        "NSString",
        "Any",
        "bytes",
        "let",
        "var",
        "val",
        "const",
        "static",
        "final",
    ]
)
"""Words between a name and its value, or before the name, that are no name."""

CHAIN = frozenset({".", "?.", "->", "::"})
VAGUE = frozenset(
    ["value", "text", "default", "defaultvalue", "stringvalue", "data", "raw", "val", "content", "plaintext"]
)
"""Names of members that say less than their owner does."""

_ACCESSORS = frozenset({"get", "set", "init", ";", "private", "protected", "internal"})


def is_word(token: Token) -> bool:
    """Whether a token is an identifier or a keyword."""
    return not token.string and (token.text[0].isalpha() or token.text[0] in "_$")


class NameReader:
    """Reads the name that ends at a place, and the brackets around it."""

    def open_of(self, tokens: Backward, at: int) -> tuple[int | None, int, str | None]:
        """The bracket that opens the list in which the value stands, its position, and the string just before it."""
        position, depth, previous = 0, 0, None
        if tokens[at].text == "," and tokens.has(at + 1):
            previous = self._before_comma(tokens, at + 1)
        index = at - 1
        while tokens.has(index + 1):
            index += 1
            token = tokens[index]
            if token.string:
                continue
            if token.text in CLOSERS:
                depth += 1
            elif token.text in OPENERS:
                if depth == 0:
                    return index, position, previous
                depth -= 1
            elif token.text == "," and depth == 0:
                position += 1
            elif token.text == ";" and depth == 0:
                return None, position, previous
        return None, position, previous

    @staticmethod
    def _before_comma(tokens: Backward, at: int) -> str | None:
        """The string at ``at``, or the constant that holds it, if it is the first of its list."""
        first = at
        if not tokens[at].string:
            if "_" not in tokens[at].text or not tokens[at].text.isupper():
                return None
            while tokens.has(first + 2) and tokens[first + 1].text == "." and is_word(tokens[first + 2]):
                first += 2
        ahead = tokens[first + 1].text if tokens.has(first + 1) else ""
        return tokens[at].text if ahead in ("(", "@", "{", "[") else None

    @staticmethod
    def callee(tokens: Backward, at: int) -> tuple[str, str, int]:
        """Name and receiver of the call whose bracket opens before ``at``, and where the call expression starts."""
        if not tokens.has(at) or not is_word(tokens[at]):
            return "", "", at
        name, at, receiver = tokens[at].text, at + 1, ""
        while tokens.has(at + 1) and tokens[at].text in CHAIN and not tokens[at].string:
            receiver = receiver or tokens[at + 1].text
            at += 2
        return name, receiver, at

    def name(self, tokens: Backward, at: int, form: Form) -> str:
        """The name that ends at ``at``: an identifier, a member, a key in brackets, or a string as a key."""
        while tokens.has(at) and not tokens[at].string and tokens[at].text in ("?", "!", "*", "&", ">"):
            at += 1
        if not tokens.has(at):
            return ""
        if tokens[at].string:
            return tokens[at].text
        if tokens[at].text in ("]", ")") and tokens.has(at + 2):
            quoted = at + 3 if tokens[at + 2].text == "@" else at + 2
            if tokens[at + 1].string and tokens.has(quoted) and tokens[quoted].text in ("[", "("):
                return tokens[at + 1].text
            if tokens[at].text == ")":
                return self._function(tokens, at, form)
            return self.name(tokens, at + 2, form) if tokens[at + 1].text == "[" else ""
        if tokens[at].text == "}":
            return self._property(tokens, at, form)
        return self._identifier(tokens, at, form) if is_word(tokens[at]) else ""

    def _function(self, tokens: Backward, at: int, form: Form) -> str:
        """The name of the function whose parameters end at ``at``, or of what an arrow function is assigned to."""
        opening, _, _ = self.open_of(tokens, at + 1)
        if opening is None or tokens[opening].text != "(" or not tokens.has(opening + 1):
            return ""
        before = tokens[opening + 1]
        if before.string or not is_word(before):
            return self.name(tokens, opening + 2, form) if before.text in ("=", ":") else ""
        return self._accessed(tokens, opening + 1) if before.text == "get" else before.text

    @staticmethod
    def _accessed(tokens: Backward, at: int) -> str:
        """The property whose getter is written at ``at``, past its type."""
        while tokens.has(at + 1) and tokens[at].text != ":":
            at += 1
            if tokens[at].text in ("=", ";", "{", "}", ")"):
                return ""
        return tokens[at + 1].text if tokens.has(at + 1) and is_word(tokens[at + 1]) else ""

    def _property(self, tokens: Backward, at: int, form: Form) -> str:
        """The property whose accessors end at ``at`` (``string Token { get; set; } = "..."``)."""
        opening = at + 1
        while tokens.has(opening) and tokens[opening].text in _ACCESSORS:
            opening += 1
        if opening == at + 1 or not tokens.has(opening + 1) or tokens[opening].text != "{":
            return ""
        return self.name(tokens, opening + 1, form)

    def _identifier(self, tokens: Backward, at: int, form: Form) -> str:
        """The identifier at ``at``, past a type before or after it, with its owner when it says too little."""
        token = tokens[at]
        before = tokens[at + 1] if tokens.has(at + 1) else None
        if before is None or before.string:
            return token.text
        if form is Form.ASSIGNMENT and before.text == ":" and tokens.has(at + 2) and tokens.on_one_line(at):
            return self.name(tokens, at + 2, Form.ENTRY)
        if before.text == "&" and token.text in TYPES:
            return self.name(tokens, at + 3, Form.ENTRY) if tokens.has(at + 2) and tokens[at + 2].text == ":" else ""
        if token.text == "get" and before.text == "{" and tokens.has(at + 2):
            return self.name(tokens, at + 2, form)
        if token.text in TYPES and is_word(before):
            return self.name(tokens, at + 1, form)
        if token.text.lower() in VAGUE and before.text in CHAIN and tokens.has(at + 2):
            return f"{tokens[at + 2].text}.{token.text}"
        return token.text
