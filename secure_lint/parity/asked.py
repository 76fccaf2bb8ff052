"""What the code of an endpoint itself asks about the fields of a request.

Whatever asks about a field may limit it: nothing is said of such a field. That a value is there, or is the one that a
record has, is no limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Endpoint
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Conditional,
    Expression,
    If,
    Index,
    Lambda,
    Literal,
    Loop,
    Member,
    Module,
    Name,
    Operator,
    Parameter,
)
from secure_lint.model.walking import all_of, last_name
from secure_lint.parity.checks import is_about_presence
from secure_lint.parity.names import folded

BODY: Final = "body"
"""The member of a request that is its body, where the source takes fields out of it by hand."""

EVERYTHING: Final = "*"
"""Stands for all fields: something checks them together."""

_CHECKING: Final = re.compile(
    r"(?i)valid|check|verif|sanit|clean|normali|assert|ensure|require|guard|limit|clamp|length|match|test$|parse|^len$"
)
_STEP: Final = re.compile(r"(?i)valid|schema|sanit|celebrate|dto$|rules?$")
_ACCESSOR: Final = re.compile(r"^(?:get|is)(?=[A-Z])")
_MEMBERSHIP: Final = frozenset({"includes", "contains", "containsKey", "has", "indexOf", "some", "any", "anyMatch"})
_EQUALITY: Final = frozenset({"equals", "equalsIgnoreCase", "compareTo", "isEqual"})


class Piece:
    """A function or closure that runs for an endpoint, with the names in it that are known to hold fields.

    ``holders`` are parameters whose type is a class of fields.
    """

    def __init__(
        self, program: Program, module: Module, parameters: tuple[Parameter, ...], body: Block, endpoint: Endpoint
    ) -> None:
        self.module = module
        self.body = body
        self._program = program
        self._running = {(code.path, code.span) for code in endpoint.code}
        resolve = program.names.resolve
        typed = (one for one in parameters if one.type is not None and resolve(module, one.type) in endpoint.schemas)
        self.holders = frozenset(one.name for one in typed)
        assigned = (one.target.identifier for one in all_of(Assign, body) if isinstance(one.target, Name))
        self._local = frozenset((*(one.name for one in parameters), *assigned)) - self.holders

    def asked(self) -> Iterator[str]:
        """The names of the fields that something asks about."""
        branches = (one.condition for one in all_of(If, self.body))
        choices = (one.condition for one in all_of(Conditional, self.body))
        loops = (one.condition for one in all_of(Loop, self.body) if one.condition is not None)
        for condition in (*branches, *choices, *loops):
            yield from self._in_condition(condition)
        for call in all_of(Call, self.body):
            if _CHECKING.search(last_name(call.callee)) and not self._is_read(call):
                yield from self._handed(call)

    def _in_condition(self, condition: Expression) -> Iterator[str]:
        match condition:
            case Operator(operator="&&" | "||" | "!" | "await", operands=operands):
                for one in operands:
                    yield from self._in_condition(one)
            case Operator(operator="==" | "!=" | "===" | "!==", operands=operands) if not _has_constant(operands):
                return
            case Operator(operands=operands) if not is_about_presence(condition):
                for one in operands:
                    yield from self._named(one)
            case Call(callee=Member(receiver=receiver, name=name), arguments=arguments) if name not in _EQUALITY:
                if not is_about_presence(condition):
                    yield from self._named(receiver)
                for argument in arguments if name in _MEMBERSHIP else ():
                    yield from self._named(argument.value)

    def _handed(self, call: Call) -> Iterator[str]:
        for argument in call.arguments:
            name = last_name(argument.value)
            if name == BODY or (isinstance(argument.value, Name) and name in self.holders):
                yield EVERYTHING
            yield from self._named(argument.value)

    def _is_read(self, call: Call) -> bool:
        """Whether a call means a function that runs for the endpoint as well: what that asks counts itself."""
        functions = self._program.functions_by_name.get(last_name(call.callee), ())
        places = ((self._program.module_of(one).path, one.span) for one in functions if one.body is not None)
        return any(place in self._running for place in places)

    def _named(self, expression: Expression) -> Iterator[str]:
        """The fields that an expression names: members of what holds them, entries of a mapping, and variables."""
        yield from (one.identifier for one in all_of(Name, expression) if one.identifier in self._local)
        for member in all_of(Member, expression):
            if last_name(member.receiver) == BODY or last_name(member.receiver) in self.holders:
                yield _ACCESSOR.sub("", member.name)
        keys = (*(one.index for one in all_of(Index, expression)), *_keys(expression))
        yield from (one.value for one in keys if isinstance(one, Literal) and isinstance(one.value, str))


def pieces(program: Program, endpoint: Endpoint) -> Iterator[Piece]:
    """The functions and closures that run for an endpoint and were read."""
    for code in endpoint.code:
        module = program.modules.get(code.path)
        if module is not None:
            yield from _at(program, module, code, endpoint)


def asked_about(program: Program, endpoint: Endpoint) -> frozenset[str]:
    """The names, without regard to capitals, of the fields about which the code of an endpoint asks something."""
    return frozenset(
        name if name == EVERYTHING else folded(name) for one in pieces(program, endpoint) for name in one.asked()
    )


def is_behind_a_check(program: Program, endpoint: Endpoint) -> bool:
    """Whether a step on the route of an endpoint is named for checking what is sent."""
    module = program.modules.get(endpoint.route.path) if endpoint.route is not None else None
    roots = [module.top_level, *(one.body for one in module.functions)] if module is not None else []
    for call in (one for root in roots for one in all_of(Call, root)):
        if endpoint.route is not None and call.span == endpoint.route.span:
            names = (one for argument in call.arguments[1:-1] for one in _step_names(argument.value))
            if any(map(_STEP.search, names)):
                return True
    return False


def _step_names(step: Expression) -> Iterator[str]:
    yield from (one.identifier for one in all_of(Name, step))
    yield from (one.name for one in all_of(Member, step))


def _at(program: Program, module: Module, code: Code, endpoint: Endpoint) -> Iterator[Piece]:
    found = False
    for function in module.functions:
        if function.body is not None and code.span in (function.span, function.body.span):
            found = True
            yield Piece(program, module, function.parameters, function.body, endpoint)
    roots = (*(one.body for one in module.functions), module.top_level) if not found else ()
    for root in roots:
        for closure in all_of(Lambda, root):
            if code.span in (closure.span, closure.body.span):
                yield Piece(program, module, closure.parameters, closure.body, endpoint)


def _keys(expression: Expression) -> Iterator[Expression]:
    """The keys by which calls take entries out of mappings: ``data.get("amount")``."""
    for call in all_of(Call, expression):
        if last_name(call.callee) == "get" and call.arguments:
            yield call.arguments[0].value


def _has_constant(operands: tuple[Expression, ...]) -> bool:
    return any(isinstance(one, Literal) and one.value not in (None, "") for one in operands)
