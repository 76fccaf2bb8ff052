"""Constants and strings."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.constants import escaped
from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.model.program import Expression, Literal, Name, Template

_QUOTES = frozenset(mark + quote for mark in ("", "r") for quote in ("'", '"', "'''", '"""'))
_THREE = 3
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "f": "\f", "b": "\b", "t": "\t", "v": "\v"}
_FIRST_LINE = re.compile(r"\A[ \t]*\r?\n")


def string(low: Lowering, node: Node) -> Expression:
    """A string, or several that stand side by side and are one; ``$name`` and ``${value}`` are parts of it."""
    reading = _Strings(low)
    for child in node.children:
        reading.read(child)
    parts = reading.parts
    if all(isinstance(one, Literal) and one.kind == "string" and isinstance(one.value, str) for one in parts):
        text = "".join(str(one.value) for one in parts if isinstance(one, Literal))
        return Literal(low.span(node), "string", text)
    return Template(low.span(node), tuple(parts))


class _Strings:
    """Reads the children of a string. The grammar has no nodes for plain text: it is what stands between the others."""

    __slots__ = ("begin", "closing", "fresh", "low", "parts", "raw", "start", "text")

    def __init__(self, low: Lowering) -> None:
        self.low = low
        self.parts: list[Expression] = []
        self.closing = ""
        self.raw = False
        self.fresh = False
        self.text = ""
        self.start = self.begin = 0

    def read(self, node: Node) -> None:
        """The next child: a quote, an escaped character or an embedded value."""
        kind = node.kind_id
        if not self.closing:
            if node.type in _QUOTES:
                self.closing, self.raw = node.type.removeprefix("r"), node.type.startswith("r")
                self.fresh = len(self.closing) == _THREE
                self.start = self.begin = node.end_byte
        elif kind == g.ESCAPE and not self.raw:
            self.take(node.start_byte)
            self.text += _ESCAPE.sub(lambda found: escaped(found, _ESCAPES), self.low.text(node))
            self.start = node.end_byte
        elif kind == g.INTERPOLATION:
            self.finish(node.start_byte)
            self.parts.append(_embedded(self.low, node))
            self.start = self.begin = node.end_byte
        elif node.type == self.closing:
            self.finish(node.start_byte)
            self.closing = ""

    def take(self, end: int) -> None:
        """The plain text that ends here; what stands behind opening quotes of a text of many lines is not in it."""
        text = self.low.tree.slice(self.start, end)
        self.text += _FIRST_LINE.sub("", text) if self.fresh else text
        self.fresh = False

    def finish(self, end: int) -> None:
        """The text so far becomes a part."""
        self.take(end)
        if self.text:
            self.parts.append(Literal(self.low.tree.source.span(self.begin, end), "string", self.text))
        self.text = ""


def _embedded(low: Lowering, node: Node) -> Expression:
    name = next((child for child in node.children if child.kind_id == g.INTERPOLATED_NAME), None)
    return low.first(node) if name is None else Name(low.span(name), low.text(name))


def symbol(low: Lowering, node: Node) -> Expression:
    """``#name``."""
    return Literal(low.span(node), "string", low.text(node).removeprefix("#"))


def shorthand(low: Lowering, node: Node) -> Expression:
    """``.name``, a member of the type that is expected."""
    return Literal(low.span(node), "member", "".join(low.text(node).split()))
