"""Going through expressions and statements."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.model.program import Call, Node


def all_calls(node: Node | None) -> Iterator[Call]:
    """All calls in a piece of code, outer ones first, in the order of the source."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Call):
            yield one
        if isinstance(one, tuple):
            waiting.extend(reversed(one))
        elif isinstance(one, msgspec.Struct):
            waiting.extend(reversed([getattr(one, name) for name in one.__struct_fields__ if name != "span"]))
