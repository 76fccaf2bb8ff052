"""Calls, members, elements and cascades: what stands behind a value."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.languages.dart.signs import changed
from secure_lint.model.program import (
    Argument,
    Assign,
    Call,
    Evaluate,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Operator,
)
from secure_lint.model.span import Span

_PLACE = re.compile(r"\$[1-9]\d*")
_TEAR_OFF = "new"
_CALLED = "call"
_SIGNS = frozenset("!-~")


def selector(low: Lowering, value: Expression, node: Node) -> Expression:
    """``.name``, ``?.name``, ``[index]``, ``(arguments)`` and ``!``."""
    inner = node.children[0]
    if inner.kind_id == g.ARGUMENT_PART:
        return call_with(low, value, inner)
    return member(low, value, inner) if inner.kind_id in _MEMBERS else value


def member(low: Lowering, value: Expression, node: Node) -> Expression:
    """``.name``, ``?.name`` and ``[index]``; the members of a record without names are its elements."""
    for child in node.children:
        if child.kind_id == g.INDEX:
            return Index(low.tree.span_from(value.span, child), value, low.first(child))
        if child.kind_id == g.IDENTIFIER:
            text = low.text(child)
            if text == _TEAR_OFF:
                return value
            span = low.span(child)
            if isinstance(value, Name) and value.identifier in low.own_files:
                return Name(span, text)
            if _PLACE.fullmatch(text):
                return Index(span, value, Literal(span, "int", int(text[1:]) - 1))
            return Member(span, value, text)
    return value


_MEMBERS = frozenset((g.UNCONDITIONAL_SELECTOR, g.CONDITIONAL_SELECTOR))


def call_with(low: Lowering, callee: Expression, node: Node) -> Expression:
    """A call of a value; ``f.call()`` is one of ``f``, and a sign before the value is one of the result."""
    given: tuple[Argument, ...] = ()
    types: tuple[str, ...] = ()
    for child in node.children:
        if child.kind_id == g.ARGUMENTS:
            given = arguments(low, child)
        elif child.kind_id == g.TYPE_ARGUMENTS:
            types = type_arguments(low, child)
    return call(callee, given, types, low.tree.span_from(callee.span, node))


def call(callee: Expression, given: tuple[Argument, ...], types: tuple[str, ...], span: Span) -> Expression:
    """A call of a value, from the start of its own name."""
    if isinstance(callee, Operator) and len(callee.operands) == 1 and callee.operator in _SIGNS:
        return Operator(callee.span, callee.operator, (call(callee.operands[0], given, types, span),))
    if isinstance(callee, Member) and callee.name == _CALLED:
        callee = callee.receiver
    return Call(span, callee, given, types)


def arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The arguments between parentheses; named ones bear their names."""
    found: list[Argument] = []
    for child in node.children:
        if child.kind_id == g.ARGUMENT:
            found.append(Argument(low.first(child)))
        elif child.kind_id == g.NAMED_ARGUMENT:
            label, *value = child.children
            found.append(Argument(low.first(child, value), _label_text(low, label)))
    return tuple(found)


def label_of(low: Lowering, node: Node) -> str | None:
    """The name before the colon."""
    label = next((child for child in node.children if child.kind_id == g.LABEL), None)
    return None if label is None else _label_text(low, label)


def _label_text(low: Lowering, label: Node) -> str:
    return low.text(label).rstrip(": \t\n")


def record_fields(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The values of a record; the grammar has no node for the field of one that has a single name."""
    fields = [child for child in node.children if child.kind_id == g.RECORD_FIELD]
    if not fields:
        return (Argument(low.first(node), label_of(low, node)),) if node.named_child_count else ()
    return tuple(Argument(low.first(child), label_of(low, child)) for child in fields)


def type_arguments(low: Lowering, node: Node) -> tuple[str, ...]:
    """The types between angle brackets, as written."""
    found: list[str] = []
    start = -1
    for child in node.children[1:]:
        if child.kind_id == g.COMMA or child == node.children[-1]:
            if start >= 0:
                found.append(" ".join(low.tree.slice(start, child.start_byte).split()).rstrip("?"))
            start = -1
        elif start < 0:
            start = child.start_byte
    return tuple(found)


def cascade(low: Lowering, value: Expression, node: Node) -> Expression:
    """``value..name()`` and ``value..name = other``: a statement of its own; the value stays what it was."""
    if not isinstance(value, Name):
        span = value.span
        held = Name(span, f"<cascade:{span.start_line}:{span.start_column}>")
        low.out.append(Assign(span, held, value, None, declares=True))
        value = held
    target: Expression = value
    span = low.span(node)
    for position, child in enumerate(node.children):
        kind = child.kind_id
        if kind in _SELECTED:
            target = member(low, target, child)
        elif kind == g.ARGUMENT_PART:
            target = call_with(low, target, child)
        elif not child.is_named and child.type.endswith("="):
            assigned = low.first(node, node.children[position + 1 :])
            low.out.append(Assign(span, target, changed(span, target, child.type, assigned)))
            return value
    low.out.append(Evaluate(target.span, target))
    return value


_SELECTED = frozenset((*_MEMBERS, g.CASCADE_SELECTOR))


def construction(low: Lowering, node: Node) -> Expression:
    """``new Type(...)``, ``const Type.named(...)`` and ``Type<Argument>.named(...)``: calls of the type's name."""
    value: Expression | None = None
    types: tuple[str, ...] = ()
    for child in node.children:
        kind = child.kind_id
        if kind in {g.TYPE_NAME, g.IDENTIFIER}:
            span = low.span(child)
            text = low.text(child)
            if value is None:
                value = Name(span, text)
            elif text != _TEAR_OFF:
                value = Member(span, value, text)
        elif kind == g.TYPE_ARGUMENTS:
            types = type_arguments(low, child)
        elif kind == g.ARGUMENTS and value is not None:
            return Call(low.tree.span_from(value.span, child), value, arguments(low, child), types)
    return low.nothing(node) if value is None else value
