"""Branches that are taken by the type of what a function was given, and what callers that know the type make of them.

``if (value is String) keystore.set(key, value) else preferences.put(key, value)`` writes no text to the preferences: at
a call that hands over a text, what the other branch does does not happen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame
from secure_lint.flow.values.conditions import Condition, TypeTest
from secure_lint.flow.values.value import Alias, Value
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Expression, Literal, Operator

if TYPE_CHECKING:
    from collections.abc import Callable

    from secure_lint.flow.interpreter import Interpreter

_FINAL = {
    "boolean": "boolean",
    "bool": "boolean",
    "int": "int",
    "integer": "int",
    "long": "long",
    "short": "short",
    "float": "float",
    "double": "double",
    "string": "string",
}
"""Types that nothing inherits from, whatever a language calls them."""


def type_test(interpreter: Interpreter, frame: Frame, condition: Expression) -> TypeTest | None:
    """The test that a condition is, if it asks for the type of what the function at hand was given."""
    match condition:
        case Operator(operator="!", operands=(operand,)):
            test = type_test(interpreter, frame, operand)
            return None if test is None else test.negated()
        case Operator(operator="is", operands=(tested, Literal(kind="class", value=str(name)))):
            alias = interpreter.evaluate(frame, tested).alias
            return None if alias is None else TypeTest(alias, interpreter.program.names.resolve(frame.module, name))
    return None


def tests_among(conditions: Iterable[Condition]) -> tuple[TypeTest, ...]:
    """The tests of types among the conditions that hold."""
    return tuple(dict.fromkeys(one for one in conditions if isinstance(one, TypeTest)))


def told_tests(
    tests: tuple[TypeTest, ...], resolve: Callable[[Alias], Value], around: Iterable[Condition]
) -> tuple[TypeTest, ...] | None:
    """The tests of a function in terms of its caller, with those of the caller; none if one of them fails there."""
    kept: list[TypeTest] = list(tests_among(around))
    for test in tests:
        given = resolve(test.alias)
        if _meets(given.type, test.type) is (not test.holds):
            return None
        if given.alias is not None:
            kept.append(msgspec.structs.replace(test, alias=given.alias))
    told = tuple(dict.fromkeys(kept))
    return None if any(_contradict(one, other) for one in told for other in told) else told


def _contradict(one: TypeTest, other: TypeTest) -> bool:
    """Whether two tests of the same value cannot both hold."""
    return one.alias == other.alias and one.holds and _meets(one.type, other.type) is (not other.holds)


def _meets(known: str | None, tested: str) -> bool | None:
    """Whether a value of a type is of the type that is asked for; ``None`` when that is not certain."""
    if known is None:
        return None
    if known == tested:
        return True
    first, second = (_FINAL.get(simple_name(one).lower()) for one in (known, tested))
    return first == second if first is not None and second is not None else None
