"""The functions of Kotlin's library that are its map, list, set and array literals."""

from __future__ import annotations

from secure_lint.model.program import Argument, Expression, Literal, Operator, Record, Sequence
from secure_lint.model.span import Span

_MAPS = frozenset(("mapOf", "mutableMapOf", "hashMapOf", "linkedMapOf", "sortedMapOf", "emptyMap"))
_SEQUENCES = frozenset(
    (
        "listOf",
        "mutableListOf",
        "arrayListOf",
        "listOfNotNull",
        "emptyList",
        "setOf",
        "mutableSetOf",
        "hashSetOf",
        "linkedSetOf",
        "sortedSetOf",
        "setOfNotNull",
        "emptySet",
        "sequenceOf",
        "emptySequence",
        "arrayOf",
        "emptyArray",
        "booleanArrayOf",
        "byteArrayOf",
        "charArrayOf",
        "doubleArrayOf",
        "floatArrayOf",
        "intArrayOf",
        "longArrayOf",
        "shortArrayOf",
        "ubyteArrayOf",
        "uintArrayOf",
        "ulongArrayOf",
        "ushortArrayOf",
    )
)


def literal_call(name: str, given: tuple[Argument, ...], span: Span) -> Expression | None:
    """The literal that a call writes, or ``None``: not such a function, a spread argument, or a key that varies."""
    if name in _SEQUENCES:
        if any(argument.spread or argument.name for argument in given):
            return None
        return Sequence(span, tuple(argument.value for argument in given))
    if name not in _MAPS:
        return None
    fields = [_entry(argument) for argument in given]
    known = tuple(entry for entry in fields if entry is not None)
    return Record(span, known) if len(known) == len(fields) else None


def _entry(argument: Argument) -> Argument | None:
    pair = argument.value
    if argument.spread or not isinstance(pair, Operator) or pair.operator != "to":
        return None
    key, value = pair.operands
    return Argument(value, str(key.value)) if isinstance(key, Literal) and key.value is not None else None
