"""Assignments: targets, unpacking, augmented forms."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import Lowering
from secure_lint.languages.python.type_texts import declared_type
from secure_lint.model.program import Assign, Expression, Name, Operator, Sequence
from secure_lint.model.span import Span
from secure_lint.model.walking import all_of


def assignment(low: Lowering, node: Node) -> None:
    """``a = b``, ``a: T = b`` and ``a = b = c``."""
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    if left is None:
        return
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    type_name = None if type_node is None else declared_type(low, type_node).text
    value = None if right is None else low.expression(right)
    target = low.expression(left)
    low.out.extend(bound(low, low.span(node), target, value, type_name))


def bound(
    low: Lowering, span: Span, target: Expression, value: Expression | None, type_name: str | None = None
) -> Iterator[Assign]:
    """The assignments that bind ``value`` to ``target``: one for each name when both sides list as many values."""
    if (
        isinstance(target, Sequence)
        and isinstance(value, Sequence)
        and len(target.items) == len(value.items)
        and not _names(target) & _names(value)
    ):
        for item, part in zip(target.items, value.items, strict=True):
            yield from bound(low, span, item, part)
        return
    yield Assign(span, target, value, type_name, _declares(low, target))


def _declares(low: Lowering, target: Expression) -> bool:
    if isinstance(target, Sequence):
        return bool(target.items) and all(_declares(low, item) for item in target.items)
    return isinstance(target, Name) and low.declares(target.identifier)


def _names(value: Expression) -> frozenset[str]:
    """All names in an expression."""
    return frozenset(one.identifier for one in all_of(Name, value))


def augmented(low: Lowering, node: Node) -> None:
    """``a += b``."""
    target, value = low.part(node, g.FIELD_LEFT), low.part(node, g.FIELD_RIGHT)
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    operator = "+" if sign is None else low.text(sign).removesuffix("=")
    span = low.span(node)
    low.out.append(Assign(span, target, Operator(span, operator, (target, value)), None, _declares(low, target)))
