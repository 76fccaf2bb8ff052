"""Evaluation of operators."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.server.comparisons import of_operator
from secure_lint.flow.values.conditions import PARAMETER
from secure_lint.flow.values.known import single_number, single_truth
from secure_lint.flow.values.texts import concatenate
from secure_lint.flow.values.value import ORIGINS, UNKNOWN, Constant, Value, join, merge_taints
from secure_lint.model.program import Operator

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_LARGEST = 2**32
_MOST_BITS = 64
_ARITHMETIC: dict[str, Callable[[int, int], int]] = {
    "*": lambda first, second: first * second,
    "-": lambda first, second: first - second,
    "**": lambda first, second: first**second,
    "<<": lambda first, second: first << second,
}
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "in", "is", "===", "!=="})


def evaluate_operator(interpreter: Interpreter, frame: Frame, node: Operator) -> Value:
    """The result of an operator; comparisons carry nothing of their operands."""
    operator = node.operator
    if operator in ("&&", "||"):
        return _evaluate_logic(interpreter, frame, node)
    operands = [interpreter.evaluate(frame, operand) for operand in node.operands]
    if operator == "throw":
        frame.throws = True
        return UNKNOWN
    if operator == "!" and operands and (truth := single_truth(operands[0])) is not None:
        return Value(constants=(Constant(not truth, frame.location(node.span)),), exact=True, type="Boolean")
    if operator in _COMPARISONS:
        return of_operator(interpreter, frame, node, operands)
    if operator == "to" and len(operands) == 2:
        return Value(members={"first": operands[0], "second": operands[1]})
    if operator == "+":
        if _is_function(interpreter, operands[-1]):
            return operands[-1]
        location = frame.location(node.span)
        return concatenate([interpreter.texts.in_text(frame, location, one) for one in operands])
    if operator == "-" and len(operands) == 1:
        return _negated(operands[0])
    if operator == "await" and operands:
        return operands[0]
    if operator == "/" and operands[0].store is not None:
        # A file below a folder: it is kept as that is, under a name that may come from elsewhere.
        named = tuple(one for one in operands[-1].taints if one.label.kind in (*ORIGINS, PARAMETER))
        return msgspec.structs.replace(operands[0], taints=merge_taints(operands[0].taints, named))
    if operator in _ARITHMETIC and len(operands) == 2:
        calculated = _calculated(operator, single_number(operands[0]), single_number(operands[1]))
        if calculated is not None:
            return Value(
                constants=(Constant(calculated, frame.location(node.span)),), exact=True, type=operands[0].type
            )
    together = functools.reduce(join, operands, UNKNOWN)
    if operator in ("|", "&") and all(value.constants for value in operands):
        return msgspec.structs.replace(together, exact=False)
    return Value(taints=together.taints)


def _is_function(interpreter: Interpreter, value: Value) -> bool:
    """Whether a value is a function: of several that are added up (the handlers of an event) the last one counts."""
    if value.closure is not None or value.type is None:
        return value.closure is not None
    model = interpreter.index.type_model(interpreter.program, value.type)
    return model is not None and model.function is not None


def _evaluate_logic(interpreter: Interpreter, frame: Frame, node: Operator) -> Value:
    """``&&`` and ``||``: operands behind one that decides are not evaluated."""
    deciding = node.operator == "||"
    for operand in node.operands:
        value = interpreter.evaluate(frame, operand)
        if single_truth(value) is deciding:
            return value
    return Value(type="Boolean")


def _negated(value: Value) -> Value:
    constants = tuple(
        Constant(-constant.value, constant.location)
        for constant in value.constants
        if isinstance(constant.value, int | float)
    )
    return Value(constants=constants, exact=value.exact and bool(constants), type=value.type)


def _calculated(operator: str, first: int | None, second: int | None) -> int | None:
    """The result for two whole numbers that are no larger than what is written in sources."""
    largest = _LARGEST if operator in ("*", "-") else _MOST_BITS
    if first is None or second is None or abs(first) > _LARGEST or not 0 <= second <= largest:
        return None
    return _ARITHMETIC[operator](first, second)
