"""The conditions and bodies of ``if`` and ``when``, before they are lowered."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from tree_sitter import Node

from secure_lint.languages.kotlin.operators import type_test_of
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.languages.kotlin.smart_casts import casts_if
from secure_lint.model.program import Assign, Expression, Member, Name, Operator, Statement

_SUBJECT = "<subject>"


class Choice(msgspec.Struct, frozen=True):
    """A body and the conditions any of which leads to it."""

    conditions: tuple[Node, ...]
    body: Node | None


class Choices(msgspec.Struct, frozen=True):
    """The choices of one ``if … else if …`` or ``when``; ``subject`` is the node in the parentheses of ``when``."""

    branches: tuple[Choice, ...]
    subject: Node | None = None
    otherwise: Node | None = None


def if_choices(reader: Reader, node: Node) -> Choices:
    """``else if`` belongs to the chain."""
    branches: list[Choice] = []
    while True:
        condition, then, otherwise = _if_parts(reader, node)
        branches.append(Choice(() if condition is None else (condition,), then))
        if otherwise is None or otherwise.type != "if_expression":
            return Choices(tuple(branches), None, otherwise)
        node = otherwise


def _if_parts(reader: Reader, node: Node) -> tuple[Node | None, Node | None, Node | None]:
    """Condition, then, else; each may be missing."""
    parts: list[Node | None] = [None, None, None]
    place = 0
    for child in node.children:
        kind = child.type
        if kind == ")":
            place = 1
        elif kind == "else":
            place = 2
        elif reader.is_named(child):
            parts[place] = child
    return parts[0], parts[1], parts[2]


def when_choices(reader: Reader, node: Node) -> Choices:
    """The entries; nothing after ``else`` counts."""
    subject: Node | None = None
    branches: list[Choice] = []
    for child in node.children:
        if child.type == "when_subject":
            subject = child
        elif child.type == "when_entry":
            conditions, body, is_else = _entry(reader, child)
            if is_else:
                return Choices(tuple(branches), subject, body)
            branches.append(Choice(conditions, body))
    return Choices(tuple(branches), subject)


def _entry(reader: Reader, node: Node) -> tuple[tuple[Node, ...], Node | None, bool]:
    conditions: list[Node] = []
    body: Node | None = None
    arrow = is_else = False
    for child in node.children:
        kind = child.type
        if kind == "->":
            arrow = True
        elif kind == "else" and not arrow:
            is_else = True
        elif reader.is_named(child):
            if arrow:
                body = child
            else:
                conditions.append(child)
    return tuple(conditions), body, is_else


def subject_of(reader: Reader, choices: Choices, out: list[Statement] | None) -> Expression | None:
    """The value that the conditions of ``when`` are compared with.

    A subject that is declared or computed is assigned first, to ``out``; without ``out`` it stands as it is.
    """
    if choices.subject is None:
        return None
    parts = [part for part in reader.named(choices.subject) if part.type != "annotation"]
    if not parts:
        return None
    declared = parts[0] if parts[0].type == "variable_declaration" else None
    value = reader.expression(parts[-1])
    if out is None or (declared is None and isinstance(value, Name | Member)):
        return value
    if declared is None:
        name, span = _SUBJECT, value.span
    else:
        identifier = reader.named(declared)[0]
        name, span = reader.text(identifier), reader.span(identifier)
        reader.forget_cast(name)
    out.append(Assign(reader.span(choices.subject), Name(span, name), value, declares=True))
    return Name(span, name)


def needs_statement(reader: Reader, choices: Choices) -> bool:
    """Whether the subject has to be assigned first."""
    if choices.subject is None:
        return False
    parts = reader.named(choices.subject)
    return len(parts) != 1 or parts[0].type not in {"identifier", "this_expression", "navigation_expression"}


def condition_of(reader: Reader, choice: Choice, subject: Expression | None, *, in_long_chain: bool) -> Expression:
    """The condition of one choice."""
    lower = reader.copied if in_long_chain else reader.expression
    tests = tuple(_test(reader, condition, subject, lower) for condition in choice.conditions)
    if len(tests) == 1:
        return tests[0]
    if not tests:
        return reader.nothing(choice.body) if choice.body is not None else Name(reader.span(reader.tree.root), "?")
    first, last = tests[0].span, tests[-1].span
    span = msgspec.structs.replace(first, end_line=last.end_line, end_column=last.end_column)
    return Operator(span, "||", tests)


def _test(reader: Reader, node: Node, subject: Expression | None, lower: Callable[[Node], Expression]) -> Expression:
    kind = node.type
    span = reader.span(node)
    if subject is None or kind not in {"type_test", "range_test"}:
        value = lower(node)
        return value if subject is None else Operator(span, "==", (subject, value))
    parts = reader.named(node)
    if not parts:
        return reader.nothing(node)
    test: Expression
    if kind == "type_test":
        test = type_test_of(reader, subject, parts[0], span)
    else:
        test = Operator(span, "in", (subject, reader.expression(parts[-1])))
    return Operator(span, "!", (test,)) if node.children[0].type.startswith("!") else test


def casts_of(reader: Reader, choice: Choice, subject: Expression | None, *, holds: bool) -> dict[str, str]:
    """The smart casts in force when a choice is taken (``holds``) or not taken."""
    if holds and len(choice.conditions) > 1:
        return {}
    if subject is None:
        casts: dict[str, str] = {}
        for condition in choice.conditions:
            casts.update(casts_if(reader, condition, holds=holds))
        return casts
    if not isinstance(subject, Name) or len(choice.conditions) != 1 or choice.conditions[0].type != "type_test":
        return {}
    test = choice.conditions[0]
    parts = reader.named(test)
    if not parts or (test.children[0].type == "!is") == holds:
        return {}
    return {subject.identifier: reader.type_text(parts[0])}
