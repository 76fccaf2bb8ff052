"""Comments that describe a field."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.reader import Reader
from secure_lint.languages.syntax import comment_text


def field_comments(reader: Reader, container: Node) -> dict[int, str]:
    """Start offset of a member → the comment before it or at the end of its last line, on one line."""
    found: dict[int, str] = {}
    before: list[str] = []
    before_end = member_end = -2
    member = -1
    children = container.children
    if not any(node.is_extra for node in children):
        return found
    for node in children:
        if node.is_extra and node.type in {"line_comment", "block_comment"}:
            row = node.start_point.row
            text = comment_text(reader.text(node))
            if row == member_end and member >= 0:
                found[member] = f"{found[member]} {text}" if member in found else text
                continue
            if row > before_end + 1:
                before.clear()
            before.append(text)
            before_end = node.end_point.row
        elif reader.is_named(node):
            member = node.start_byte
            if before and node.start_point.row <= before_end + 1:
                found[member] = " ".join(before)
            before.clear()
            member_end = node.end_point.row
    return found
