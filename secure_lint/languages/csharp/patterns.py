"""Patterns: what they test, and which names they bind."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Assign, Cast, Expression, Literal, Member, Name, Operator, Statement
from secure_lint.model.span import Span

_CONSTANT = g.kind("constant_pattern")
_TYPE = g.kind("type_pattern")
_NEGATED = g.kind("negated_pattern")
_RELATIONAL = g.kind("relational_pattern")
_PARENTHESIZED = g.kind("parenthesized_pattern")
_BOTH = {g.kind("and_pattern"): "&&", g.kind("or_pattern"): "||"}
_CLAUSES = frozenset((g.kind("property_pattern_clause"), g.kind("positional_pattern_clause")))

Tested = tuple[Expression | None, tuple[Statement, ...]]
"""What is tested (nothing, if the pattern takes anything), and what is bound."""


def test_of(low: Lowering, node: Node, subject: Expression) -> Tested:
    """The test and the bindings of a pattern that is held against a value."""
    kind = node.kind_id
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(node)
        return low.nothing(node), ()
    low.depth += 1
    if kind in _BOTH:
        found = _joined(low, node, subject, _BOTH[kind])
    elif kind == _NEGATED:
        test, bound = test_of(low, node.children[-1], subject)
        found = (None if test is None else Operator(low.span(node), "!", (test,)), bound)
    elif kind == _PARENTHESIZED:
        found = test_of(low, node.children[1], subject) if len(node.children) > 1 else (None, ())
    else:
        found = _plain(low, node, subject)
    low.depth -= 1
    return found


def _joined(low: Lowering, node: Node, subject: Expression, sign: str) -> Tested:
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    parts = [test_of(low, one, subject) for one in (left, right) if one is not None]
    tests = tuple(test for test, _ in parts if test is not None)
    bound = tuple(statement for _, statements in parts for statement in statements)
    if len(tests) < 2:
        return next(iter(tests), None), bound
    return Operator(low.span(node), sign, tests), bound


def _plain(low: Lowering, node: Node, subject: Expression) -> Tested:
    kind = node.kind_id
    span = low.span(node)
    if kind == g.DISCARD or (kind == g.IDENTIFIER and low.text(node) == "_"):
        return None, ()
    if kind == g.VAR_PATTERN:
        return None, tuple(_bindings(low, node, subject))
    if kind in {g.DECLARATION_PATTERN, g.RECURSIVE_PATTERN}:
        return _declared(low, node, subject)
    if kind == _RELATIONAL:
        sign = low.text(node.children[0])
        return Operator(span, sign, (subject, *low.values(node.children[1:]))), ()
    values = low.values(node.children) if kind == _CONSTANT else low.values((node,))
    if kind == _TYPE or not values or isinstance(values[0], Name):
        return Operator(span, "is", (subject, Literal(span, "class", low.type_text(node)))), ()
    return Operator(span, "==", (subject, values[0])), ()


def _declared(low: Lowering, node: Node, subject: Expression) -> Tested:
    """``Type name`` and ``Type { Member: pattern } name``."""
    span = low.span(node)
    held, name = node.child_by_field_id(g.FIELD_TYPE), node.child_by_field_id(g.FIELD_NAME)
    type_name = None if held is None or held.kind_id == g.IMPLICIT_TYPE else low.type_text(held)
    tests: list[Expression] = []
    if type_name is not None:
        tests.append(Operator(span, "is", (subject, Literal(low.span(node), "class", type_name))))
    bound: list[Statement] = []
    if name is not None and name.kind_id == g.IDENTIFIER:
        target = low.name(name)
        value = subject if type_name is None else Cast(span, subject, type_name)
        bound.append(Assign(span, target, value, type_name, declares=True))
    for clause in node.children:
        for part in clause.children if clause.kind_id in _CLAUSES else ():
            if part.kind_id == g.SUBPATTERN:
                _member(low, part, subject, tests, bound)
    return _all(span, tests), tuple(bound)


def _member(low: Lowering, node: Node, subject: Expression, tests: list[Expression], bound: list[Statement]) -> None:
    named = [child for child in node.children if child.is_named]
    name = named[0] if len(named) > 1 and named[0].kind_id == g.IDENTIFIER else None
    value = subject if name is None else Member(low.span(name), subject, low.text(name))
    test, statements = test_of(low, named[-1], value)
    bound.extend(statements)
    if test is not None:
        tests.append(test)


def _all(span: Span, tests: list[Expression]) -> Expression | None:
    if len(tests) > 1:
        return Operator(span, "&&", tuple(tests))
    return tests[0] if tests else None


def _bindings(low: Lowering, node: Node, subject: Expression) -> Iterator[Statement]:
    for child in node.children:
        if child.kind_id == g.IDENTIFIER:
            name = low.name(child)
            yield Assign(name.span, name, subject, None, declares=True)
        elif child.is_named:
            yield from _bindings(low, child, subject)
