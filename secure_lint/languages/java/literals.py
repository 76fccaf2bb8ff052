"""Constants: decoding of numbers, characters, strings and text blocks (JLS 21, section 3.10)."""

from __future__ import annotations

import math
import re

from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.lowering import Lowering
from secure_lint.model.program import Expression, Literal, Template
from secure_lint.text.surrogates import without_surrogates

_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(\r?\n)|(.))", re.DOTALL)
_COMMON = re.compile(r"""(?:[^\\]|\\(?:[btnfr"'\\]|u[0-9a-fA-F]{4}))*+""")
"""Text whose escapes all mean in Python what they mean in Java; Python decodes long tables much faster."""
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "s": " "}
_RADIX = {"0x": 16, "0b": 2}
_INCIDENTAL = " \t\f"


def unescape(text: str) -> str:
    """``text`` with its escapes decoded; a lone surrogate becomes the replacement character."""
    if "\\" not in text:
        return text
    if text.isascii() and _COMMON.fullmatch(text):
        decoded = text.encode("ascii").decode("unicode_escape")
    else:
        decoded = _ESCAPE.sub(_replacement, text)
    return without_surrogates(decoded)


def _replacement(found: re.Match[str]) -> str:
    unicode, octal, line_end, letter = found.groups()
    if unicode:
        return chr(int(unicode, 16))
    if octal:
        return chr(int(octal, 8))
    return "" if line_end else _LETTERS.get(letter, letter)


def text_block(raw: str) -> str:
    """The value of a text block from its source between the quotes: without its first line and the common indent."""
    lines = raw.replace("\r\n", "\n").split("\n")[1:]
    significant = [line for line in lines if line.strip(_INCIDENTAL)]
    if lines and not lines[-1].strip(_INCIDENTAL):
        significant.append(lines[-1])
    indent = min((len(line) - len(line.lstrip(_INCIDENTAL)) for line in significant), default=0)
    return unescape("\n".join(line[indent:].rstrip(_INCIDENTAL) for line in lines))


def integer_value(text: str) -> int | None:
    """The value of an integer literal, in two's complement; ``None`` when it fits no type."""
    text = text.replace("_", "").lower()
    bits = 64 if text.endswith("l") else 32
    text = text.removesuffix("l")
    radix = _RADIX.get(text[:2], 8 if text[:1] == "0" and len(text) > 1 else 10)
    digits = text[2:] if radix in {16, 2} else text
    if len(digits) > 80:
        return None
    try:
        value = int(digits, radix)
    except ValueError:
        return None
    if radix != 10 and value >= 1 << (bits - 1):
        value -= 1 << bits
    return value if -(1 << 63) <= value <= 1 << 63 else None


def float_value(text: str) -> float | None:
    """The value of a floating-point literal; ``None`` when it is out of range."""
    text = text.replace("_", "").lower()
    try:
        value = float.fromhex(text.rstrip("fd")) if text.startswith("0x") else float(text.rstrip("fd"))
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def string(low: Lowering, node: Node) -> Expression:
    """A string or a text block."""
    text = low.text(node)
    if text.startswith('"""'):
        return Literal(low.span(node), "string", text_block(text[3:].removesuffix('"""')))
    return Literal(low.span(node), "string", unescape(text[1:-1] if text.endswith('"') else text[1:]))


def character(low: Lowering, node: Node) -> Expression:
    """A character."""
    return Literal(low.span(node), "char", unescape(low.text(node)[1:-1]))


def integer(low: Lowering, node: Node) -> Expression:
    """An integer of any radix."""
    return Literal(low.span(node), "int", integer_value(low.text(node)))


def floating(low: Lowering, node: Node) -> Expression:
    """A floating-point number, decimal or hexadecimal."""
    return Literal(low.span(node), "float", float_value(low.text(node)))


def true(low: Lowering, node: Node) -> Expression:
    """``true``."""
    return Literal(low.span(node), "bool", True)


def false(low: Lowering, node: Node) -> Expression:
    """``false``."""
    return Literal(low.span(node), "bool", False)


def null(low: Lowering, node: Node) -> Expression:
    """``null``."""
    return Literal(low.span(node), "null", None)


def class_literal(low: Lowering, node: Node) -> Expression:
    """``Type.class``."""
    return Literal(low.span(node), "class", low.type_text(node).rpartition(".")[0].strip())


def template(low: Lowering, node: Node) -> Expression:
    """A string template: ``STR."..."`` of Java 21; the processor is left out."""
    parts: list[Expression] = []
    literal = node.children[-1]
    for child in literal.children:
        kind = child.kind_id
        if kind == g.INTERPOLATION:
            parts.extend(low.expression(inner) for inner in child.children if inner.kind_id in low.expressions)
        elif child.is_named:
            parts.append(Literal(low.span(child), "string", unescape(low.text(child))))
    return Template(low.span(node), tuple(parts))
