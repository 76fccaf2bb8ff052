"""Strings: prefixes, escapes, parts put together, and the three ways to format (Python reference, section 2.4)."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import Argument, Expression, Literal, Operator, Sequence, Template
from secure_lint.model.span import Span
from secure_lint.text.surrogates import without_surrogates

_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|N\{([^}]*)\}|([0-7]{1,3})|(\r?\n)|(.))", re.DOTALL
)
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
_PERCENT = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?[-#0 +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?(?P<type>[diouxXeEfFgGcrsa%])"
)
_BRACES = re.compile(r"\{\{|\}\}|\{(?P<field>[^{}!:]*)(?:![rsa])?(?::[^{}]*)?\}")


def unescape(text: str, *, in_bytes: bool = False) -> str:
    """``text`` with its escapes decoded; bytes know no Unicode escapes. Unknown escapes stay as they are."""
    if "\\" not in text:
        return text
    return without_surrogates(_ESCAPE.sub(lambda found: _replacement(found, in_bytes), text))


def _replacement(found: re.Match[str], in_bytes: bool) -> str:
    short, wide, widest, named, octal, line_end, letter = found.groups()
    if short:
        return chr(int(short, 16))
    if octal:
        return chr(int(octal, 8))
    if line_end:
        return ""
    if letter:
        return _LETTERS.get(letter, found.group())
    code = int(wide or widest or "0", 16)
    return found.group() if in_bytes or named is not None or code > 0x10FFFF else chr(code)


def string(low: Lowering, node: Node) -> Expression:
    """A string, bytes or an f-string."""
    parts = _parts(low, node)
    if len(parts) == 1 and isinstance(parts[0], Literal):
        return Literal(low.span(node), parts[0].kind, parts[0].value)
    return Template(low.span(node), tuple(parts)) if parts else Literal(low.span(node), _kind(low, node), "")


def concatenated(low: Lowering, node: Node) -> Expression:
    """Strings next to each other are one."""
    parts = [part for child in node.children if child.kind_id == g.STRING for part in _parts(low, child)]
    texts = [part for part in parts if isinstance(part, Literal)]
    if len(texts) == len(parts):
        kind = texts[0].kind if texts else "string"
        return Literal(low.span(node), kind, "".join(str(part.value) for part in texts))
    return Template(low.span(node), tuple(parts))


def text_of(low: Lowering, node: Node) -> str | None:
    """The value of a plain string; ``None`` for any other node."""
    value = low.expression(node) if node.kind_id in {g.STRING, g.CONCATENATED_STRING} else None
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def _prefix(low: Lowering, node: Node) -> str:
    start = node.children[0] if node.child_count else None
    return low.text(start).rstrip("\"'`").lower() if start is not None and start.kind_id == g.STRING_START else ""


def _kind(low: Lowering, node: Node) -> str:
    return "bytes" if "b" in _prefix(low, node) else "string"


def _parts(low: Lowering, node: Node) -> list[Expression]:
    """The pieces of one string: its text, and what f-strings embed."""
    prefix = _prefix(low, node)
    kind = "bytes" if "b" in prefix else "string"
    parts: list[Expression] = []
    for child in node.children:
        if child.kind_id == g.STRING_CONTENT:
            raw = low.text(child)
            if "f" in prefix:
                raw = raw.replace("{{", "{").replace("}}", "}")
            text = raw if "r" in prefix else unescape(raw, in_bytes=kind == "bytes")
            parts.append(Literal(low.span(child), kind, text))
        elif child.kind_id == g.INTERPOLATION:
            parts.append(low.part(child, g.FIELD_EXPRESSION))
    return parts


def formatted_by_percent(node: Expression, values: Expression) -> Expression | None:
    """``"..." % values`` as a template; ``None`` when the text is not known or does not fit the values."""
    if not isinstance(node, Literal) or not isinstance(node.value, str):
        return None
    given = values.items if isinstance(values, Sequence) else (values,)
    named = {field.name: field.value for field in values.fields} if hasattr(values, "fields") else {}
    parts: list[Expression] = []
    position = end = 0
    for found in _PERCENT.finditer(node.value):
        _add_text(parts, node, node.value[end : found.start()])
        end = found.end()
        key = found.group("key")
        if found.group("type") == "%":
            _add_text(parts, node, "%")
        elif key is not None and key in named:
            parts.append(named[key])
        elif key is None and position < len(given):
            parts.append(given[position])
            position += 1
        else:
            return None
    _add_text(parts, node, node.value[end:])
    return Template(_around(node.span, values.span), tuple(parts)) if position or named else None


def formatted_by_call(node: Literal, arguments: tuple[Argument, ...], span: Span) -> Expression | None:
    """``"...".format(...)`` as a template; ``None`` when a field is not among the arguments."""
    text = str(node.value)
    positional = [one.value for one in arguments if one.name is None and not one.spread]
    named = {one.name: one.value for one in arguments if one.name is not None}
    parts: list[Expression] = []
    count = end = 0
    for found in _BRACES.finditer(text):
        _add_text(parts, node, text[end : found.start()])
        end = found.end()
        field = found.group("field")
        if field is None:
            _add_text(parts, node, found.group()[0])
            continue
        value = named.get(field)
        if not field or field.isdigit():
            index = int(field) if field else count
            count += not field
            value = positional[index] if index < len(positional) else None
        if value is None:
            return None
        parts.append(value)
    _add_text(parts, node, text[end:])
    return Template(span, tuple(parts))


def _add_text(parts: list[Expression], node: Literal, text: str) -> None:
    if text:
        parts.append(Literal(node.span, node.kind, text))


def _around(first: Span, last: Span) -> Span:
    return Span(first.start_line, first.start_column, last.end_line, last.end_column)


def modulo(low: Lowering, node: Node, left: Expression, right: Expression) -> Expression:
    """``%``: formatting if the left side is a text, else the remainder."""
    made = formatted_by_percent(left, right)
    return made if made is not None else Operator(low.span(node), "%", (left, right))
