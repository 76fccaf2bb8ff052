"""Types and methods whose end the grammar did not find: their parts are children of an error.

A closing brace among them may close anything, so a broken type takes all that follows, and a broken method the
statements that follow.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from tree_sitter import Node

from secure_lint.languages.java import grammar as g

_TYPE_WORDS = frozenset(("class", "interface", "enum", "record"))


class BrokenType(msgspec.Struct, frozen=True):
    """The head of a type, and the nodes after its opening brace."""

    kind: str
    header: Node | None
    name: Node
    rest: tuple[Node, ...]


class BrokenMethod(msgspec.Struct, frozen=True):
    """The head of a method, and the nodes after it up to the next head."""

    header: Node | None
    name: Node
    parameters: Node
    rest: tuple[Node, ...]


def fragments(nodes: tuple[Node, ...]) -> Iterator[BrokenType | BrokenMethod | Node]:
    """What the children of an error stand for; nodes that belong to nothing come as they are."""
    header: Node | None = None
    index = 0
    while index < len(nodes):
        node = nodes[index]
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        named = following is not None and following.kind_id
        if following is not None and named == g.IDENTIFIER and node.type in _TYPE_WORDS:
            yield BrokenType(node.type, header, following, nodes[index + 2 :])
            return
        if following is not None and named == g.FORMAL_PARAMETERS and node.kind_id == g.IDENTIFIER:
            end = _end(nodes, index + 2)
            yield BrokenMethod(header, node, following, nodes[index + 2 : end])
            header, index = None, end
            continue
        if node.kind_id == g.MODIFIERS:
            header = node
        elif node.child_count:
            yield node
        index += 1


def _end(nodes: tuple[Node, ...], start: int) -> int:
    """Where the statements after the head of a method end: at what starts with modifiers, or at the next head."""
    for index in range(start, len(nodes)):
        kind = nodes[index].kind_id
        if kind == g.MODIFIERS or (nodes[index].child_count and nodes[index].children[0].kind_id == g.MODIFIERS):
            return index
        if kind == g.FORMAL_PARAMETERS:
            return max(start, index - 1)
    return len(nodes)
