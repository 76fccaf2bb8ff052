"""Globs over paths."""

from __future__ import annotations

import pytest

from secure_lint.text.globs import path_globs


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("a/*/c", "a/b/c", True),
        ("a/*/c", "a/b/b/c", False),
        ("a/**/c", "a/c", True),
        ("a/**/c", "a/b/b/c", True),
        ("**/c", "c", True),
        ("**/c", "a/b/c", True),
        ("a/**", "a/b/c", True),
        ("a/**", "a", False),
        ("a|b/*", "b/c", True),
        ("*.xml", "a.xml", True),
        ("*.xml", "axxml", False),
        ("**/lib/**", "lib/a", True),
        ("**/lib/**", "a/lib", False),
        ("**/lib/**", "a/mylib/b", False),
        ("**/*.min.js", "a/b.min.js", True),
        ("**/*.min.js", "a.min.js/b", False),
        ("**/c", "a/bc", False),
    ],
)
def test_glob(glob: str, path: str, fits: bool) -> None:
    """A single star stays within a segment, a double one does not, and a bar separates alternatives."""
    assert path_globs(glob).match(path) is fits
