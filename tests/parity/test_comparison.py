"""What comes of comparing the limits of both sides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.model.limits import Limit
from secure_lint.model.span import Location, Span
from secure_lint.parity.comparison import Verdict, compare

APP, SERVER = Location("app.kt", Span(1, 1, 1, 2)), Location("server.py", Span(1, 1, 1, 2))
RANGES = st.sampled_from(["shortest", "longest", "least", "most"])
LIMITS = st.lists(st.tuples(RANGES, st.integers(2, 50)), max_size=4, unique_by=lambda one: one[0])


def limits(place: Location, **values: str | int) -> list[Limit]:
    """Limits by their kinds."""
    return [Limit(kind, value, place) for kind, value in values.items()]


@pytest.mark.parametrize(
    ("app", "server", "expected"),
    [
        ({"longest": 16}, {}, Verdict.CLIENT_ONLY),
        ({"longest": 16}, {"longest": 16}, Verdict.PARITY),
        ({"longest": 16}, {"longest": 100}, Verdict.SERVER_WEAKER),
        ({"longest": 16}, {"longest": 8}, Verdict.SERVER_STRICTER),
        ({"least": 1, "most": 6}, {"least": 0, "most": 6}, Verdict.SERVER_WEAKER),
        ({"least": 1, "most": 6}, {"least": 1}, Verdict.CLIENT_ONLY),
        ({"pattern": "^[0-9]{4}$"}, {"shortest": 4, "longest": 8}, Verdict.SERVER_WEAKER),
        ({"pattern": "^[a-zA-Z ]+$"}, {"shortest": 3, "longest": 100}, Verdict.CLIENT_ONLY),
        ({"pattern": "^[0-9]{4}$"}, {"pattern": "^[0-9]{4}$"}, Verdict.PARITY),
        ({"pattern": "^[0-9]{4}$"}, {"pattern": "^[0-9]{4,8}$"}, Verdict.SERVER_WEAKER),
        ({"form": "email"}, {}, Verdict.CLIENT_ONLY),
        ({"form": "email"}, {"form": "email"}, Verdict.PARITY),
        ({"form": "email"}, {"longest": 40}, Verdict.CLIENT_ONLY),
        ({"pattern": ".*"}, {}, Verdict.PARITY),
        ({"longest": 16}, {"checked": "custom"}, Verdict.NOT_COMPARABLE),
        ({"checked": "validate"}, {}, Verdict.NOT_COMPARABLE),
        ({"shortest": 1}, {}, Verdict.NOT_COMPARABLE),
        ({"longest": 16}, {"form": "uuid"}, Verdict.PARITY),
    ],
)
def test_verdicts(app: dict[str, str | int], server: dict[str, str | int], expected: Verdict) -> None:
    assert compare(limits(APP, **app), limits(SERVER, **server)).verdict is expected


def test_a_server_that_takes_shorter_texts_only_makes_a_small_difference() -> None:
    assert compare(limits(APP, shortest=8), limits(SERVER, longest=20)).is_small
    assert not compare(limits(APP, shortest=8, longest=10), limits(SERVER, longest=20)).is_small


@given(LIMITS)
def test_the_same_limits_on_both_sides_never_differ(both: list[tuple[str, int]]) -> None:
    found = compare(limits(APP, **dict(both)), limits(SERVER, **dict(both)))
    assert found.verdict in (Verdict.PARITY, Verdict.NOT_COMPARABLE)
    assert found.differences == ()


@given(LIMITS, LIMITS)
def test_more_limits_on_the_server_never_make_more_differences(
    app: list[tuple[str, int]], server: list[tuple[str, int]]
) -> None:
    asked = limits(APP, **dict(app))
    bare, kept = compare(asked, []), compare(asked, limits(SERVER, **dict(server)))
    assert len(kept.differences) <= len(bare.differences)
