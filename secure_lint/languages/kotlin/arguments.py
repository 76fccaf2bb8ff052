"""Arguments of calls and annotations."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import Argument


def arguments(reader: Reader, node: Node) -> tuple[Argument, ...]:
    """The arguments between the parentheses."""
    found: list[Argument] = []
    for child in node.children:
        if child.type == "value_argument":
            parts = child.children
            if len(parts) == 1 and parts[0].type != "spread_expression":
                found.append(Argument(reader.expression(parts[0])))
            else:
                found.append(_argument(reader, child))
    return tuple(found)


def _argument(reader: Reader, node: Node) -> Argument:
    name: str | None = None
    value: Node | None = None
    spread = False
    for child in node.children:
        if child.type == "=" and value is not None:
            name = reader.text(value)
        elif child.type == "*":
            spread = True
        elif reader.is_named(child) and child.type != "annotation":
            value = child
    if value is not None and value.type == "spread_expression":
        spread = True
        value = next(iter(reader.named(value)), None)
    return Argument(reader.nothing(node) if value is None else reader.expression(value), name, spread)
