"""What it means that code answers 403: that the caller lacks a role, or that nobody knows the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.flow.code.frame import written_form
from secure_lint.link.program import Program
from secure_lint.model.program import (
    Block,
    Call,
    Function,
    If,
    Literal,
    Member,
    Name,
    Node,
    Operator,
    Return,
    Statement,
    Try,
)
from secure_lint.model.span import Location, Span
from secure_lint.model.walking import all_of
from secure_lint.server.guard_names import LOGIN, OWNER, ROLE, GuardNames
from secure_lint.server.names import joined_words
from secure_lint.server.senders import SenderChecks


class Refusals:
    """Tells the kind of guard that answers 403, by the condition under which it does.

    The status says that a known caller may not; many servers answer it where a token is missing or false as well.
    ``proof`` is a regular expression for the names of what shows who somebody is, ``rank`` for those of roles, and
    ``rights`` for those of what is called to ask whether the caller may do something. ``senders`` tells what asks
    where a request comes from.
    """

    def __init__(
        self, program: Program, names: GuardNames, proof: str, rank: str, rights: str, senders: SenderChecks
    ) -> None:
        self._program = program
        self._names = names
        self._proof = re.compile(proof)
        self._rank = re.compile(rank)
        self._rights = re.compile(rights)
        self._senders = senders

    def forbidding(self, location: Location) -> str:
        """The kind of guard that answers 403 at a place."""
        function = self._function_at(location)
        if function is None:
            return ROLE
        for node in self._around(function, location):
            words = tuple(map(joined_words, _words_in(node)))
            if any(self._rank.search(one) for one in words):
                return ROLE
            if any(self._proof.search(one) for one in words):
                return LOGIN
        return LOGIN if self._names.kind_of(function.name) == LOGIN else ROLE

    def asks_rank(self, location: Location) -> bool:
        """Whether the condition under which code refuses at a place, or lets pass just before it, is about a role."""
        function = self._function_at(location)
        node = next(self._around(function, location), None) if function is not None else None
        if function is not None and node is None:
            node = _left_before(function.body, location)
        return node is not None and any(self._rank.search(joined_words(one)) for one in _words_in(node))

    def asks_sender(self, location: Location) -> bool:
        """Whether the innermost condition under which code refuses at a place is about where a request comes from."""
        function = self._function_at(location)
        node = next(self._around(function, location), None) if function is not None else None
        return node is not None and self._senders.is_asked(node)

    def is_condition(self, asked: Location, refused: Location) -> bool:
        """Whether what happens at one place is part of a condition under which another one is come to."""
        function = self._function_at(refused)
        around = self._around(function, refused) if function is not None and asked.path == refused.path else ()
        return any(_holds(node.span, asked) for node in around)

    def hiding(self, location: Location) -> tuple[str, ...]:
        """The kinds of guard that answers 404 at a place, so that a caller without rights learns nothing.

        Asked about something (``current_context.can_edit(order)``) it stands for the owner too.
        """
        function = self._function_at(location)
        for node in self._around(function, location) if function is not None else ():
            for call in all_of(Call, node):
                if any(self._rights.search(joined_words(part)) for part in written_form(call.callee).split(".")):
                    return (ROLE, OWNER) if call.arguments else (ROLE,)
        return ()

    def _function_at(self, location: Location) -> Function | None:
        module = self._program.modules.get(location.path)
        found = [one for one in module.functions if _holds(one.span, location)] if module is not None else []
        return max(found, key=lambda one: one.span.start_line, default=None)

    @staticmethod
    def _around(function: Function, location: Location) -> Iterator[Node]:
        """The conditions around a place, the innermost first; of what is caught there, what was tried."""
        found: list[tuple[Span, Node]] = [
            (one.span, one.condition) for one in all_of(If, function.body) if _holds(one.span, location)
        ]
        found.extend(
            (one.span, one.body)
            for one in all_of(Try, function.body)
            if any(_holds(handler.body.span, location) for handler in one.handlers)
        )
        found.sort(key=lambda each: (each[0].start_line, each[0].start_column), reverse=True)
        yield from (node for _, node in found)


def refuses(function: Function) -> bool:
    """Whether code throws an error of its own making, and not only one that it has caught."""
    caught = [handler.body.span for one in all_of(Try, function.body) for handler in one.handlers]
    thrown = (one.span for one in all_of(Operator, function.body) if one.operator == "throw")
    return any(not any(one.contains(span) for one in caught) for span in thrown)


def _left_before(body: Block | None, location: Location) -> Node | None:
    """The condition of the branch right before a place with which the code ends otherwise."""
    before: Node | None = None
    for statement in body.statements if body is not None else ():
        if _holds(statement.span, location):
            return before
        last = statement.then.statements[-1:] if isinstance(statement, If) else ()
        before = statement.condition if isinstance(statement, If) and any(map(_leaves, last)) else None
    return None


def _leaves(statement: Statement) -> bool:
    return isinstance(statement, Return)


def _holds(span: Span, location: Location) -> bool:
    start = (location.span.start_line, location.span.start_column)
    return (span.start_line, span.start_column) <= start <= (span.end_line, span.end_column)


def _words_in(node: Node) -> Iterator[str]:
    """The names and texts in code."""
    yield from (one.identifier for one in all_of(Name, node))
    yield from (one.name for one in all_of(Member, node))
    yield from (one.value for one in all_of(Literal, node) if isinstance(one.value, str))
