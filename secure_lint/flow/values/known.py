"""Values of which it is known what single constant they are."""

from __future__ import annotations

from secure_lint.flow.values.value import Constant, Value

Scalar = str | int | float | bool


def single_constant(value: Value) -> Constant | None:
    """The one constant that a value is known to be, with its place."""
    return value.constants[0] if value.exact and len(value.constants) == 1 else None


def single(value: Value) -> Scalar | None:
    """What the one constant is that a value is known to be."""
    known = single_constant(value)
    return None if known is None else known.value


def single_text(value: Value) -> str | None:
    """The one string that a value is known to be."""
    known = single(value)
    return known if isinstance(known, str) else None


def single_number(value: Value) -> int | None:
    """The one whole number that a value is known to be."""
    known = single(value)
    return known if isinstance(known, int) and not isinstance(known, bool) else None


def single_truth(value: Value) -> bool | None:
    """The truth value that a value is known to be."""
    known = single(value)
    return known if isinstance(known, bool) else None


def place_of(value: Value) -> str | None:
    """The place in a list that a value is known to be, as the name of the member that stands for it."""
    known = single_number(value)
    return None if known is None else str(known)
