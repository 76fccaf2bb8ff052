"""The comments that belong to the members of a type: before a member, or at the end of its last line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import msgspec
from tree_sitter import Node

from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.syntax import comment_text
from secure_lint.model.program import Field

ReadMember = Callable[[Node, str | None], Iterable[Field]]
"""Reads a member with the comment before it; yields the fields that it declares."""


def commented_fields(
    low: TreeLowering, nodes: Iterable[Node], comments: Collection[int], read: ReadMember
) -> list[Field]:
    """The fields that the members among ``nodes`` declare. ``comments`` are the kinds of nodes that are comments."""
    fields: list[Field] = []
    before: list[str] = []
    before_end = member_end = -2
    last = 0
    for node in nodes:
        row = node.start_point.row
        if node.kind_id in comments:
            if row == member_end:
                fields[last:] = [_described(one, comment_text(low.text(node))) for one in fields[last:]]
                continue
            if row > before_end + 1:
                before.clear()
            before.append(low.text(node))
            before_end = node.end_point.row
            continue
        first = len(fields)
        comment = " ".join(map(comment_text, before)) if before and row <= before_end + 1 else None
        fields.extend(read(node, comment))
        if node.is_named:
            last = first
            before.clear()
            member_end = node.end_point.row
    return fields


def _described(field: Field, comment: str) -> Field:
    """The field with one more comment."""
    return msgspec.structs.replace(field, comment=comment if field.comment is None else f"{field.comment} {comment}")
