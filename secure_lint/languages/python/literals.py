"""Constants other than strings (Python reference, sections 2.5 and 2.6)."""

from __future__ import annotations

import math
import re

from tree_sitter import Node

from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import Expression, Literal

_OCTAL = re.compile(r"0[0-7]+")
_LONGEST_NUMBER = 80


def integer_value(text: str) -> int | float | None:
    """The value of an integer, Python 2 spellings included; ``None`` for an imaginary or a huge one."""
    digits = text.replace("_", "").lower().removesuffix("l")
    if len(digits) > _LONGEST_NUMBER or digits.endswith("j"):
        return None
    try:
        value = int(digits, 8) if _OCTAL.fullmatch(digits) else int(digits, 0)
    except ValueError:
        return None
    return value if -(1 << 63) <= value < 1 << 64 else None


def integer(low: Lowering, node: Node) -> Expression:
    """An integer of any radix."""
    return Literal(low.span(node), "int", integer_value(low.text(node)))


def floating(low: Lowering, node: Node) -> Expression:
    """A floating-point number."""
    try:
        value = float(low.text(node).replace("_", ""))
    except ValueError:
        return Literal(low.span(node), "float", None)
    return Literal(low.span(node), "float", value if math.isfinite(value) else None)


def true(low: Lowering, node: Node) -> Expression:
    """``True``."""
    return Literal(low.span(node), "bool", True)


def false(low: Lowering, node: Node) -> Expression:
    """``False``."""
    return Literal(low.span(node), "bool", False)


def null(low: Lowering, node: Node) -> Expression:
    """``None``, and ``...``, which says as little."""
    return Literal(low.span(node), "null", None)
