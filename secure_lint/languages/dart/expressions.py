"""Expressions other than constants, calls and operators with two operands."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from secure_lint.languages.branching import conditional_chain
from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.chains import record_fields
from secure_lint.languages.dart.headers import parameters
from secure_lint.languages.dart.loops import loop
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.languages.dart.patterns import asked_and_rest, condition, guarded
from secure_lint.languages.dart.signs import changed, spelling
from secure_lint.languages.lowering import called
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Conditional,
    Evaluate,
    Expression,
    Lambda,
    Literal,
    Member,
    Name,
    Operator,
    Record,
)
from secure_lint.model.program import Sequence as Several

_INNER = frozenset(g.kind(name) for name in ("assignable_expression", "await_expression", "parenthesized_expression"))
_STEPS = {"++": "+", "--": "-"}
_ARROW = g.kind("=>", named=False)


def inner(low: Lowering, node: Node) -> Expression:
    """What stands between parentheses, or behind ``await``."""
    limit = NESTING_LIMIT - low.depth
    run = [node]
    while len(run) == 1 and run[0].kind_id in _INNER:
        limit -= 1
        held = next(low.runs(run[0].children), None)
        if held is None or limit <= 0:
            if limit <= 0:
                low.tree.report_nesting(node)
            return low.nothing(node)
        run = held
    return low.run(run)


def this(low: Lowering, node: Node) -> Expression:
    """The name ``this``."""
    return Name(low.span(node), "this")


def parent(low: Lowering, node: Node) -> Expression:
    """The name ``super``."""
    return Name(low.span(node), "super")


def unary(low: Lowering, node: Node) -> Expression:
    """``await x``, ``!x``, ``-x`` and ``++x``."""
    first = node.children[0]
    sign = low.text(first)
    if sign in _STEPS:
        return _stepped(low, node, sign)
    value = low.first(node)
    if low.is_value(first):
        return value
    span = low.span(node)
    if sign == "-" and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(span, value.kind, -value.value)
    return Operator(span, spelling(sign), (value,))


def postfix(low: Lowering, node: Node) -> Expression:
    """``x++``, and a call of a constructor with types."""
    sign = low.text(node.children[-1])
    return _stepped(low, node, sign) if sign in _STEPS else low.first(node)


def _stepped(low: Lowering, node: Node, sign: str) -> Expression:
    span = low.span(node)
    target = low.first(node)
    low.out.append(Assign(span, target, Operator(span, _STEPS[sign], (target, Literal(span, "int", 1)))))
    return target


def assignment(low: Lowering, node: Node) -> Expression:
    """``a = b = c``: statements that run first; the value is what was assigned to."""
    steps: list[tuple[Node, str]] = []
    run = [node]
    while len(run) == 1 and run[0].kind_id == g.ASSIGNMENT:
        if len(steps) >= NESTING_LIMIT - low.depth:
            low.tree.report_nesting(run[0])
            return low.nothing(run[0])
        sign = run[0].child_by_field_id(g.FIELD_OPERATOR)
        steps.append((run[0], "=" if sign is None else low.text(sign)))
        runs = list(low.runs(run[0].children))
        run = runs[-1] if len(runs) > 1 else []
    value = low.run(run) if run else low.nothing(node)
    for step, sign_text in reversed(steps):
        target = low.first(step)
        span = low.span(step)
        low.out.append(Assign(span, target, changed(span, target, sign_text, value)))
        value = target
    return value


def thrown(low: Lowering, node: Node) -> Operator:
    """``throw`` as the operator."""
    return Operator(low.span(node), "throw", low.values(node.children))


def closure(low: Lowering, node: Node) -> Expression:
    """``(a) => value`` and ``(a) { }``."""
    given = next((child for child in node.children if child.kind_id == g.PARAMETERS), None)
    body = next((child for child in node.children if child.kind_id in g.FUNCTION_BODIES), None)
    span = low.span(node)
    listed = () if given is None else parameters(low, given)
    if body is None or (low.deferring and not low.wants(node)):
        return Lambda(span, listed, Block(span))
    return Lambda(span, listed, low.body(body))


def record(low: Lowering, node: Node) -> Expression:
    """``(a, b)`` and ``(name: a)``."""
    fields = record_fields(low, node)
    if fields and all(one.name for one in fields):
        return Record(low.span(node), fields)
    return Several(low.span(node), tuple(one.value for one in fields))


def sequence(low: Lowering, node: Node) -> Expression:
    """``[a, if (b) c, ...d]``."""
    return Several(low.span(node), low.values(node.children))


def set_or_map(low: Lowering, node: Node) -> Expression:
    """``{a, b}`` and ``{'key': value}``; braces around nothing, or only around what is spread, are a map."""
    elements = [child for child in node.children if child.kind_id in _ELEMENTS]
    if any(map(_holds_pairs, elements)) or _is_spread(low, node, elements):
        return Record(low.span(node), tuple(_entries(low, elements)))
    return sequence(low, node)


def _is_spread(low: Lowering, node: Node, elements: Sequence[Node]) -> bool:
    """Whether nothing but what is spread stands between the braces."""
    return all(child.kind_id == g.SPREAD for child in elements) and len(elements) == len(list(low.runs(node.children)))


_ELEMENTS = frozenset((g.PAIR, g.SPREAD, g.IF_ELEMENT, g.FOR_ELEMENT))


def _holds_pairs(node: Node) -> bool:
    while node.kind_id in {g.IF_ELEMENT, g.FOR_ELEMENT}:
        node = node.child_by_field_id(g.FIELD_CONSEQUENCE) or node.child_by_field_id(g.FIELD_BODY) or node.children[0]
    return node.kind_id == g.PAIR


def _entries(low: Lowering, nodes: Sequence[Node]) -> list[Argument]:
    """The entries of a map; those under a condition or in a loop may be there."""
    found: list[Argument] = []
    for node in nodes:
        if node.kind_id == g.PAIR:
            found.append(_entry(low, node))
        elif node.kind_id == g.SPREAD:
            found.append(Argument(low.first(node), None, True))
        elif node.kind_id in {g.IF_ELEMENT, g.FOR_ELEMENT} and low.depth < NESTING_LIMIT:
            low.depth += 1
            bind_loop(low, node)
            found.extend(_entries(low, node.children))
            low.depth -= 1
    return found


def _entry(low: Lowering, node: Node) -> Argument:
    colon = next((at for at, child in enumerate(node.children) if child.type == ":"), len(node.children))
    key = low.first(node, node.children[:colon])
    return Argument(low.first(node, node.children[colon + 1 :]), _key_text(key))


def _key_text(key: Expression) -> str | None:
    """What a key of a map is called: its text, or the last name of a constant."""
    if isinstance(key, Literal):
        return None if key.value is None else str(key.value)
    if isinstance(key, Name):
        return key.identifier
    return key.name if isinstance(key, Member) else None


def spread(low: Lowering, node: Node) -> Expression:
    """``...values``: the elements of what is spread stand for themselves."""
    return low.first(node)


def conditional_element(low: Lowering, node: Node) -> Expression:
    """``if (test) a else b`` in a collection."""
    asked, rest = asked_and_rest(node)
    test = condition(low, asked, node)
    runs = list(low.runs(rest))
    then = low.run(runs[0]) if runs else low.nothing(node)
    otherwise = low.run(runs[1]) if len(runs) > 1 else low.nothing(node)
    return Conditional(low.span(node), test, then, otherwise)


def looped_element(low: Lowering, node: Node) -> Expression:
    """``for (final a in b) c`` in a collection: one of the elements."""
    bind_loop(low, node)
    return low.first(node)


def bind_loop(low: Lowering, node: Node) -> None:
    """The loop of an element, with nothing in it: it binds what the element is made of."""
    head = next((child for child in node.children if child.kind_id == g.FOR_PARTS), None)
    if head is not None:
        low.out.append(loop(low, head, Block(low.span(node))))


def switch_value(low: Lowering, node: Node) -> Expression:
    """``switch (value) { pattern => result }``."""
    asked = node.child_by_field_id(g.FIELD_CONDITION)
    subject = low.subject(low.nothing(node) if asked is None else low.expression(asked))
    branches: list[tuple[Expression, Expression]] = []
    otherwise: Expression = low.nothing(node)
    for arm in node.children:
        if arm.kind_id != g.EXPRESSION_CASE:
            continue
        test, value = _arm(low, arm, subject)
        if test is None:
            otherwise = value
        else:
            branches.append((test, value))
    return conditional_chain(low.span(node), branches, otherwise) if branches else otherwise


def _arm(low: Lowering, arm: Node, subject: Expression) -> tuple[Expression | None, Expression]:
    """The test of an arm (nothing, if it takes anything), and its value."""
    children = arm.children
    arrow = next((at for at, child in enumerate(children) if child.kind_id == _ARROW), len(children))
    outer, low.out = low.out, []
    test = guarded(low, children[:arrow], subject)
    value = low.first(arm, children[arrow + 1 :])
    before, low.out = low.out, outer
    if before:
        value = called(value.span, (*before, Evaluate(value.span, value)))
    return test, value
