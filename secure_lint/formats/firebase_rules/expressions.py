"""Reading the expressions of security rules, in both dialects, by operator precedence.

The languages: https://firebase.google.com/docs/rules/rules-language and
https://firebase.google.com/docs/reference/security/database.
"""

from __future__ import annotations

from secure_lint.formats.firebase_rules.syntax import (
    Call,
    Choice,
    Expression,
    Index,
    Items,
    Junction,
    Literal,
    Member,
    Name,
    Not,
    Operation,
    PathLiteral,
)
from secure_lint.formats.firebase_rules.tokens import RulesSyntaxError, Scanner
from secure_lint.formats.reading import check_depth

_CONSTANTS = {"true": "boolean", "false": "boolean", "null": "null"}
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("==", "!=", "===", "!=="),
    ("<", "<=", ">", ">=", "in", "is"),
    ("+", "-"),
    ("*", "/", "%"),
)
"""Operators that bind tighter than ``&&``, loosest first."""

MOST_NESTED = 40
"""Each level of nesting takes ten calls: deeper ones would come near the end of the interpreter's stack."""

_MOST_CHAINED = 60


class ExpressionReader:
    """Reads expressions from a scanner. ``paths`` tells that a slash in front of a value starts a path."""

    def __init__(self, scanner: Scanner, *, paths: bool) -> None:
        self._scanner = scanner
        self._paths = paths
        self._depth = 0

    def read(self) -> Expression:
        """The expression at the scanner; raises `RulesSyntaxError` or `TooMuchError`."""
        self._depth += 1
        check_depth(self._depth, MOST_NESTED)
        condition = self._alternatives()
        if self._scanner.skip("?"):
            first = self.read()
            self._scanner.expect(":")
            condition = Choice(condition, first, self.read())
        self._depth -= 1
        return condition

    def _alternatives(self) -> Expression:
        operands = [self._conjunction()]
        while self._scanner.skip("||"):
            operands.append(self._conjunction())
        return operands[0] if len(operands) == 1 else Junction("||", tuple(operands))

    def _conjunction(self) -> Expression:
        operands = [self._operation(0)]
        while self._scanner.skip("&&"):
            operands.append(self._operation(0))
        return operands[0] if len(operands) == 1 else Junction("&&", tuple(operands))

    def _operation(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._unary()
        left = self._operation(level + 1)
        chained = 0
        while self._scanner.at(*_LEVELS[level]):
            chained += 1
            check_depth(chained, _MOST_CHAINED)
            operator = self._scanner.advance().text
            left = Operation(operator[:2], left, self._operation(level + 1))
        return left

    def _unary(self) -> Expression:
        negations = 0
        while self._scanner.at("!", "-", "+"):
            negations += self._scanner.advance().text == "!"
        operand = self._postfix(self._primary())
        return Not(operand) if negations % 2 else operand

    def _postfix(self, value: Expression) -> Expression:
        chained = 0
        while self._scanner.at(".", "[", "("):
            chained += 1
            check_depth(chained, _MOST_CHAINED)
            mark = self._scanner.advance().text
            if mark == ".":
                value = Member(value, self._scanner.name())
            elif mark == "[":
                items = self._until("]")
                value = Index(value, items[0] if len(items) == 1 else Items(items))
            else:
                value = Call(value, self._until(")"))
        return value

    def _until(self, closer: str) -> tuple[Expression, ...]:
        """The expressions up to a closing mark, separated by commas or colons."""
        found: list[Expression] = []
        while not self._scanner.at(closer):
            found.append(self.read())
            if not (self._scanner.skip(",") or self._scanner.skip(":")):
                break
        self._scanner.expect(closer)
        return tuple(found)

    def _primary(self) -> Expression:
        token = self._scanner.token
        if token.kind == "name":
            self._scanner.advance()
            kind = _CONSTANTS.get(token.text)
            if kind == "null":
                return Literal("null", "null")
            return Name(token.text) if kind is None else Literal("boolean", token.text)
        if token.kind == "number":
            self._scanner.advance()
            return Literal("number", token.text)
        if token.kind == "string":
            self._scanner.advance()
            return Literal("string", token.text[1:-1])
        if token.text == "(":
            self._scanner.advance()
            inner = self.read()
            self._scanner.expect(")")
            return inner
        if token.text in ("[", "{"):
            self._scanner.advance()
            return Items(self._until("]" if token.text == "[" else "}"))
        if token.text == "/":
            return self._path() if self._paths else self._pattern()
        raise RulesSyntaxError(f"a value is missing before {token.text!r}", token.start)

    def _pattern(self) -> Expression:
        start = self._scanner.token.start
        text = self._scanner.regular_expression()
        if text is None:
            raise RulesSyntaxError("a regular expression does not end", start)
        return Literal("pattern", text)

    def _path(self) -> Expression:
        start = self._scanner.token.start
        segments: list[str] = []
        values: list[Expression] = []
        while (segment := self._scanner.path_segment()) is not None:
            segments.append(segment)
            if not segment:
                values.append(self.read())
                self._scanner.expect(")")
            if self._scanner.token.start != self._scanner.previous_end:
                break
        if self._scanner.previous_end <= start:
            raise RulesSyntaxError("a path has no segments", start)
        return PathLiteral(tuple(segments), tuple(values))
