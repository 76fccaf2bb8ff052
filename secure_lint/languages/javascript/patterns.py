"""Destructuring: one assignment for each variable of a pattern."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.javascript.literals import string_text
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Assign,
    Conditional,
    Expression,
    Index,
    Literal,
    Member,
    Name,
    Record,
    Sequence,
)

PATTERNS = frozenset(("object_pattern", "array_pattern", "assignment_pattern", "object_assignment_pattern"))
_PLAIN = frozenset(("identifier", "shorthand_property_identifier_pattern", "undefined"))
_KEYS = frozenset(("shorthand_property_identifier_pattern", "property_identifier"))
_TARGETS = frozenset(("member_expression", "subscript_expression", "non_null_expression"))


def bind(low: Lowering, pattern: Node, value: Expression, *, declares: bool) -> None:
    """Append the assignments that give ``value`` to the variables of ``pattern``."""
    kind = pattern.type
    if kind in _PLAIN:
        _assign(low, pattern, low.name(pattern), value, declares)
    elif kind in _TARGETS:
        _assign(low, pattern, low.expression(pattern), value, declares=False)
    elif low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(pattern)
    else:
        low.depth += 1
        if kind == "object_pattern":
            _bind_object(low, pattern, _held(low, pattern, value), declares)
        elif kind == "array_pattern":
            _bind_array(low, pattern, value, declares)
        elif kind in {"assignment_pattern", "object_assignment_pattern"}:
            _bind_default(low, pattern, value, declares)
        elif kind == "rest_pattern":
            for child in pattern.children:
                if child.is_named:
                    bind(low, child, value, declares=declares)
        low.depth -= 1


def _assign(low: Lowering, node: Node, target: Expression, value: Expression, declares: bool) -> None:
    low.out.append(Assign(low.span(node), target, value, None, declares))


def _held(low: Lowering, pattern: Node, value: Expression) -> Expression:
    """A value that is read several times: a name, a member of one, or a variable made for it."""
    if isinstance(value, Name) or (isinstance(value, Member) and isinstance(value.receiver, Name)):
        return value
    span = low.span(pattern)
    name = Name(span, f"<{span.start_line}:{span.start_column}>")
    low.out.append(Assign(span, name, value, None, True))
    return name


def _bind_object(low: Lowering, pattern: Node, value: Expression, declares: bool) -> None:
    for child in pattern.children:
        kind = child.type
        if kind == "shorthand_property_identifier_pattern":
            name = low.name(child)
            _assign(low, child, name, Member(name.span, value, name.identifier), declares)
        elif kind == "object_assignment_pattern":
            left, right = child.child_by_field_name("left"), child.child_by_field_name("right")
            if left is not None and right is not None:
                read = Member(low.span(left), value, low.identifier(left))
                bind(low, left, _or(low, read, right), declares=declares)
        elif kind == "pair_pattern":
            key, target = child.child_by_field_name("key"), child.child_by_field_name("value")
            if key is not None and target is not None:
                bind(low, target, _property(low, key, value), declares=declares)
        elif kind == "rest_pattern":
            bind(low, child, _rest(low, pattern, child, value), declares=declares)


def _rest(low: Lowering, pattern: Node, rest: Node, value: Expression) -> Expression:
    """An object without the members that its pattern names: its members, those overwritten with nothing."""
    taken: list[Argument] = []
    for child in pattern.children:
        key = child.child_by_field_name("key") or child.child_by_field_name("left") or child
        if key.type in _KEYS:
            name = low.identifier(key)
            taken.append(Argument(Literal(low.span(key), "null", None), name))
    if not taken:
        return value
    return Record(low.span(rest), (Argument(value, None, True), *taken))


def _property(low: Lowering, key: Node, value: Expression) -> Expression:
    span = low.span(key)
    if key.type == "string":
        return Member(span, value, string_text(low, key))
    if key.type == "computed_property_name":
        inner = next((child for child in key.children if child.kind_id in low.expressions), None)
        return Index(span, value, low.nothing(key) if inner is None else low.expression(inner))
    return Member(span, value, low.identifier(key))


def _bind_array(low: Lowering, pattern: Node, value: Expression, declares: bool) -> None:
    """An array of plain variables is one assignment to all of them; nested patterns take elements one by one."""
    placed = list(_placed(pattern))
    children = [child for _, child in placed]
    if children and all(child.type in _PLAIN for child in children) and placed[-1][0] == len(placed) - 1:
        names = tuple(low.name(child) for child in children)
        _assign(low, pattern, Sequence(low.span(pattern), names), value, declares)
        return
    held = _held(low, pattern, value)
    for position, child in placed:
        span = low.span(child)
        bind(low, child, Index(span, held, Literal(span, "int", position)), declares=declares)


def _placed(pattern: Node) -> Iterator[tuple[int, Node]]:
    """The parts of an array pattern, each with its place; places before a comma may be left out."""
    place = 0
    for child in pattern.children:
        if child.type == ",":
            place += 1
        elif child.is_named and child.type != "comment":
            yield place, child


def _bind_default(low: Lowering, pattern: Node, value: Expression, declares: bool) -> None:
    left, right = pattern.child_by_field_name("left"), pattern.child_by_field_name("right")
    if left is not None and right is not None:
        bind(low, left, _or(low, value, right), declares=declares)


def _or(low: Lowering, value: Expression, default: Node) -> Expression:
    return Conditional(value.span, value, value, low.expression(default))
