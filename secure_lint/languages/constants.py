"""Numbers, truth values and characters, for front ends whose languages write them alike."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tree_sitter import Node

from secure_lint.languages.lowering import TreeLowering
from secure_lint.model.program import Literal

_BASES = frozenset("xob")
_LARGEST_CODE_POINT = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


def integer(low: TreeLowering, node: Node) -> Literal:
    """A whole number in any base."""
    text = low.text(node).replace("_", "").lower()
    try:
        return Literal(low.span(node), "int", int(text, 0) if text[1:2] in _BASES else int(text))
    except ValueError:
        return low.nothing(node)


def real(low: TreeLowering, node: Node) -> Literal:
    """A number with a fraction or an exponent."""
    try:
        return Literal(low.span(node), "float", float(low.text(node).replace("_", "")))
    except ValueError:
        return low.nothing(node)


def boolean(low: TreeLowering, node: Node) -> Literal:
    """``true`` or ``false``."""
    return Literal(low.span(node), "bool", low.text(node) == "true")


def null(low: TreeLowering, node: Node) -> Literal:
    """``null`` or ``nil``."""
    return Literal(low.span(node), "null", None)


def character(point: int) -> str:
    """The character of a code point; one that stands for none, or for half of one, is the replacement character."""
    return "\ufffd" if point in _SURROGATES or point > _LARGEST_CODE_POINT else chr(point)


def escaped(found: re.Match[str], meanings: Mapping[str, str]) -> str:
    """What an escape in a string stands for: a code point (groups 1 to 3, in hexadecimal), or a letter (group 4)."""
    code = found.group(1) or found.group(2) or found.group(3)
    return meanings.get(found.group(4), found.group(4)) if code is None else character(int(code, 16))
