"""How many characters a regular expression matches."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.parity.patterns import lets_more_pass, width
from secure_lint.parity.widths import width_of

SIMPLE = st.recursive(
    st.sampled_from(["a", "b", "[a-z]", r"\d", ".", r"\.", "[^x]"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["?", "{2}", "{1,3}", "*", "+"])).map(lambda two: f"(?:{two[0]}){two[1]}"),
    ),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        ("^[0-9]{4}$", 4, 4),
        (r"^(?=.*[a-z])(?=.*\d)[A-Za-z\d#$@!%&*?]{8,16}$", 8, 16),
        ("^[a-zA-Z ]+$", 1, None),
        (r"^(\+49|0)[1-9]\d{5,10}$", 7, 14),
        ("[]a]{2}", 2, 2),
        (r"(?i)^\x41é{0,3}$", 1, 4),
        ("", 0, 0),
    ],
)
def test_widths(pattern: str, least: int, most: int | None) -> None:
    found = width_of(pattern)
    assert found is not None
    assert (found.least, found.most) == (least, most)


@pytest.mark.parametrize("pattern", ["(", "a)", "[a", r"(a)\1", "*a", "(?>a)"])
def test_what_is_not_understood_has_none(pattern: str) -> None:
    assert width_of(pattern) is None


def test_a_pattern_that_is_not_anchored_says_nothing_of_the_whole_text() -> None:
    assert width("[0-9]{4}") is None
    assert width("[0-9]{4}", whole=True) is not None
    assert width(r"^\d{4}\$") is None


@given(SIMPLE, st.text("abx.7", max_size=8))
def test_no_text_that_matches_lies_outside_the_width(pattern: str, text: str) -> None:
    found = width_of(pattern)
    assert found is not None
    if re.fullmatch(pattern, text):
        assert found.least <= len(text)
        assert found.most is None or len(text) <= found.most


@pytest.mark.parametrize(
    ("server", "client", "expected"),
    [
        ("^[0-9]{4}$", "^[0-9]{4}$", False),
        ("^[0-9]{4,8}$", "^[0-9]{4}$", True),
        ("^[a-z]{3}$", "^[a-zA-Z]{3}$", False),
        ("^.*$", "^[a-zA-Z ]+$", True),
        ("^(a+)+$", "^a$", None),
    ],
)
def test_which_lets_more_pass(server: str, client: str, *, expected: bool | None) -> None:
    assert lets_more_pass(server, client) is expected


@given(SIMPLE)
def test_no_pattern_lets_more_pass_than_itself(pattern: str) -> None:
    assert not lets_more_pass(f"^(?:{pattern})$", f"^(?:{pattern})$")
