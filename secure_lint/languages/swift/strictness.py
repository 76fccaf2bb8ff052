"""Source that is right although the grammar rejects it, and of which nothing is lost."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.swift import grammar as g

_PARAMETERS = frozenset((g.LAMBDA_TYPE, g.LAMBDA_PARAMETERS))


def is_harmless(node: Node) -> bool:
    """Whether an error node stands for an empty tuple (``f(())``), an attribute of a macro, or a parameter's name."""
    parent = node.parent
    if node.is_missing:
        while parent is not None and parent.end_byte == node.end_byte and parent.start_byte == node.start_byte:
            parent = parent.parent
        return parent is not None and parent.kind_id == g.TUPLE and parent.end_byte - parent.start_byte == len("()")
    return is_parameter_name(node) or all(child.kind_id == g.ATTRIBUTE for child in node.children)


def is_parameter_name(node: Node) -> bool:
    """Whether an error node is the name of a closure's parameter whose label is written too: ``(_ error)``."""
    parent = node.parent
    children = node.children
    named = len(children) == 1 and children[0].kind_id == g.NAME
    return node.is_error and named and parent is not None and parent.kind_id in _PARAMETERS
