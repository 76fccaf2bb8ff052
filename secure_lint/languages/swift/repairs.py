"""Rewrites of source text that the grammar rejects although it is valid Swift. Each keeps the length of the text."""

from __future__ import annotations

import re

import tree_sitter

from secure_lint.languages import syntax
from secure_lint.languages.syntax import unread

_AWAITED = re.compile(rb"(?P<head>\b(?:if|switch|else[ \t]+if)[ \t]+)await(?=[ \t])")
_RANGE = re.compile(rb"(?P<head>\bcase[ \t]+)(?P<range>[\w.]+[ \t]*\.\.[.<][ \t]*[\w.]+)(?=[ \t]*=(?!=))")


def parse(parser: tree_sitter.Parser, data: bytes) -> tree_sitter.Tree | None:
    """The tree of a file, or of a repaired form of it if the grammar reads more of that."""
    tree = syntax.parse(parser, data)
    if tree is None or not tree.root_node.has_error:
        return tree
    repaired = _RANGE.sub(_as_case, _AWAITED.sub(_without_await, data))
    other = syntax.parse(parser, repaired) if repaired != data else None
    return other if other is not None and unread(other.root_node) < unread(tree.root_node) else tree


def _without_await(match: re.Match[bytes]) -> bytes:
    """``switch await state``: the grammar knows ``await`` in values only."""
    return match["head"] + b" " * len(b"await")


def _as_case(match: re.Match[bytes]) -> bytes:
    """``if case 200 ..< 300 = status``: a case without a payload asks as little of the model as the range does."""
    return match["head"] + b"." + b"a" * (len(match["range"]) - 1)
