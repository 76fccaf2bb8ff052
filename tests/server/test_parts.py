"""Paths, names and lists of path guards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.server.inputs import path_parameters
from secure_lint.server.names import joined_words
from secure_lint.server.path_guards import path_pattern
from secure_lint.server.routers import is_below, join_paths


@pytest.mark.parametrize(
    ("parts", "joined"),
    [
        (("/api", "orders", "/{id}"), "/api/orders/{id}"),
        (("", "/"), "/"),
        (("/api/", "/"), "/api"),
        (("^users/", "(?P<pk>[0-9]+)$"), "/users/(?P<pk>[0-9]+)"),
        ((), ""),
    ],
)
def test_paths_are_joined_with_one_slash(parts: tuple[str, ...], joined: str) -> None:
    assert join_paths(*parts) == joined


@given(st.lists(st.sampled_from(["a", "/b", "c/", "/d/", "", "/"])))
def test_a_joined_path_has_no_double_slash(parts: list[str]) -> None:
    assert "//" not in join_paths(*parts)


@pytest.mark.parametrize(
    ("path", "prefix", "below"),
    [
        ("/api/orders/1", "/api", True),
        ("/api/orders", "/api/*", True),
        ("/apis", "/api", False),
        ("/v1/orders", "/:version/orders", True),
        ("/orders", "/api/orders", False),
        ("/orders", "", True),
    ],
)
def test_below_a_prefix(path: str, prefix: str, below: bool) -> None:
    assert is_below(path, prefix) is below


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/api/**", "/api", True),
        ("/api/**", "/api/a/b", True),
        ("/api/*", "/api/a/b", False),
        ("/api/*/b", "/api/a/b", True),
        ("/users/{id}", "/users/{userId}", True),
        ("/a.c", "/abc", False),
    ],
)
def test_path_patterns(pattern: str, path: str, fits: bool) -> None:
    assert (path_pattern(pattern).fullmatch(path) is not None) is fits


@pytest.mark.parametrize(
    ("name", "words"),
    [("isAdminUser", "is_admin_user"), ("HTTPBearer", "http_bearer"), ("require-role", "require_role"), ("", "")],
)
def test_names_in_one_form(name: str, words: str) -> None:
    assert joined_words(name) == words


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/orders/{order_id}/lines/{line:path}", ("order_id", "line")),
        ("/orders/<int:order_id>/<slug>", ("order_id", "slug")),
        ("/orders/:id", ("id",)),
        ("/orders/(?P<pk>[0-9]+)/", ("pk",)),
        ("/orders", ()),
    ],
)
def test_parameters_of_a_path(path: str, names: tuple[str, ...]) -> None:
    assert path_parameters(path) == names
