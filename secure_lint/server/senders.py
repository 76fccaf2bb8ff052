"""Code that refuses requests which do not prove where they come from: by a signature, or by a secret that both know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code
from secure_lint.model.program import (
    Block,
    Call,
    Evaluate,
    Expression,
    If,
    Literal,
    Module,
    Node,
    Operator,
    Return,
)
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.server.names import joined_words

_COMPARING = ("==", "!=", "===", "!==")


class SenderChecks:
    """Finds the places where code asks a request for proof of its sender.

    ``signed`` is a regular expression for the names of what is called to check a signature, or to compare one;
    ``shared_secret`` one for the names of secrets that only the sender knows beside the server.
    """

    def __init__(self, program: Program, signed: str, shared_secret: str) -> None:
        self._program = program
        self._signed = re.compile(signed)
        self._shared_secret = re.compile(shared_secret)
        self._by_path: dict[str, tuple[tuple[Location, bool], ...]] = {}

    def in_code(self, codes: Sequence[Code]) -> Location | None:
        """Where code, of which the first piece answers and the others are called, refuses for want of such proof.

        What is called refuses by throwing only.
        """
        for position, code in enumerate(codes):
            for place, returns in self._checks(code.path):
                if code.holds(place) and not (returns and position):
                    return place
        return None

    def is_asked(self, condition: Node) -> bool:
        """Whether a condition is about the sender of a request."""
        if any(self._is_check(one) for one in all_of(Call, condition)):
            return True
        return any(self._is_secret_compared(one) for one in all_of(Operator, condition) if one.operator in _COMPARING)

    def _checks(self, path: str) -> tuple[tuple[Location, bool], ...]:
        """The places in a file where code asks, with whether it refuses by returning."""
        found = self._by_path.get(path)
        if found is None:
            module = self._program.modules.get(path)
            found = self._by_path[path] = tuple(self._in_module(module)) if module is not None else ()
        return found

    def _in_module(self, module: Module) -> Iterator[tuple[Location, bool]]:
        parts = (*(one.body for one in module.functions), module.top_level, *(one.initial for one in module.fields))
        for part in parts:
            for branch in all_of(If, part):
                left = _left(branch)
                if left is not None and self.is_asked(branch.condition):
                    yield Location(module.path, branch.span), left is Return
            for called in _run(part):
                if self._is_check(called):
                    yield Location(module.path, called.span), False

    def _is_check(self, call: Call) -> bool:
        return bool(self._signed.search(joined_words(last_name(call.callee))))

    def _is_secret_compared(self, comparison: Operator) -> bool:
        sides = comparison.operands
        return not any(isinstance(one, Literal) for one in sides) and any(
            self._shared_secret.search(joined_words(last_name(one))) for one in sides
        )


def _run(part: Node | None) -> Iterator[Call]:
    """The calls whose results nobody takes: all that they can do is fail."""
    for one in all_of(Evaluate, part):
        expression: Expression | None = one.expression
        if isinstance(expression, Operator) and expression.operator == "await":
            expression = expression.operands[0]
        if isinstance(expression, Call):
            yield expression


def _left(branch: If) -> type[Return] | type[Operator] | None:
    """How code is left in one of the ways of a branch: by returning or by throwing."""
    for block in (branch.then, branch.otherwise):
        last = block.statements[-1] if isinstance(block, Block) and block.statements else None
        if isinstance(last, Return):
            return Return
        if isinstance(last, Evaluate) and isinstance(last.expression, Operator) and last.expression.operator == "throw":
            return Operator
    return None
