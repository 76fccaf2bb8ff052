"""Limits that code checks by hand: comparisons of a length or a number with a constant, and tests with a pattern.

What a comparison means depends on what happens where it holds: a branch that refuses states the opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from secure_lint.flow.code.frame import written_form
from secure_lint.link.program import Program
from secure_lint.model.limits import Limit
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Conditional,
    Evaluate,
    Expression,
    Function,
    If,
    Index,
    Lambda,
    Literal,
    Member,
    Module,
    Name,
    New,
    Operator,
    Return,
    Statement,
)
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.parity.limits import LimitReader
from secure_lint.parity.ports import written_in

DEEPEST_CALLS: Final = 2
"""Functions that check what they are given are followed so far."""

_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "==", "===": "!=", "!==": "=="}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_RANGE: Final = "rangeTo"
_Locals = Mapping[str, Expression]


class Checked(msgspec.Struct, frozen=True):
    """A limit with what it is a limit of, as the source calls that."""

    subject: str
    limit: Limit


class HandChecks:
    """Reads the checks in pieces of code."""

    def __init__(self, program: Program, reader: LimitReader) -> None:
        self._program = program
        self._reader = reader
        self._words = reader.words

    def in_body(self, module: Module, body: Block | Expression | None, depth: int = 0) -> Iterator[Checked]:
        """The checks in a body, those of the functions in it included."""
        known = locals_of(body)
        for branch in all_of(If, body):
            if self._refuses(branch.then):
                yield from self._holding(module, branch.condition, known, depth, refused=True)
            elif _accepts(branch.then) or (branch.otherwise is not None and self._refuses(branch.otherwise)):
                yield from self._holding(module, branch.condition, known, depth, refused=False)
        returned = (one.value for one in all_of(Return, body))
        for value in (*returned, *(one.expression for one in all_of(Evaluate, body))):
            if isinstance(value, Conditional):
                if _is_complaint(value.then) and _is_nothing(value.otherwise):
                    yield from self._holding(module, value.condition, known, depth, refused=True)
                elif _is_nothing(value.then) and _is_complaint(value.otherwise):
                    yield from self._holding(module, value.condition, known, depth, refused=False)

    def of_function(self, function: Function, depth: int = 0) -> Iterator[Checked]:
        """What a function that tells whether its arguments are valid asks of them, by the names of its parameters."""
        module = self._program.module_of(function)
        yield from self.in_body(module, function.body, depth)
        known = locals_of(function.body)
        for returned in all_of(Return, function.body):
            if isinstance(returned.value, Operator | Call):
                yield from self._holding(module, returned.value, known, depth, refused=False)

    def of_lambda(self, module: Module, function: Lambda) -> Iterator[Checked]:
        """What a function without a name asks that yields what is wrong with its argument, or whether it is valid."""
        yield from self.in_body(module, function.body)
        known = locals_of(function.body)
        last = function.body.statements[-1] if function.body.statements else None
        value = last.value if isinstance(last, Return) else last.expression if isinstance(last, Evaluate) else None
        if isinstance(value, Operator | Call):
            yield from self._holding(module, value, known, 0, refused=False)

    def called(self, module: Module, name: str) -> Function | None:
        """The one function of the program that a name means; ``None`` when there are several or it was not read."""
        found = [
            one
            for one in self._program.functions_by_name.get(name, ())
            if one.body is not None and self._program.module_of(one).language == module.language
        ]
        return found[0] if len(found) == 1 else None

    # -- conditions -----------------------------------------------------------------------------------------------

    def _holding(
        self, module: Module, condition: Expression, known: _Locals, depth: int, *, refused: bool
    ) -> Iterator[Checked]:
        """What a condition asks where it holds, or where it does not if then the value is refused."""
        match condition:
            case Operator(operator="!", operands=(inner,)):
                yield from self._holding(module, inner, known, depth, refused=not refused)
            case Operator(operator="&&" | "||" as operator, operands=operands):
                told = [one for one in operands if not is_about_presence(one)]
                if (operator == "||") is refused or len(told) == 1:
                    for one in told:
                        yield from self._holding(module, one, known, depth, refused=refused)
            case Operator(
                operator="in", operands=(value, Call(callee=Member(receiver=least, name=name), arguments=last))
            ):
                if name == _RANGE and not refused and last:
                    yield from self._compared(module, value, ">=", least, known)
                    yield from self._compared(module, value, "<=", last[0].value, known)
            case Operator(operator=operator, operands=(first, second)) if operator in _OPPOSITE:
                asked = _OPPOSITE[operator] if refused else operator
                yield from self._compared(module, first, asked, second, known)
                yield from self._compared(module, second, _TURNED.get(asked, asked), first, known)
            case Call() if not refused:
                yield from self._tested(module, condition, known, depth)

    def _compared(
        self, module: Module, value: Expression, operator: str, bound: Expression, known: _Locals
    ) -> Iterator[Checked]:
        constant = self._reader.constants.of(module, bound, known)
        if not isinstance(constant, int | float):
            return
        measured = self._measured(value)
        subject = self.subject(measured or value, known)
        if not subject:
            return
        place = Location(module.path, bound.span)
        least, most = ("shortest", "longest") if measured is not None else ("least", "most")
        step = 1 if isinstance(constant, int) else 0
        if operator in (">=", ">"):
            yield Checked(subject, Limit(least, constant + (step if operator == ">" else 0), place))
        elif operator in ("<=", "<"):
            yield Checked(subject, Limit(most, constant - (step if operator == "<" else 0), place))
        elif operator in ("==", "===") and measured is not None and constant:
            yield from (Checked(subject, Limit(one, constant, place)) for one in (least, most))

    def _measured(self, value: Expression) -> Expression | None:
        """What the length is taken of; ``None`` where a value is no length."""
        match value:
            case Member(receiver=receiver, name=name) if name in self._words.lengths:
                return receiver
            case Call(callee=Member(receiver=receiver, name=name), arguments=()) if name in self._words.lengths:
                return receiver
            case Call(callee=Name(identifier=name), arguments=(only,)) if name in self._words.lengths:
                return only.value
        return None

    def _tested(self, module: Module, call: Call, known: _Locals, depth: int) -> Iterator[Checked]:
        """A test with a pattern, or a call of a function of the program that checks what it is given."""
        name = last_name(call.callee)
        for test in self._words.tests.get(name, ()):
            before = written_form(call.callee.receiver) if isinstance(call.callee, Member) else ""
            text = written_in(call, test.text)
            subject = self.subject(text, known) if text is not None else ""
            if not subject or (test.on is not None and not re.search(test.on, before)):
                continue
            place = Location(module.path, call.span)
            pattern = written_in(call, test.pattern) if test.pattern is not None else None
            named = test.named.get(last_name(pattern)) if pattern is not None else test.means
            if named is not None:
                yield Checked(subject, Limit("form", named, place))
                return
            constant = self._reader.constants.of(module, pattern, known)
            if isinstance(constant, str):
                yield Checked(subject, Limit("pattern", constant, place))
                return
        if isinstance(call.callee, Member) and not call.arguments and isinstance(call.callee.receiver, Call):
            yield from self._tested(module, call.callee.receiver, known, depth)
        function = self.called(module, name) if depth < DEEPEST_CALLS else None
        if function is not None:
            yield from self._by_function(function, call, known, depth + 1)

    def _by_function(self, function: Function, call: Call, known: _Locals, depth: int) -> Iterator[Checked]:
        given = {one.name: argument.value for one, argument in zip(function.parameters, call.arguments, strict=False)}
        if isinstance(call.callee, Member):
            given["this"] = call.callee.receiver
        for one in self.of_function(function, depth):
            handed = given.get(one.subject)
            subject = self.subject(handed, known) if handed is not None else ""
            if subject:
                yield Checked(subject, one.limit)

    # -- names and branches ---------------------------------------------------------------------------------------

    def subject(self, value: Expression | None, known: _Locals, depth: int = 8) -> str:
        """How the source calls what a value is, without what only gives it another form."""
        through = self._words.through
        match value:
            case Name(identifier=name):
                return name
            case Member(receiver=receiver, name=name):
                inner = self.subject(receiver, known, depth - 1) if name in through and depth else ""
                return inner or name
            case Index(index=Literal(value=str(name))):
                return name
            case Conditional(then=then):
                return self.subject(then, known, depth - 1) if depth else ""
            case Call(callee=Member(receiver=receiver, name=name), arguments=arguments) if name in through and depth:
                handed = arguments[0].value if arguments and _is_type_name(receiver) else receiver
                return self.subject(handed, known, depth - 1)
            case Call(callee=Name(identifier=name), arguments=(first, *_)) if name in through and depth:
                return self.subject(first.value, known, depth - 1)
        return ""

    def _refuses(self, block: Block) -> bool:
        """Whether a branch complains, or leaves with anything but a yes."""
        if not block.statements:
            return False
        last = block.statements[-1]
        if isinstance(last, Return):
            return last.value is None or _is_complaint(last.value) or _is_false(last.value)
        return _throws(last) or any(self._complains(one) for one in block.statements)

    def _complains(self, statement: Statement) -> bool:
        match statement:
            case Assign(target=target):
                return self._words.refusing.search(written_form(target)) is not None
            case Evaluate(expression=Call(callee=callee)):
                return self._words.refusing.search(written_form(callee)) is not None
        return False


def locals_of(body: Block | Expression | None) -> _Locals:
    """The variables of a body that are given one value only."""
    found: dict[str, list[Expression]] = {}
    for assigned in all_of(Assign, body):
        if isinstance(assigned.target, Name) and assigned.value is not None:
            found.setdefault(assigned.target.identifier, []).append(assigned.value)
    return {name: values[0] for name, values in found.items() if len(values) == 1}


def _is_type_name(expression: Expression) -> bool:
    return isinstance(expression, Name) and (expression.identifier[:1].isupper() or expression.identifier in _PARSERS)


_PARSERS: Final = frozenset({"int", "double", "num"})


def is_about_presence(condition: Expression) -> bool:
    """Whether a condition only asks whether there is anything."""
    match condition:
        case Operator(operator="!", operands=(inner,)):
            return is_about_presence(inner)
        case Operator(operator="==" | "!=" | "===" | "!==", operands=operands):
            return any(isinstance(one, Literal) and one.value in (None, "") for one in operands)
        case Name() | Member():
            return True
        case Call(callee=callee, arguments=()):
            return last_name(callee) in _PRESENCE
    return False


_PRESENCE: Final = frozenset(
    {"isEmpty", "isNotEmpty", "isBlank", "isNotBlank", "isNullOrEmpty", "isNullOrBlank", "isEmptyString"}
)


def _accepts(block: Block) -> bool:
    last = block.statements[-1] if block.statements else None
    return isinstance(last, Return) and isinstance(last.value, Literal) and last.value.value is True


def _is_complaint(value: Expression) -> bool:
    """Whether a value that a check yields tells what is wrong."""
    if isinstance(value, Literal):
        return isinstance(value.value, str) and value.value != ""
    return not isinstance(value, Lambda)


def _is_nothing(value: Expression) -> bool:
    return isinstance(value, Literal) and value.value in (None, True, "")


def _is_false(value: Expression) -> bool:
    return isinstance(value, Literal) and value.value is False


def _throws(statement: Statement) -> bool:
    return (
        isinstance(statement, Evaluate)
        and isinstance(statement.expression, Operator | New)
        and (isinstance(statement.expression, New) or statement.expression.operator == "throw")
    )


def bodies_of(module: Module) -> Iterable[Block]:
    """All bodies of a module."""
    yield from (one.body for one in module.functions if one.body is not None)
    if module.top_level is not None:
        yield module.top_level
