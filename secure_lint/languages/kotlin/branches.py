"""``if``, ``when`` and ``try``, as statements and as values."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from secure_lint.languages.branching import LONGEST_CHAIN, conditional_chain, if_chain
from secure_lint.languages.kotlin.choices import (
    Choices,
    casts_of,
    condition_of,
    if_choices,
    needs_statement,
    subject_of,
    when_choices,
)
from secure_lint.languages.kotlin.jumps import hoist_return
from secure_lint.languages.kotlin.reader import Reader, StatementHandler
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Handler,
    Lambda,
    Operator,
    Parameter,
    Return,
    Statement,
    Try,
)

BRANCHES = frozenset(("if_expression", "when_expression", "try_expression"))
_NO_VALUE = frozenset(
    (
        "assignment",
        "for_statement",
        "while_statement",
        "do_while_statement",
        "property_declaration",
        "function_declaration",
        "class_declaration",
        "object_declaration",
        "return_expression",
    )
)
_LEAVING = frozenset(("return_expression", "throw_expression"))


def branch(reader: Reader, node: Node, out: list[Statement]) -> None:
    """A branch that is run for its effect."""
    _branch(reader, node, _choices(reader, node), out, None)


def branch_value(reader: Reader, node: Node) -> Expression:
    """A branch in the place of a value: a `Conditional` if its branches are plain, else the call of a `Lambda`."""
    choices = _choices(reader, node)
    if choices is not None and _is_plain(reader, choices):
        return _conditional(reader, node, choices)
    out: list[Statement] = []
    span = reader.span(node)
    hoisted, reader.hoisted = reader.hoisted, out
    _branch(reader, node, choices, out, value_return)
    reader.hoisted = hoisted
    return Call(span, Lambda(span, (), Block(span, tuple(out))), ())


def assign_branches(reader: Reader, node: Node, out: list[Statement], target: Expression) -> bool:
    """Assign in the branches themselves, when one of them returns from the function; whether that was needed."""
    if node.type not in BRANCHES or b"return" not in reader.tree.source.data[node.start_byte : node.end_byte]:
        return False
    choices = _choices(reader, node)
    if choices is not None and _is_plain(reader, choices):
        return False
    _branch(reader, node, choices, out, _tail(lambda value: Assign(value.span, target, value)))
    return True


def lambda_result(reader: Reader, node: Node, out: list[Statement]) -> None:
    """The last statement of a lambda, which is its value."""
    if node.type not in BRANCHES:
        reader.statement(node, out)
        return
    choices = _choices(reader, node)
    if choices is not None and _is_plain(reader, choices):
        value = reader.expression(node)
        out.append(Evaluate(value.span, value))
    else:
        _branch(reader, node, choices, out, value_return)


def _tail(make: Callable[[Expression], Statement]) -> StatementHandler:
    """How the last statement of a branch becomes the branch's value."""

    def finish(reader: Reader, node: Node, out: list[Statement]) -> None:
        kind = node.type
        if kind in _NO_VALUE:
            reader.statement(node, out)
            return
        if kind in BRANCHES:
            choices = _choices(reader, node)
            if choices is None or not _is_plain(reader, choices):
                _branch(reader, node, choices, out, finish)
                return
        out.append(make(reader.expression(node)))

    return finish


value_return = _tail(lambda value: Return(value.span, value))
"""The last statement of a branch yields the value of the lambda that holds the branch."""


def _choices(reader: Reader, node: Node) -> Choices | None:
    """The choices of ``if`` and ``when``; ``None`` for ``try``."""
    if node.type == "if_expression":
        return if_choices(reader, node)
    return when_choices(reader, node) if node.type == "when_expression" else None


def _is_plain(reader: Reader, choices: Choices) -> bool:
    """Whether there is an else, and each body is one expression."""
    if choices.otherwise is None or not choices.branches or needs_statement(reader, choices):
        return False
    bodies = [choices.otherwise, *(choice.body for choice in choices.branches)]
    return all(body is not None and _plain_value(reader, body) is not None for body in bodies)


def _plain_value(reader: Reader, body: Node) -> Node | None:
    """The one expression of a body."""
    if body.type == "block":
        parts = reader.named(body)
        if len(parts) != 1:
            return None
        body = parts[0]
    kind = body.type
    if kind == "try_expression" or (kind in _NO_VALUE and kind != "return_expression"):
        return None
    return body


def _conditional(reader: Reader, node: Node, choices: Choices) -> Expression:
    """A `Conditional`; a branch that returns is run before and yields nothing."""
    subject = subject_of(reader, choices, None)
    saved = reader.casts
    in_long_chain = len(choices.branches) > LONGEST_CHAIN
    chain: list[tuple[Expression, Expression]] = []
    conditions: list[Expression] = []
    for choice in choices.branches:
        condition = condition_of(reader, choice, subject, in_long_chain=in_long_chain)
        conditions.append(condition)
        taken, passed = reader.casts, casts_of(reader, choice, subject, holds=False)
        reader.cast(casts_of(reader, choice, subject, holds=True))
        body = _plain_value(reader, choice.body) if choice.body is not None else None
        if body is not None and not hoist_return(reader, condition, body):
            chain.append((condition, reader.expression(body)))
        reader.casts = taken
        reader.cast(passed)
    span = reader.span(node)
    last = _plain_value(reader, choices.otherwise) if choices.otherwise is not None else None
    none_holds = Operator(span, "!", (Operator(span, "||", tuple(conditions)),))
    if last is not None and not (chain and hoist_return(reader, none_holds, last)):
        value = reader.expression(last)
    else:
        value = chain.pop()[1]
    reader.casts = saved
    return conditional_chain(span, chain, value)


def _branch(
    reader: Reader, node: Node, choices: Choices | None, out: list[Statement], finish: StatementHandler | None
) -> None:
    if choices is None:
        out.append(_attempt(reader, node, finish))
        return
    subject = subject_of(reader, choices, out)
    saved = reader.casts
    in_long_chain = len(choices.branches) > LONGEST_CHAIN
    chain: list[tuple[Expression, Block]] = []
    for choice in choices.branches:
        condition = condition_of(reader, choice, subject, in_long_chain=in_long_chain)
        before = reader.casts
        reader.cast(casts_of(reader, choice, subject, holds=True))
        chain.append((condition, _body(reader, choice.body, node, finish)))
        reader.casts = before
        reader.cast(casts_of(reader, choice, subject, holds=False))
    otherwise = None if choices.otherwise is None else _body(reader, choices.otherwise, node, finish)
    if chain:
        out.append(if_chain(reader.span(node), chain, otherwise))
    elif otherwise is not None:
        out.append(otherwise)
    if otherwise is not None or not all(_leaves(reader, choice.body) for choice in choices.branches):
        reader.casts = saved


def _body(reader: Reader, body: Node | None, node: Node, finish: StatementHandler | None) -> Block:
    if body is None:
        return Block(reader.span(node), ())
    return reader.block(reader.span(body), reader.named(body) if body.type == "block" else [body], finish)


def _leaves(reader: Reader, body: Node | None) -> bool:
    """Whether a branch surely ends by leaving the function."""
    if body is not None and body.type == "block":
        body = next(reversed(reader.named(body)), None)
    return body is not None and body.type in _LEAVING


def _attempt(reader: Reader, node: Node, finish: StatementHandler | None) -> Try:
    body = Block(reader.span(node), ())
    handlers: list[Handler] = []
    final: Block | None = None
    for child in reader.named(node):
        if child.type == "block":
            body = _body(reader, child, node, finish)
        elif child.type == "catch_block":
            handlers.append(_handler(reader, child, finish))
        elif child.type == "finally_block":
            final = next((_body(reader, part, node, None) for part in reader.named(child)), None)
    return Try(reader.span(node), body, tuple(handlers), final)


def _handler(reader: Reader, node: Node, finish: StatementHandler | None) -> Handler:
    parts = [part for part in reader.named(node) if part.type != "annotation"]
    block = parts.pop() if parts and parts[-1].type == "block" else None
    parameter: Parameter | None = None
    if parts:
        type_name = reader.type_text(parts[1]) if len(parts) > 1 else None
        parameter = Parameter(reader.text(parts[0]), type_name, reader.span(parts[0]))
    return Handler(parameter, _body(reader, block, node, finish))
