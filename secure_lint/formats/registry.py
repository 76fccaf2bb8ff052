"""Which reader reads which file. A new format is one module and one line of `_FORMATS`.

A container (`_CONTAINERS`) is a binary file with several parts, each of which is read by itself.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

import msgspec

from secure_lint.formats.reading import ReadDocument
from secure_lint.text.source import SourceText

Reader = Callable[[SourceText], ReadDocument]
Part = tuple[str, ReadDocument]
"""A part of a container: its path, with that of the container in front, and what was read."""

ContainerReader = Callable[[str, bytes], Iterable[Part]]
GeneratedReader = Callable[[str, bytes], ReadDocument]


class _Format(msgspec.Struct, frozen=True):
    """A reader's module and function, and the file names it is for (patterns over the last two path segments)."""

    module: str
    function: str
    patterns: tuple[str, ...]


class _Binary(msgspec.Struct, frozen=True):
    """A reader of a binary format: module, test of a file's content, function, and what files begin with."""

    module: str
    test: str
    function: str
    starts: tuple[bytes, ...]


_FORMATS = (
    _Format(
        "outsystems.reading",
        "read_description",
        tuple(f"secure-lint-entities.{one}" for one in ("yaml", "yml", "json")),
    ),
    _Format("outsystems.reading", "read_extensibility_file", ("*xtensibility*.json",)),
    _Format("cordova_config", "read_cordova_config", ("config.xml", "config.*.xml")),
    _Format("gradle", "read_gradle", ("*.gradle",)),
    _Format("gradle_kotlin", "read_gradle_kotlin", ("*.gradle.kts",)),
    _Format("plist", "read_plist", ("*.plist", "*.entitlements", "*.xcprivacy", ".xccurrentversion")),
    _Format("xml", "read_xml", ("*.xml", "*.storyboard", "*.xib", "*.csproj")),
    _Format("core_data_model", "read_data_model", ("*.xcdatamodel/contents",)),
    _Format("json_schemas", "read_json_with_schemas", ("*.json", "Package.resolved")),
    _Format("json_document", "read_json", ("*.ipynb",)),
    _Format("yaml_schemas", "read_yaml_with_schemas", ("*.yaml", "*.yml")),
    _Format("toml_document", "read_toml", ("*.toml",)),
    _Format("properties", "read_properties", ("*.properties",)),
    _Format("dotenv", "read_dotenv", (".env", ".env.*", "*.env")),
    _Format("dotenv", "read_xcconfig", ("*.xcconfig",)),
    _Format("graphql.reading", "read_graphql", ("*.graphql", "*.graphqls", "*.gql")),
    _Format("prisma", "read_prisma", ("*.prisma",)),
    _Format("firebase_rules.reading", "read_rules", ("*.rules",)),
    _Format("sql", "read_sql", ("*.sql",)),
    _Format("sql", "read_sqldelight", ("*.sq", "*.sqm")),
)


_CONTAINERS = (_Format("outsystems.reading", "read_module_file", ("*.oml", "*.oap")),)
_ARCHIVES = (_Format("outsystems.reading", "read_archive", ("*.apk", "*.aab", "*.ipa", "*.zip")),)
_BINARIES = (_Binary("binary_plist", "is_binary_plist", "read_binary_plist", (b"bplist00", b"\x30")),)
_GENERATED = "outsystems.reading"
"""Reads code files that a generator wrote, by what is in them."""


def is_container(path: str) -> bool:
    """Whether a file of this name is the source of an app in parts."""
    return _first(_CONTAINERS, path.lower()) is not None


def is_archive(path: str) -> bool:
    """Whether a file of this name may hold a built app. Such files are read only when the user names them."""
    return _first(_ARCHIVES, path.lower()) is not None


def read_binary(path: str, data: bytes) -> ReadDocument | None:
    """What a binary configuration file says, told by its content; ``None`` for any other file."""
    for binary in _BINARIES:
        if data.startswith(binary.starts):
            module = importlib.import_module(f"secure_lint.formats.{binary.module}")
            if getattr(module, binary.test)(data):
                reader: GeneratedReader = getattr(module, binary.function)
                return reader(path, data)
    return None


def read_container(path: str, data: bytes) -> Iterable[Part]:
    """The parts of a container or archive; a file of another kind has none."""
    found = _first((*_CONTAINERS, *_ARCHIVES), path.lower())
    if found is None:
        return ()
    reader: ContainerReader = getattr(importlib.import_module(f"secure_lint.formats.{found.module}"), found.function)
    return reader(path, data)


def read_generated(path: str, data: bytes) -> ReadDocument | None:
    """What a generated code file says beyond its code; ``None`` for any other file."""
    name = path.rpartition("/")[2]
    if ".js" not in name or (name.count(".") < 2 and not name.startswith("cordova_plugins.")):
        return None
    module = importlib.import_module(f"secure_lint.formats.{_GENERATED}")
    if not module.is_generated(path, data):
        return None
    reader: GeneratedReader = module.read_generated_file
    return reader(path, data)


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
    return _first(_FORMATS, path)


def _first(formats: Iterable[_Format], path: str) -> _Format | None:
    *folders, name = path.rsplit("/", 2)
    qualified = f"{folders[-1]}/{name}" if folders else name
    for candidate in formats:
        if any(fnmatchcase(qualified if "/" in pattern else name, pattern) for pattern in candidate.patterns):
            return candidate
    return None
