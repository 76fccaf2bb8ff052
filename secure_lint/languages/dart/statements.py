"""Statements. ``break``, ``continue``, labels and assertions leave no trace in the model."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.headers import parameters
from secure_lint.languages.dart.loops import loop
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.languages.dart.patterns import PATTERNS, asked_and_rest, condition, declared, guarded
from secure_lint.model.program import (
    Assign,
    Block,
    Evaluate,
    Expression,
    Handler,
    Lambda,
    Loop,
    Operator,
    Parameter,
    Return,
    Try,
)
from secure_lint.model.span import Span

_COLON = g.kind(":", named=False)
_EFFECTS = frozenset((g.CASCADE, g.kind("pattern_assignment")))
"""What leaves only statements, and no value, where a statement stands."""


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    for run in low.runs(node.children):
        _evaluate(low, run)


def bare(low: Lowering, node: Node) -> None:
    """A value without a semicolon: the step of a loop."""
    _evaluate(low, [node])


def _evaluate(low: Lowering, run: list[Node]) -> None:
    value = low.run(run)
    last = low.out[-1] if low.out else None
    assigned = isinstance(last, Assign) and last.target is value
    if not assigned and run[-1].kind_id not in _EFFECTS:
        low.out.append(Evaluate(value.span, value))


def free_block(low: Lowering, node: Node) -> None:
    """A block of its own."""
    low.out.append(low.block(node))


def local_variables(low: Lowering, node: Node) -> None:
    """Declarations of local variables, with or without a value, or by a pattern."""
    for child in node.children:
        if child.kind_id == g.VARIABLE_DEFINITION:
            _variables(low, child)
        else:
            pattern_assignment(low, child)


def _variables(low: Lowering, node: Node) -> None:
    name = node.child_by_field_id(g.FIELD_NAME)
    if name is None:
        return
    children = node.children
    at = next((place for place, child in enumerate(children) if child == name), 0)
    type_name = low.declared_type(children[:at])
    end = next((place for place, child in enumerate(children) if child.kind_id == g.COMMA), len(children))
    _variable(low, name, children[at + 1 : end], type_name)
    for child in children[end:]:
        if child.kind_id == g.INITIALIZED:
            _variable(low, child.children[0], child.children[1:], type_name)


def _variable(low: Lowering, name: Node, rest: list[Node], type_name: str | None) -> None:
    run = next(low.runs(rest), None)
    target = low.name(name)
    value = None if run is None else low.run(run)
    span = low.tree.span_between(name, rest[-1]) if rest else target.span
    low.out.append(Assign(span, target, value, type_name, declares=True))


def pattern_assignment(low: Lowering, node: Node) -> None:
    """``final (a, b) = value`` and ``(a, b) = value``."""
    pattern = next((child for child in node.children if child.kind_id in PATTERNS), None)
    if pattern is not None:
        low.out.extend(declared(low, pattern, low.first(node, low.behind(node, g.EQUAL))))


def assigned_by_pattern(low: Lowering, node: Node) -> Expression:
    """An assignment by a pattern in the place of a value."""
    pattern_assignment(low, node)
    return low.nothing(node)


def leave(low: Lowering, node: Node) -> None:
    """``return``, and what a generator yields."""
    run = next(low.runs(node.children), None)
    low.out.append(Return(low.span(node), None if run is None else low.run(run)))


def branch(low: Lowering, node: Node) -> None:
    """``if`` with its ``else`` branches; what a pattern in a condition binds is bound before it."""
    span = low.span(node)
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    current: Node | None = node
    while current is not None:
        asked, _ = asked_and_rest(current)
        test = condition(low, asked, current)
        then = current.child_by_field_id(g.FIELD_CONSEQUENCE)
        branches.append((test, Block(span) if then is None else low.block(then)))
        following = current.child_by_field_id(g.FIELD_ALTERNATIVE)
        current = following if following is not None and following.kind_id == node.kind_id else None
        if following is not None and current is None:
            otherwise = low.block(following)
    low.out.append(if_chain(span, branches, otherwise))


def for_loop(low: Lowering, node: Node) -> None:
    """``for`` of both kinds, ``await for`` too."""
    head = next((child for child in node.children if child.kind_id == g.FOR_PARTS), None)
    body = _body(low, node)
    if head is None:
        low.out.append(body)
        return
    found = loop(low, head, body)
    low.out.append(Loop(low.span(node), found.body, found.target, found.iterable, found.condition))


def while_loop(low: Lowering, node: Node) -> None:
    """``while`` and ``do``."""
    asked = node.child_by_field_id(g.FIELD_CONDITION)
    test = None if asked is None else low.expression(asked)
    low.out.append(Loop(low.span(node), _body(low, node), condition=test))


def _body(low: Lowering, node: Node) -> Block:
    body = node.child_by_field_id(g.FIELD_BODY)
    return Block(low.span(node)) if body is None else low.block(body)


def switch(low: Lowering, node: Node) -> None:
    """``switch``; cases without statements run those of the next."""
    asked = node.child_by_field_id(g.FIELD_CONDITION)
    body = node.child_by_field_id(g.FIELD_BODY)
    if asked is None or body is None:
        return
    subject = low.subject(low.expression(asked))
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    tests: list[Expression] = []
    takes_all = False
    for case in body.children:
        if case.kind_id not in {g.CASE, g.DEFAULT}:
            continue
        test, block = _case(low, case, subject)
        takes_all = takes_all or test is None
        if test is not None:
            tests.append(test)
        if not block.statements and case.children[-1].kind_id == _COLON:
            continue
        if takes_all:
            otherwise = block
        elif tests:
            branches.append((_any_of(low.span(case), tests), block))
        tests, takes_all = [], False
    if branches:
        low.out.append(if_chain(low.span(node), branches, otherwise))
    elif otherwise is not None:
        low.out.append(otherwise)


def _case(low: Lowering, node: Node, subject: Expression) -> tuple[Expression | None, Block]:
    """The test of a case (nothing, if it takes anything), and what it runs."""
    children = node.children
    colons = [at for at, child in enumerate(children) if child.kind_id == _COLON]
    colon = colons[-1] if colons else len(children)
    outer, low.out = low.out, []
    test = guarded(low, children[1:colon], subject) if node.kind_id == g.CASE else None
    bound, low.out = low.out, outer
    block = low.statements_of(children[colon + 1 :], low.span(node))
    return test, Block(block.span, (*bound, *block.statements))


def _any_of(span: Span, tests: list[Expression]) -> Expression:
    return tests[0] if len(tests) == 1 else Operator(span, "||", tuple(tests))


def attempt(low: Lowering, node: Node) -> None:
    """``try`` with ``on``, ``catch`` and ``finally``."""
    handlers = tuple(_handlers(low, node))
    final = next((child for child in node.children if child.kind_id == g.FINALLY), None)
    block = None if final is None else low.block(final.children[-1])
    low.out.append(Try(low.span(node), _body(low, node), handlers, block))


def _handlers(low: Lowering, node: Node) -> Iterator[Handler]:
    """``on Type catch (name)`` in the order of the source; the block stands behind."""
    held: str | None = None
    caught: Parameter | None = None
    pending = False
    for at, child in enumerate(node.children):
        if child.kind_id == g.ON:
            held, pending = low.declared_type(node.children[at + 1 :]), True
        elif child.kind_id == g.CATCH:
            name = next((one for part in child.children for one in part.children if one.kind_id == g.IDENTIFIER), None)
            caught = None if name is None else Parameter(low.text(name), held, low.span(name))
            pending = True
        elif child.kind_id == g.BLOCK and pending:
            yield Handler(caught, low.block(child))
            held, caught, pending = None, None, False


def local_function(low: Lowering, node: Node) -> None:
    """A function declared in a function is a closure with a name."""
    holder = next((child for child in node.children if child.kind_id == g.LAMBDA_DECLARATION), node)
    signature = next((child for child in holder.children if child.kind_id == g.FUNCTION_SIGNATURE), None)
    body = next((child for child in holder.children if child.kind_id in g.FUNCTION_BODIES), None)
    name = None if signature is None else signature.child_by_field_id(g.FIELD_NAME)
    if signature is None or body is None or name is None:
        return
    given = next((child for child in signature.children if child.kind_id == g.PARAMETERS), None)
    span = low.span(node)
    value = Lambda(span, () if given is None else parameters(low, given), low.body(body))
    low.out.append(Assign(span, low.name(name), value, None, declares=True))


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""
