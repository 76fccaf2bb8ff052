"""How deep the code of a file is nested, for parsers that recurse and would exhaust the stack."""

from __future__ import annotations

from secure_lint.languages.python import grammar as g
from secure_lint.languages.syntax import parse
from secure_lint.text.source import SourceText

_CHAINS = frozenset(("if_statement", "comparison_operator", "concatenated_string"))
"""Nodes that hold side by side what other parsers nest."""


def deepest_nesting(source: SourceText) -> int | None:
    """The number of nodes around the innermost one; ``None`` when the parser does not come to an end."""
    tree = parse(g.PARSER, source.data)
    if tree is None:
        return None
    cursor, depth, deepest = tree.walk(), 0, 0
    around: list[tuple[int, bool]] = []
    while True:
        deepest = max(deepest, depth)
        chained = cursor.node is not None and cursor.node.type in _CHAINS
        if cursor.goto_first_child():
            around.append((depth, chained))
            depth += 1
            continue
        while not cursor.goto_next_sibling():
            if not around:
                return deepest
            cursor.goto_parent()
            depth, _ = around.pop()
        depth += bool(around and around[-1][1])
