"""Values of which it is known what single constant they are."""

from __future__ import annotations

from secure_lint.flow.values.value import Value

Scalar = str | int | float | bool


def single(value: Value) -> Scalar | None:
    """The one constant that a value is known to be."""
    return value.constants[0].value if value.exact and len(value.constants) == 1 else None


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
