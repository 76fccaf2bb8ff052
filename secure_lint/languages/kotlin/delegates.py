"""Classes that hand a supertype on to another object: ``class Cached(store: Store) : Store by store { ... }``.

The grammar takes the body of such a class for a function that is handed to the object.
"""

from __future__ import annotations

from collections.abc import Iterator

import tree_sitter

from secure_lint.languages import syntax
from secure_lint.languages.kotlin.repairs import blank

_TYPES = frozenset({"class_declaration", "object_declaration", "companion_object"})
_BODIES = frozenset({"class_body", "enum_class_body"})
_DEEPEST = 8


def parse_bodies(parser: tree_sitter.Parser, text: bytes) -> tuple[bytes, tree_sitter.Tree | None]:
    """The text without the objects that have taken a body, and its tree; each pass uncovers the types in a body."""
    tree = syntax.parse(parser, text)
    for _ in range(_DEEPEST if b" by " in text else 0):
        taken = list(_taken(tree.root_node)) if tree is not None else []
        if not taken:
            break
        kept = bytearray(text)
        for start, end in taken:
            kept[start:end] = blank(text[start:end])
        text = bytes(kept)
        tree = syntax.parse(parser, text)
    return text, tree


def _taken(root: tree_sitter.Node) -> Iterator[tuple[int, int]]:
    """From ``by`` to the brace of the body, for each type whose body is part of its header."""
    pending = [root]
    while pending:
        node = pending.pop()
        for child in node.children:
            if child.type in _BODIES:
                pending.append(child)
            elif child.type in _TYPES:
                pending.append(child)
                yield from _delegate(child)


def _delegate(declaration: tree_sitter.Node) -> Iterator[tuple[int, int]]:
    last = declaration.children[-1]
    if last.type != "delegation_specifiers":
        return
    delegation = last.children[-1].children[-1]
    call = delegation.children[-1] if delegation.type == "explicit_delegation" else None
    if call is None or call.type != "call_expression" or call.children[-1].type != "annotated_lambda":
        return
    by = next((one for one in delegation.children if one.type == "by"), None)
    if by is not None:
        yield by.start_byte, call.children[-1].start_byte
