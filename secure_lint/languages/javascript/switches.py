"""Switches: chains of `If`."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.model.program import Assign, Block, Expression, Literal, Member, Name, Operator
from secure_lint.model.span import Span

_LEAVING = frozenset(("break_statement", "return_statement", "throw_statement", "continue_statement"))
_MOST_FALLS = 4
"""A case that runs into more cases than this is cut off there."""


class _Case(msgspec.Struct):
    """The tests of a case (none for ``default``), the statements in it, and whether it runs into the next one."""

    span: Span
    tests: list[Expression]
    default: bool
    body: list[Node]

    @property
    def falls(self) -> bool:
        """Whether control goes on in the next case."""
        return not self.body or not _leaves(self.body[-1])


def _leaves(node: Node) -> bool:
    if node.type == "statement_block":
        inner = [child for child in node.children if child.is_named]
        return bool(inner) and _leaves(inner[-1])
    return node.type in _LEAVING


def switch(low: Lowering, node: Node) -> None:
    """A switch; the cases without statements share those of the next."""
    subject = _subject(low, node)
    body = node.child_by_field_name("body")
    cases = _cases(low, subject, [] if body is None else body.children)
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    for position, case in enumerate(cases):
        block = _block(low, cases, position)
        if case.tests:
            test = case.tests[0] if len(case.tests) == 1 else Operator(case.span, "||", tuple(case.tests))
            branches.append((test, block))
        if case.default:
            otherwise = block
    if branches:
        low.out.append(if_chain(low.span(node), branches, otherwise))
    elif otherwise is not None:
        low.out.append(otherwise)


def _subject(low: Lowering, node: Node) -> Expression:
    value = low.part(node, "value")
    if isinstance(value, Name | Literal) or (isinstance(value, Member) and isinstance(value.receiver, Name)):
        return value
    span = value.span
    name = Name(span, f"<{span.start_line}:{span.start_column}>")
    low.out.append(Assign(span, name, value, None, True))
    return name


def _cases(low: Lowering, subject: Expression, nodes: list[Node]) -> list[_Case]:
    found: list[_Case] = []
    open_case: _Case | None = None
    for node in nodes:
        if node.type not in {"switch_case", "switch_default"}:
            continue
        test = node.child_by_field_name("value")
        tests: list[Expression] = []
        if test is not None:
            tests = [Operator(low.span(test), "==", (subject, low.expression(test)))]
        body = [child for child in node.children_by_field_name("body") if child.is_named]
        case = _Case(low.span(node), tests, node.type == "switch_default", body)
        if open_case is not None and not open_case.body:
            case.tests = [*open_case.tests, *case.tests]
            case.default = case.default or open_case.default
            found.pop()
        found.append(case)
        open_case = case
    return found


def _block(low: Lowering, cases: list[_Case], position: int) -> Block:
    outer, low.out = low.out, []
    for case in cases[position : position + _MOST_FALLS]:
        low.statements_in(case.body)
        if not case.falls:
            break
    found, low.out = low.out, outer
    return Block(cases[position].span, tuple(found))
