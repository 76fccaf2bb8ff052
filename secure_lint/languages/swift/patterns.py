"""Conditions and patterns: what they test, and which names they bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.expressions import is_value
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.model import program as p
from secure_lint.model.program import Assign, Call, Cast, Expression, Literal, Member, Name, Operator, Statement
from secure_lint.model.span import Span

_AVAILABLE = "available"
CASE = "case"
"""Stands for what a case asks where the model has no word for it."""


def condition(low: Lowering, nodes: Sequence[Node], span: Span) -> Expression:
    """The condition of ``if``, ``guard`` and ``while``, all parts of it joined.

    What it binds (``if let a = b``) is bound before the statement that asks: the bindings are added to ``out``.
    """
    tests = [test for part in _parts(nodes) if (test := _test(low, part)) is not None]
    if not tests:
        return Literal(span, "bool", True)
    return tests[0] if len(tests) == 1 else Operator(span, "&&", tuple(tests))


def _parts(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """The parts of a condition, which commas separate."""
    part: list[Node] = []
    depth = 0
    for node in nodes:
        depth += (node.type == "(") - (node.type == ")")
        if node.type == "," and not depth:
            yield part
            part = []
        else:
            part.append(node)
    yield part


def _test(low: Lowering, nodes: list[Node]) -> Expression | None:
    if not nodes:
        return None
    first = nodes[0]
    if first.kind_id == g.AVAILABILITY:
        span = low.span(first)
        return Call(span, Name(span, _AVAILABLE))
    value_node = next((node for node in reversed(nodes) if is_value(low, node)), None)
    if first.kind_id == g.VALUE_BINDING:
        return _bound(low, nodes, value_node)
    if value_node is None:
        return None
    value = low.expression(value_node)
    if first.type == CASE:
        low.out.extend(_bindings(low, nodes[:-1], value))
        return Operator(low.span(first), "is", (value, Literal(low.span(first), "class", CASE)))
    return value


def _bound(low: Lowering, nodes: list[Node], value_node: Node | None) -> Expression | None:
    """``let name = value``, or ``let name`` for a name that is there already: the value is not ``nil``."""
    name_node = next((node for node in nodes if node.kind_id == g.NAME), None)
    if name_node is None or value_node is None:
        return None if value_node is None else low.expression(value_node)
    name = low.name(name_node)
    null = Literal(name.span, "null", None)
    held = Name(name.span, "this") if name.identifier == "self" else name
    if value_node == name_node:
        return Operator(name.span, "!=", (held, null))
    value = low.expression(value_node)
    if name.identifier != "self":
        low.out.append(Assign(low.tree.span_between(name_node, value_node), name, value, None, declares=True))
    return Operator(low.tree.span_between(name_node, value_node), "!=", (held, null))


def _bindings(low: Lowering, nodes: Sequence[Node], value: Expression) -> Iterator[Statement]:
    """The names that a pattern binds: those in a case of an enumeration to a member of the value, others to it."""
    loose = any(node.kind_id == g.VALUE_BINDING for node in nodes)
    names_case = any(node.type == "." for node in nodes)
    for node in nodes:
        if node.kind_id != g.PATTERN:
            continue
        within = names_case or any(child.type == "." for child in node.children)
        for name_node in bound_names(node, loose=loose):
            name = low.name(name_node)
            held = Member(name.span, value, name.identifier) if within else value
            yield Assign(name.span, name, held, None, declares=True)


def bound_names(node: Node, *, loose: bool = False) -> Iterator[Node]:
    """The names that a pattern binds: those behind ``let`` or ``var``, and all names under one."""
    bound = node.child_by_field_id(g.FIELD_BOUND)
    if bound is not None:
        yield bound
    binds = loose or any(child.kind_id == g.VALUE_BINDING for child in node.children)
    parts = [child for child in node.children if child.kind_id == g.PATTERN]
    if loose and not parts and bound is None:
        yield from (child for child in node.children if child.kind_id == g.NAME)
    for child in parts:
        yield from bound_names(child, loose=binds)


def case(low: Lowering, node: Node, subject: Expression) -> tuple[Expression | None, tuple[Statement, ...]]:
    """What a ``switch_pattern`` tests of the subject (nothing, if it takes anything), and what it binds."""
    pattern = next((child for child in node.children if child.kind_id == g.PATTERN), None)
    if pattern is None:
        return None, ()
    bindings = tuple(_bindings(low, (pattern,), _narrowed(low, pattern, subject)))
    return _case_test(low, pattern, subject), bindings


def _narrowed(low: Lowering, pattern: Node, subject: Expression) -> Expression:
    held = _type_of(pattern)
    return subject if held is None else Cast(subject.span, subject, low.type_text(held))


def _type_of(pattern: Node) -> Node | None:
    return next((child for child in pattern.children_by_field_id(g.FIELD_NAME) if child.kind_id in g.TYPES), None)


def _case_test(low: Lowering, pattern: Node, subject: Expression) -> Expression | None:
    span = low.span(pattern)
    held = _type_of(pattern)
    if held is not None:
        return Operator(span, "is", (subject, Literal(span, "class", low.type_text(held))))
    children = [child for child in pattern.children if child.is_named]
    named = next((child for child in children if child.kind_id == g.NAME), None)
    if named is not None and children[0].kind_id in {g.NAME, g.VALUE_BINDING}:
        return Operator(span, "==", (subject, Literal(low.span(named), "member", f".{low.text(named)}")))
    values = [child for child in children if is_value(low, child) or child.kind_id in g.RANGES]
    if len(children) == 1 and values and values[0].kind_id not in g.RANGES:
        return Operator(span, "==", (subject, low.expression(values[0])))
    return None if not values else Operator(span, "is", (subject, Literal(span, "class", CASE)))


def targets(low: Lowering, pattern: Node) -> Expression:
    """What a declaration or a loop binds: a name, or several at once."""
    names = [low.name(node) for node in _declared(pattern)]
    if len(names) == 1:
        return names[0]
    return p.Sequence(low.span(pattern), tuple(names)) if names else Name(low.span(pattern), "_")


def _declared(pattern: Node) -> Iterator[Node]:
    bound = pattern.child_by_field_id(g.FIELD_BOUND)
    parts = [child for child in pattern.children if child.kind_id == g.PATTERN]
    if bound is not None:
        yield bound
    elif parts:
        for part in parts:
            yield from _declared(part)
    else:
        yield from (child for child in pattern.children if child.kind_id == g.NAME)
