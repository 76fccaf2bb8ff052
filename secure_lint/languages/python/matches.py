"""``match``: a chain of branches whose patterns are tests, and variables that they bind."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.expressions import condition
from secure_lint.languages.python.lowering import Lowering
from secure_lint.languages.python.strings import text_of
from secure_lint.model.program import (
    Assign,
    Block,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Operator,
    Sequence,
    Statement,
)

_WILDCARD = "_"


def match(low: Lowering, node: Node) -> None:
    """The statement; what is matched is computed once, before, unless it is a name."""
    subject = low.part(node, g.FIELD_SUBJECT)
    if not isinstance(subject, Name):
        name = Name(subject.span, f"<match:{subject.span.start_line}:{subject.span.start_column}>")
        low.out.append(Assign(subject.span, name, subject, None, True))
        subject = name
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    body = node.child_by_field_id(g.FIELD_BODY)
    for clause in [] if body is None else body.children:
        if clause.kind_id == g.CASE_CLAUSE:
            test, block = _case(low, clause, subject)
            if test is None:
                # Whatever follows is never reached.
                otherwise = block
                break
            branches.append((test, block))
    if branches:
        low.out.append(if_chain(low.span(node), branches, otherwise))
    elif otherwise is not None:
        low.out.append(otherwise)


def _case(low: Lowering, node: Node, subject: Name) -> tuple[Expression | None, Block]:
    pattern = next((child for child in node.children if child.kind_id == g.CASE_PATTERN), None)
    bindings: list[Statement] = []
    test = None if pattern is None else _test(low, pattern, subject, bindings)
    guard = node.child_by_field_id(g.FIELD_GUARD)
    if guard is not None and guard.named_child_count:
        asked = condition(low, guard.named_children[-1])
        test = asked if test is None else Operator(low.span(pattern or node), "&&", (test, asked))
    body = node.child_by_field_id(g.FIELD_CONSEQUENCE)
    block = Block(low.span(node)) if body is None else low.block(body)
    return test, Block(block.span, (*bindings, *block.statements))


def _test(low: Lowering, node: Node, subject: Expression, bindings: list[Statement]) -> Expression | None:
    """The test of a pattern, ``None`` when anything fits; appends what it binds."""
    if low.is_too_deep(node):
        return low.nothing(node)
    low.depth += 1
    try:
        return _pattern(low, node, subject, bindings)
    finally:
        low.depth -= 1


def _pattern(low: Lowering, node: Node, subject: Expression, bindings: list[Statement]) -> Expression | None:
    kind = node.kind_id
    span = low.span(node)
    inner = [child for child in node.named_children if child.kind_id != g.COMMENT]
    if kind in {g.CASE_PATTERN, g.KEYWORD_PATTERN} and inner:
        return _test(low, inner[-1], subject, bindings)
    if kind == g.UNION_PATTERN:
        tests = [_test(low, child, subject, bindings) for child in inner]
        known = tuple(test for test in tests if test is not None)
        return Operator(span, "||", known) if len(known) == len(tests) > 0 else None
    if kind == g.AS_PATTERN and inner:
        bindings.append(Assign(span, low.name(inner[-1]), subject, None, True))
        return _test(low, inner[0], subject, bindings)
    if kind == g.CLASS_PATTERN and inner:
        return _class(low, inner, subject, bindings)
    if kind == g.DICT_PATTERN:
        return _mapping(low, node, subject, bindings)
    if kind in _SEQUENCES:
        return _sequence(low, inner, span_of=node, subject=subject, bindings=bindings)
    if kind == g.DOTTED_NAME and len(inner) == 1:
        name = low.name(inner[0])
        if name.identifier != _WILDCARD:
            bindings.append(Assign(span, name, subject, None, True))
        return None
    return _constant(low, node, inner, subject)


_SEQUENCES = frozenset((g.LIST_PATTERN, g.TUPLE_PATTERN))


def _constant(low: Lowering, node: Node, inner: list[Node], subject: Expression) -> Expression | None:
    span = low.span(node)
    if node.kind_id == g.DOTTED_NAME:
        value: Expression = low.name(inner[0])
        for part in inner[1:]:
            value = Member(low.span(part), value, low.text(part))
    elif node.kind_id in low.expressions:
        value = low.expression(node)
    else:
        return None
    return Operator(span, "==", (subject, value))


def _class(low: Lowering, inner: list[Node], subject: Expression, bindings: list[Statement]) -> Expression:
    tests: list[Expression] = []
    for child in inner[1:]:
        keyword = child.named_children[0] if child.named_child_count else child
        if keyword.kind_id == g.KEYWORD_PATTERN and keyword.named_child_count:
            name = keyword.named_children[0]
            part: Expression = Member(low.span(name), subject, low.text(name))
        else:
            part = subject
        test = _test(low, child, part, bindings)
        if test is not None:
            tests.append(test)
    span = low.span(inner[0])
    kind = Operator(span, "is", (subject, Literal(span, "class", low.text(inner[0]))))
    return Operator(span, "&&", (kind, *tests)) if tests else kind


def _mapping(low: Lowering, node: Node, subject: Expression, bindings: list[Statement]) -> Expression:
    span = low.span(node)
    tests: list[Expression] = []
    keys, values = node.children_by_field_id(g.FIELD_KEY), node.children_by_field_id(g.FIELD_VALUE)
    for key, value in zip(keys, values, strict=False):
        text = text_of(low, key)
        index = low.nothing(key) if text is None else Literal(low.span(key), "string", text)
        tests.append(Operator(low.span(key), "in", (index, subject)))
        test = _test(low, value, Index(low.span(value), subject, index), bindings)
        if test is not None:
            tests.append(test)
    return Operator(span, "&&", tuple(tests))


def _sequence(
    low: Lowering, inner: list[Node], *, span_of: Node, subject: Expression, bindings: list[Statement]
) -> Expression | None:
    names: list[Expression] = []
    for child in inner:
        last = child
        while last.named_child_count:
            last = last.named_children[-1]
        names.append(low.name(last) if last.kind_id == g.IDENTIFIER else low.nothing(last))
    span = low.span(span_of)
    if any(isinstance(name, Name) for name in names):
        bindings.append(Assign(span, Sequence(span, tuple(names)), subject, None, True))
    return Operator(span, "is", (subject, Literal(span, "class", "list")))
