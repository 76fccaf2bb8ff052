"""Loops: what they find in a collection, and lists in the source that they go through item by item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CONDITIONAL, Frame, PassedArgument, join_variables
from secure_lint.flow.code.statements import as_written, assign, declare, execute_block
from secure_lint.flow.models.type_arguments import element_of
from secure_lint.flow.server.facts import listing
from secure_lint.flow.server.records import record_in
from secure_lint.flow.values.value import ELEMENT, Value, all_taints
from secure_lint.model.program import Call, Literal, Loop, Name, Record, Sequence
from secure_lint.model.span import Span
from secure_lint.model.walking import all_of

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

MOST_ITEMS = 24
MOST_SPREAD = 256
DEEPEST_TRIAL = 2
"""Loops nested deeper are run once only: every trial run doubles the work."""


def execute_loop(interpreter: Interpreter, frame: Frame, statement: Loop) -> bool:
    """A loop: a trial run finds what the body changes, a second run reports."""
    before = frame.variables
    frame.loops += 1
    if frame.loops <= DEEPEST_TRIAL:
        recording, frame.recording = frame.recording, False
        frame.variables = dict(before)
        _loop_body(interpreter, frame, statement)
        frame.recording = recording
        frame.variables = join_variables(before, frame.variables)
    else:
        frame.variables = dict(before)
    _loop_body(interpreter, frame, statement)
    frame.loops -= 1
    frame.variables = join_variables(before, frame.variables)
    return True


def _loop_body(interpreter: Interpreter, frame: Frame, statement: Loop) -> None:
    listed = listing(interpreter, frame, statement.iterable) if statement.iterable is not None else None
    if listed is not None and listed[1].items:
        # What runs for each item of a list in the source runs.
        _bind_and_run(interpreter, frame, statement, listed)
        return
    frame.guards.append(CONDITIONAL)
    try:
        _bind_and_run(interpreter, frame, statement, listed)
    finally:
        frame.guards.pop()


def _element_of(interpreter: Interpreter, frame: Frame, iterable: Value, span: Span) -> Value:
    """What a loop finds in a collection: what it is known to be of, else something with all that is in it."""
    model = interpreter.index.type_model(interpreter.program, iterable.type) if iterable.type is not None else None
    if model is not None and model.elements is not None:
        return record_in(iterable, model.elements, frame.location(span))
    alias = iterable.alias.of_member(ELEMENT) if iterable.alias is not None else None
    known = element_of(interpreter, iterable)
    if known is None:
        texts = tuple(one for one in iterable.constants if isinstance(one.value, str))
        return Value(taints=all_taints(iterable), constants=texts if len(texts) > 1 else (), alias=alias)
    return msgspec.structs.replace(known, alias=alias)


def _bind_and_run(
    interpreter: Interpreter, frame: Frame, statement: Loop, listed: tuple[Frame, Sequence] | None
) -> None:
    if listed is not None and isinstance(statement.target, Name) and _is_spread(statement, listed[1]):
        _run_spread(interpreter, frame, statement, statement.target.identifier, *listed)
        return
    if listed is not None and isinstance(statement.target, Name) and _is_short(frame, listed[1]):
        for item in listed[1].items:
            frame.variables[statement.target.identifier] = interpreter.evaluate(listed[0], item)
            execute_block(interpreter, frame, statement.body)
        return
    if statement.iterable is not None and statement.target is not None:
        iterable = interpreter.evaluate(frame, statement.iterable)
        element = _element_of(interpreter, frame, iterable, statement.iterable.span)
        element = as_written(interpreter, frame, element, statement.type)
        if isinstance(statement.target, Name | Sequence):
            declare(interpreter, frame, statement.target, element, keyed=True)
        else:
            assign(interpreter, frame, statement.target, element)
    elif statement.condition is not None:
        interpreter.evaluate(frame, statement.condition)
    execute_block(interpreter, frame, statement.body)


def _is_spread(statement: Loop, listed: Sequence) -> bool:
    """Whether a loop hands each of the lists in a list of the source to a call, item by item."""
    name = statement.target.identifier if isinstance(statement.target, Name) else ""
    arguments = (one for call in all_of(Call, statement.body) for one in call.arguments if one.spread)
    spread = any(isinstance(one.value, Name) and one.value.identifier == name for one in arguments)
    return spread and len(listed.items) <= MOST_SPREAD and all(isinstance(one, Sequence) for one in listed.items)


def _run_spread(
    interpreter: Interpreter, frame: Frame, statement: Loop, name: str, home: Frame, listed: Sequence
) -> None:
    for item in listed.items:
        items = item.items if isinstance(item, Sequence) else ()
        frame.spread[name] = tuple(PassedArgument(None, interpreter.evaluate(home, one), one) for one in items)
        execute_block(interpreter, frame, statement.body)
    frame.spread.pop(name, None)


def _is_short(frame: Frame, listed: Sequence) -> bool:
    """Whether a loop over a list in the source is run for each of its items: these are texts or objects, and few."""
    plain = all(isinstance(one, Literal | Record) for one in listed.items)
    return frame.module.explicit and 0 < len(listed.items) <= MOST_ITEMS and plain
