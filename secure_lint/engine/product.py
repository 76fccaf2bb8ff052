"""Which files are part of the product: modules of tests, samples beside it and scripts of its makers are not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePosixPath

from secure_lint.knowledge.kinds import OutsideProduct
from secure_lint.model.schema import Document
from secure_lint.text.globs import path_globs

APP_PER_SCRIPTS = 20
"""With fewer files of the app for each script the scripts may be as much of a product as the app."""

SOURCES = "/src/main/"
"""Below this lies what a module of Gradle is built of, in whatever language."""

_NUMBER = re.compile(r"\[\d+\]$")
_BETWEEN_WORDS = re.compile(r"[-_.]")


class Product:
    """Tells the files of the product from those that its makers have beside it.

    ``documents`` are the configuration documents of the project, ``paths`` all its files. ``serving`` are the files
    that answer requests.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        paths: Collection[str],
        serving: Iterable[str],
        words: OutsideProduct,
    ) -> None:
        self._words = words
        builds = [one for one in documents.values() if one.kind == "gradle" and "/" in one.path]
        self._folders = tuple(_folder(one.path) for one in builds if self._is_outside(one, builds))
        self._has_app = bool(builds) and self._are_few_scripts(paths)
        self._served = {PurePosixPath(path).suffix for path in serving}
        self._projects = {_folder(path) for path in paths if PurePosixPath(path).name in words.project_files}

    def holds(self, path: str) -> bool:
        """Whether a file is part of the product, as far as its place tells."""
        if path_globs(*self._words.sources).match(path) or (self._folders and path.startswith(self._folders)):
            return False
        return not self._is_script(path)

    def _is_outside(self, build: Document, builds: Iterable[Document]) -> bool:
        if self._is_of_tests(build):
            return True
        return self._is_sample(build) and not all(map(self._is_sample, builds))

    def _is_sample(self, build: Document) -> bool:
        """Whether a module lies in a folder of samples: where nothing else is built, they are the product."""
        words = (word for part in PurePosixPath(build.path).parts[:-1] for word in _BETWEEN_WORDS.split(part))
        return any(word in self._words.samples for word in words)

    def _is_of_tests(self, build: Document) -> bool:
        """Whether a build file applies a plugin for tests, or hands frameworks for tests to the module's own code."""
        frameworks: set[str] = set()
        for setting in build.settings:
            place = _NUMBER.sub("", setting.path)
            if place.startswith("plugins/") and re.search(self._words.test_plugins, setting.value):
                return True
            if place in self._words.dependencies and re.search(self._words.test_frameworks, setting.value):
                frameworks.add(setting.value)
        return len(frameworks) >= self._words.at_least

    def _are_few_scripts(self, paths: Collection[str]) -> bool:
        suffixes = Counter(PurePosixPath(path).suffix for path in paths)
        scripts = sum(suffixes[suffix] for suffix in self._words.scripts)
        return scripts * APP_PER_SCRIPTS <= sum(suffixes[suffix] for suffix in self._words.app)

    def _is_script(self, path: str) -> bool:
        """Whether a file is a script: it belongs to no project of its own language, and none of these serves."""
        suffix = PurePosixPath(path).suffix
        if not self._has_app or suffix not in self._words.scripts or suffix in self._served:
            return False
        return SOURCES not in path and not any(path.startswith(folder) for folder in self._projects)


def _folder(path: str) -> str:
    """The folder of a file, with a slash at its end; empty for the root."""
    return path[: path.rfind("/") + 1]
