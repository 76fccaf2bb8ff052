"""Paths of requests and endpoints in one form, and how they fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.parity.paths import PLACE, Fit, fit, segments

WORDS = st.text("abcdefghijklmnop", min_size=2, max_size=6)
PATHS = st.lists(st.one_of(WORDS, st.just(PLACE)), min_size=1, max_size=6).map(tuple)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://api.example.org/v1/Users/{id}?full=1", ("v1", "users", PLACE)),
        ("/users/:id/", ("users", PLACE)),
        ("users/<int:pk>", ("users", PLACE)),
        ("/users/(?P<pk>[0-9]+)", ("users", PLACE)),
        ("/venues/$venueId/reviews", ("venues", PLACE, "reviews")),
        ("{}/login", ("login",)),
        ("{}api/login", ("api", "login")),
        ("/{}/login", (PLACE, "login")),
        ("/files/{name}.json", ("files", PLACE)),
        ("/orders/%s/lines#top", ("orders", PLACE, "lines")),
        ("", ()),
    ],
)
def test_every_spelling_has_one_form(written: str, expected: tuple[str, ...]) -> None:
    assert segments(written) == expected


@pytest.mark.parametrize(
    ("client", "server", "expected"),
    [
        ("/api/v1/orders", "/api/v1/orders", Fit(3, 0)),
        ("{}/orders", "/api/v1/orders", Fit(1, -2)),
        ("/gateway/shop/api/orders", "/api/orders", Fit(2, -2)),
        ("/users/{id}/pin", "/users/<pk>/pin", Fit(2, 0)),
        ("/users/me", "/users/{id}", Fit(1, 0)),
    ],
)
def test_what_fits(client: str, server: str, expected: Fit) -> None:
    assert fit(segments(client), segments(server)) == expected


@pytest.mark.parametrize(
    ("client", "server"),
    [
        ("/api/v1/orders", "/api/v2/orders"),
        ("/orders", "/admin/orders"),
        ("{}/{id}", "/users/{id}"),
        ("/users/{id}", "/users/export"),
        ("/a/b/c/d/e/orders/all", "/orders/all"),
    ],
)
def test_what_does_not_fit(client: str, server: str) -> None:
    assert fit(segments(client), segments(server)) is None


@given(PATHS)
def test_a_path_fits_itself_best(path: tuple[str, ...]) -> None:
    found = fit(path, path)
    static = sum(one != PLACE for one in path)
    assert found == (Fit(static, 0) if static else None)


@given(PATHS, PATHS)
def test_what_stands_before_never_improves_a_fit(path: tuple[str, ...], before: tuple[str, ...]) -> None:
    whole, part = fit(path, path), fit((*before, *path), path)
    assert part is None or (whole is not None and part < whole)


@given(PATHS)
def test_the_form_is_its_own_form(path: tuple[str, ...]) -> None:
    assert segments("/" + "/".join(path)) == path
