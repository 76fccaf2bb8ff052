"""Parameters of functions and lambdas."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.languages.python.type_texts import declared_type
from secure_lint.model.program import Annotation, Parameter

_SPLATS = frozenset((g.LIST_SPLAT_PATTERN, g.DICTIONARY_SPLAT_PATTERN))
_DEFAULTS = frozenset((g.DEFAULT_PARAMETER, g.TYPED_DEFAULT_PARAMETER))


class _Parts(msgspec.Struct):
    """What a parameter is made of."""

    name: Node | None
    type: str | None = None
    annotations: tuple[Annotation, ...] = ()
    variadic: bool = False


def parameters(low: Lowering, node: Node | None) -> tuple[Parameter, ...]:
    """The parameters between the parentheses of a function, or before the colon of a lambda."""
    found = []
    for child in [] if node is None else node.children:
        read = _parameter(low, child)
        if read is not None:
            found.append(read)
    return tuple(found)


def _parameter(low: Lowering, node: Node) -> Parameter | None:
    parts = _parts(low, node)
    if parts.name is None:
        return None
    default_node = node.child_by_field_id(g.FIELD_VALUE) if node.kind_id in _DEFAULTS else None
    default = None if default_node is None else low.value(default_node)
    text = low.text(parts.name)
    return Parameter(text, parts.type, low.span(parts.name), parts.annotations, default, parts.variadic)


def _parts(low: Lowering, node: Node) -> _Parts:
    kind = node.kind_id
    if kind == g.IDENTIFIER:
        return _Parts(node)
    if kind in _SPLATS:
        name = next((child for child in node.children if child.kind_id == g.IDENTIFIER), None)
        return _Parts(name, variadic=True)
    if kind in _DEFAULTS:
        parts = _Parts(node.child_by_field_id(g.FIELD_NAME))
    elif kind == g.TYPED_PARAMETER and node.named_child_count:
        parts = _parts(low, node.named_children[0])
    else:
        return _Parts(None)
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    if type_node is not None:
        declared = declared_type(low, type_node)
        parts.type, parts.annotations = declared.text, declared.annotations
    return parts
