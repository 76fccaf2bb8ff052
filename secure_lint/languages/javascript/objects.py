"""Object and array literals."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.functions import as_lambda
from secure_lint.languages.javascript.literals import string_text
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.model.program import Argument, Expression, Name, Record, Sequence


def record(low: Lowering, node: Node) -> Expression:
    """An object literal; computed keys have no name."""
    found: list[Argument] = []
    for child in node.children:
        field = record_field(low, child)
        if field is not None:
            found.append(field)
    return Record(low.span(node), tuple(found))


def record_field(low: Lowering, node: Node) -> Argument | None:
    """One property of an object literal, or ``None`` when the node is none."""
    kind = node.type
    if kind == "pair":
        key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
        if key is None or value is None:
            return None
        return Argument(low.expression(value), property_name(low, key))
    if kind == "shorthand_property_identifier":
        name = low.name(node)
        return Argument(Name(name.span, name.identifier), name.identifier)
    if kind == "spread_element":
        inner = next((child for child in node.children if child.kind_id in low.expressions), None)
        return None if inner is None else Argument(low.expression(inner), None, True)
    if kind == "method_definition":
        key = node.child_by_field_name("name")
        return Argument(as_lambda(low, node), None if key is None else property_name(low, key))
    return None


def property_name(low: Lowering, key: Node) -> str | None:
    """The name of a property; none when it is computed."""
    if key.type == "string":
        return string_text(low, key)
    if key.type == "computed_property_name":
        inner = next((child for child in key.children if child.type == "string"), None)
        return None if inner is None or key.named_child_count != 1 else string_text(low, inner)
    return low.identifier(key)


def sequence(low: Lowering, node: Node) -> Expression:
    """An array literal; the elements of one that is spread in it stand for themselves."""
    found: list[Expression] = []
    for child in node.children:
        if child.type == "spread_element":
            found += [low.expression(inner) for inner in child.children if inner.kind_id in low.expressions][:1]
        elif child.kind_id in low.expressions:
            found.append(low.expression(child))
    return Sequence(low.span(node), tuple(found))
