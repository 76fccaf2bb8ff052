"""Expressions in the notation of Service Studio, parsed into the program model.

    Customer.Email <> "" and not (Total + 1 >= Limit) and CheckAgentRole(GetUserId())

A choice as generated code writes it, ``Total > 0 ? "some" : "none"``, is read like ``If(Total > 0, "some", "none")``.
Text that is not in this notation yields an operator over the names in it, so that nothing that flows gets lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from secure_lint.model.program import Argument, Call, Conditional, Expression, Index, Literal, Member, Name, Operator
from secure_lint.model.span import Span

MAX_DEPTH = 60
"""Brackets in brackets; each takes half a dozen frames of the interpreter's stack."""

MAX_TOKENS = 2_000

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<date>#[^#\n]*#)'
    r"|(?P<name>[^\W\d][\w$]*)|(?P<mark><>|<=|>=|[-+*/=<>().,\[\]?:]))"
)
_LEVELS: tuple[dict[str, str], ...] = (
    {"or": "||"},
    {"and": "&&"},
    {"=": "==", "<>": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">=", "like": "like", "in": "in"},
    {"+": "+", "-": "-"},
    {"*": "*", "/": "/"},
)
_WORDS = {"true": True, "false": False}
_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")

Calling = Callable[[str, tuple[Argument, ...], Span], Expression]
"""Makes the call of a function or action by its name."""


def parse_expression(text: str, span: Span, calling: Calling) -> Expression:
    """The expression; every node has the span of the whole."""
    tokens = _tokens(text)
    if tokens is None:
        return _names(text, span)
    parser = _Parser(tokens, span, calling)
    try:
        found = parser.choice(0)
    except _NotationError:
        return _names(text, span)
    return found if parser.at_end else _names(text, span)


def _tokens(text: str) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None or len(found) >= MAX_TOKENS:
            return None
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found or None


def _names(text: str, span: Span) -> Expression:
    names = [dotted_name(match.group(), span) for match in list(_NAME.finditer(text[:20_000]))[:50]]
    return Operator(span, "expression", tuple(names))


def dotted_name(text: str, span: Span) -> Expression:
    """``Customer.Email`` as a member of a name."""
    first, *rest = text.split(".")
    found: Expression = Name(span, first)
    for name in rest:
        found = Member(span, found, name)
    return found


class _NotationError(Exception):
    """The text is not in the notation."""


class _Parser:
    """Precedence climbing over the tokens."""

    def __init__(self, tokens: list[tuple[str, str]], span: Span, calling: Calling) -> None:
        self._tokens = tokens
        self._position = 0
        self._span = span
        self._calling = calling

    @property
    def at_end(self) -> bool:
        return self._position >= len(self._tokens)

    def choice(self, depth: int) -> Expression:
        """An expression, or two of which a condition chooses."""
        condition = self._level(0, depth)
        if self._peek() != "?":
            return condition
        if depth > MAX_DEPTH:
            raise _NotationError
        self._next()
        then = self.choice(depth + 1)
        self._expect(":")
        return Conditional(self._span, condition, then, self.choice(depth + 1))

    def _level(self, number: int, depth: int) -> Expression:
        """A chain of operators of one precedence."""
        if number == len(_LEVELS):
            return self._operand(depth)
        left = self._level(number + 1, depth)
        while not self.at_end and self._peek().lower() in _LEVELS[number]:
            operator = _LEVELS[number][self._next().lower()]
            left = Operator(self._span, operator, (left, self._level(number + 1, depth)))
        return left

    def _peek(self) -> str:
        kind, text = self._tokens[self._position] if not self.at_end else ("", "")
        return text if kind in {"mark", "name"} else ""

    def _next(self) -> str:
        text = self._tokens[self._position][1]
        self._position += 1
        return text

    def _expect(self, mark: str) -> None:
        if self._peek() != mark:
            raise _NotationError
        self._next()

    def _operand(self, depth: int) -> Expression:
        if self.at_end or depth > MAX_DEPTH:
            raise _NotationError
        kind, text = self._tokens[self._position]
        if kind == "name" and text.lower() == "not":
            self._next()
            return Operator(self._span, "!", (self._level(2, depth + 1),))
        if text == "-" and kind == "mark":
            self._next()
            return Operator(self._span, "-", (self._operand(depth + 1),))
        if text == "(" and kind == "mark":
            self._next()
            found = self.choice(depth + 1)
            self._expect(")")
            return found
        self._next()
        if kind == "text":
            return Literal(self._span, "string", text[1:-1].replace('""', '"'))
        if kind == "date":
            return Literal(self._span, "string", text[1:-1])
        if kind == "number":
            number = float(text) if "." in text else int(text)
            return Literal(self._span, "float" if "." in text else "int", number)
        if kind != "name":
            raise _NotationError
        if text.lower() in _WORDS:
            return Literal(self._span, "bool", _WORDS[text.lower()])
        return self._chain(text, depth)

    def _chain(self, first: str, depth: int) -> Expression:
        found: Expression = Name(self._span, first)
        if self._peek() == "(":
            found = self._called(first, self._arguments(depth))
        while self._peek() in {".", "["}:
            if self._next() == "[":
                index = self.choice(depth + 1)
                self._expect("]")
                found = Index(self._span, found, index)
                continue
            if self.at_end or self._tokens[self._position][0] != "name":
                raise _NotationError
            name = self._next()
            found = Member(self._span, found, name)
            if self._peek() == "(":
                found = Call(self._span, found, self._arguments(depth))
        return found

    def _called(self, name: str, arguments: tuple[Argument, ...]) -> Expression:
        if name.lower() == "if" and len(arguments) == 3:
            condition, then, otherwise = (item.value for item in arguments)
            return Conditional(self._span, condition, then, otherwise)
        return self._calling(name, arguments, self._span)

    def _arguments(self, depth: int) -> tuple[Argument, ...]:
        self._expect("(")
        found: list[Argument] = []
        while self._peek() != ")":
            if found:
                self._expect(",")
            found.append(Argument(self.choice(depth + 1)))
        self._expect(")")
        return tuple(found)
