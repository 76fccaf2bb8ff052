"""Kotlin build files (``build.gradle.kts``), from their program model, with the paths of their Groovy counterparts.

Two spellings are brought to the Groovy form: the property ``isMinifyEnabled`` is ``minifyEnabled``, ``extra`` is
``ext``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from secure_lint.formats.gradle_values import (
    NAMED_ELEMENT_CALLS,
    CallValue,
    GradleSettings,
    ListValue,
    MapEntry,
    Scalar,
    Value,
    expression,
)
from secure_lint.formats.reading import MAX_RECURSION, ReadDocument, TooMuchError, check_depth, join, read_problem
from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.model import program as model
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Span
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_SAME_OBJECT_CALLS = frozenset({"apply", "also", "let", "run", "configure", "invoke", "all", "configureEach"})
"""Calls whose block works on what they are called on."""


class _KotlinScript:
    """Walks the statements of a script; ``prefix`` is the path of the enclosing blocks."""

    def __init__(self, source: SourceText) -> None:
        self.settings = GradleSettings()
        self.last = Span(1, 1, 1, 1)
        self._text = source.text
        self._places = Places(source.text)
        self._depth = 0

    def read(self, module: model.Module) -> None:
        """Read a whole script: the variables that it declares and its statements."""
        for field in module.fields:
            if field.initial is not None:
                self._declaration(field, field.initial)
        if module.top_level is not None:
            self._block(module.top_level, "")

    @contextmanager
    def _nested(self, span: Span) -> Iterator[None]:
        self.last = span
        self._depth += 1
        check_depth(self._depth, MAX_RECURSION)
        yield
        self._depth -= 1

    def _declaration(self, field: model.Field, initial: model.Expression) -> None:
        is_extra = (
            field.delegated
            and isinstance(initial, model.Call)
            and isinstance(initial.callee, model.Name)
            and initial.callee.identifier == "extra"
        )
        if is_extra and isinstance(initial, model.Call) and initial.arguments:
            self.settings.assign(f"ext/{field.name}", field.name_span, self._value(initial.arguments[0].value))
        else:
            self.settings.assign(field.name, field.name_span, self._value(initial))

    def _block(self, block: model.Block, prefix: str) -> None:
        with self._nested(block.span):
            for statement in block.statements:
                self._statement(statement, prefix)

    def _statement(self, statement: model.Statement, prefix: str) -> None:
        match statement:
            case model.Assign(target=target, value=value) if value is not None:
                path, key_span = self._target(target, prefix)
                self.settings.assign(path, key_span, self._value(_added(target, value)))
            case model.Evaluate(expression=model.Call() as call):
                self._call(call, prefix)
            case model.If(then=then, otherwise=otherwise):
                self._block(then, prefix)
                if otherwise is not None:
                    self._block(otherwise, prefix)
            case model.Loop(body=body) | model.Try(body=body):
                self._block(body, prefix)
            case model.Block():
                self._block(statement, prefix)
            case _:
                pass

    def _target(self, target: model.Expression, prefix: str) -> tuple[str, Span]:
        path, key_span = self._place(target, prefix)
        parent, _, name = path.rpartition("/")
        if name.startswith("is") and name[2:3].isupper():
            path = join(parent, name[2].lower() + name[3:])
        return path, key_span

    def _place(self, node: model.Expression, prefix: str) -> tuple[str, Span]:
        """The path of what an expression names, and the span of the last part of the name."""
        with self._nested(node.span):
            match node:
                case model.Name(identifier="this"):
                    return prefix, node.span
                case model.Name(identifier="extra"):
                    return join(prefix, "ext"), node.span
                case model.Name(identifier=identifier):
                    return join(prefix, identifier), node.span
                case model.Member(receiver=receiver, name=name):
                    base, _ = self._place(receiver, prefix)
                    return join(base, name), node.span
                case model.Index(receiver=receiver, index=model.Literal(kind="string", value=key) as literal):
                    base, _ = self._place(receiver, prefix)
                    return join(base, str(key)), self._inner(literal.span)
                case model.Call():
                    return self._call(node, prefix), node.span
                case _:
                    return prefix, node.span

    def _call(self, call: model.Call, prefix: str) -> str:
        """Settle a call and its block; returns the path for what is called on its result."""
        if isinstance(call.callee, model.Lambda):
            receiver = call.arguments[0].value if call.arguments else None
            path = prefix if receiver is None else self._place(receiver, prefix)[0]
            self._block(call.callee.body, path)
            return path
        path, key_span = self._place(call.callee, prefix)
        parent, _, name = path.rpartition("/")
        blocks = [one.value for one in call.arguments if isinstance(one.value, model.Lambda)]
        arguments = [self._argument(one) for one in call.arguments if not isinstance(one.value, model.Lambda)]
        if name in NAMED_ELEMENT_CALLS and arguments and isinstance(arguments[0], Scalar):
            path = join(parent, arguments[0].text)
        elif name in _SAME_OBJECT_CALLS and blocks and not arguments:
            path = parent
        elif arguments or not blocks:
            path = self.settings.call(path, key_span, arguments)
        for block in blocks:
            self._block(block.body, path)
        return path

    def _argument(self, argument: model.Argument) -> Value:
        value = self._value(argument.value)
        return value if argument.name is None else MapEntry(argument.name, _whole(argument.value), value)

    def _value(self, node: model.Expression) -> Value:
        with self._nested(node.span):
            match node:
                case model.Literal(kind="string", value=text):
                    return Scalar(str(text), self._inner(node.span))
                case model.Literal():
                    return Scalar(self._source(node), node.span)
                case model.Template(parts=parts):
                    return Scalar("".join(map(self._part, parts)), self._inner(node.span))
                case model.Operator(operator="+", operands=operands):
                    return self._sum(node, operands)
                case model.Sequence(items=items):
                    return ListValue(tuple(map(self._value, items)), node.span)
                case model.Record(fields=fields):
                    return ListValue(tuple(map(self._argument, fields)), node.span)
                case model.Call(callee=model.Name(identifier=name) as callee, arguments=arguments) if not any(
                    isinstance(one.value, model.Lambda) for one in arguments
                ):
                    return CallValue(name, callee.span, tuple(map(self._argument, arguments)))
                case _:
                    return expression(self._source(node), _whole(node))

    def _sum(self, node: model.Operator, operands: Sequence[model.Expression]) -> Value:
        """A sum of texts is one text; any other is an expression."""
        values = [self._value(operand) for operand in operands]
        texts = [
            value.text
            for operand, value in zip(operands, values, strict=True)
            if isinstance(value, Scalar) and not value.text.startswith("${") and _is_text(operand)
        ]
        if len(texts) == len(values):
            return Scalar("".join(texts), _whole(node))
        return expression(self._source(node), _whole(node))

    def _part(self, part: model.Expression) -> str:
        if isinstance(part, model.Literal) and part.kind == "string":
            return str(part.value)
        return f"${{{' '.join(self._source(part).split())}}}"

    def _source(self, node: model.Expression) -> str:
        span, offset = _whole(node), self._places.offset
        return self._text[offset(span.start_line, span.start_column) : offset(span.end_line, span.end_column)]

    def _inner(self, span: Span) -> Span:
        """The span of a string without its quotes."""
        start = self._places.offset(span.start_line, span.start_column)
        end = self._places.offset(span.end_line, span.end_column)
        width = 3 if self._text.startswith('"""', start) else 1
        quoted = self._text[start : start + 1] == '"' and end - start >= 2 * width
        return self._places.span(start + width, end - width) if quoted else span


def _added(target: model.Expression, value: model.Expression) -> model.Expression:
    """What ``target += value`` adds: the model has it as a sum with the target."""
    if isinstance(value, model.Operator) and value.operator == "+" and len(value.operands) == 2:
        first, second = value.operands
        if first == target:
            return second
    return value


def _is_text(node: model.Expression) -> bool:
    if isinstance(node, model.Operator):
        return node.operator == "+" and any(map(_is_text, node.operands))
    return isinstance(node, model.Template) or (isinstance(node, model.Literal) and node.kind == "string")


def _whole(node: model.Expression) -> Span:
    """The span of an expression from its first character: spans of calls and members start at their own name."""
    first: model.Expression = node
    while True:
        if isinstance(first, model.Member | model.Index):
            first = first.receiver
        elif isinstance(first, model.Call):
            first = first.callee
        else:
            break
    start = min(node.span, first.span)
    return Span(start.start_line, start.start_column, node.span.end_line, node.span.end_column)


def gradle_settings(module: model.Module, source: SourceText) -> tuple[tuple[Setting, ...], tuple[Problem, ...]]:
    """The settings of a build script whose program model is at hand, in the order of the text."""
    script = _KotlinScript(source)
    problems: tuple[Problem, ...] = ()
    try:
        script.read(module)
    except TooMuchError as error:
        problems = (read_problem(source.path, str(error), script.last, partial=True),)
    return tuple(sorted(script.settings.list.settings, key=lambda setting: setting.span)), problems


def read_gradle_kotlin(source: SourceText) -> ReadDocument:
    """Read a Kotlin build file."""
    read = load_front_end(front_ends()[".kts"]).read(source, WantedBodies(everything=True))
    settings, problems = gradle_settings(read.module, source)
    document = Document(source.path, "gradle", settings)
    return ReadDocument(document, problems=(*read.problems, *problems), comments=read.comments)
