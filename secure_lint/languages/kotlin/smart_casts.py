"""What a condition tells about the types of variables."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.reader import Reader

_TESTS = frozenset(("is_expression", "binary_expression", "parenthesized_expression", "unary_expression"))


def casts_if(reader: Reader, condition: Node, *, holds: bool) -> dict[str, str]:
    """Type of each variable that is known when ``condition`` is true (or false, unless ``holds``)."""
    found: dict[str, str] = {}
    pending = [(condition, holds)]
    while pending:
        node, truth = pending.pop()
        kind = node.type
        if kind not in _TESTS:
            continue
        parts = reader.named(node)
        if kind == "is_expression":
            if len(parts) == 2 and parts[0].type == "identifier" and truth != is_negated(reader, node):
                found[reader.text(parts[0])] = reader.type_text(parts[1])
        elif kind == "binary_expression":
            sign = node.child_by_field_name("operator")
            if sign is not None and sign.type == ("&&" if truth else "||"):
                pending.extend((part, truth) for part in parts)
        elif kind == "parenthesized_expression":
            pending.extend((part, truth) for part in parts)
        elif node.children[0].type == "!":
            pending.extend((part, not truth) for part in parts)
    return found


def is_negated(reader: Reader, test: Node) -> bool:
    """Whether an ``is`` test is ``!is``; the grammar hides the mark."""
    left, right = test.children[0], test.children[-1]
    return b"!is" in reader.tree.source.data[left.end_byte : right.start_byte]
