"""Finding and reading the configuration file of a scanned path."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from secure_lint.engine.configuration import Configuration, Origin, Settings
from secure_lint.engine.toml_lines import toml_key_lines
from secure_lint.errors import ConfigurationError
from secure_lint.knowledge.documents import Path as KeyPath
from secure_lint.knowledge.documents import Plain, convert, load_yaml

FILE_NAMES = ("secure-lint.toml", ".secure-lint.yaml", "pyproject.toml")
"""Where a configuration may stand; within one folder the first that exists wins."""

_PYPROJECT = "pyproject.toml"
_TABLE = ("tool", "secure-lint")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


def load_configuration(paths: Sequence[Path], explicit: Path | None = None) -> Configuration:
    """The configuration for a scan of ``paths``: ``explicit`` if given, else the nearest one, else the defaults.

    Raises `ConfigurationError` with file and line when the file cannot be used.
    """
    if explicit is not None:
        configuration = read_configuration(explicit)
        if configuration is None:
            raise ConfigurationError(str(explicit), None, "has no table [tool.secure-lint]")
        return configuration
    for folder in _folders(paths):
        for name in FILE_NAMES:
            candidate = folder / name
            if candidate.is_file() and (configuration := read_configuration(candidate)) is not None:
                return configuration
    return Configuration()


def read_configuration(path: Path) -> Configuration | None:
    """Read one file; ``None`` for a ``pyproject.toml`` that does not configure secure-lint."""
    name = _display(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigurationError(name, None, "is not UTF-8 text") from None
    except OSError as problem:
        raise ConfigurationError(name, None, f"cannot be read: {problem.strerror or problem}") from None
    if path.name == _PYPROJECT and _TABLE[1] not in text:
        return None
    lines: dict[KeyPath, int]
    if path.suffix == ".toml":
        value, lines = _read_toml(text, name)
        if path.name == _PYPROJECT:
            table = _table(value, _TABLE)
            if table is None:
                return None
            value, lines = table, {at[len(_TABLE) :]: line for at, line in lines.items() if at[: len(_TABLE)] == _TABLE}
        settings = convert(value, lines, name, Settings, ConfigurationError)
    else:
        settings, lines = load_yaml(text or "{}", name, Settings, ConfigurationError)
    fields = {field: getattr(settings, field) for field in Settings.__struct_fields__}
    return Configuration(**fields, origin=Origin(name, str(path.parent.absolute()), lines))


def repository_root(path: Path) -> Path | None:
    """The nearest folder at or above ``path`` that is a git work tree."""
    start = path.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), None)


def common_folder(paths: Sequence[Path]) -> Path:
    """The deepest folder that holds all ``paths``."""
    folders = [path.absolute() if path.is_dir() else path.absolute().parent for path in paths]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def _folders(paths: Sequence[Path]) -> Iterator[Path]:
    """The folders that may configure a scan, nearest first.

    The search ends at the repository root; outside a repository it ends at the working folder, so that a stray file
    high in the file system configures nobody.
    """
    start = common_folder(paths)
    last = repository_root(start)
    if last is None:
        last = Path.cwd() if start.is_relative_to(Path.cwd()) else start
    for folder in (start, *start.parents):
        yield folder
        if folder == last:
            return


def _read_toml(text: str, name: str) -> tuple[Plain, dict[KeyPath, int]]:
    try:
        value: Plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = str(problem)
        at = _AT_LINE.search(message)
        line = int(at[1]) if at else len(text.rstrip().splitlines())
        raise ConfigurationError(name, line, f"not valid TOML: {_AT_LINE.sub('', message)}") from None
    return value, toml_key_lines(text)


def _table(value: Plain, path: tuple[str, ...]) -> Plain:
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _display(path: Path) -> str:
    absolute = path.absolute()
    return str(absolute.relative_to(Path.cwd())) if absolute.is_relative_to(Path.cwd()) else str(absolute)
