"""Evaluation of literals, texts, lists, records, functions without a name, casts and choices."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import CONDITIONAL, Frame, guarded, written_form
from secure_lint.flow.code.guards import guard_of
from secure_lint.flow.code.inspections import note_condition
from secure_lint.flow.code.type_tests import type_test
from secure_lint.flow.models.emission import report_option
from secure_lint.flow.values.conditions import TypeTest
from secure_lint.flow.values.known import single, single_text
from secure_lint.flow.values.texts import concatenate, text_of
from secure_lint.flow.values.value import (
    ELEMENT,
    MOST_ITEMS,
    UNKNOWN,
    Closure,
    Constant,
    Piece,
    Taint,
    Value,
    WrittenRecord,
    all_taints,
    join,
    merge_taints,
)
from secure_lint.model.program import (
    Cast,
    Conditional,
    Expression,
    Lambda,
    Literal,
    Record,
    Sequence,
    Template,
)

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

MOST_PLACES = 8
"""Of a longer list it is not known which of its values is which."""


def evaluate_literal(_: Interpreter, frame: Frame, node: Literal) -> Value:
    """A constant, with its place."""
    if node.kind == "class":
        return Value(constants=(Constant(str(node.value), frame.location(node.span)),), exact=True, type="class")
    location = frame.location(node.span)
    pieces = (Piece(0, len(node.value), location),) if isinstance(node.value, str) else ()
    return Value(constants=(Constant(node.value, location, pieces),), exact=True, type=_LITERAL_TYPES.get(node.kind))


_LITERAL_TYPES = {
    "string": "java.lang.String",
    "int": "Int",
    "float": "Double",
    "bool": "Boolean",
    "char": "Char",
    "bytes": "ByteArray",
}


def evaluate_template(interpreter: Interpreter, frame: Frame, node: Template) -> Value:
    """A string built from parts."""
    location = frame.location(node.span)
    parts = [interpreter.evaluate(frame, part) for part in node.parts]
    return concatenate([interpreter.texts.in_text(frame, location, part) for part in parts])


def evaluate_record(interpreter: Interpreter, frame: Frame, node: Record) -> Value:
    """A mapping with known keys; one that is spread in it adds its own."""
    members: dict[str, Value] = {}
    taints: tuple[Taint, ...] = ()
    types: set[str] = set()
    written = {field.name: field.value for field in node.fields if field.name}
    for field in node.fields:
        value = interpreter.evaluate(frame, field.value)
        if field.name:
            members[field.name] = value
            report_option(interpreter, frame, field.name, value, frame.location(field.value.span), written)
        elif not field.spread:
            # Under a key that only the run knows.
            taints = merge_taints(taints, all_taints(value))
            members[ELEMENT] = join(members[ELEMENT], value) if ELEMENT in members else value
        else:
            members.update(value.members or {})
            taints = merge_taints(taints, value.taints)
            types.update((value.type,) if value.type in interpreter.program.types and not value.is_type else ())
    type_name = types.pop() if len(types) == 1 else None
    return Value(taints=taints, type=type_name, members=members, literal=WrittenRecord(frame.module.path, node))


def evaluate_sequence(interpreter: Interpreter, frame: Frame, node: Sequence) -> Value:
    """A list of values; one of constants only is a constant itself."""
    items = [interpreter.evaluate(frame, item) for item in node.items]
    pairs = {
        single_text(item.members["first"]): item.members["second"] for item in items if item.members and _is_pair(item)
    }
    if pairs and None not in pairs:
        return Value(members={str(name): value for name, value in pairs.items()})
    taints: tuple[Taint, ...] = ()
    for item in items:
        taints = merge_taints(taints, all_taints(item))
    if items and all(_is_number(item) for item in items):
        text = ",".join(text_of(item.constants[0]) for item in items[:64])
        return Value(taints, (Constant(f"[{text}]", frame.location(node.span)),), exact=True)
    constants = tuple(constant for item in items for constant in item.constants)[:MOST_ITEMS]
    elements = functools.reduce(join, filter(_is_object, items), UNKNOWN)
    members = {str(place): item for place, item in enumerate(items)} if _differ(items) else {}
    if elements is not UNKNOWN:
        members[ELEMENT] = elements
    return Value(taints, constants, exact=bool(items) and all(item.exact for item in items), members=members or None)


def _differ(items: list[Value]) -> bool:
    """Whether a list is short and some of its values hold data that others do not: it matters which is taken."""
    if not 1 < len(items) <= MOST_PLACES:
        return False
    held = [frozenset(taint.label for taint in item.taints) for item in items]
    return any(held) and len(set(held)) > 1


def _is_object(value: Value) -> bool:
    return value.closure is not None or (value.type is not None and not value.constants and not value.is_type)


def _is_number(value: Value) -> bool:
    return isinstance(single(value), int | float)


def _is_pair(value: Value) -> bool:
    return value.members is not None and value.members.keys() == {"first", "second"}


def evaluate_lambda(_: Interpreter, frame: Frame, node: Lambda) -> Value:
    """A closure; one that nobody calls is run at the end of the function."""
    closure = Closure(node, frame)
    if frame.recording:
        frame.closures[id(node)] = closure
    return Value(closure=closure)


def evaluate_cast(interpreter: Interpreter, frame: Frame, node: Cast) -> Value:
    """The same value under another type."""
    value = interpreter.evaluate(frame, node.value)
    return value.with_type(interpreter.program.names.resolve(frame.module, node.type))


def evaluate_conditional(interpreter: Interpreter, frame: Frame, node: Conditional) -> Value:
    """Either of two values."""
    guard, negated = guard_of(interpreter.index, node.condition)
    note_condition(interpreter, frame, node.condition)
    test = type_test(interpreter, frame, node.condition)
    if not _is_same(node.condition, node.then):
        interpreter.evaluate(frame, node.condition)
    then = _under(interpreter, frame, node.then, None if negated else guard, test)
    failed = test and test.negated()
    otherwise = _under(interpreter, frame, node.otherwise, guard if negated else None, failed)
    return join(then, otherwise)


def _is_same(first: Expression, second: Expression) -> bool:
    """Whether two expressions are one, as in ``a ?? b``, which asks for what it yields; stored ones are two objects."""
    return first is second or (type(first) is type(second) and first.span == second.span)


def _under(interpreter: Interpreter, frame: Frame, node: Expression, guard: str | None, test: TypeTest | None) -> Value:
    outside = len(frame.guards)
    frame.guards.append(guard or CONDITIONAL)
    if test is not None:
        frame.guards.append(test)
    try:
        return guarded(interpreter.evaluate(frame, node), frame)
    finally:
        del frame.guards[outside:]


def subject_of(node: Expression) -> str:
    """The name under which an expression can be classified: the last name in it."""
    return written_form(node).rpartition(".")[2].removesuffix("[]")
