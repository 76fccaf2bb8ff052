"""Type and record patterns: a test, and variables that are bound before the statement in which the test stands."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Assign, Cast, Expression, Literal, Name, Operator, Sequence
from secure_lint.model.span import Span


def type_test(low: Lowering, node: Node, value: Expression) -> Expression:
    """The test of an ``instanceof`` expression."""
    span = low.span(node)
    pattern = node.child_by_field_id(g.FIELD_PATTERN)
    if pattern is not None:
        return match(low, pattern, value, span)
    type_node = node.child_by_field_id(g.FIELD_RIGHT)
    if type_node is None:
        return low.nothing(node)
    type_name = low.type_text(type_node)
    name = node.child_by_field_id(g.FIELD_NAME)
    if name is not None:
        value = _bind(low, low.name(name), value, type_name)
    return is_type(span, value, type_node, type_name, low)


def is_type(span: Span, value: Expression, type_node: Node, type_name: str, low: Lowering) -> Operator:
    """The test whether ``value`` has a type; the type is a class literal."""
    return Operator(span, "is", (value, Literal(low.span(type_node), "class", type_name)))


def match(low: Lowering, node: Node, value: Expression, span: Span) -> Expression:
    """The test of ``value`` against a pattern; its variables are bound."""
    while node.kind_id == g.PATTERN and node.named_child_count:
        node = node.named_children[-1]
    if node.kind_id == g.RECORD_PATTERN:
        return _match_record(low, node, value, span)
    children = [child for child in node.children if child.is_named and child.kind_id not in g.COMMENTS]
    type_node = next((child for child in children if child.kind_id in g.TYPES), None)
    if type_node is None:
        return low.nothing(node)
    type_name = low.type_text(type_node)
    if children[-1].kind_id == g.IDENTIFIER:
        value = _bind(low, low.name(children[-1]), value, type_name)
    return is_type(span, value, type_node, type_name, low)


def _bind(low: Lowering, variable: Name, value: Expression, type_name: str) -> Name:
    """Declare ``variable`` as ``value`` before the statement; what stands for it from then on."""
    low.out.append(Assign(variable.span, variable, Cast(value.span, value, type_name), type_name, True))
    return variable


def _match_record(low: Lowering, node: Node, value: Expression, span: Span) -> Expression:
    type_node = node.named_children[0] if node.named_child_count else node
    type_name = low.type_text(type_node)
    target = _components(low, node, low.depth)
    low.out.append(Assign(span, target, Cast(value.span, value, type_name), None, True))
    return is_type(span, value, type_node, type_name, low)


def _components(low: Lowering, node: Node, depth: int) -> Sequence:
    """The variables of a record pattern, nested as its components are."""
    found: list[Expression] = []
    body = next((child for child in node.children if child.kind_id == g.RECORD_PATTERN_BODY), None)
    for child in [] if body is None else body.children:
        if child.kind_id == g.RECORD_PATTERN and depth < NESTING_LIMIT:
            found.append(_components(low, child, depth + 1))
        elif child.kind_id == g.RECORD_PATTERN:
            low.tree.report_nesting(child)
        elif child.is_named and child.kind_id not in g.COMMENTS:
            last = child.children[-1] if child.child_count else child
            found.append(low.name(last))
    return Sequence(low.span(node), tuple(found))
