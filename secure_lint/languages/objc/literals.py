"""Constants, strings and the literals of collections."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.constants import escaped
from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.lowering import Lowering
from secure_lint.model.program import Argument, Cast, Expression, Literal, Member, Name, Operator, Record, Sequence
from secure_lint.model.span import Span

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b"}
_SUFFIX = re.compile(r"[uUlL]+\Z")
_REAL_SUFFIX = re.compile(r"[fFlL]\Z")
_CONTENT = frozenset((g.STRING_CONTENT, g.CHARACTER, g.ESCAPE))


def string(low: Lowering, node: Node) -> Expression:
    """``@"text"`` and ``"text"``."""
    return Literal(low.span(node), "string", _text(low, node))


def character(low: Lowering, node: Node) -> Expression:
    """``'c'``."""
    return Literal(low.span(node), "char", _text(low, node))


def _text(low: Lowering, node: Node) -> str:
    return "".join(
        decoded(low.text(child)) if child.kind_id == g.ESCAPE else low.text(child)
        for child in node.children
        if child.kind_id in _CONTENT
    )


def decoded(text: str) -> str:
    """What a text with escapes in it stands for."""
    return _ESCAPE.sub(lambda found: escaped(found, _ESCAPES), text)


def strings(low: Lowering, node: Node) -> Expression:
    """Strings one behind the other, with macros between them, are one."""
    parts = tuple(low.expression(child) for child in node.children if low.is_value(child))
    if all(isinstance(part, Literal) and isinstance(part.value, str) for part in parts):
        return Literal(
            low.span(node), "string", "".join(str(part.value) for part in parts if isinstance(part, Literal))
        )
    return parts[0] if len(parts) == 1 else Operator(low.span(node), "+", parts)


def number(low: Lowering, node: Node) -> Expression:
    """A number in any base, or one with a fraction."""
    span = low.span(node)
    return number_of(low.text(node), span) or low.nothing(node)


def number_of(text: str, span: Span) -> Literal | None:
    """The number that a text is; ``None`` for any other text."""
    text = text.replace("'", "").lower()
    plain = _SUFFIX.sub("", text)
    sign = -1 if plain.startswith("-") else 1
    digits = plain.lstrip("+-")
    try:
        if digits[1:2] in {"x", "b"}:
            return Literal(span, "int", sign * int(digits, 0))
        if digits.isdecimal():
            octal = len(digits) > 1 and digits.startswith("0")
            return Literal(span, "int", sign * int(digits, 8 if octal else 10))
        return Literal(span, "float", sign * float(_REAL_SUFFIX.sub("", digits)))
    except ValueError:
        return None


def boxed(low: Lowering, node: Node) -> Expression:
    """``@1``, ``@YES`` and ``@(value)``: the value."""
    held = next((child for child in node.children if low.is_value(child)), None)
    return low.nothing(node) if held is None else low.expression(held)


def array(low: Lowering, node: Node) -> Expression:
    """``@[a, b]``."""
    return Sequence(low.span(node), tuple(low.expression(child) for child in node.children if low.is_value(child)))


def dictionary(low: Lowering, node: Node) -> Expression:
    """``@{key: value}``; a key that is a constant's name is called by that name."""
    fields: list[Argument] = []
    for child in node.children:
        if child.kind_id == g.DICTIONARY_PAIR:
            parts = [low.expression(one) for one in child.children if low.is_value(one)]
            if len(parts) == 2:
                fields.append(Argument(parts[1], key_text(parts[0])))
    return Record(low.span(node), tuple(fields))


def key_text(key: Expression) -> str | None:
    """What a key of a dictionary is called: its text, or the last name of what is written."""
    if isinstance(key, Cast):
        return key_text(key.value)
    if isinstance(key, Literal):
        return None if key.value is None else str(key.value)
    if isinstance(key, Name):
        return key.identifier
    return key.name if isinstance(key, Member) else None


def initializers(low: Lowering, node: Node) -> Expression:
    """``{1, 2}`` and ``{.name = value}``."""
    fields: list[Argument] = []
    items: list[Expression] = []
    for child in node.children:
        if child.kind_id == g.INITIALIZER_PAIR:
            value = low.part(child, g.FIELD_VALUE)
            designator = child.child_by_field_id(g.FIELD_DESIGNATORS)
            if designator is not None and designator.kind_id == g.FIELD_DESIGNATOR:
                fields.append(Argument(value, low.text(designator).lstrip(". \t")))
            else:
                items.append(value)
        elif low.is_value(child):
            items.append(low.expression(child))
    span = low.span(node)
    return (
        Record(span, tuple(fields))
        if fields and not items
        else Sequence(span, tuple(items) or tuple(one.value for one in fields))
    )


def selector(low: Lowering, node: Node) -> Expression:
    """``@selector(save:to:)`` is its text."""
    text = "".join(low.text(node).split()).removeprefix("@selector").strip("()")
    return Literal(low.span(node), "string", text)
