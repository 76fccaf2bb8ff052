"""Modifiers, annotations and parameters."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.lowering import Lowering
from secure_lint.model.program import Annotation, Argument, Call, Expression, Name, Parameter
from secure_lint.model.span import Span

Header = tuple[tuple[Annotation, ...], tuple[str, ...]]
NO_HEADER: Header = ((), ())


def modifiers(low: Lowering, node: Node) -> Header:
    """The annotations and the keywords of a ``modifiers`` node."""
    annotations: list[Annotation] = []
    words: list[str] = []
    for child in node.children:
        if child.kind_id in g.ANNOTATIONS:
            annotations.append(annotation(low, child))
        elif not child.is_named:
            words.append(child.type)
    return tuple(annotations), tuple(words)


def annotation(low: Lowering, node: Node) -> Annotation:
    """``@Name`` with its arguments."""
    return Annotation(*_name_and_arguments(low, node))


def annotation_value(low: Lowering, node: Node) -> Expression:
    """An annotation as an argument of another: a call of its name."""
    name, span, given = _name_and_arguments(low, node)
    return Call(span, Name(span, name), given)


def _name_and_arguments(low: Lowering, node: Node) -> tuple[str, Span, tuple[Argument, ...]]:
    name_node = node.child_by_field_id(g.FIELD_NAME)
    name = "" if name_node is None else low.text(name_node)
    given = node.child_by_field_id(g.FIELD_ARGUMENTS)
    if given is None:
        return name, low.span(node), ()
    found: list[Argument] = []
    for child in given.children:
        if child.kind_id == g.ELEMENT_VALUE_PAIR:
            key, value = child.children[0], child.children[-1]
            found.append(Argument(low.value(value), low.text(key)))
        elif child.kind_id in low.expressions:
            found.append(Argument(low.value(child)))
    return name, low.span(node), tuple(found)


def parameters(low: Lowering, node: Node) -> tuple[Parameter, ...]:
    """The parameters between parentheses; a receiver parameter is none."""
    children = node.children
    if len(children) == 2:
        return ()
    found: list[Parameter] = []
    for child in children:
        kind = child.kind_id
        if kind == g.FORMAL_PARAMETER:
            found.append(parameter(low, child, variadic=False))
        elif kind == g.SPREAD_PARAMETER:
            found.append(parameter(low, child, variadic=True))
    return tuple(found)


def parameter(low: Lowering, node: Node, *, variadic: bool) -> Parameter:
    """One parameter of a method, lambda, record or catch clause; several caught types are written ``A | B``."""
    annotations: tuple[Annotation, ...] = ()
    type_name: str | None = None
    name = node
    for child in node.children:
        kind = child.kind_id
        if kind in g.NAMES:
            name = child
        elif kind == g.MODIFIERS:
            annotations, _ = modifiers(low, child)
        elif kind in g.TYPES or kind == g.CATCH_TYPE:
            type_name = low.type_text(child)
        elif kind == g.DIMENSIONS:
            type_name = f"{type_name}{low.text(child)}"
        elif kind == g.DECLARATOR:
            name = child.children[0]
    if name is node:
        return Parameter("", type_name, low.span(node), annotations, None, variadic)
    held = low.name(name)
    return Parameter(held.identifier, type_name, held.span, annotations, None, variadic)
