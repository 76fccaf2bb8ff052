"""Operators with two operands, tests and casts of types, and ``a ? b : c``.

The grammar nests them without regard to how strongly they bind, and reads ``f<T>(x)`` as two comparisons. Here they are
taken apart into what stands in the source, in its order, and put together as the language says.
"""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.chains import call, record_fields
from secure_lint.languages.dart.lowering import Lowering, plain_type
from secure_lint.languages.dart.signs import COALESCING, coalesced, spelling
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Argument, Cast, Conditional, Expression, Literal, Operator
from secure_lint.model.span import Span

NAMES = (
    "additive_expression",
    "bitwise_and_expression",
    "bitwise_or_expression",
    "bitwise_xor_expression",
    "conditional_expression",
    "equality_expression",
    "if_null_expression",
    "logical_and_expression",
    "logical_or_expression",
    "multiplicative_expression",
    "relational_expression",
    "shift_expression",
    "type_cast_expression",
    "type_test_expression",
)
"""The kinds of nodes that are put together here."""

_KINDS = frozenset(g.kind(name) for name in NAMES)
_LEVELS = (
    ("??",),
    ("||",),
    ("&&",),
    ("==", "!="),
    ("<", ">", "<=", ">=", "is", "is!", "as"),
    ("|",),
    ("^",),
    ("&",),
    ("<<", ">>", ">>>"),
    ("+", "-"),
    ("*", "/", "%", "~/"),
)
_BINDING = {sign: level for level, signs in enumerate(_LEVELS, 1) for sign in signs}
_CHOICE = "?"
_BINDING[_CHOICE] = 0
_CHAINED = frozenset(("+", "&&", "||", "|", COALESCING))
"""Operators that are read as one, with all their operands, where they follow each other."""

_TYPE_SIGNS = frozenset((g.TEST, g.CAST))
_AS = "as"
_OF_CHOICE = 3
_GIVEN = frozenset((g.PARENTHESIZED, g.RECORD))


class _Part(msgspec.Struct):
    """An operand, with the nodes that are its value, or an operator.

    ``generic`` are, for ``f<T>(x)``, the name that is called and the type. Behind ``?`` stand the ``nodes`` that are
    the value if the condition holds; ``type_name`` is what ``is`` and ``as`` ask about.
    """

    first: Node
    last: Node
    nodes: list[Node]
    sign: str = ""
    type_name: str | None = None
    generic: tuple[_Part, str] | None = None


def operation(low: Lowering, node: Node) -> Expression:
    """The value of operators as the language reads them."""
    return _Reading(low, _with_generic_calls(low, _taken_apart(low, node))).whole(node)


def _taken_apart(low: Lowering, node: Node) -> list[_Part]:
    """What stands in the source, in its order."""
    parts: list[_Part] = []
    pending: list[list[Node] | _Part] = [[node]]
    while pending:
        item = pending.pop()
        if isinstance(item, _Part):
            parts.append(item)
        elif len(item) == 1 and item[0].kind_id in _KINDS:
            pending.extend(reversed(_pieces(low, item[0])))
        else:
            parts.append(_Part(item[0], item[-1], item))
    return parts


def _pieces(low: Lowering, node: Node) -> list[list[Node] | _Part]:
    """The operands (runs of nodes) and the signs of one node."""
    if node.kind_id == g.CONDITIONAL:
        runs = list(low.runs(node.children))
        return [runs[0], _Part(node, node, runs[1], _CHOICE), runs[2]] if len(runs) == _OF_CHOICE else [*runs[:1]]
    found: list[list[Node] | _Part] = []
    run: list[Node] = []
    for child in node.children:
        kind = child.kind_id
        if run and kind in low.selectors:
            run.append(child)
        elif kind in g.COMMENTS or child.is_error:
            continue
        elif low.is_value(child):
            run = [child]
            found.append(run)
        else:
            run = []
            found.append(_sign(low, child))
    return found


def _sign(low: Lowering, node: Node) -> _Part:
    if node.kind_id in _TYPE_SIGNS:
        sign = "".join(low.text(node.children[0]).split())
        written = low.tree.slice(node.children[0].end_byte, node.end_byte)
        return _Part(node, node, [], sign, plain_type(written) or "Object")
    return _Part(node, node, [], low.text(node))


def _with_generic_calls(low: Lowering, parts: list[_Part]) -> list[_Part]:
    """``f < T > (x)`` as the call that it is: nothing that is compared can be compared again."""
    found: list[_Part] = []
    at = 0
    while at < len(parts):
        four = parts[at : at + 4]
        if found and [one.sign for one in four] == ["<", "", ">", ""] and four[3].nodes[0].kind_id in _GIVEN:
            called = found.pop()
            type_name = " ".join(low.tree.slice(four[1].first.start_byte, four[1].last.end_byte).split())
            found.append(_Part(called.first, four[3].last, four[3].nodes, generic=(called, type_name)))
            at += 4
        else:
            found.append(parts[at])
            at += 1
    return found


class _Reading:
    """Puts operands and operators together, by how strongly each binds.

    ``folds`` counts the levels of nesting that this makes.
    """

    __slots__ = ("at", "folds", "low", "parts")

    def __init__(self, low: Lowering, parts: list[_Part]) -> None:
        self.low = low
        self.parts = parts
        self.at = 0
        self.folds = 0

    def whole(self, node: Node) -> Expression:
        """The value of all parts; nothing for one that is nested too deep."""
        depth = self.low.depth
        value = self.choice()
        self.low.depth = depth
        if self.folds > NESTING_LIMIT - depth:
            self.low.tree.report_nesting(node)
            return self.low.nothing(node)
        return value

    def choice(self) -> Expression:
        """``a ? b : c``, where ``c`` may be a choice again."""
        arms: list[tuple[int, Expression, Expression]] = []
        start = self.at
        value = self.binary(1)
        while self.sign() == _CHOICE and not self.too_deep():
            self.folds += 1
            then = self.low.run(self.parts[self.at].nodes)
            self.at += 1
            arms.append((start, value, then))
            start = self.at
            value = self.binary(1)
        for begin, condition, then in reversed(arms):
            value = Conditional(self.span(begin), condition, then, value)
        return value

    def binary(self, least: int) -> Expression:
        """Operators that bind as strongly as ``least`` at least."""
        start = self.at
        value = self.operand()
        while (binds := _BINDING.get(self.sign(), 0)) >= least and binds and not self.too_deep():
            part = self.parts[self.at]
            self.at += 1
            if part.type_name is not None:
                value = self.about_type(start, value, part)
                continue
            places = [start, self.at]
            values = [value, self.binary(binds + 1)]
            while part.sign in _CHAINED and self.sign() == part.sign and not self.too_deep():
                self.at += 1
                places.append(self.at)
                values.append(self.binary(binds + 1))
                self.folds += part.sign == COALESCING
            self.folds += 1
            if part.sign == COALESCING:
                value = self.first_of(places, values)
            else:
                value = Operator(self.span(start), spelling(part.sign), tuple(values))
        return value

    def first_of(self, places: list[int], values: list[Expression]) -> Expression:
        """``a ?? b ?? c``: the first that is there."""
        value = values.pop()
        while values:
            value = coalesced(self.span(places[len(values) - 1]), values.pop(), value)
        return value

    def about_type(self, start: int, value: Expression, part: _Part) -> Expression:
        """``value is Type`` and ``value as Type``."""
        span = self.span(start)
        name = part.type_name or ""
        if part.sign == _AS:
            return Cast(span, value, name)
        test = Operator(span, "is", (value, Literal(self.low.span(part.last), "class", name)))
        return test if part.sign == "is" else Operator(span, "!", (test,))

    def operand(self) -> Expression:
        """One value."""
        if self.at >= len(self.parts):
            return self.low.nothing(self.parts[-1].last)
        part = self.parts[self.at]
        self.at += 1
        if part.generic is not None:
            return self.generic_call(part, *part.generic)
        return self.low.run(part.nodes) if part.nodes else self.low.nothing(part.first)

    def generic_call(self, part: _Part, called: _Part, type_name: str) -> Expression:
        """``f<T>(x)`` with what stands behind it."""
        low = self.low
        if called.generic is not None:
            callee = self.generic_call(called, *called.generic)
        else:
            callee = low.run(called.nodes) if called.nodes else low.nothing(called.first)
        given, *links = part.nodes
        value = call(callee, _arguments(low, given), (type_name,), low.tree.span_from(callee.span, given))
        for link in links:
            value = low.selectors[link.kind_id](low, value, link)
        return value

    def sign(self) -> str:
        """The operator that comes next; no text at the end."""
        return self.parts[self.at].sign if self.at < len(self.parts) else ""

    def span(self, start: int) -> Span:
        """From a part to the last one that was read."""
        return self.low.tree.span_between(self.parts[start].first, self.parts[self.at - 1].last)

    def too_deep(self) -> bool:
        """Whether no more may be put together."""
        return self.folds > NESTING_LIMIT - self.low.depth


def _arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The arguments between parentheses that the grammar takes for those around a value or a record."""
    if node.kind_id == g.PARENTHESIZED:
        return tuple(Argument(value) for value in low.values(node.children))
    return record_fields(low, node)
