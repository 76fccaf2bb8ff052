"""Strings, numbers and characters."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import Expression, Literal, Member, Name, Operator, Sequence, Template
from secure_lint.text.surrogates import without_surrogates

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b"}
_REFERENCE = re.compile(r"(?<!\\)\$(?:(?P<plain>[^\W\d]\w*)|`(?P<quoted>[^`\n]+)`)")
_SUFFIXES = "uUlL"
_JUMPS = frozenset(("break", "continue"))
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
_SPECIAL = frozenset(("it", "field", *_JUMPS, *_CONSTANTS))


def identifier(reader: Reader, node: Node) -> Expression:
    """A name, or one of the constants that the grammar reads as names."""
    text = reader.text(node)
    if text not in _SPECIAL:
        return reader.variable(text, reader.span(node))
    if text in _CONSTANTS:
        value = _CONSTANTS[text]
        return Literal(reader.span(node), "null" if value is None else "bool", value)
    if text in _JUMPS:
        return Operator(reader.span(node), "throw", ())
    span = reader.span(node)
    if text == "field" and reader.backing is not None:
        return Member(span, Name(span, "this"), reader.backing)
    if text == "it":
        reader.use_it()
    return reader.variable(text, span)


def string(reader: Reader, node: Node) -> Expression:
    """A string in single quotation marks."""
    return _string(reader, node, raw=False)


def raw_string(reader: Reader, node: Node) -> Expression:
    """A string in triple quotation marks, in which nothing is escaped."""
    return _string(reader, node, raw=True)


def _string(reader: Reader, node: Node, *, raw: bool) -> Expression:
    children = node.children
    quote = children[0]
    start = quote.end_byte
    parts: list[Expression] = []
    for child in children[1:-1]:
        if child.type == "interpolation":
            _pieces(reader, start, child.start_byte, parts, raw=raw)
            values = reader.named(child)
            if values:
                parts.append(reader.expression(values[-1]))
            start = child.end_byte
    end = children[-1].start_byte if len(children) > 1 else node.end_byte
    if not parts:
        text = reader.tree.slice(start, end)
        if "$" not in text or not _REFERENCE.search(text):
            return Literal(reader.span(node), "string", text if raw or "\\" not in text else _unescape(text))
    _pieces(reader, start, end, parts, raw=raw)
    return Template(reader.span(node), tuple(parts))


def _pieces(reader: Reader, start: int, end: int, parts: list[Expression], *, raw: bool) -> None:
    """The literal text between two embedded expressions.

    The grammar misses ``$name`` after other text in a string of single quotation marks, so it is found here.
    """
    text = reader.tree.slice(start, end)
    position = 0
    for match in _REFERENCE.finditer(text):
        _piece(reader, start, text, (position, match.start()), parts, raw=raw)
        name = match["plain"] or match["quoted"]
        if name == "it":
            reader.use_it()
        name_start = start + len(text[: match.start() + 1].encode())
        span = reader.tree.source.span(name_start, start + len(text[: match.end()].encode()))
        parts.append(reader.variable(name, span))
        position = match.end()
    _piece(reader, start, text, (position, len(text)), parts, raw=raw)


def _piece(
    reader: Reader, start: int, text: str, piece: tuple[int, int], parts: list[Expression], *, raw: bool
) -> None:
    first, last = piece
    if first == last:
        return
    value = text[first:last]
    offset = start + len(text[:first].encode())
    span = reader.tree.source.span(offset, offset + len(value.encode()))
    parts.append(Literal(span, "string", value if raw else _unescape(value)))


def _unescape(text: str) -> str:
    """``text`` with its escapes decoded; a lone surrogate becomes the replacement character."""
    decoded = _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2], match[2]), text)
    return without_surrogates(decoded)


def character(reader: Reader, node: Node) -> Expression:
    """A character."""
    return Literal(reader.span(node), "char", _unescape(reader.text(node)[1:-1]))


def integer(reader: Reader, node: Node) -> Expression:
    """A whole number of any base and size."""
    text = reader.text(node).replace("_", "").rstrip(_SUFFIXES)
    try:
        value = int(text, 0) if text[1:2] in {"x", "X", "b", "B"} else int(text)
    except ValueError:
        return reader.nothing(node)
    return Literal(reader.span(node), "int", value)


def floating(reader: Reader, node: Node) -> Expression:
    """A number with a fraction or an exponent."""
    text = reader.text(node).replace("_", "").rstrip("fF")
    try:
        return Literal(reader.span(node), "float", float(text))
    except ValueError:
        return reader.nothing(node)


def collection(reader: Reader, node: Node) -> Expression:
    """``[a, b]``, the array of an annotation."""
    items = [item for item in reader.named(node) if not item.is_missing]
    return Sequence(reader.span(node), tuple(reader.expression(item) for item in items))


def this(reader: Reader, node: Node) -> Expression:
    """The receiver ``this``, also of an outer lambda or type (``this@label``)."""
    text = reader.text(node)
    label = text.partition("@")[2]
    if label and reader.receivers and reader.receivers[-1] != label:
        return Name(reader.span(node), text)
    return reader.variable("this", reader.span(node))


def parent(reader: Reader, node: Node) -> Expression:
    """``super``, whichever supertype it names."""
    return Name(reader.span(node), "super")
