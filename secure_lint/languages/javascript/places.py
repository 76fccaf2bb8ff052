"""The names of modules: a project's own are named by their paths with dots, others as they are imported."""

from __future__ import annotations

import posixpath

from secure_lint.languages.javascript import SUFFIXES

_PLATFORMS = (".ios", ".android", ".native", ".web", ".d")
"""Endings of variants of a module, which is imported without them."""
_FOLDER_ALIASES = ("@/", "~/", "#", "src/")
"""How specifiers begin that name a folder of the project by a word of the build's; they may end as files do."""


def package_of(path: str) -> str:
    """The name of the module in a file: ``src/api/index.ts`` is ``src.api``, ``src/user.ts`` ``src.user``."""
    return _without_ending(path).replace("/", ".")


def module_name(path: str, specifier: str) -> str:
    """The name of the module that ``specifier`` means in the file at ``path``.

    Packages keep the name under which they are imported; the prefix ``node:`` is left out, and so is the ending of a
    file behind an alias.
    """
    if specifier.startswith("/"):
        return _without_ending(posixpath.normpath(specifier).lstrip("/")).replace("/", ".")
    if specifier.startswith("."):
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))
        while joined.startswith("../"):
            joined = joined[3:]
        return _without_ending("" if joined in {".", ".."} else joined).replace("/", ".")
    if specifier.startswith(_FOLDER_ALIASES):
        return _without_suffix(specifier)
    return specifier.removeprefix("node:")


def _without_suffix(path: str) -> str:
    suffix = next((one for one in sorted(SUFFIXES, key=len, reverse=True) if path.endswith(one)), "")
    return path.removesuffix(suffix)


def _without_ending(path: str) -> str:
    path = _without_suffix(path)
    for platform in _PLATFORMS:
        path = path.removesuffix(platform)
    if path == "index":
        return ""
    return path.removesuffix("/index")
