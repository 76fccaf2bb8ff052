"""Modules of a Gradle project that hold tests and what these share: their build files say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from secure_lint.knowledge.kinds import TestModules
from secure_lint.model.schema import Document

_NUMBER = re.compile(r"\[\d+\]$")


def folders_of_tests(documents: Mapping[str, Document], words: TestModules) -> tuple[str, ...]:
    """The folders, each with a slash at its end, of the modules whose own code is for tests."""
    return tuple(path[: path.rfind("/") + 1] for path in sorted(documents) if _is_of_tests(documents[path], words))


def _is_of_tests(document: Document, words: TestModules) -> bool:
    """Whether a build file applies a plugin for tests, or hands frameworks for tests to the module's own code."""
    if document.kind != "gradle" or "/" not in document.path:
        return False
    frameworks: set[str] = set()
    for place, value in _settings(document):
        if place.startswith("plugins/") and re.search(words.plugins, value):
            return True
        if place in words.dependencies and re.search(words.frameworks, value):
            frameworks.add(value)
    return len(frameworks) >= words.at_least


def _settings(document: Document) -> Iterable[tuple[str, str]]:
    return ((_NUMBER.sub("", one.path), one.value) for one in document.settings)
