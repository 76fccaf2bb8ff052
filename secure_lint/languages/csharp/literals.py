"""Constants and strings."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.constants import escaped
from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.model.program import Expression, Literal, Template

_CONTENT = frozenset((g.kind("string_literal_content"), g.kind("string_content"), g.kind("raw_string_content")))
_CHARACTER = g.kind("character_literal_content")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{1,4})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}
_SUFFIX = re.compile(r"[uUlL]+\Z")
_REAL_SUFFIX = re.compile(r"[fFdDmM]\Z")


def string(low: Lowering, node: Node) -> Expression:
    """``"text"`` and the raw form."""
    parts = [child for child in node.children if child.kind_id in _CONTENT or child.kind_id == g.ESCAPE]
    return Literal(low.span(node), "string", "".join(_decoded(low, part) for part in parts))


def _decoded(low: Lowering, node: Node) -> str:
    text = low.text(node)
    return _ESCAPE.sub(lambda found: escaped(found, _ESCAPES), text) if node.kind_id == g.ESCAPE else text


def verbatim(low: Lowering, node: Node) -> Expression:
    """``@"text"``, in which a quote is doubled."""
    text = low.text(node).removeprefix("@").removeprefix('"').removesuffix('"')
    return Literal(low.span(node), "string", text.replace('""', '"'))


def interpolated(low: Lowering, node: Node) -> Expression:
    """``$"text {value}"``; how a value is formatted leaves no trace."""
    parts: list[Expression] = []
    for child in node.children:
        kind = child.kind_id
        if kind == g.INTERPOLATION:
            value = next((one for one in child.children if low.is_value(one)), None)
            if value is not None:
                parts.append(low.expression(value))
        elif kind in _CONTENT or kind == g.ESCAPE:
            text = _decoded(low, child).replace("{{", "{").replace("}}", "}")
            parts.append(Literal(low.span(child), "string", text))
    if not parts:
        return Literal(low.span(node), "string", "")
    return parts[0] if len(parts) == 1 else Template(low.span(node), tuple(parts))


def character(low: Lowering, node: Node) -> Expression:
    """``'c'``."""
    text = "".join(_decoded(low, child) for child in node.children if child.kind_id in {_CHARACTER, g.ESCAPE})
    return Literal(low.span(node), "char", text)


def integer(low: Lowering, node: Node) -> Expression:
    """A whole number in any base."""
    text = _SUFFIX.sub("", low.text(node).replace("_", "")).lower()
    try:
        return Literal(low.span(node), "int", int(text, 0) if text[1:2] in {"x", "b"} else int(text))
    except ValueError:
        return low.nothing(node)


def real(low: Lowering, node: Node) -> Expression:
    """A number with a fraction or an exponent."""
    try:
        return Literal(low.span(node), "float", float(_REAL_SUFFIX.sub("", low.text(node).replace("_", ""))))
    except ValueError:
        return low.nothing(node)


def type_of(low: Lowering, node: Node) -> Expression:
    """``typeof(Type)``."""
    held = node.child_by_field_id(g.FIELD_TYPE)
    return low.nothing(node) if held is None else Literal(low.span(node), "class", low.type_text(held))
