"""Patterns: what they test, and which names they bind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Assign,
    Cast,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Operator,
    Statement,
)
from secure_lint.model.program import Sequence as Several
from secure_lint.model.span import Span

CONSTANT = g.kind("constant_pattern")
VARIABLE = g.kind("variable_pattern")
_OBJECT = g.kind("object_pattern")
_RECORD = g.kind("record_pattern")
_LIST = g.kind("list_pattern")
_MAP = g.kind("map_pattern")
_REST = g.kind("rest_pattern")
_CHECKED = frozenset((g.kind("null_check_pattern"), g.kind("null_assert_pattern")))
_CAST = g.kind("cast_pattern")
_RELATIONAL = frozenset((g.kind("relational_operator"), g.kind("equality_operator")))
_JOINED = {g.kind("logical_or_operator"): "||", g.kind("logical_and_operator"): "&&"}
PATTERNS = frozenset((CONSTANT, VARIABLE, _OBJECT, _RECORD, _LIST, _MAP, _REST, *_CHECKED, _CAST))
_COLLECTIONS = {_LIST: "List", _MAP: "Map"}
_OPEN = frozenset("([{")
_CLOSE = frozenset(")]}")
_ANYTHING = "_"

Tested = tuple[Expression | None, tuple[Statement, ...]]
"""What is tested (nothing, if the pattern takes anything), and what is bound."""


def tested(low: Lowering, nodes: Sequence[Node], subject: Expression, *, declares: bool) -> Tested:
    """The test and the bindings of a pattern that is held against a value.

    ``nodes`` are the siblings that the pattern is made of. Where a pattern ``declares``, plain names are bound.
    """
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(nodes[0])
        return low.nothing(nodes[0]), ()
    low.depth += 1
    tests: list[Expression] = []
    bound: list[Statement] = []
    sign = "&&"
    for sign_before, piece in _pieces(nodes):
        sign = sign_before or sign
        test, statements = _one(low, piece, subject, declares=declares)
        bound.extend(statements)
        if test is not None:
            tests.append(test)
        elif sign == "||":
            tests.clear()
            break
    low.depth -= 1
    if len(tests) > 1:
        return Operator(low.tree.span_between(nodes[0], nodes[-1]), sign, tuple(tests)), tuple(bound)
    return next(iter(tests), None), tuple(bound)


def _pieces(nodes: Sequence[Node]) -> Iterator[tuple[str, list[Node]]]:
    """The alternatives (or conditions) of a pattern, with the sign before each; parentheses keep what is in them."""
    sign = ""
    piece: list[Node] = []
    depth = 0
    for node in nodes:
        if not node.is_named:
            depth += (node.type in _OPEN) - (node.type in _CLOSE)
        if depth == 0 and node.kind_id in _JOINED:
            if piece:
                yield sign, piece
            sign, piece = _JOINED[node.kind_id], []
        elif node.kind_id not in g.COMMENTS:
            piece.append(node)
    if piece:
        yield sign, piece


def _one(low: Lowering, nodes: list[Node], subject: Expression, *, declares: bool) -> Tested:
    first = nodes[0]
    kind = first.kind_id
    if first.type == "(" and len(nodes) > 2:
        return tested(low, nodes[1:-1], subject, declares=declares)
    if kind in _RELATIONAL:
        span = low.tree.span_between(first, nodes[-1])
        return Operator(span, low.text(first), (subject, *low.values(nodes[1:]))), ()
    if kind == CONSTANT:
        return _constant(low, first, subject, declares=declares)
    if kind == VARIABLE:
        return _variable(low, first, subject)
    if kind in _CHECKED:
        return tested(low, first.children[:-1], subject, declares=declares)
    if kind == _CAST:
        return _cast(low, first, subject, declares=declares)
    if kind in {_OBJECT, _RECORD, _LIST, _MAP}:
        return _of_parts(low, first, subject, declares=declares)
    return None, ()


def _constant(low: Lowering, node: Node, subject: Expression, *, declares: bool) -> Tested:
    """A constant that the value equals; where names are declared, a name is one."""
    span = low.span(node)
    text = low.text(node)
    if text == _ANYTHING:
        return None, ()
    if declares and text.isidentifier():
        return None, (Assign(span, Name(span, text), subject, None, declares=True),)
    value = next(iter(low.values(node.children)), None) or _path(span, text.removeprefix("const").strip(" ()"))
    return Operator(span, "==", (subject, value)), ()


def _path(span: Span, text: str) -> Expression:
    """``Type.name`` as a member."""
    first, *rest = "".join(text.split()).split(".")
    value: Expression = Name(span, first)
    for name in rest:
        value = Member(span, value, name)
    return value


def _variable(low: Lowering, node: Node, subject: Expression) -> Tested:
    """``final Type name``: a value of the type, called by the name."""
    *declared, name = node.children
    held = low.declared_type(declared)
    span = low.span(node)
    test = None if held is None else Operator(span, "is", (subject, Literal(span, "class", held)))
    target = low.name(name)
    if target.identifier == _ANYTHING:
        return test, ()
    value = subject if held is None else Cast(span, subject, held)
    return test, (Assign(span, target, value, held, declares=True),)


def _cast(low: Lowering, node: Node, subject: Expression, *, declares: bool) -> Tested:
    """``pattern as Type``."""
    at = next((place for place, child in enumerate(node.children) if child.type == "as"), len(node.children))
    held = low.declared_type(node.children[at + 1 :])
    value = subject if held is None else Cast(low.span(node), subject, held)
    return tested(low, node.children[:at], value, declares=declares)


def _of_parts(low: Lowering, node: Node, subject: Expression, *, declares: bool) -> Tested:
    """An object, a record, a list or a map: each part of the pattern is held against a part of the value."""
    span = low.span(node)
    kind = node.kind_id
    tests: list[Expression] = []
    bound: list[Statement] = []
    held = low.declared_type(node.children) if kind == _OBJECT else _COLLECTIONS.get(kind)
    if held is not None and not declares:
        tests.append(Operator(span, "is", (subject, Literal(span, "class", held))))
    value = subject if kind != _OBJECT or held is None else Cast(span, subject, held)
    for place, part in enumerate(_between_brackets(node)):
        label, pattern = _labelled(part)
        if not pattern or pattern[0].kind_id == _REST:
            continue
        test, statements = tested(low, pattern, _part(low, kind, value, label, pattern, place), declares=declares)
        bound.extend(statements)
        if test is not None:
            tests.append(test)
    if len(tests) > 1:
        return Operator(span, "&&", tuple(tests)), tuple(bound)
    return next(iter(tests), None), tuple(bound)


def _between_brackets(node: Node) -> Iterator[list[Node]]:
    """The parts of a pattern, which commas divide."""
    part: list[Node] = []
    depth = 0
    for child in node.children:
        if not child.is_named:
            depth += (child.type in _OPEN) - (child.type in _CLOSE)
            if depth == 0 or (depth == 1 and child.type in _OPEN and not part):
                continue
            if child.type == "," and depth == 1:
                yield part
                part = []
                continue
        if depth > 0 and child.kind_id not in g.COMMENTS:
            part.append(child)
    if part:
        yield part


def _labelled(part: list[Node]) -> tuple[list[Node] | None, list[Node]]:
    """What stands before a colon (nothing, if the name of what is bound is that of the member), and the pattern."""
    colon = next((at for at, node in enumerate(part) if node.type == ":" and not node.is_named), None)
    return (None, part) if colon is None else (part[:colon], part[colon + 1 :])


def _part(
    low: Lowering, kind: int, value: Expression, label: list[Node] | None, pattern: list[Node], place: int
) -> Expression:
    """The part of a value that a part of a pattern is held against."""
    span = low.span(pattern[0])
    if label is None:
        return Index(span, value, Literal(span, "int", place))
    if kind == _MAP:
        return Index(span, value, low.first(pattern[0], label))
    named = label[0] if label else _bound(pattern[0])
    return Member(low.span(named), value, low.text(named))


def _bound(node: Node) -> Node:
    """The name that a pattern binds."""
    while node.kind_id != g.IDENTIFIER and node.named_child_count:
        inner = [child for child in node.children if child.is_named and child.kind_id not in _NO_NAMES]
        if not inner:
            return node
        node = inner[-1]
    return node


_NO_NAMES = frozenset((*g.TYPES, g.OPTIONAL_TYPE))


def declared(low: Lowering, pattern: Node, value: Expression) -> list[Statement]:
    """The statements that ``final (a, b) = value`` stands for."""
    names = _plain_names(low, pattern)
    if names:
        span = low.span(pattern)
        return [Assign(span, Several(span, names), value, None, declares=True)]
    before = len(low.out)
    subject = low.subject(value)
    first = low.out[before:]
    del low.out[before:]
    return [*first, *tested(low, (pattern,), subject, declares=True)[1]]


def _plain_names(low: Lowering, pattern: Node) -> tuple[Name, ...]:
    """The names of a record or a list of plain names; none for any other pattern."""
    if pattern.kind_id not in {_RECORD, _LIST}:
        return ()
    found: list[Name] = []
    for child in pattern.children:
        if child.kind_id == CONSTANT and child.child_count == 1 and child.children[0].kind_id == g.IDENTIFIER:
            found.append(low.name(child.children[0]))
        elif child.is_named or child.type == ":":
            return ()
    return tuple(found)


def asked_and_rest(node: Node) -> tuple[list[Node], list[Node]]:
    """What stands between the parentheses behind ``if``, and what stands behind them."""
    children = node.children
    start = next((at for at, child in enumerate(children) if child.type == "("), 0) + 1
    depth = 1
    for at in range(start, len(children)):
        depth += (children[at].type == "(") - (children[at].type == ")")
        if depth == 0:
            return children[start:at], children[at + 1 :]
    return children[start:], []


def condition(low: Lowering, nodes: list[Node], holder: Node) -> Expression:
    """The condition of an ``if``; what ``value case pattern when test`` binds is bound before."""
    case = next((at for at, node in enumerate(nodes) if not node.is_named and node.type == "case"), None)
    if case is None:
        return low.first(holder, nodes)
    subject = low.subject(low.first(holder, nodes[:case]))
    test = guarded(low, nodes[case + 1 :], subject)
    return Literal(low.span(holder), "bool", True) if test is None else test


def guarded(low: Lowering, nodes: list[Node], subject: Expression) -> Expression | None:
    """The test of ``pattern when test``, nothing if it takes anything; appends what the pattern binds."""
    when = next((at for at, node in enumerate(nodes) if node.kind_id == g.WHEN), len(nodes))
    if not when:
        return None
    test, bound = tested(low, nodes[:when], subject, declares=False)
    low.out.extend(bound)
    if when == len(nodes):
        return test
    asked = low.first(nodes[when], nodes[when + 1 :])
    return asked if test is None else Operator(asked.span, "&&", (test, asked))
