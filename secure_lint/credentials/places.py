"""Where the files of a project end up, and the settings that are written down in them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from secure_lint.credentials.assignments import Form
from secure_lint.credentials.candidates import IN_TEST_BLOCK, Candidate
from secure_lint.credentials.names import squeeze
from secure_lint.credentials.shapes import Role
from secure_lint.credentials.vocabularies import PlacePatterns
from secure_lint.model.schema import Document
from secure_lint.text.globs import PathGlobs


class Place(enum.Enum):
    """Where a file of the product ends up."""

    SHIPPED = "in the app"
    SOURCE = "in the source"
    SERVER = "on the server"
    BUILD = "in the build only"
    TEST = "in tests, samples or documentation"

    @property
    def rank(self) -> int:
        """0 for the worst place."""
        return list(Place).index(self)


class ProjectContext(msgspec.Struct, frozen=True):
    """What the judgement needs to know of the whole project.

    ``documents`` maps paths to configuration documents. ``folders`` are those that the scan was pointed at, relative to
    its root: that one of them is called ``test`` says nothing of what lies in it.
    """

    paths: tuple[str, ...]
    documents: Mapping[str, Document]
    folders: tuple[str, ...] = ()


class Places:
    """Tells where a value ends up, by the path of its file and by what the build does with it."""

    def __init__(self, candidates: Sequence[Candidate], project: ProjectContext, patterns: PlacePatterns) -> None:
        self._folders = project.folders
        self._globs = (
            (Place.TEST, PathGlobs(patterns.test)),
            (Place.BUILD, PathGlobs(patterns.build)),
            (Place.SERVER, PathGlobs(patterns.server)),
            (Place.SHIPPED, PathGlobs(patterns.shipped)),
        )
        self._written_down = PathGlobs(patterns.written_down)
        self._bundled = _bundled(candidates, project)
        self._replaced = frozenset(_file_name(one.name) for one in candidates if one.role is Role.REPLACED)
        self._servers = tuple({one.path.rpartition("/")[0] for one in candidates if one.role is Role.SERVES})
        self._injections: dict[str, list[Candidate]] = {}
        for one in candidates:
            if one.role is Role.INJECTED and self.of_file(one.path) is not Place.TEST:
                for name in one.refers:
                    self._injections.setdefault(name, []).append(one)
        self._joined = {
            id(injection)
            for one in candidates
            if one.role is not Role.INJECTED and self._is_written_down(one)
            for injection in self._injections.get(squeeze(one.name), ())
        }

    def of_file(self, path: str) -> Place:
        """Where a file ends up."""
        if path in self._bundled:
            return Place.SHIPPED
        above = max((len(folder) + 1 for folder in self._folders if path.startswith(f"{folder}/")), default=0)
        place = next((place for place, globs in self._globs if globs.match(path[above:])), Place.SOURCE)
        return Place.SERVER if place in (Place.SHIPPED, Place.SOURCE) and self._is_of_server(path) else place

    def is_replaced(self, path: str) -> bool:
        """Whether a pipeline writes a file of this name, so that the one in the tree only stands in for it."""
        return _file_name(path) in self._replaced

    def _is_of_server(self, path: str) -> bool:
        return any(not folder or path.startswith(f"{folder}/") for folder in self._servers)

    def of(self, one: Candidate) -> Place:
        """Where a value ends up: a setting that is written down for the build may be compiled into the app."""
        place = Place.TEST if IN_TEST_BLOCK in one.notes else self.of_file(one.path)
        compiled = one.context == Form.COMPILED.value and place is not Place.TEST
        return Place.SHIPPED if compiled or self.injections(one) else place

    def injections(self, one: Candidate) -> Sequence[Candidate]:
        """Where the build puts a setting that is written down into the app."""
        if one.role is Role.INJECTED or not self._is_written_down(one):
            return ()
        return self._injections.get(squeeze(one.name), ())

    def is_explained(self, injection: Candidate) -> bool:
        """Whether the value that is put into the app is written down in the project, and reported there."""
        return id(injection) in self._joined

    def _is_written_down(self, one: Candidate) -> bool:
        """Whether a value stands in a file of settings from which a build reads."""
        return bool(one.name) and self._written_down.match(one.path) and self.of_file(one.path) is not Place.TEST


def is_list_of_assets(path: str) -> bool:
    """Whether a document of this name lists files that the build puts into the app."""
    return _file_name(path) == "pubspec.yaml"


def _bundled(candidates: Iterable[Candidate], project: ProjectContext) -> frozenset[str]:
    """Files that the build puts into the app whole: assets, embedded resources, files of definitions."""
    bundled: set[str] = set()
    for path, document in project.documents.items():
        if is_list_of_assets(path):
            assets = (one.value for one in document.settings if one.path.startswith("flutter/assets"))
            bundled.update(_beside(path, asset) for asset in assets if ".env" in asset)
    named = [one for one in candidates if one.role is Role.BUNDLED]
    for one in named:
        whole = _beside(one.path, one.name.replace("\\", "/"))
        bundled.update(path for path in project.paths if path == whole or f"/{path}".endswith(f"/{one.name}"))
    return frozenset(bundled)


def _file_name(path: str) -> str:
    return path.rpartition("/")[2]


def _beside(path: str, relative: str) -> str:
    folder = path.rpartition("/")[0]
    return f"{folder}/{relative}" if folder else relative
