"""``let``, ``run``, ``apply``, ``also``, ``with``, ``use``, ``takeIf``: calls of a lambda with the receiver."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.lambdas import scope_closure
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import (
    Argument,
    Block,
    Call,
    Conditional,
    Evaluate,
    Expression,
    Lambda,
    Literal,
    Member,
    Name,
    Return,
    Statement,
)
from secure_lint.model.span import Span

_IMPLICIT = {
    "let": "it",
    "also": "it",
    "use": "it",
    "takeIf": "it",
    "takeUnless": "it",
    "run": "this",
    "apply": "this",
}
_YIELDS_RECEIVER = frozenset(("also", "apply"))
_FILTERS = frozenset(("takeIf", "takeUnless"))


def scope_call(
    reader: Reader, callee: Expression, given: tuple[Argument, ...], literal: Node | None, span: Span
) -> Call | None:
    """The call of a scope function's lambda, or ``None`` when this is another call."""
    if isinstance(callee, Name):
        return _free_call(reader, callee.identifier, given, literal, span)
    if not isinstance(callee, Member) or callee.name not in _IMPLICIT:
        return None
    name, receiver = callee.name, callee.receiver
    if literal is not None and not given:
        body = _receiving(reader, literal, name, _IMPLICIT[name])
    elif len(given) == 1 and literal is None and isinstance(given[0].value, Lambda) and name in {"let", "also"}:
        body = given[0].value
    else:
        return None
    if name in _YIELDS_RECEIVER:
        body = _yielding_receiver(body)
    elif name in _FILTERS:
        body = _filtering(body, keeps=name == "takeIf")
    return Call(span, body, (Argument(receiver),))


def _free_call(reader: Reader, name: str, given: tuple[Argument, ...], literal: Node | None, span: Span) -> Call | None:
    """``with(x) { }``, ``run { }``, and ``let { }`` and the like on an implicit ``this``."""
    if literal is None:
        return None
    if name == "with" and len(given) == 1:
        return Call(span, _receiving(reader, literal, name, "this"), given)
    if name == "run" and not given:
        return Call(span, scope_closure(reader, literal, None), ())
    if name in {"apply", "also"} and not given:
        this = Name(Span(span.start_line, span.start_column, span.start_line, span.start_column), "this")
        body = _yielding_receiver(_receiving(reader, literal, name, _IMPLICIT[name]))
        return Call(span, body, (Argument(this),))
    return None


def _receiving(reader: Reader, literal: Node, name: str, implicit: str) -> Lambda:
    if implicit != "this":
        return scope_closure(reader, literal, implicit)
    reader.receivers.append(name)
    body = scope_closure(reader, literal, implicit)
    reader.receivers.pop()
    return body


def _parameter(body: Lambda) -> Name:
    name = body.parameters[0].name if body.parameters else "it"
    end = body.span
    return Name(Span(end.end_line, end.end_column, end.end_line, end.end_column), name)


def _yielding_receiver(body: Lambda) -> Lambda:
    receiver = _parameter(body)
    statements = (*body.body.statements, Return(receiver.span, receiver))
    return Lambda(body.span, body.parameters, Block(body.body.span, statements))


def _filtering(body: Lambda, *, keeps: bool) -> Lambda:
    """The value of the lambda decides whether the receiver is kept."""
    statements = body.body.statements
    last = statements[-1] if statements else None
    if not isinstance(last, Evaluate | Return):
        return _yielding_receiver(body)
    condition = last.expression if isinstance(last, Evaluate) else last.value
    if condition is None:
        return _yielding_receiver(body)
    receiver: Expression = _parameter(body)
    absent: Expression = Literal(receiver.span, "null", None)
    then, otherwise = (receiver, absent) if keeps else (absent, receiver)
    kept: Statement = Return(last.span, Conditional(last.span, condition, then, otherwise))
    return Lambda(body.span, body.parameters, Block(body.body.span, (*statements[:-1], kept)))
