"""Steps before a handler that let every request pass, whatever they find out about it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence

from secure_lint.model.program import (
    Block,
    Call,
    Conditional,
    Evaluate,
    Expression,
    If,
    Lambda,
    Literal,
    Loop,
    Name,
    Node,
    Operator,
    Parameter,
    Return,
    Statement,
    Try,
)
from secure_lint.model.span import Location, Span
from secure_lint.model.walking import all_of


class _End(enum.Enum):
    """How a piece of code ends: requests have gone on, or it is left with these not yet decided, or some stop there."""

    PASSED = enum.auto()
    OPEN = enum.auto()
    STOPPED = enum.auto()


def lets_all_pass(parameters: Sequence[Parameter], body: Block, checks: Iterable[Location]) -> bool:
    """Whether a step hands every request on, even those that fail its ``checks``, or that these do not look at.

    A step hands on by a call of one of its parameters, with nothing but others of these; one without parameters by
    returning nothing. A check that throws stops a request unless the failure is handled, or only some requests, or
    those behind a call-back, come to it.
    """
    names = {one.name for one in parameters}
    reading = _Step({one for one in names if _is_called(body, one)}, names)
    if not reading.onward and parameters:
        return False
    end = reading.of_block(body, caught=False)
    passes = end is _End.PASSED if reading.onward else end is not _End.STOPPED
    return passes and all(_is_sheltered(body, one.span) for one in checks)


class _Step:
    """What is read of one step: ``onward`` are the parameters by which it hands on, ``own`` all of them."""

    def __init__(self, onward: set[str], own: set[str]) -> None:
        self.onward = onward
        self._own = own

    def of_block(self, block: Block, *, caught: bool) -> _End:
        """How a block ends; with ``caught`` what it throws is handled around it."""
        for statement in block.statements:
            end = self._of_statement(statement, caught=caught)
            if end is not _End.OPEN:
                return end
        return _End.OPEN

    def _of_statement(self, statement: Statement, *, caught: bool) -> _End:
        match statement:
            case Return(value=value):
                end = self._of_expression(value, caught=caught)
                left = _End.PASSED if self._returns_nothing(value) else _End.STOPPED
                return left if end is _End.OPEN else end
            case Evaluate(expression=expression):
                return self._of_expression(expression, caught=caught)
            case If(then=then, otherwise=otherwise):
                ends = [self.of_block(then, caught=caught)]
                ends.append(_End.OPEN if otherwise is None else self.of_block(otherwise, caught=caught))
                return _both(ends)
            case Try(body=body, handlers=handlers, final=final):
                ends = [self.of_block(body, caught=caught or bool(handlers))]
                ends.extend(self.of_block(one.body, caught=caught) for one in handlers)
                last = _End.OPEN if final is None else self.of_block(final, caught=caught)
                return last if last is not _End.OPEN else _both(ends)
            case Loop(body=body):
                end = self.of_block(body, caught=caught)
                return _End.STOPPED if end is _End.STOPPED else _End.OPEN
            case Block():
                return self.of_block(statement, caught=caught)
        return _End.OPEN

    def _returns_nothing(self, value: Expression | None) -> bool:
        return not self.onward and (value is None or (isinstance(value, Literal) and value.value is None))

    def _of_expression(self, expression: Expression | None, *, caught: bool) -> _End:
        match expression:
            case Operator(operator="throw"):
                return _End.PASSED if caught else _End.STOPPED
            case Conditional(then=then, otherwise=otherwise):
                return _both([self._of_expression(one, caught=caught) for one in (then, otherwise)])
            case Operator(operator="&&" | "||" | "??"):
                return _both([_End.OPEN, *(self._of_expression(one, caught=caught) for one in expression.operands)])
        for call in all_of(Call, expression):
            if isinstance(call.callee, Name) and call.callee.identifier in self.onward:
                return _End.PASSED if self._hands_on(call) else _End.STOPPED
            for closure in self._going_on(call):
                return self.of_block(closure.body, caught=caught)
        return _End.OPEN

    def _hands_on(self, call: Call) -> bool:
        given = [one.value for one in call.arguments]
        return all(isinstance(one, Name) and one.identifier in self._own for one in given)

    def _going_on(self, call: Call) -> Iterator[Lambda]:
        """The call-backs in which requests are handed on."""
        for argument in call.arguments:
            closure = argument.value
            if isinstance(closure, Lambda) and any(_is_called(closure.body, one) for one in self.onward):
                yield closure


def _both(ends: Sequence[_End]) -> _End:
    if _End.STOPPED in ends:
        return _End.STOPPED
    return _End.PASSED if all(one is _End.PASSED for one in ends) else _End.OPEN


def _is_called(body: Block, name: str) -> bool:
    return any(isinstance(one.callee, Name) and one.callee.identifier == name for one in all_of(Call, body))


def _is_sheltered(body: Block, place: Span) -> bool:
    """Whether a failure at a place is handled, or some requests, or those behind a call-back, do not come there."""
    shelters: list[Node] = [one.body for one in all_of(Try, body) if one.handlers]
    for branch in all_of(If, body):
        shelters.extend(one for one in (branch.then, branch.otherwise) if one is not None)
    for choice in all_of(Conditional, body):
        shelters.extend((choice.then, choice.otherwise))
    shelters.extend(closure.body for closure in all_of(Lambda, body))
    return any(_holds(one.span, place) for one in shelters) or _takes_call_back(body, place)


def _takes_call_back(body: Block, place: Span) -> bool:
    """Whether the call at a place tells its result to a call-back, which gets the failure as well."""
    calls = (one for one in all_of(Call, body) if place in (one.span, one.callee.span))
    return any(isinstance(argument.value, Lambda) for one in calls for argument in one.arguments)


def _holds(outer: Span, inner: Span) -> bool:
    start, end = (outer.start_line, outer.start_column), (outer.end_line, outer.end_column)
    return start <= (inner.start_line, inner.start_column) <= end
