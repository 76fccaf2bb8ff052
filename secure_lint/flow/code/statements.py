"""Execution of statements. Each function tells whether control goes on behind the statement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.choices import narrow
from secure_lint.flow.code.frame import CONDITIONAL, FAILURE, RESULT, Frame, guarded, join_variables, written_form
from secure_lint.flow.code.guards import guard_of
from secure_lint.flow.code.input_checks import answers, input_check, only_refuses
from secure_lint.flow.code.inspections import inspected, note_call, note_condition
from secure_lint.flow.code.type_tests import type_test
from secure_lint.flow.models.emission import report_option
from secure_lint.flow.server.records import report_set
from secure_lint.flow.server.refusals import report_handed_on, report_returned
from secure_lint.flow.values.conditions import Condition, TypeTest
from secure_lint.flow.values.known import single_truth
from secure_lint.flow.values.value import (
    UNKNOWN,
    Value,
    all_taints,
    stepped,
)
from secure_lint.link.program import SCRIPT
from secure_lint.model.finding import Step
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    If,
    Index,
    Member,
    Module,
    Name,
    Operator,
    Return,
    Sequence,
    Try,
)

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def execute_block(interpreter: Interpreter, frame: Frame, block: Block) -> bool:
    """Statements in order, up to one that leaves the block."""
    guards = len(frame.guards)
    try:
        for statement in block.statements:
            if not frame.spend():
                return False
            if not interpreter.execute(frame, statement):
                return False
        return True
    finally:
        del frame.guards[guards:]


def execute_evaluate(interpreter: Interpreter, frame: Frame, statement: Evaluate) -> bool:
    """An expression for its effect; ``throw`` ends the block."""
    interpreter.last = interpreter.evaluate(frame, statement.expression)
    if isinstance(statement.expression, Call):
        note_call(interpreter, frame, statement.expression)
        report_handed_on(interpreter, frame, statement.expression)
    return not (isinstance(statement.expression, Operator) and statement.expression.operator == "throw")


def execute_return(interpreter: Interpreter, frame: Frame, statement: Return) -> bool:
    """Leaves with a value."""
    waiting = len(frame.unsettled)
    value = UNKNOWN if statement.value is None else inspected(frame, interpreter.evaluate(frame, statement.value))
    report_returned(interpreter, frame, statement.value)
    report_handed_on(interpreter, frame, statement.value)
    if isinstance(statement.value, Call):
        frame.unsettled[waiting:] = [one for one in frame.unsettled[waiting:] if one.variable != RESULT]
    frame.results[0 if statement.outward else -1].append(value)
    return False


def execute_assign(interpreter: Interpreter, frame: Frame, statement: Assign) -> bool:
    """A declaration or an assignment."""
    waiting = len(frame.unsettled)
    if statement.value is None:
        value = UNKNOWN
    else:
        value = guarded(interpreter.evaluate(frame, statement.value), frame)
        name = written_form(statement.target)
        if name and value.taints:
            value = stepped(value, Step(frame.location(statement.target.span), f"assigned to `{name}`"))
    value = as_written(interpreter, frame, value, statement.type)
    if statement.declares:
        declare(interpreter, frame, statement.target, value)
        if statement.type is not None and isinstance(statement.target, Name):
            frame.declared[statement.target.identifier] = statement.type
    else:
        assign(interpreter, frame, statement.target, value)
    if len(frame.unsettled) > waiting:
        _hold(frame, waiting, statement.target)
    return True


def _hold(frame: Frame, since: int, target: Expression) -> None:
    """The objects made by an assignment have a variable now; those put elsewhere are set up where we do not see it."""
    made = frame.unsettled[since:]
    del frame.unsettled[since:]
    for one in made:
        if one.variable != RESULT:
            frame.unsettled.append(one)
        elif isinstance(target, Name):
            frame.unsettled.append(msgspec.structs.replace(one, variable=target.identifier))


def declare(interpreter: Interpreter, frame: Frame, target: Expression, value: Value, *, keyed: bool = False) -> None:
    """Bind a value to a new local variable, whatever else bears its name, or to several.

    ``keyed`` says that the first of two may be the key under which the other is found.
    """
    if isinstance(target, Name):
        frame.variables[target.identifier] = value
    elif isinstance(target, Sequence):
        for item, component in _components(interpreter, target, value, keyed=keyed):
            declare(interpreter, frame, item, component)
    else:
        assign(interpreter, frame, target, value)


def as_written(interpreter: Interpreter, frame: Frame, value: Value, type_name: str | None) -> Value:
    """A value in a variable of a type that the source writes, if it writes one."""
    if type_name is None:
        return value
    declared = interpreter.program.names.resolve(frame.module, type_name)
    return value if _is_narrower(interpreter, value, declared) else value.with_type(declared)


def _is_narrower(interpreter: Interpreter, value: Value, declared: str) -> bool:
    """Whether a value is known to be of a type that tells more than the declared type of its variable."""
    if value.type is None or value.type == declared:
        return False
    if value.members:
        return True
    return value.type in interpreter.program.types and interpreter.index.is_a(
        interpreter.program, value.type, (declared,)
    )


def as_promised(interpreter: Interpreter, module: Module, value: Value, type_name: str | None) -> Value:
    """A value where the source promises one of a class of the project; what is known of another class stays."""
    if type_name is None:
        return value
    promised = interpreter.program.names.resolve(module, type_name)
    told = (
        promised in interpreter.program.types and not value.is_type and not _is_narrower(interpreter, value, promised)
    )
    if value.type is not None and not told:
        return value
    return value.with_type(promised)


def assign(interpreter: Interpreter, frame: Frame, target: Expression, value: Value) -> None:
    """Bind a value to whatever can stand on the left of an assignment."""
    if isinstance(target, Name):
        _assign_name(interpreter, frame, target, value)
    elif isinstance(target, Member):
        _assign_member(interpreter, frame, target, value)
    elif isinstance(target, Index):
        interpreter.accesses.index_write(frame, target, value)
    elif isinstance(target, Sequence):
        for item, component in _components(interpreter, target, value):
            assign(interpreter, frame, item, component)


def _components(
    interpreter: Interpreter, target: Sequence, value: Value, *, keyed: bool = False
) -> Iterator[tuple[Expression, Value]]:
    """The variables that a value is taken apart into; one whose name says something else holds none of its data.

    No more does a key, of which its own name tells what it holds.
    """
    taints = all_taints(value)
    for place, item in enumerate(target.items):
        known = value.member(str(place))
        states = isinstance(item, Name) and interpreter.names.is_statement(item.identifier)
        other = states or (keyed and known is None and place == 0 and len(target.items) == 2)
        if known is None or states:
            known = Value(taints=tuple(one for one in taints if not other or one.label.kind != "data"))
        yield item, known


def _assign_name(interpreter: Interpreter, frame: Frame, target: Name, value: Value) -> None:
    name = target.identifier
    if name in frame.variables:
        frame.variables[name] = as_promised(interpreter, frame.module, value, frame.declared.get(name))
        if not (frame.module.explicit and frame.function is not None and frame.function.name == SCRIPT):
            return
    if frame.module.explicit:
        _assign_global(interpreter, frame, target, value)
        return
    for receiver in reversed(frame.receivers):
        if interpreter.accesses.property_write(frame, receiver, name, value):
            return
    if interpreter.fields.assign_own(frame, name, value):
        return
    if interpreter.accesses.property_write(frame, frame.this, name, value):
        return
    frame.variables[name] = value


def _assign_global(interpreter: Interpreter, frame: Frame, target: Name, value: Value) -> None:
    """A variable of the module; its script knows the value that it gave it last."""
    name = target.identifier
    script = frame.function is not None and frame.function.name == SCRIPT
    if script and name.isupper():
        report_option(interpreter, frame, name, value, frame.location(target.span))
    if not interpreter.fields.assign_own(frame, name, value) or script:
        frame.variables[name] = value


def _assign_member(interpreter: Interpreter, frame: Frame, target: Member, value: Value) -> None:
    receiver = interpreter.evaluate(frame, target.receiver)
    report_set(interpreter, frame, receiver, target.name, value, frame.location(target.span))
    if interpreter.accesses.property_write(frame, receiver, target.name, value, target):
        return
    if isinstance(target.receiver, Name) and target.receiver.identifier == "this":
        interpreter.fields.assign_to_this(frame, target.name, value)
        if frame.owner is None and frame.module.explicit and not frame.receivers:
            frame.this = frame.this.with_member(target.name, value)
    if receiver.is_type and receiver.type is not None:
        interpreter.fields.assign_static(receiver.type, target.name, value)
        return
    interpreter.fields.assign_member(receiver, target.name, value)
    update(interpreter, frame, target.receiver, receiver.with_member(target.name, value))


def update(interpreter: Interpreter, frame: Frame, target: Expression | None, value: Value) -> None:
    """Put a changed value back where it came from, if that is a plain variable or field, or a member of a variable."""
    if isinstance(target, Name) and target.identifier in frame.variables:
        frame.variables[target.identifier] = value
    elif isinstance(target, Name) and target.identifier == "this" and frame.receivers:
        frame.receivers[-1] = value
    elif isinstance(target, Name):
        interpreter.fields.assign_own(frame, target.identifier, value)
    elif isinstance(target, Member) and isinstance(target.receiver, Name) and target.receiver.identifier == "this":
        interpreter.fields.assign_to_this(frame, target.name, value)
    elif isinstance(target, Member) and isinstance(target.receiver, Name):
        holder = frame.variables.get(target.receiver.identifier)
        if holder is not None and holder.member(target.name) is not None:
            interpreter.fields.assign_member(holder, target.name, value)
            frame.variables[target.receiver.identifier] = holder.with_member(target.name, value)


def execute_if(interpreter: Interpreter, frame: Frame, statement: If) -> bool:
    """A branch; a constant condition decides it. A guard that leaves early guards what follows."""
    guard, negated = guard_of(interpreter.index, statement.condition)
    refusing = interpreter.index.refusing
    checked = input_check(interpreter, frame, statement.condition) if guard is None else None
    note_condition(interpreter, frame, statement.condition)
    test = type_test(interpreter, frame, statement.condition)
    decided = single_truth(interpreter.evaluate(frame, statement.condition))
    if decided is not None and not _asks(statement.condition):
        chosen = statement.then if decided else statement.otherwise
        return chosen is None or execute_block(interpreter, frame, chosen)
    before = frame.variables
    frame.variables = dict(before)
    narrow(interpreter, frame, statement.condition, holds=True)
    accepted = checked if only_refuses(statement.otherwise, refusing) else None
    then_goes_on = _guarded(interpreter, frame, statement.then, None if negated else guard or accepted, test)
    after_then = frame.variables
    frame.variables = dict(before)
    narrow(interpreter, frame, statement.condition, holds=False)
    else_goes_on = True
    if statement.otherwise is not None:
        refused = checked if only_refuses(statement.then, refusing) else None
        failed = test and test.negated()
        else_goes_on = _guarded(interpreter, frame, statement.otherwise, guard if negated else refused, failed)
    if then_goes_on and else_goes_on:
        frame.variables = join_variables(after_then, frame.variables)
    elif then_goes_on:
        frame.variables = after_then
    if guard is not None and negated and (not then_goes_on or _skips(frame, statement)):
        frame.guards.append(guard)
    elif (
        checked is not None
        and only_refuses(statement.then, refusing)
        and (not then_goes_on or answers(statement.then, refusing))
    ):
        frame.guards.append(checked)
    if test is not None and not then_goes_on:
        frame.guards.append(test.negated())
    return then_goes_on or else_goes_on


def _skips(frame: Frame, statement: If) -> bool:
    """Whether a branch only goes on with the next round of a loop: that leaves no trace, so that it is empty."""
    return bool(frame.loops) and not statement.then.statements and statement.otherwise is None


def _asks(condition: Expression) -> bool:
    """Whether a call is part of a condition: what a function answers today decides no branch."""
    if isinstance(condition, Operator):
        return any(_asks(operand) for operand in condition.operands)
    return isinstance(condition, Call)


def _guarded(
    interpreter: Interpreter, frame: Frame, block: Block, guard: Condition | None, test: TypeTest | None = None
) -> bool:
    known, waiting = frozenset(frame.variables), len(frame.unsettled)
    outside = len(frame.guards)
    frame.guards.append(guard or CONDITIONAL)
    if test is not None:
        frame.guards.append(test)
    try:
        return execute_block(interpreter, frame, block)
    finally:
        del frame.guards[outside:]
        if len(frame.unsettled) > waiting:
            interpreter.calls.settle(frame, waiting, lambda name: name not in known and name != "this")


def execute_try(interpreter: Interpreter, frame: Frame, statement: Try) -> bool:
    """Handlers start from any state within the body; they swallow what it throws, unless one throws itself."""
    before = dict(frame.variables)
    thrown, frame.throws = frame.throws, False
    goes_on = execute_block(interpreter, frame, statement.body)
    body_throws = frame.throws
    frame.throws = thrown or (body_throws and not statement.handlers)
    outside = frame.throws
    after = frame.variables
    for handler in statement.handlers:
        frame.variables = join_variables(before, after)
        if handler.parameter is not None:
            caught = handler.parameter.type
            kind = interpreter.program.names.resolve(frame.module, caught) if caught else None
            frame.variables[handler.parameter.name] = Value(type=kind)
        frame.guards.append(FAILURE)
        if _guarded(interpreter, frame, handler.body, None):
            after = join_variables(after, frame.variables)
            goes_on = True
        frame.guards.pop()
    frame.variables = after
    frame.throws = frame.throws if body_throws else outside
    if statement.final is not None:
        goes_on = execute_block(interpreter, frame, statement.final) and goes_on
    return goes_on
