"""JSX: an element is the call of its component, with its attributes as a record and its children behind it.

A built-in element (a name in small letters) is an object of that type.
"""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.model.program import Argument, Call, Expression, Literal, Member, New, Record, Sequence

_CHILDREN = frozenset(("jsx_element", "jsx_self_closing_element", "jsx_fragment", "jsx_expression"))


def element(low: Lowering, node: Node) -> Expression:
    """An element with or without children; a fragment is the sequence of its children."""
    opening = node
    children: list[Expression] = []
    if node.type != "jsx_self_closing_element":
        opening = node.child_by_field_name("open_tag") or node
        inner = [child for child in node.children if child.type in _CHILDREN and child.kind_id in low.expressions]
        children = [low.expression(child) for child in inner]
    name = opening.child_by_field_name("name")
    if name is None:
        return Sequence(low.span(node), tuple(children))
    arguments = (Argument(_attributes(low, opening)), *(Argument(child) for child in children))
    text = low.text(name)
    if name.type == "jsx_namespace_name" or (name.type == "identifier" and not text[:1].isupper()):
        return New(low.span(node), text, arguments)
    callee = _component(low, name)
    span = low.tree.span_from(callee.span, opening)
    return Call(span, callee, arguments)


def _component(low: Lowering, name: Node) -> Expression:
    parts: list[Node] = []
    while name.type == "member_expression":
        last, first = name.child_by_field_name("property"), name.child_by_field_name("object")
        if last is None or first is None:
            break
        parts.append(last)
        name = first
    value: Expression = low.name(name)
    for part in reversed(parts):
        held = low.name(part)
        value = Member(held.span, value, held.identifier)
    return value


def _attributes(low: Lowering, opening: Node) -> Record:
    found: list[Argument] = []
    for child in opening.children:
        if child.type == "jsx_attribute":
            named = child.named_children
            value = low.expression(named[1]) if len(named) > 1 else Literal(low.span(child), "bool", True)
            if named:
                found.append(Argument(value, low.text(named[0])))
        elif child.type == "jsx_expression":
            found += [Argument(low.expression(one), None, True) for one in _spread(low, child)]
    return Record(low.span(opening), tuple(found))


def _spread(low: Lowering, node: Node) -> list[Node]:
    spread = next((child for child in node.children if child.type == "spread_element"), node)
    return [child for child in spread.children if child.kind_id in low.expressions][:1]


def embedded(low: Lowering, node: Node) -> Expression:
    """``{value}`` in the place of an attribute's value or a child."""
    inner = next((child for child in node.children if child.kind_id in low.expressions), None)
    if inner is None:
        spread = _spread(low, node)
        return low.expression(spread[0]) if spread else low.nothing(node)
    return low.expression(inner)
