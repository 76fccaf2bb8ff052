"""Assignments in a module that a front end has lowered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

import msgspec

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.embedded import parts_of
from secure_lint.credentials.expression_parts import (
    assigned_pairs,
    called_name,
    compared_name,
    inner_expressions,
    joined_parts,
    looked_up_name,
    name_given_to,
    name_in_pair,
    returned_by,
)
from secure_lint.credentials.module_constants import ModuleConstants, Text
from secure_lint.model.program import (
    Annotation,
    Argument,
    Assign,
    Block,
    Call,
    Conditional,
    Evaluate,
    Expression,
    Field,
    Function,
    If,
    Lambda,
    Literal,
    Loop,
    Member,
    Module,
    Name,
    New,
    Operator,
    Record,
    Return,
    Statement,
    Template,
    Try,
)
from secure_lint.model.span import Span

_COMPARES = frozenset({"==", "!=", "===", "!=="})


class ModuleReader:
    """Reads the literals and constants of a module that are given to something with a credential's name.

    ``lowered`` is the text of the file in lower case.
    """

    def __init__(self, module: Module, calls: CallModel, named: NamedPredicate, lowered: bytes) -> None:
        self._calls = calls
        self._named = named
        self._lowered = lowered
        self._module = module
        self._constants = ModuleConstants(module, calls, named)

    def read(self) -> Iterator[Assignment]:
        """All assignments of the module, in the order of its parts."""
        for field in (*self._module.fields, *(field for kind in self._module.types for field in kind.fields)):
            yield from self.field(field)
        for function in self._module.functions:
            yield from self.function(function)
        if self._module.top_level is not None:
            yield from self.block(self._module.top_level, {})

    def has_read(self, place: Span) -> bool:
        """Whether `read` has met a literal at ``place``, so that what it yields tells all there is to say of it."""
        return self._constants.has_met(place)

    def field(self, field: Field) -> Iterator[Assignment]:
        """A field's initial value and annotations."""
        for annotation in field.annotations:
            yield from self._annotation(annotation)
        if field.initial is not None:
            yield from self._given(field.name, field.initial, Form.ASSIGNMENT, {})
            yield from self.expression(field.initial, {})

    def function(self, function: Function) -> Iterator[Assignment]:
        """Defaults of parameters, annotations and the body."""
        for annotation in function.annotations:
            yield from self._annotation(annotation)
        for parameter in function.parameters:
            if parameter.default is not None:
                yield from self._given(parameter.name, parameter.default, Form.ASSIGNMENT, {})
        if function.body is None:
            return
        scope: dict[str, Text | None] = {parameter.name: None for parameter in function.parameters}
        yield from self.block(function.body, scope)
        if self._named(function.name):
            for value in returned_by(function.body):
                yield from self._given(function.name, value, Form.RETURN, scope)

    def block(self, block: Block, scope: dict[str, Text | None]) -> Iterator[Assignment]:
        """The statements of a block; what they assign is known to those after."""
        for statement in block.statements:
            yield from self._statement(statement, scope)

    def _statement(self, statement: Statement, scope: dict[str, Text | None]) -> Iterator[Assignment]:
        if isinstance(statement, Assign):
            yield from self._assign(statement, scope)
        elif isinstance(statement, Evaluate):
            yield from self.expression(statement.expression, scope)
        elif isinstance(statement, Return):
            if statement.value is not None:
                yield from self.expression(statement.value, scope)
        elif isinstance(statement, If):
            yield from self.expression(statement.condition, scope)
            yield from self.block(statement.then, dict(scope))
            if statement.otherwise is not None:
                yield from self.block(statement.otherwise, dict(scope))
        elif isinstance(statement, Loop):
            for part in (statement.iterable, statement.condition):
                if part is not None:
                    yield from self.expression(part, scope)
            yield from self.block(statement.body, dict(scope))
        elif isinstance(statement, Try):
            yield from self.block(statement.body, dict(scope))
            for handler in statement.handlers:
                yield from self.block(handler.body, dict(scope))
            if statement.final is not None:
                yield from self.block(statement.final, scope)
        else:
            yield from self.block(statement, scope)

    def _assign(self, statement: Assign, scope: dict[str, Text | None]) -> Iterator[Assignment]:
        if statement.value is None:
            return
        for target, value in assigned_pairs(statement.target, statement.value):
            name, form = name_given_to(target)
            if name:
                yield from self._given(name, value, form, scope)
        yield from self.expression(statement.value, scope)
        if isinstance(statement.target, Name):
            scope[statement.target.identifier] = self._constants.text(statement.value, scope)

    def expression(self, expression: Expression, scope: Mapping[str, Text | None]) -> Iterator[Assignment]:
        """Everything inside an expression."""
        if isinstance(expression, Literal):
            self._constants.meet(expression)
            yield from self._parts(
                Text(expression.value, expression.span) if isinstance(expression.value, str) else None
            )
        elif isinstance(expression, Call | New):
            yield from self._chain(expression, scope)
        elif isinstance(expression, Operator):
            yield from self._operator(expression, scope)
        elif isinstance(expression, Template):
            yield from self._parts(self._constants.joined(expression.parts, expression.span, scope))
            for part in expression.parts:
                if not isinstance(part, Literal):
                    yield from self.expression(part, scope)
        elif isinstance(expression, Record):
            yield from self._record(expression, scope)
        elif isinstance(expression, Lambda):
            for parameter in expression.parameters:
                if parameter.default is not None:
                    yield from self._given(parameter.name, parameter.default, Form.ASSIGNMENT, scope)
            yield from self.block(expression.body, {**scope, **{one.name: None for one in expression.parameters}})
        else:
            if isinstance(expression, Conditional):
                yield from self._given(
                    looked_up_name(expression.then, self._calls.falls_back), expression.otherwise, Form.ENTRY, scope
                )
            for child in inner_expressions(expression):
                yield from self.expression(child, scope)

    def _record(self, record: Record, scope: Mapping[str, Text | None], owner: str = "") -> Iterator[Assignment]:
        """The entries of a record that is itself the entry ``owner`` of another one, if it has one."""
        for entry in record.fields:
            name = entry.name or ""
            qualified = f"{owner}.{name}" if owner else ""
            for given in self._given(name, entry.value, Form.ENTRY, scope):
                yield msgspec.structs.replace(given, qualified=qualified) if qualified else given
            if isinstance(entry.value, Record):
                yield from self._record(entry.value, scope, name)
            else:
                yield from self.expression(entry.value, scope)

    def _operator(self, expression: Operator, scope: Mapping[str, Text | None]) -> Iterator[Assignment]:
        operands = expression.operands
        if expression.operator in _COMPARES and len(operands) == 2:
            for one, other in (operands, operands[::-1]):
                yield from self._compared(one, other, scope)
        elif expression.operator == "to" and len(operands) == 2 and isinstance(operands[0], Literal):
            yield from self._given(str(operands[0].value), operands[1], Form.ENTRY, scope)
        elif expression.operator == "+":
            flat = tuple(joined_parts(expression))
            yield from self._parts(self._constants.joined(flat, expression.span, scope))
            operands = tuple(one for one in flat if not isinstance(one, Literal))
        for operand in operands:
            yield from self.expression(operand, scope)

    def _chain(self, last: Call | New, scope: Mapping[str, Text | None]) -> Iterator[Assignment]:
        """A call and what it is called on, without recursion: configurations chain calls by the hundred."""
        link: Expression = last
        while isinstance(link, Call | New):
            yield from self._call(link, scope)
            if isinstance(link, New):
                return
            link = link.callee.receiver if isinstance(link.callee, Member) else link.callee
        yield from self.expression(link, scope)

    def _call(self, call: Call | New, scope: Mapping[str, Text | None]) -> Iterator[Assignment]:
        name, receiver = called_name(call)
        arguments = call.arguments
        yield from self._consumed(name, receiver, arguments, scope)
        for argument in arguments:
            if argument.name:
                yield from self._given(argument.name, argument.value, Form.LABEL, scope)
        for user, argument in itertools.pairwise(arguments):
            given = name_given_to(argument.value)[0]
            entry = bool(argument.name) or self._calls.names_entry(given)
            if not entry and self._calls.names_user(name_given_to(user.value)[0]):
                yield from self._given(given, argument.value, Form.ARGUMENT, scope)
        labelled = self._labelled(arguments)
        if labelled is not None:
            yield from self._given(labelled[0], labelled[1], Form.ARGUMENT, scope)
        key = name_in_pair(arguments[0].value) if len(arguments) >= 2 and not arguments[1].name else ""
        if key and self._calls.takes_pairs(name):
            yield from self._given(key, arguments[1].value, Form.ARGUMENT, scope)
        elif len(arguments) >= 1 and name[:1].islower() and not self._calls.looks_up(name):
            yield from self._given(name, arguments[-1].value, Form.ARGUMENT, scope)
        compared = len(arguments) == 1 and self._calls.compares(name)
        if compared and isinstance(call, Call) and isinstance(call.callee, Member):
            for one, other in (
                (call.callee.receiver, arguments[0].value),
                (arguments[0].value, call.callee.receiver),
            ):
                yield from self._compared(one, other, scope)
        for argument in arguments:
            yield from self.expression(argument.value, scope)

    def _compared(self, one: Expression, other: Expression, scope: Mapping[str, Text | None]) -> Iterator[Assignment]:
        """The constants that what one expression names is compared with."""
        name = self._calls.typed_in(compared_name(one, self._calls.says_little))
        yield from self._given(name, other, Form.COMPARISON, scope)

    def _labelled(self, arguments: tuple[Argument, ...]) -> tuple[str, Expression] | None:
        """The name that one argument gives to another: ``set("...", forKey: "token")``.

        An option of a command line is named by the first argument: ``add_argument("--token", default="...")``.
        """
        names = [one.value for one in arguments if self._calls.names_value(one.name or "")]
        values = [one.value for one in arguments if self._calls.is_value(one.name or "")]
        if names and not values and not arguments[0].name:
            values = [arguments[0].value]
        elif values and not names and not arguments[0].name:
            names = [arguments[0].value]
        if len(names) != 1 or not isinstance(names[0], Literal) or not values or values[0] is names[0]:
            return None
        return str(names[0].value).lstrip("-"), values[0]

    def _consumed(
        self, name: str, receiver: str, arguments: tuple[Argument, ...], scope: Mapping[str, Text | None]
    ) -> Iterator[Assignment]:
        for consumer in self._calls.consumers(name):
            if not self._calls.applies(consumer, receiver, self._lowered, len(arguments)):
                continue
            for position in consumer.arguments:
                if -len(arguments) <= position < len(arguments) and arguments[position].name in (
                    None,
                    *consumer.labels,
                ):
                    text = self._constants.text(arguments[position].value, scope)
                    if text is not None:
                        yield Assignment(
                            name,
                            text.value,
                            arguments[position].value.span,
                            Form.CONSUMER,
                            consumer.purpose,
                            text.holder,
                        )
            return

    def _annotation(self, annotation: Annotation) -> Iterator[Assignment]:
        for argument in annotation.arguments:
            if argument.name:
                yield from self._given(argument.name, argument.value, Form.ENTRY, {})
            yield from self.expression(argument.value, {})

    def _given(
        self, name: str, value: Expression, form: Form, scope: Mapping[str, Text | None]
    ) -> Iterator[Assignment]:
        """The constants that ``value`` may be, given to ``name``."""
        if not name or not self._named(name):
            return
        for text in self._constants.all(name, value, scope):
            yield Assignment(name, text.value, text.span, form, holder=text.holder)

    def _parts(self, text: Text | None) -> Iterator[Assignment]:
        if text is None or len(text.value) < 6 or len(text.value) > 20_000:
            return
        for part in parts_of(text.value):
            if part.is_given and self._named(part.name):
                yield Assignment(part.name, part.value, text.span, Form.PART)
