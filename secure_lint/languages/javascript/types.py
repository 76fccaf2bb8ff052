"""Types as text. What has no name (a union, most object types, a type computed from others) is left out."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.javascript.lowering import Lowering

_NAMED = frozenset(
    ("type_identifier", "nested_type_identifier", "predefined_type", "generic_type", "array_type", "identifier")
)
_EMPTY = frozenset(("null", "undefined", "void"))
_SHOWN = re.compile(r"^(?:any|unknown|never|object)$|^(?:ReturnType|InstanceType|Parameters|Awaited)<")
_LATER = re.compile(r"^Promise(?:Like)?\s*<(.*)>$", re.DOTALL)


def declared_type(low: Lowering, node: Node, field: str = "type") -> str | None:
    """The type that a declaration states in a field."""
    annotation = node.child_by_field_name(field)
    return None if annotation is None else type_text(low, annotation)


def type_text(low: Lowering, node: Node) -> str | None:
    """The text of a type; a promise is what it brings, and ``T | null`` is ``T``."""
    while node.type in {"type_annotation", "parenthesized_type", "readonly_type"}:
        inner = next((child for child in node.children if child.is_named and child.type != "comment"), None)
        if inner is None:
            return None
        node = inner
    if node.type == "union_type":
        return _union(low, node)
    if node.type == "intersection_type":
        parts = (type_text(low, child) for child in node.children if child.is_named)
        return next((text for text in parts if text is not None), None)
    if node.type == "object_type":
        return _indexed(low, node)
    if node.type not in _NAMED:
        return None
    text = " ".join(low.text(node).split())
    later = _LATER.match(text)
    if later is not None:
        text = later.group(1).strip()
    return None if _SHOWN.match(text) or text in _EMPTY or "{" in text or "=>" in text or "|" in text else text


def _union(low: Lowering, node: Node) -> str | None:
    """The one member of a union that is no absence of a value; ``A | B | null`` nests to the left."""
    found: list[Node] = []
    pending = [node]
    while pending:
        member = pending.pop()
        for child in member.children:
            if child.type == "union_type":
                pending.append(child)
            elif child.is_named and low.text(child) not in _EMPTY:
                found.append(child)
    return type_text(low, found[0]) if len(found) == 1 and found[0].type in _NAMED else None


def _indexed(low: Lowering, node: Node) -> str | None:
    """An object type that says only what all members are, as the record that it is."""
    members = [child for child in node.children if child.is_named and child.type != "comment"]
    held = members[0].child_by_field_name("type") if len(members) == 1 else None
    text = None if held is None or members[0].type != "index_signature" else type_text(low, held)
    return None if text is None else f"Record<string, {text}>"


def type_arguments(low: Lowering, node: Node | None) -> tuple[str, ...]:
    """The types between angle brackets."""
    if node is None:
        return ()
    return tuple(" ".join(low.text(child).split()) for child in node.children if child.is_named)
