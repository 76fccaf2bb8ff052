"""Constants and strings."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.constants import character
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.model.program import Argument, Call, Expression, Literal, Name, Template

INTERPOLATION = "interpolation"
"""The name of the call that stands for an interpolated value with options (``\\(token, privacy: .private)``)."""

_TEXT = frozenset((g.kind("line_str_text"), g.kind("multi_line_str_text")))
_ESCAPE = g.kind("str_escaped_char")
_RAW = frozenset((g.kind("raw_str_part"), g.kind("raw_str_end_part")))
_RAW_INTERPOLATION = g.kind("raw_str_interpolation")
_UNICODE = re.compile(r"\\u\{([0-9A-Fa-f]{1,8})\}")
_ESCAPES = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\0": "\0", "\\\\": "\\", '\\"': '"', "\\'": "'"}


def string(low: Lowering, node: Node) -> Expression:
    """A string; one with values in it is a template."""
    parts: list[Expression] = []
    text: list[str] = []
    start: Node | None = None
    last: Node | None = None
    for child in node.children:
        kind = child.kind_id
        if kind == g.INTERPOLATED and child.child_by_field_id(g.FIELD_NAME) is not None:
            continue
        if kind in {_RAW_INTERPOLATION, g.INTERPOLATED}:
            _flush(low, parts, text, start, last)
            start = None
            parts.append(_interpolated(low, child))
        elif kind in _TEXT or kind == _ESCAPE or kind in _RAW:
            start, last = start or child, child
            text.append(_decoded(low, child))
    span = low.span(node)
    if not parts:
        return Literal(span, "string", _without_margin(low, node, "".join(text)))
    _flush(low, parts, text, start, last)
    return parts[0] if len(parts) == 1 else Template(span, tuple(parts))


def _flush(low: Lowering, parts: list[Expression], text: list[str], start: Node | None, last: Node | None) -> None:
    """Add the text read so far as a part of its own."""
    written = "".join(text)
    if start is not None and last is not None and written:
        parts.append(Literal(low.tree.span_between(start, last), "string", written))
    text.clear()


def _decoded(low: Lowering, node: Node) -> str:
    text = low.text(node)
    if node.kind_id in _RAW:
        return text.removeprefix("#").removeprefix('"').removesuffix("#").removesuffix('"')
    if node.kind_id != _ESCAPE:
        return text
    code = _UNICODE.fullmatch(text)
    if code is not None:
        return character(int(code.group(1), 16))
    return _ESCAPES.get(text, "" if text == "\\" else text)


def _without_margin(low: Lowering, node: Node, text: str) -> str:
    """The text of a string of several lines, without its first and last line break and the common margin."""
    if not low.text(node).lstrip("#").startswith('"""'):
        return text
    lines = text.split("\n")[1:]
    margin = lines.pop() if lines else ""
    return "\n".join(line.removeprefix(margin) for line in lines)


def _interpolated(low: Lowering, node: Node) -> Expression:
    """The value between the parentheses of an interpolation; with options it is the argument of a call."""
    if node.kind_id == _RAW_INTERPOLATION:
        inner = next((child for child in node.children if child.kind_id == g.INTERPOLATED), None)
        return low.nothing(node) if inner is None else low.part(inner, g.FIELD_VALUE)
    following = node.next_sibling
    value = low.part(node, g.FIELD_VALUE)
    if following is None or low.text(following) != ",":
        return value
    given = [Argument(value)]
    while following is not None and low.text(following) != ")":
        label = following.child_by_field_id(g.FIELD_NAME)
        if following.kind_id == g.INTERPOLATED and label is not None:
            given.append(Argument(low.part(following, g.FIELD_VALUE), low.text(label)))
        following = following.next_sibling
    span = low.span(node)
    return Call(span, Name(span, INTERPOLATION), tuple(given))


def regular_expression(low: Lowering, node: Node) -> Expression:
    """A regular expression is its text."""
    return Literal(low.span(node), "string", low.text(node).strip("/#"))
