"""Finding the files to scan.

Links are never followed, so no file is read twice and none outside the scanned folders; what a link inside the tree
leads to is found at its own place. What `.gitignore` files, build output and package folders leave out is not read;
a file or folder that the user names is. Whatever else cannot be scanned becomes a `Problem`.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.ignore_files import IgnoreRules, pattern_list, rules_above
from secure_lint.formats.registry import is_archive, is_container
from secure_lint.model.problem import Problem, Stage

MAX_FILE_SIZE = 5 * 1024 * 1024
"""Files above this many bytes are not parsed: sources are smaller, generated data is not worth the time."""

MAX_CONTAINER_SIZE = 256 * 1024 * 1024
"""The same for containers, which are compressed and read part by part; each part has a limit of its own."""

_PACKAGE_FOLDERS = frozenset(
    {
        ".git", ".hg", ".svn", ".gradle", ".idea", ".kotlin", ".dart_tool", ".pub-cache", ".symlinks", ".venv", ".tox",
        ".mypy_cache", ".pytest_cache", ".ruff_cache", ".secure-lint-cache", ".yarn", "__pycache__", "bower_components",
        "Carthage", "DerivedData", "node_modules", "Pods", "site-packages",
    }
)  # fmt: skip
_OUTPUT_FOLDERS = frozenset({"build", "dist", "out", "target"})
_NO_TEXT = frozenset(
    {
        ".7z", ".a", ".aac", ".aab", ".aar", ".ai", ".apk", ".avi", ".avif", ".bin", ".bmp", ".bz2", ".car", ".class",
        ".dex", ".dll", ".doc", ".docx", ".dylib", ".eot", ".exe", ".flac", ".gif", ".gz", ".heic", ".icns", ".ico",
        ".ipa", ".jar", ".jpeg", ".jpg", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".nib", ".o", ".obj", ".ogg",
        ".onnx", ".otf", ".pdf", ".png", ".ppt", ".pptx", ".psd", ".pt", ".pyc", ".pyd", ".rar", ".so", ".svg", ".tar",
        ".tflite", ".tgz", ".tif", ".tiff", ".ttf", ".wasm", ".wav", ".webm", ".webp", ".woff", ".woff2", ".xls",
        ".xlsx", ".xz", ".zip",
    }
)  # fmt: skip
"""Endings of pictures, sound, fonts, archives and compiled code. All else can hold a credential."""
_SOURCE_FOLDERS = frozenset({"src", "lib", "Sources"})


class DiscoveredFile(msgspec.Struct, frozen=True, order=True):
    """A file to scan.

    ``path`` is relative to the scan root, with forward slashes; bytes of a name that are not UTF-8 are lone surrogates,
    as in `os.fsdecode`. ``size`` is in bytes.
    """

    path: str
    absolute: Path
    size: int


class Discovery(msgspec.Struct, frozen=True):
    """Files in order of their paths, and what could not be scanned. ``root`` is what paths are relative to."""

    root: Path
    files: tuple[DiscoveredFile, ...]
    problems: tuple[Problem, ...] = ()


class Selection(msgspec.Struct, frozen=True):
    """Which files are wanted.

    ``include`` and ``exclude`` are patterns as in a `.gitignore` file, relative to ``base`` (by default the scan root).
    ``readable`` tells by a file's name whether anything can read it.
    """

    readable: Callable[[str], bool]
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    base: Path | None = None
    gitignore: bool = True
    max_size: int = MAX_FILE_SIZE


def discover(targets: Sequence[Path], configuration: Configuration) -> Discovery:
    """Find the files below ``targets`` that secure-lint can read, as the configuration selects them."""
    selection = Selection(
        is_readable,
        include=configuration.include,
        exclude=configuration.exclude,
        base=Path(configuration.origin.folder) if configuration.origin else None,
        gitignore=configuration.respect_gitignore,
        max_size=configuration.max_file_bytes,
    )
    return find_files(scan_root(targets), targets, selection)


def is_readable(name: str) -> bool:
    """Whether a file of this name can hold anything that secure-lint looks for."""
    return name[name.rfind(".") :].lower() not in _NO_TEXT if "." in name else True


def scan_root(targets: Sequence[Path]) -> Path:
    """What paths are given relative to: the current folder if all is in it, so that a terminal can open them."""
    absolute = [_absolute(target) for target in targets]
    current = Path.cwd()
    if all(path.is_relative_to(current) for path in absolute):
        return current
    folders = [path if path.is_dir() else path.parent for path in absolute]
    return Path(os.path.commonpath(folders))


def find_files(root: Path, targets: Iterable[Path], selection: Selection) -> Discovery:
    """Find the files below ``targets``; their paths are given relative to ``root``.

    A target that is a file is taken whatever `.gitignore` says, as long as no ``exclude`` pattern matches. A target
    that does not exist is a `Problem`.
    """
    walk = _Walk(_absolute(root), selection)
    for target in targets:
        walk.visit(_absolute(target))
    files = tuple(walk.files[path] for path in sorted(walk.files))
    return Discovery(_absolute(root), files, tuple(sorted(walk.problems, key=lambda one: (one.path, one.message))))


def _absolute(path: Path) -> Path:
    # Links are kept, so that a path stays the one that the user knows.
    return Path(os.path.normpath(path.absolute()))


class _Walk:
    """One discovery: the files and problems found so far."""

    def __init__(self, root: Path, selection: Selection) -> None:
        self.files: dict[str, DiscoveredFile] = {}
        self.problems: list[Problem] = []
        self._root = str(root)
        self._real_root = root.resolve()
        self._base = str(selection.base.absolute()) if selection.base else self._root
        self._selection = selection
        self._exclude = pattern_list(selection.exclude) if selection.exclude else None
        self._include = pattern_list(selection.include) if selection.include else None

    def visit(self, path: Path) -> None:
        """Take a file or a folder that the user named, through a link if need be."""
        target = str(path)
        try:
            status = path.stat()
        except OSError as error:
            self._report(target, f"cannot be read: {error.strerror or error}")
            return
        if stat.S_ISDIR(status.st_mode):
            rules = rules_above(target) if self._selection.gitignore else IgnoreRules()
            self._folder(target, rules)
        elif not stat.S_ISREG(status.st_mode):
            self._report(target, "is neither a file nor a folder")
        elif not self._selection.readable(path.name) and not is_archive(path.name):
            self._report(target, "secure-lint reads no files of this kind")
        else:
            self._file(target, status.st_size)

    def _folder(self, top: str, rules: IgnoreRules) -> None:
        pending: list[tuple[str, IgnoreRules, bool]] = [(top, rules, False)]
        while pending:
            folder, rules, in_sources = pending.pop()
            entries = self._entries(folder)
            if self._selection.gitignore and any(entry.name == ".gitignore" for entry in entries):
                rules = rules.with_file(folder)
            for entry in entries:
                if self._is_folder(entry):
                    if self._wants_folder(entry, rules, in_sources=in_sources):
                        pending.append((entry.path, rules, in_sources or entry.name in _SOURCE_FOLDERS))
                elif self._concerns(entry) and not rules.ignored(entry.path, is_folder=False):
                    self._entry(entry)

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return list(entries)
        except OSError as error:
            self._report(folder, f"the folder cannot be read: {error.strerror or error}")
            return []

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir(follow_symlinks=False)
        except OSError:
            return False

    def _wants_folder(self, entry: os.DirEntry[str], rules: IgnoreRules, *, in_sources: bool) -> bool:
        if entry.name in _PACKAGE_FOLDERS or (entry.name in _OUTPUT_FOLDERS and not in_sources):
            return False
        if self._exclude and self._exclude.match_file(f"{_relative(entry.path, self._base)}/"):
            return False
        return not rules.ignored(entry.path, is_folder=True)

    def _concerns(self, entry: os.DirEntry[str]) -> bool:
        return self._selection.readable(entry.name) or (entry.is_symlink() and Path(entry.path).is_dir())

    def _entry(self, entry: os.DirEntry[str]) -> None:
        try:
            if entry.is_symlink():
                self._link(entry.path)
                return
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            self._report(entry.path, f"cannot be read: {error.strerror or error}")
            return
        if stat.S_ISREG(status.st_mode):
            self._file(entry.path, status.st_size)

    def _link(self, path: str) -> None:
        try:
            destination = Path(path).resolve(strict=True)
        except (OSError, RuntimeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it leads to itself"
            self._report(path, f"is a link that cannot be followed: {reason}")
            return
        if not destination.is_relative_to(self._real_root):
            self._report(path, "is a link out of the scanned folder; it was not followed")

    def _file(self, path: str, size: int) -> None:
        inside_base = _relative(path, self._base)
        if self._exclude and self._exclude.match_file(inside_base):
            return
        if self._include and not self._include.match_file(inside_base):
            return
        most = self._selection.max_size
        if is_container(path) or is_archive(path):
            most = max(most, MAX_CONTAINER_SIZE)
        if size > most:
            megabytes = most / (1024 * 1024)
            self._report(path, f"is larger than {megabytes:g} MiB ({size} bytes); it was not read")
            return
        relative = _relative(path, self._root)
        self.files[relative] = DiscoveredFile(relative, Path(path), size)

    def _report(self, path: str, message: str) -> None:
        self.problems.append(Problem(_relative(path, self._root), message, Stage.DISCOVER))


def _relative(path: str, folder: str) -> str:
    if path.startswith(f"{folder}{os.sep}"):
        return path[len(folder) + 1 :].replace(os.sep, "/")
    return os.path.relpath(path, folder).replace(os.sep, "/")
