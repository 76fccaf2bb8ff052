"""Modifiers, attributes and parameters."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.model.program import Annotation, Argument, Expression, Literal, Parameter
from secure_lint.model.span import Span

Header = tuple[tuple[Annotation, ...], tuple[str, ...]]
_SUFFIX = "Attribute"
_EXTENDED = "this"


def header_of(low: Lowering, node: Node) -> Header:
    """The attributes and the keywords before a declaration."""
    annotations: list[Annotation] = []
    words: list[str] = []
    for child in node.children:
        if child.kind_id == g.ATTRIBUTES:
            annotations.extend(_annotation(low, one) for one in child.children if one.kind_id == g.ATTRIBUTE)
        elif child.kind_id == g.MODIFIER:
            words.append(low.text(child))
    if "const" in words:
        words.append("static")
    return tuple(annotations), tuple(words)


def _annotation(low: Lowering, node: Node) -> Annotation:
    """``[Name(arguments)]``; the ending that an attribute's type has may be left out, and is.

    The types that an attribute is generic in come first among its arguments.
    """
    name = node.child_by_field_id(g.FIELD_NAME)
    given: list[Argument] = []
    if name is not None and name.kind_id == g.GENERIC_NAME:
        listed = [one for child in name.children for one in child.children if one.kind_id in g.TYPES]
        given = [Argument(Literal(low.span(one), "class", low.type_text(one))) for one in listed]
        name = name.children[0]
    for child in node.children:
        if child.kind_id == g.ATTRIBUTE_ARGUMENTS:
            given.extend(_attribute_argument(low, one) for one in child.children if one.kind_id == g.ATTRIBUTE_ARGUMENT)
    text = "" if name is None else low.type_text(name).removesuffix(_SUFFIX)
    return Annotation(text, low.span(node), tuple(given))


def _attribute_argument(low: Lowering, node: Node) -> Argument:
    """``value``, ``Name = value`` or ``name: value``."""
    values = [child for child in node.children if low.is_value(child)]
    if not values:
        return Argument(low.nothing(node))
    label = low.text(values[0]) if len(values) > 1 and values[0].kind_id == g.IDENTIFIER else None
    if label is None and values[0].kind_id == g.ASSIGNMENT:
        left = values[0].child_by_field_id(g.FIELD_LEFT)
        label = None if left is None else low.text(left)
        return Argument(low.part(values[0], g.FIELD_RIGHT), label)
    return Argument(low.value(values[-1]), label)


def parameters(low: Lowering, node: Node | None) -> tuple[Parameter, ...]:
    """The parameters between parentheses. The grammar lists one with ``params`` flat, without a node of its own."""
    found: list[Parameter] = []
    loose: Node | None = None
    for child in () if node is None else node.children:
        kind = child.kind_id
        if kind == g.PARAMETER:
            found.append(_parameter(low, child))
        elif kind == g.IMPLICIT_PARAMETER:
            found.append(Parameter(low.text(child), None, low.span(child)))
        elif kind in g.TYPES and loose is None and kind != g.IDENTIFIER:
            loose = child
        elif kind == g.IDENTIFIER:
            name = low.name(child)
            held = None if loose is None else low.type_text(loose).removesuffix("[]")
            found.append(Parameter(name.identifier, held, name.span, variadic=loose is not None))
            loose = None
    return tuple(found)


def _parameter(low: Lowering, node: Node) -> Parameter:
    annotations, words = header_of(low, node)
    name_node, type_node = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_TYPE)
    type_name = None if type_node is None else low.type_text(type_node)
    default: Expression | None = None
    after_sign = False
    for child in node.children:
        if after_sign and low.is_value(child):
            default = low.value(child)
        after_sign = after_sign or child.kind_id == g.EQUAL
    if name_node is None:
        return Parameter("", type_name, low.span(node), annotations, default)
    name = low.name(name_node)
    return Parameter(name.identifier, type_name, name.span, annotations, default, "params" in words)


def extended_type(node: Node | None, low: Lowering) -> str | None:
    """The type that a method extends: that of its first parameter, if it is marked with ``this``."""
    first = None if node is None else next((one for one in node.children if one.kind_id == g.PARAMETER), None)
    if first is None or _EXTENDED not in header_of(low, first)[1]:
        return None
    held = first.child_by_field_id(g.FIELD_TYPE)
    return None if held is None else low.type_text(held)


def start_of(span: Span) -> Span:
    """The empty place at the start of another."""
    return Span(span.start_line, span.start_column, span.start_line, span.start_column)
