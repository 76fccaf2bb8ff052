"""Reads the text form of the program model; see `secure_lint.model.printing`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NoReturn, TypeVar

from secure_lint.model import program as p
from secure_lint.model.notation import NOWHERE, OPERATOR, QUOTED, TYPE, WORD, default_qualified, unquoted
from secure_lint.model.span import Span

_SPACE = re.compile(r"\s*")
_SPAN = re.compile(r"~(\d+):(\d+)-(\d+):(\d+)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BARE = re.compile(rf"{_STRING.pattern}|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|(?:true|false|null)\b", re.DOTALL)
_CONSTANT = re.compile(r"(?:true|false|null)\b")
_VALUE = re.compile(r'"(?:[^"\\]|\\.)*"|[^)"]+', re.DOTALL)
_ARGUMENT_NAME = re.compile(r"(?:[\w$]+|`(?:[^`\\]|\\.)*`)=")
_Part = TypeVar("_Part")


def read_module(text: str) -> p.Module:
    """The module that ``text`` describes; places are `NOWHERE` where the text does not give them.

    Raises `ValueError`, which names the line, when the text is not that of a module.
    """
    return _Reader(text).module()


class _Reader:
    """A recursive-descent reader; ``_at`` is the offset of the next character."""

    __slots__ = ("_at", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    # Words

    def fail(self, expected: str) -> NoReturn:
        line = self._text.count("\n", 0, self._at) + 1
        raise ValueError(f"line {line}: expected {expected}, found {self._text[self._at : self._at + 30]!r}")

    def space(self) -> None:
        found = _SPACE.match(self._text, self._at)
        self._at = found.end() if found else self._at

    def adjoins(self, mark: str) -> bool:
        """Whether ``mark`` follows at once; if so it is consumed."""
        if self._text.startswith(mark, self._at):
            self._at += len(mark)
            return True
        return False

    def takes(self, mark: str) -> bool:
        """Whether ``mark`` follows, white space aside; a word must end there. If so it is consumed."""
        start = self._at
        self.space()
        if self.adjoins(mark) and not (mark[-1].isalnum() and self._text[self._at : self._at + 1].isalnum()):
            return True
        self._at = start
        return False

    def expect(self, mark: str) -> None:
        if not self.takes(mark):
            self.fail(repr(mark))

    def match(self, pattern: re.Pattern[str], expected: str) -> str:
        self.space()
        found = pattern.match(self._text, self._at)
        if found is None:
            self.fail(expected)
        self._at = found.end()
        return found.group()

    def quotable(self, pattern: re.Pattern[str], expected: str) -> str:
        self.space()
        found = QUOTED.match(self._text, self._at)
        if found is None:
            return self.match(pattern, expected)
        self._at = found.end()
        return unquoted(found.group(1))

    def word(self) -> str:
        return self.quotable(WORD, "a name")

    def type(self) -> str:
        return self.quotable(TYPE, "a type")

    def string(self) -> str:
        text: str = json.loads(self.match(_STRING, "a string"))
        return text

    def span(self) -> Span:
        found = _SPAN.match(self._text, self._at)
        if found is None:
            return NOWHERE
        self._at = found.end()
        return Span(*map(int, found.groups()))

    def list(self, part: Callable[[], _Part], end: str) -> tuple[_Part, ...]:
        """Parts up to ``end``, with commas between them."""
        parts: list[_Part] = []
        while not self.takes(end):
            if parts:
                self.expect(",")
            parts.append(part())
        return tuple(parts)

    # Declarations

    def module(self) -> p.Module:
        self.expect("module")
        language, path = self.word(), self.string()
        package = self.type() if self.takes("package") else ""
        explicit = self.takes("explicit")
        imports: list[p.Import] = []
        types: list[p.TypeDecl] = []
        fields: list[p.Field] = []
        functions: list[p.Function] = []
        script: p.Block | None = None
        while self._text[self._at :].strip():
            if self.takes("import"):
                imports.append(self.import_())
                continue
            if self.takes("script"):
                script = self.block()
                continue
            annotations = self.annotations()
            if self.takes("type"):
                types.append(self.type_declaration(annotations))
            elif self.takes("field"):
                fields.append(self.field(annotations))
            else:
                self.expect("fun")
                functions.append(self.function(annotations, package))
        declared = tuple(imports), tuple(types), tuple(functions), tuple(fields)
        return p.Module(path, language, package, *declared, script, explicit)

    def import_(self) -> p.Import:
        span, static = self.span(), self.takes("static")
        name, wildcard = self.type(), self.adjoins(".*")
        return p.Import(name, self.word() if self.takes("as") else None, span, wildcard, static)

    def type_declaration(self, annotations: tuple[p.Annotation, ...]) -> p.TypeDecl:
        span, kind, qualified, name_span = self.span(), self.word(), self.type(), self.span()
        name = self.type() if self.takes("named") else qualified.rpartition(".")[2]
        supertypes = [self.type()] if self.takes(":") else []
        while supertypes and self.takes(","):
            supertypes.append(self.type())
        modifiers = self.modifiers()
        self.expect("{")
        fields: list[p.Field] = []
        while not self.takes("}"):
            held = self.annotations()
            self.expect("field")
            fields.append(self.field(held))
        return p.TypeDecl(
            name, qualified, kind, span, name_span, tuple(supertypes), annotations, tuple(fields), modifiers
        )

    def field(self, annotations: tuple[p.Annotation, ...]) -> p.Field:
        span, name, name_span = self.span(), self.word(), self.span()
        type_ = self.type() if self.takes(":") else None
        modifiers = self.modifiers()
        comment = self.string() if self.takes("comment") else None
        delegated = self.takes("delegated")
        initial = self.expression() if self.takes("=") else None
        return p.Field(name, type_, span, name_span, annotations, modifiers, initial, delegated, comment)

    def function(self, annotations: tuple[p.Annotation, ...], package: str) -> p.Function:
        span, owner, name = self.span(), None, self.type()
        if self.adjoins("#"):
            owner, name = name, self.type()
        name_span = self.span()
        self.expect("(")
        parameters = self.list(self.parameter, ")")
        returns = self.type() if self.takes(":") else None
        receiver = self.type() if self.takes("on") else None
        qualified = self.type() if self.takes("named") else default_qualified(package, owner, name)
        modifiers, deferred = self.modifiers(), self.takes("deferred")
        start = self._at
        body = None
        if self.takes("{"):
            self._at = start
            body = self.block()
        return p.Function(
            name,
            qualified,
            owner,
            span,
            name_span,
            parameters,
            returns,
            receiver,
            annotations,
            modifiers,
            body,
            deferred,
        )

    def modifiers(self) -> tuple[str, ...]:
        names: list[str] = []
        if self.takes("["):
            while not self.takes("]"):
                names.append(self.word())
        return tuple(names)

    def annotations(self) -> tuple[p.Annotation, ...]:
        found: list[p.Annotation] = []
        while self.takes("@"):
            target, name = None, self.type()
            if self.adjoins(":"):
                target, name = name, self.type()
            span = self.span()
            found.append(p.Annotation(name, span, self.arguments() if self.adjoins("(") else (), target))
        return tuple(found)

    def parameter(self) -> p.Parameter:
        annotations, variadic = self.annotations(), self.takes("*")
        label, name = None, self.word()
        if self.adjoins("/"):
            label, name = name, self.word()
        span = self.span()
        type_ = self.type() if self.takes(":") else None
        default = self.expression() if self.takes("=") else None
        return p.Parameter(name, type_, span, annotations, default, variadic, label)

    def arguments(self) -> tuple[p.Argument, ...]:
        return self.list(self.argument, ")")

    def argument(self) -> p.Argument:
        self.space()
        name = None
        if _ARGUMENT_NAME.match(self._text, self._at):
            name = self.word()
            self.expect("=")
        spread = self.adjoins("*")
        return p.Argument(self.expression(), name, spread)

    # Statements

    def block(self) -> p.Block:
        self.expect("{")
        return p.Block(self.span(), self.statements())

    def statements(self) -> tuple[p.Statement, ...]:
        found: list[p.Statement] = []
        while not self.takes("}"):
            found.append(self.statement())
        return tuple(found)

    def statement(self) -> p.Statement:
        self.space()
        span = self.span()
        if self.takes("let"):
            return self.assign(span, self.expression(), True)
        if self.takes("set"):
            return self.assign(span, self.expression(), False)
        if self.takes("return"):
            outward = self.adjoins("^")
            return p.Return(span, None if self.adjoins(";") else self.expression(), outward)
        if self.takes("if"):
            condition, then = self.expression(), self.block()
            return p.If(span, condition, then, self.block() if self.takes("else") else None)
        if self.takes("loop"):
            target = self.expression() if self.takes("for") else None
            type_ = self.type() if self.takes(":") else None
            iterable = self.expression() if self.takes("in") else None
            condition_ = self.expression() if self.takes("while") else None
            return p.Loop(span, self.block(), target, iterable, condition_, type_)
        if self.takes("try"):
            return self.attempt(span)
        if self.takes("block"):
            block = self.block()
            return p.Block(block.span, block.statements)
        target = self.expression()
        return p.Assign(span, target, self.expression()) if self.takes("=") else p.Evaluate(span, target)

    def assign(self, span: Span, target: p.Expression, declares: bool) -> p.Assign:
        type_ = self.type() if self.takes(":") else None
        return p.Assign(span, target, self.expression() if self.takes("=") else None, type_, declares)

    def attempt(self, span: Span) -> p.Try:
        body, handlers = self.block(), []
        while self.takes("catch"):
            self.space()
            parameter = None if self._text.startswith("{", self._at) else self.parameter()
            handlers.append(p.Handler(parameter, self.block()))
        return p.Try(span, body, tuple(handlers), self.block() if self.takes("finally") else None)

    # Expressions

    def expression(self) -> p.Expression:
        found = self.primary()
        while True:
            if self.adjoins("."):
                name = self.word()
                found = p.Member(self.span(), found, name)
            elif self.adjoins("["):
                index = self.expression()
                self.expect("]")
                found = p.Index(self.span(), found, index)
            elif self.adjoins("("):
                arguments = self.arguments()
                found = p.Call(self.span(), found, arguments)
            elif self.adjoins("::["):
                types = self.list(self.type, "]")
                self.expect("(")
                arguments = self.arguments()
                found = p.Call(self.span(), found, arguments, types)
            else:
                return found

    def primary(self) -> p.Expression:
        self.space()
        following = self._text[self._at : self._at + 1]
        if following == "(":
            return self.operation()
        if following == "{":
            return self.lambda_()
        if following in {'"', "#", "-"} or following.isdecimal():
            return self.literal()
        if _CONSTANT.match(self._text, self._at):
            return self.literal()
        if self.takes("["):
            items = self.list(self.expression, "]")
            return p.Sequence(self.span(), items)
        if self.takes("new "):
            type_ = self.type()
            self.expect("(")
            arguments = self.arguments()
            return p.New(self.span(), type_, arguments)
        if self.takes("template("):
            items = self.list(self.expression, ")")
            return p.Template(self.span(), items)
        if self.takes("record("):
            fields = self.arguments()
            return p.Record(self.span(), fields)
        name = self.word()
        return p.Name(self.span(), name)

    def literal(self) -> p.Literal:
        if self.adjoins("#"):
            kind = self.word()
            self.expect("(")
            value = json.loads(self.match(_VALUE, "a value"))
            self.expect(")")
            return p.Literal(self.span(), kind, value)
        value = json.loads(self.match(_BARE, "a constant"))
        return p.Literal(self.span(), _kind(value), value)

    def operation(self) -> p.Expression:
        self.expect("(")
        if self.adjoins("? "):
            condition, then, otherwise = self.expression(), self.expression(), self.expression()
            self.expect(")")
            return p.Conditional(self.span(), condition, then, otherwise)
        if self.adjoins("as "):
            value, type_ = self.expression(), self.type()
            self.expect(")")
            return p.Cast(self.span(), value, type_)
        operator = self.quotable(OPERATOR, "an operator")
        operands: list[p.Expression] = []
        while not self.takes(")"):
            operands.append(self.expression())
        return p.Operator(self.span(), operator, tuple(operands))

    def lambda_(self) -> p.Lambda:
        self.expect("{")
        span = self.span()
        parameters = self.list(self.parameter, "->")
        body = p.Block(span, self.statements())
        return p.Lambda(self.span(), parameters, body)


def _kind(value: str | float | bool | None) -> str:
    """The kind of a constant that stands bare."""
    match value:
        case None:
            return "null"
        case bool():
            return "bool"
        case int():
            return "int"
        case float():
            return "float"
    return "string"
