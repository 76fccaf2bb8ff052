"""The names of modules: a project's own are named by their paths with dots, others as they are imported."""

from __future__ import annotations

import posixpath

from secure_lint.languages.javascript import SUFFIXES

_PLATFORMS = (".ios", ".android", ".native", ".web", ".d")
"""Endings of variants of a module, which is imported without them."""


def package_of(path: str) -> str:
    """The name of the module in a file: ``src/api/index.ts`` is ``src.api``, ``src/user.ts`` ``src.user``."""
    return _without_ending(path).replace("/", ".")


def module_name(path: str, specifier: str) -> str:
    """The name of the module that ``specifier`` means in the file at ``path``.

    Packages keep the name under which they are imported; the prefix ``node:`` is left out.
    """
    if specifier.startswith("/"):
        return _without_ending(posixpath.normpath(specifier).lstrip("/")).replace("/", ".")
    if specifier.startswith("."):
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))
        while joined.startswith("../"):
            joined = joined[3:]
        return _without_ending("" if joined in {".", ".."} else joined).replace("/", ".")
    return specifier.removeprefix("node:")


def _without_ending(path: str) -> str:
    for suffix in sorted(SUFFIXES, key=len, reverse=True):
        if path.endswith(suffix):
            path = path[: -len(suffix)]
            break
    for platform in _PLATFORMS:
        path = path.removesuffix(platform)
    if path == "index":
        return ""
    return path.removesuffix("/index")
