"""Constants: decoding of numbers, strings and templates (ECMA-262, sections 12.9.3, 12.9.4 and 12.9.6)."""

from __future__ import annotations

import math
import re

from tree_sitter import Node

from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.model.program import Argument, Expression, Literal, Name, New, Template
from secure_lint.text.surrogates import without_surrogates

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-3]?[0-7]{1,2})|(\r\n|[\r\n\u2028\u2029])|(.))",
    re.DOTALL,
)
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r"}
_RADIX = {"0x": 16, "0b": 2, "0o": 8}
_LARGEST = 1 << 63


def unescape(text: str) -> str:
    """``text`` with its escapes decoded; a lone surrogate becomes the replacement character."""
    if "\\" not in text:
        return text
    return without_surrogates(_ESCAPE.sub(_replacement, text))


def _replacement(found: re.Match[str]) -> str:
    point, unicode, byte, octal, line_end, letter = found.groups()
    digits = point or unicode or byte
    if digits:
        number = int(digits, 16)
        return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    if octal:
        return chr(int(octal, 8))
    return "" if line_end else _LETTERS.get(letter, letter)


def string_text(low: Lowering, node: Node) -> str:
    """The value of a string literal."""
    text = low.text(node)
    return unescape(text[1:-1] if len(text) > 1 and text.endswith(text[0]) else text[1:])


def string(low: Lowering, node: Node) -> Expression:
    """A string."""
    return Literal(low.span(node), "string", string_text(low, node))


def number(low: Lowering, node: Node) -> Expression:
    """A number of any radix, or a big integer."""
    text = low.text(node).replace("_", "").lower()
    whole = _integer(text)
    if whole is not None:
        return Literal(low.span(node), "int", whole)
    try:
        value = float(text)
    except ValueError:
        return Literal(low.span(node), "int", None)
    return Literal(low.span(node), "float", value if math.isfinite(value) else None)


def _integer(text: str) -> int | None:
    text = text.removesuffix("n") if not text.startswith("0x") or text.endswith("n") else text
    radix = _RADIX.get(text[:2], 8 if re.fullmatch("0[0-7]+", text) else 10)
    digits = text[2:] if text[:2] in _RADIX else text
    if not digits or len(digits) > 80:
        return None
    try:
        value = int(digits, radix)
    except ValueError:
        return None
    return value if value <= _LARGEST else None


def true(low: Lowering, node: Node) -> Expression:
    """``true``."""
    return Literal(low.span(node), "bool", True)


def false(low: Lowering, node: Node) -> Expression:
    """``false``."""
    return Literal(low.span(node), "bool", False)


def null(low: Lowering, node: Node) -> Expression:
    """``null`` and ``undefined``."""
    return Literal(low.span(node), "null", None)


def regular_expression(low: Lowering, node: Node) -> Expression:
    """``/pattern/flags``, an object of its own."""
    span = low.span(node)
    pattern = node.child_by_field_name("pattern")
    text = "" if pattern is None else low.text(pattern)
    return New(span, "RegExp", (Argument(Literal(span, "string", text)),))


def template(low: Lowering, node: Node) -> Expression:
    """A template; one without substitutions is a string."""
    parts: list[Expression] = []
    position = node.start_byte + 1
    for child in node.children:
        if child.type == "template_substitution":
            _literal_part(low, position, child.start_byte, parts)
            parts += [low.expression(inner) for inner in child.children if inner.kind_id in low.expressions][:1]
            position = child.end_byte
    end = node.end_byte - 1 if node.end_byte > node.start_byte + 1 else node.end_byte
    _literal_part(low, position, end, parts)
    if not parts:
        return Literal(low.span(node), "string", "")
    if len(parts) == 1 and isinstance(parts[0], Literal) and position == node.start_byte + 1:
        return Literal(low.span(node), "string", parts[0].value)
    return Template(low.span(node), tuple(parts))


def _literal_part(low: Lowering, start: int, end: int, parts: list[Expression]) -> None:
    if end > start:
        text = unescape(low.tree.slice(start, end))
        parts.append(Literal(low.tree.source.span(start, end), "string", text))


def plain_name(low: Lowering, node: Node) -> Expression:
    """An identifier."""
    identifier = low.identifier(node)
    if identifier == "undefined":
        return Literal(low.span(node), "null", None)
    return Name(low.span(node), identifier)
