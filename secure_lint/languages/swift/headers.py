"""Modifiers, attributes, types of declarations and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.model.program import Annotation, Argument, Expression, Parameter

Header = tuple[tuple[Annotation, ...], tuple[str, ...]]
NO_HEADER: Header = ((), ())
_VARIADIC = "..."
_UNLABELLED = "_"


def header_of(low: Lowering, node: Node) -> Header:
    """The attributes and the keywords before a declaration."""
    annotations: list[Annotation] = []
    words: list[str] = []
    for child in node.children:
        if child.kind_id != g.MODIFIERS:
            continue
        for one in child.children:
            if one.kind_id == g.ATTRIBUTE:
                annotations.append(annotation(low, one))
            else:
                words.append(low.text(one).partition("(")[0].strip())
    return tuple(annotations), tuple("static" if word == "class" else word for word in words)


def annotation(low: Lowering, node: Node) -> Annotation:
    """``@Name`` with its arguments."""
    name = next((child for child in node.children if child.kind_id == g.USER_TYPE), None)
    if name is None:
        return Annotation("", low.span(node))
    after = [child for child in node.children if child.start_byte >= name.end_byte]
    return Annotation(low.text(name), low.span(node), tuple(_arguments(low, after)))


def _arguments(low: Lowering, nodes: Sequence[Node]) -> Iterator[Argument]:
    """The arguments of an attribute, which the grammar lists flat: ``(``, ``name``, ``:``, ``value``, ``,``."""
    label: str | None = None
    for index, node in enumerate(nodes):
        if node.kind_id == g.NAME and index + 1 < len(nodes) and nodes[index + 1].type == ":":
            label = low.text(node)
        elif node.kind_id in low.expressions or node.kind_id == g.NAME:
            yield Argument(low.value(node), label)
            label = None


def annotated_type(low: Lowering, node: Node) -> str | None:
    """The type that is declared behind a colon in ``node``."""
    for child in node.children:
        if child.kind_id in g.TYPES:
            return low.type_text(child)
    return None


def parameters(low: Lowering, nodes: Sequence[Node]) -> tuple[Parameter, ...]:
    """The parameters among the children of a declaration, each with the default that stands behind it."""
    found: list[Parameter] = []
    for index, node in enumerate(nodes):
        if node.kind_id != g.PARAMETER:
            continue
        default: Expression | None = None
        if index + 2 < len(nodes) and nodes[index + 1].kind_id == g.EQUAL:
            default = low.value(nodes[index + 2])
        found.append(_parameter(low, node, default, variadic=_is_variadic(low, nodes, index)))
    return tuple(found)


def _is_variadic(low: Lowering, nodes: Sequence[Node], index: int) -> bool:
    following = nodes[index + 1] if index + 1 < len(nodes) else None
    return low.text(nodes[index]).endswith(_VARIADIC) or (following is not None and following.type == _VARIADIC)


def _parameter(low: Lowering, node: Node, default: Expression | None, *, variadic: bool) -> Parameter:
    annotations = tuple(annotation(low, child) for child in node.children if child.kind_id == g.ATTRIBUTE)
    name = next((child for child in node.children_by_field_id(g.FIELD_NAME) if child.kind_id == g.NAME), None)
    if name is None:
        return Parameter("", annotated_type(low, node), low.span(node), annotations, default, variadic)
    held = low.name(name)
    external = node.child_by_field_id(g.FIELD_EXTERNAL)
    label = None if external is None or low.text(external) == _UNLABELLED else low.text(external)
    return Parameter(held.identifier, annotated_type(low, node), held.span, annotations, default, variadic, label)
