"""Whole numbers that the source calculates."""

from __future__ import annotations

import pytest

from tests.flow.programs import events_of, run


def cost(written: str) -> list[object]:
    """The constants that arrive at the cost of a hash."""
    body = f"import hashlib\n\n\ndef f(x, salt):\n    hashlib.scrypt(x, salt=salt, n={written})\n"
    (event,) = events_of(run(main_py=body), "crypto.cost")
    return [one.value for one in event.value.constants]


@pytest.mark.parametrize(("written", "wanted"), [("2**10", 1024), ("1 << 12", 4096), ("10 * 100", 1000), ("9 - 4", 5)])
def test_whole_numbers_are_calculated(written: str, wanted: int) -> None:
    assert cost(written) == [wanted]


@pytest.mark.parametrize("written", ["2**100", "2**-1", "x * 2", "True * 2", "2.0 * 2"])
def test_other_numbers_are_not(written: str) -> None:
    assert cost(written) == []
