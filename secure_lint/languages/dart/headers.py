"""Annotations and parameters."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.chains import arguments
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.model.program import Annotation, Expression, Parameter

SETS = "this"
HANDS_ON = "super"
_NAMED = "{"


class Given(msgspec.Struct, frozen=True):
    """A parameter as it is declared: plain, or one that sets a member (``this.x``) or is handed on (``super.x``)."""

    parameter: Parameter
    role: str = ""
    named: bool = False


def annotation(low: Lowering, node: Node) -> Annotation:
    """``@Name`` with its arguments."""
    name = node.child_by_field_id(g.FIELD_NAME)
    given = next((child for child in node.children if child.kind_id == g.ARGUMENTS), None)
    held = () if given is None else arguments(low, given)
    return Annotation("" if name is None else low.text(name), low.span(node), held)


def parameters(low: Lowering, node: Node) -> tuple[Parameter, ...]:
    """The parameters between parentheses."""
    return tuple(one.parameter for one in listed(low, node))


def listed(low: Lowering, node: Node) -> list[Given]:
    """The parameters between parentheses, with what each is for."""
    found = _listed(low, node.children, named=False)
    for child in node.children:
        if child.kind_id == g.OPTIONAL_PARAMETERS:
            found.extend(_listed(low, child.children, named=child.children[0].type == _NAMED))
    return found


def _listed(low: Lowering, nodes: list[Node], *, named: bool) -> list[Given]:
    found: list[Given] = []
    annotations: list[Annotation] = []
    for at, node in enumerate(nodes):
        if node.kind_id == g.ANNOTATION:
            annotations.append(annotation(low, node))
        elif node.kind_id == g.PARAMETER:
            default = _default(low, nodes[at + 1 :])
            found.append(_parameter(low, node, tuple(annotations), default, named=named))
            annotations.clear()
    return found


def _default(low: Lowering, following: list[Node]) -> Expression | None:
    """The value behind ``=``, if that follows the parameter."""
    if len(following) < 2 or following[0].type not in {"=", ":"}:
        return None
    return low.apart(lambda: low.first(following[0], following[1:]))


def _parameter(
    low: Lowering, node: Node, annotations: tuple[Annotation, ...], default: Expression | None, *, named: bool
) -> Given:
    role = ""
    children = node.children
    if len(children) == 1 and children[0].kind_id in _ROLES:
        role = _ROLES[children[0].kind_id]
        children = children[0].children
    own = (annotation(low, child) for child in children if child.kind_id == g.ANNOTATION)
    name = next((child for child in reversed(children) if child.kind_id == g.IDENTIFIER), None)
    before = children if name is None else [child for child in children if child.end_byte <= name.start_byte]
    span = low.span(node if name is None else name)
    text = "" if name is None else low.text(name)
    held = low.declared_type(before)
    return Given(Parameter(text, held, span, (*annotations, *own), default), role, named)


_ROLES = {g.CONSTRUCTOR_PARAMETER: SETS, g.SUPER_PARAMETER: HANDS_ON}


def words(low: Lowering, nodes: Iterable[Node]) -> tuple[str, ...]:
    """The keywords among the nodes of a declaration."""
    return tuple(low.text(node) for node in nodes if node.child_count <= 1 and low.text(node) in _WORDS)


_WORDS = frozenset(
    ("abstract", "base", "const", "covariant", "external", "final", "interface", "late", "sealed", "static")
)
