"""Which reader reads which file. A new format is one module and one line of `_FORMATS`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from fnmatch import fnmatchcase

import msgspec

from secure_lint.formats.reading import ReadDocument
from secure_lint.text.source import SourceText

Reader = Callable[[SourceText], ReadDocument]


class _Format(msgspec.Struct, frozen=True):
    """A reader's module and function, and the file names it is for (patterns over the last two path segments)."""

    module: str
    function: str
    patterns: tuple[str, ...]


_FORMATS = (
    _Format("gradle", "read_gradle", ("*.gradle",)),
    _Format("gradle_kotlin", "read_gradle_kotlin", ("*.gradle.kts",)),
    _Format("plist", "read_plist", ("*.plist", "*.entitlements", "*.xcprivacy")),
    _Format("xml", "read_xml", ("*.xml", "*.storyboard", "*.xib", "*.csproj", "*.xcdatamodel/contents")),
    _Format("json_schemas", "read_json_with_schemas", ("*.json", "Package.resolved")),
    _Format("json_document", "read_json", ("*.ipynb",)),
    _Format("yaml_document", "read_yaml", ("*.yaml", "*.yml")),
    _Format("toml_document", "read_toml", ("*.toml",)),
    _Format("properties", "read_properties", ("*.properties",)),
    _Format("dotenv", "read_dotenv", (".env", ".env.*", "*.env")),
    _Format("dotenv", "read_xcconfig", ("*.xcconfig",)),
    _Format("sql", "read_sql", ("*.sql",)),
    _Format("sql", "read_sqldelight", ("*.sq", "*.sqm")),
)


def is_document(path: str) -> bool:
    """Whether a format's reader is for a file of this name."""
    return _format_of(path) is not None


def read_document(source: SourceText) -> ReadDocument:
    """Read a configuration, data or schema file; a file of another kind yields nothing."""
    found = _format_of(source.path)
    if found is None:
        return ReadDocument()
    module = importlib.import_module(f"secure_lint.formats.{found.module}")
    reader: Reader = getattr(module, found.function)
    return reader(source)


def _format_of(path: str) -> _Format | None:
    *folders, name = path.rsplit("/", 2)
    qualified = f"{folders[-1]}/{name}" if folders else name
    for candidate in _FORMATS:
        if any(fnmatchcase(qualified if "/" in pattern else name, pattern) for pattern in candidate.patterns):
            return candidate
    return None
