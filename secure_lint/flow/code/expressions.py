"""Evaluation of expressions other than calls."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CONDITIONAL, Frame, guarded, holder_by_name, written_form
from secure_lint.flow.code.guards import guard_of
from secure_lint.flow.code.references import METHOD_GROUPS, by_convention, function_value
from secure_lint.flow.code.type_tests import type_test
from secure_lint.flow.models.emission import report_option
from secure_lint.flow.models.told_events import as_text
from secure_lint.flow.server.comparisons import of_class, of_member, of_operator
from secure_lint.flow.values.conditions import TypeTest
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
    parts_of,
)
from secure_lint.model.program import (
    Cast,
    Conditional,
    Expression,
    Index,
    Lambda,
    Literal,
    Member,
    Operator,
    Record,
    Sequence,
    Template,
)
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_LARGEST = 2**32
_MOST_BITS = 64
MOST_PLACES = 8
"""Of a longer list it is not known which of its values is which."""
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "*": lambda first, second: first * second,
    "-": lambda first, second: first - second,
    "**": lambda first, second: first**second,
    "<<": lambda first, second: first << second,
}
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "in", "is", "===", "!=="})


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


def evaluate_member(interpreter: Interpreter, frame: Frame, node: Member) -> Value:
    """A member of a value, a static member of a type, or a nested type."""
    receiver = interpreter.evaluate(frame, node.receiver)
    location = frame.location(node.span)
    interpreter.reads.note(node.name, location, receiver.type)
    named = _function_of_type(interpreter, frame, node, receiver)
    if named is not None:
        return named
    if (
        receiver.is_type
        and receiver.type is not None
        and (
            not interpreter.calls.is_modelled(receiver.type, node.name)
            or f"{receiver.type}.{node.name}" in interpreter.index.constants
        )
    ):
        static = interpreter.fields.static(receiver.type, node.name, location, frame.module.language)
        if static is not None:
            static = of_member(of_class(static), receiver)
            return interpreter.names.named(static, node.name, location, receiver.type)
    if node.name in interpreter.widget_accessors:
        widget = interpreter.accesses.widget_value(receiver, node.receiver, location)
        if widget is not None:
            return widget
    written = _written_name(interpreter, node, receiver)
    if written is not None:
        return written
    read = interpreter.accesses.property_read(frame, node, receiver)
    if read is not None:
        return interpreter.names.named(read, node.name, location, receiver.type)
    found = interpreter.fields.member(receiver, node.name)
    by_name = frame.module.explicit or frame.module.language in METHOD_GROUPS
    if found is None and by_name and receiver.type is not None:
        functions = interpreter.program.method(receiver.type, node.name)
        found = function_value(interpreter, frame, functions[0], node) if functions else None
    if found is None:
        found = _named_member(interpreter, receiver, node.name, location)
    if found is None:
        found = _derived(interpreter, receiver, node.name)
    found = of_member(by_convention(interpreter, frame, node.name, found), receiver)
    if _is_generated(frame, node, receiver):
        return found
    holder = holder_by_name(frame, receiver, node.receiver)
    return interpreter.names.named(found, node.name, location, receiver.type, holder)


def _function_of_type(interpreter: Interpreter, frame: Frame, node: Member, receiver: Value) -> Value | None:
    """A function of a module, or a method of a type that its name alone stands for."""
    if not receiver.is_type or receiver.type is None:
        return None
    by_name = frame.module.language in METHOD_GROUPS and receiver.type in interpreter.program.types
    if not by_name and not interpreter.program.module_names.is_module(receiver.type):
        return None
    functions = interpreter.program.method(receiver.type, node.name)
    return function_value(interpreter, frame, functions[0], node) if functions else None


def _named_member(interpreter: Interpreter, receiver: Value, name: str, location: Location) -> Value | None:
    """A member of a type all of whose members are alike but for their names."""
    if receiver.type is None or receiver.is_type:
        return None
    model = interpreter.index.type_model(interpreter.program, receiver.type)
    if model is None or model.members is None:
        return None
    return Value(type=model.members, members={"name": Value(constants=(Constant(name, location),), exact=True)})


def _written_name(interpreter: Interpreter, node: Member, receiver: Value) -> Value | None:
    """A type written out with its package (``javax.crypto.Cipher``), or the text of a resource (``R.string.title``)."""
    if receiver.type is not None or receiver.constants or receiver.taints:
        return None
    written = written_form(node)
    resource = interpreter.resources.get(".".join(written.rsplit(".", 3)[-3:])) if interpreter.resources else None
    if resource is not None:
        return Value(constants=(resource,), exact=True, type="java.lang.String")
    if not node.name[:1].isupper():
        return None
    return Value(type=written, is_type=True) if interpreter.program.names.is_type(written) else None


def _is_generated(frame: Frame, node: Member, receiver: Value) -> bool:
    """Whether a member is a number that the build gives to a resource: ``R.drawable.phone_off``.

    Neither Kotlin nor Java write static members like that otherwise; the class may bear another name, of an alias.
    """
    if frame.module.explicit or receiver.taints or not (receiver.is_type or receiver.type is None):
        return False
    return "_" in node.name and node.name.islower() and written_form(node)[:1].isupper()


def _derived(interpreter: Interpreter, receiver: Value, name: str) -> Value:
    taints = tuple(taint for taint in receiver.taints if interpreter.names.survives(taint, name))
    return Value(
        taints=parts_of(taints, name), alias=receiver.alias.of_member(name) if receiver.alias is not None else None
    )


def evaluate_index(interpreter: Interpreter, frame: Frame, node: Index) -> Value:
    """An element; a known key picks the member recorded under it."""
    receiver = interpreter.evaluate(frame, node.receiver)
    index = interpreter.evaluate(frame, node.index)
    read = interpreter.accesses.index_read(frame, node, receiver, index)
    if read is not None:
        return read
    key = single_text(index)
    if key is not None:
        member = receiver.member(key)
        found = member if member is not None else Value(taints=parts_of(receiver.taints))
        told = any(taint.label.kind == "data" for taint in found.taints)
        return found if told else interpreter.names.keyed(found, key, frame.location(node.span))
    known = receiver.member(place) if (place := place_of(index)) is not None else None
    return Value(taints=parts_of(all_taints(receiver))) if known is None else known


def evaluate_template(interpreter: Interpreter, frame: Frame, node: Template) -> Value:
    """A string built from parts."""
    return concatenate([as_text(interpreter.program, interpreter.evaluate(frame, part)) for part in node.parts])


def evaluate_operator(interpreter: Interpreter, frame: Frame, node: Operator) -> Value:
    """The result of an operator; comparisons carry nothing of their operands."""
    operator = node.operator
    if operator in ("&&", "||"):
        return _evaluate_logic(interpreter, frame, node)
    operands = [interpreter.evaluate(frame, operand) for operand in node.operands]
    if operator == "throw":
        frame.throws = True
        return UNKNOWN
    if operator == "!" and operands and _truth(operands[0]) is not None:
        constant = Constant(not _truth(operands[0]), frame.location(node.span))
        return Value(constants=(constant,), exact=True, type="Boolean")
    if operator in _COMPARISONS:
        return of_operator(interpreter, frame, node, operands)
    if operator == "to" and len(operands) == 2:
        return Value(members={"first": operands[0], "second": operands[1]})
    if operator == "+":
        if _is_function(interpreter, operands[-1]):
            return operands[-1]
        return concatenate([as_text(interpreter.program, one) for one in operands])
    if operator == "-" and len(operands) == 1:
        return _negated(operands[0])
    if operator == "await" and operands:
        return operands[0]
    if operator == "/" and operands[0].store is not None:
        # A file below a folder: it is kept as that is.
        return operands[0]
    if operator in _ARITHMETIC and len(operands) == 2:
        calculated = _calculated(operator, _whole_number(operands[0]), _whole_number(operands[1]))
        if calculated is not None:
            return Value(
                constants=(Constant(calculated, frame.location(node.span)),), exact=True, type=operands[0].type
            )
    if operator in ("|", "&") and all(value.constants for value in operands):
        return msgspec.structs.replace(_union(operands), exact=False)
    return Value(taints=_union(operands).taints)


def _is_function(interpreter: Interpreter, value: Value) -> bool:
    """Whether a value is a function: of several that are added up (the handlers of an event) the last one counts."""
    if value.closure is not None or value.type is None:
        return value.closure is not None
    model = interpreter.index.type_model(interpreter.program, value.type)
    return model is not None and model.function is not None


def _truth(value: Value) -> bool | None:
    if value.exact and len(value.constants) == 1 and isinstance(value.constants[0].value, bool):
        return value.constants[0].value
    return None


def _evaluate_logic(interpreter: Interpreter, frame: Frame, node: Operator) -> Value:
    """``&&`` and ``||``: operands behind one that decides are not evaluated."""
    deciding = node.operator == "||"
    for operand in node.operands:
        value = interpreter.evaluate(frame, operand)
        if value.exact and len(value.constants) == 1 and value.constants[0].value is deciding:
            return value
    return Value(type="Boolean")


def _negated(value: Value) -> Value:
    constants = tuple(
        Constant(-constant.value, constant.location)
        for constant in value.constants
        if isinstance(constant.value, int | float)
    )
    return Value(constants=constants, exact=value.exact and bool(constants), type=value.type)


def _whole_number(value: Value) -> int | None:
    number = value.constants[0].value if value.exact and len(value.constants) == 1 else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _calculated(operator: str, first: int | None, second: int | None) -> int | None:
    """The result for two whole numbers that are no larger than what is written in sources."""
    largest = _LARGEST if operator in ("*", "-") else _MOST_BITS
    if first is None or second is None or abs(first) > _LARGEST or not 0 <= second <= largest:
        return None
    return _ARITHMETIC[operator](first, second)


def _union(values: list[Value]) -> Value:
    merged = UNKNOWN
    for value in values:
        merged = join(merged, value)
    return merged


def evaluate_record(interpreter: Interpreter, frame: Frame, node: Record) -> Value:
    """A mapping with known keys; one that is spread in it adds its own."""
    members: dict[str, Value] = {}
    taints: tuple[Taint, ...] = ()
    written = {field.name: field.value for field in node.fields if field.name}
    for field in node.fields:
        value = interpreter.evaluate(frame, field.value)
        if field.name:
            members[field.name] = value
            report_option(interpreter, frame, field.name, value, frame.location(field.value.span), written)
        elif field.spread:
            members.update(value.members or {})
            taints = merge_taints(taints, value.taints)
    return Value(taints=taints, members=members, literal=WrittenRecord(frame.module.path, node))


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
    elements = _union([item for item in items if _is_object(item)])
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
    return value.exact and len(value.constants) == 1 and isinstance(value.constants[0].value, int | float)


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


def single_text(value: Value) -> str | None:
    """The one string that a value is known to be."""
    if value.exact and len(value.constants) == 1 and isinstance(value.constants[0].value, str):
        return value.constants[0].value
    return None


def place_of(value: Value) -> str | None:
    """The place in a list that a value is known to be, as the name of the member that stands for it."""
    if value.exact and len(value.constants) == 1 and type(value.constants[0].value) is int:
        return str(value.constants[0].value)
    return None


def subject_of(node: Expression) -> str:
    """The name under which an expression can be classified: the last name in it."""
    return written_form(node).rpartition(".")[2].removesuffix("[]")
