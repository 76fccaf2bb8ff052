"""Entry points for the scan: module files, packages, bundles on disk and in archives, descriptions, configurations."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.errors import DocumentError
from secure_lint.formats.cordova_config import read_cordova_config
from secure_lint.formats.json_document import read_json
from secure_lint.formats.outsystems.bundle.app import (
    CONFIG_FILE,
    BundleFile,
    OutSystemsBundle,
    files_in_archive,
    is_bundle_file,
    read_bundle,
)
from secure_lint.formats.outsystems.bundle.scripts import read_scripts
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.extensibility import read_extensibility
from secure_lint.formats.outsystems.lowering.facts import PLATFORM, lined_facts, settings_document, unlined_facts
from secure_lint.formats.outsystems.lowering.listing import WrittenPlaces
from secure_lint.formats.outsystems.lowering.settings import SettingWriter, write_extensibility
from secure_lint.formats.outsystems.neutral.reading import read_entities_file
from secure_lint.formats.outsystems.oml.module import read_modules
from secure_lint.formats.outsystems.place import whole_file
from secure_lint.formats.reading import ReadDocument, read_problem
from secure_lint.formats.yaml_document import read_yaml
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

Part = tuple[str, ReadDocument]
"""A part of a container: its path, with that of the container in front, and what was read."""

_GENERATED_MARKS = (b"OutSystems", b"outsystems", b"cordova/plugin_list", b"clientVarsService", b"EntityService")
_SCRIPTS = "/scripts/"


def read_module_file(path: str, data: bytes) -> Iterator[Part]:
    """The modules of an ``.oml`` or ``.oap`` file; what cannot be read is a problem of the part it is in."""
    try:
        for module in read_modules(path, data):
            at = module.place.location.path
            yield at, unlined_facts(module, at)
    except OutSystemsFormatError as error:
        yield path, _unreadable(path, error)


def read_archive(path: str, data: bytes) -> Iterator[Part]:
    """The generated files of a bundle in an APK, IPA or ZIP."""
    try:
        files = list(files_in_archive(path, data))
    except OutSystemsFormatError as error:
        yield path, _unreadable(path, error)
        return
    if not any(is_generated(file.path, file.data) for file in files):
        yield (
            path,
            ReadDocument(problems=(read_problem(path, "holds no app that secure-lint can read", None, partial=False),)),
        )
        return
    for file in files:
        if is_generated(file.path, file.data):
            yield file.path, read_generated_file(file.path, file.data)
        elif file.path.endswith(CONFIG_FILE) and b"\0" not in file.data:
            yield file.path, read_cordova_config(SourceText(file.path, file.data))


def is_generated(path: str, data: bytes) -> bool:
    """Whether a file is one of a generated bundle: by its name, and by what only the generator writes."""
    return is_bundle_file(path) and any(mark in data for mark in _GENERATED_MARKS)


def read_generated_file(path: str, data: bytes) -> ReadDocument:
    """What a file of a generated bundle says."""
    try:
        bundle = read_bundle([BundleFile(path, data)])
    except OutSystemsFormatError as error:
        return _unreadable(path, error)
    app = _app_folder(path)
    shell = _shell(path, bundle, app)
    if not bundle.modules:
        return shell
    scripts = read_scripts(BundleSource(path, data))
    return msgspec.structs.replace(lined_facts(bundle.modules[0], path, app), embedded=scripts)


def read_description(source: SourceText) -> ReadDocument:
    """The app that a neutral entity file describes."""
    try:
        module = read_entities_file(source.path, source.data)
    except DocumentError as error:
        span = Span(error.line, 1, error.line, 1) if error.line else None
        return ReadDocument(problems=(read_problem(source.path, error.message, span, partial=False),))
    comments = () if source.path.endswith(".json") else read_yaml(source).comments
    return msgspec.structs.replace(lined_facts(module, source.path, source.path), comments=comments)


def read_extensibility_file(source: SourceText) -> ReadDocument:
    """Extensibility Configurations in a file of their own; a JSON file that holds something else is plain JSON."""
    read = read_json(source)
    if read.document is None or read.problems:
        return read
    try:
        configurations = read_extensibility(source.path, source.data)
    except OutSystemsFormatError as error:
        return _unreadable(source.path, error)
    if configurations.is_empty:
        return read
    places = WrittenPlaces()
    writer = SettingWriter(places)
    write_extensibility(configurations, writer)
    document = settings_document(source.path, (*read.document.settings, *writer.settings), "")
    return msgspec.structs.replace(read, document=document, landmarks=places.landmarks(), platform=PLATFORM)


def _shell(path: str, bundle: OutSystemsBundle, app: str) -> ReadDocument:
    places = WrittenPlaces()
    writer = SettingWriter(places)
    for plugin in bundle.plugins:
        writer.add(f"Plugins/{plugin.identifier}", plugin.version, plugin.place)
    if bundle.app is not None:
        writer.add("AppDefinition/debugEnabled", "true" if bundle.app.debug_enabled else "false", bundle.app.place)
        writer.add("AppDefinition/environment", bundle.app.environment, bundle.app.place)
    if path in bundle.indexed_db_files:
        writer.add("Distribution/pwa", "true", whole_file(path, "Distribution"))
    return ReadDocument(settings_document(path, writer.settings, app), landmarks=places.landmarks(), platform=PLATFORM)


def _app_folder(path: str) -> str:
    """The folder of the app that a generated file belongs to: what holds ``scripts``, else the file's own folder."""
    folder, found, _ = f"/{path}".rpartition(_SCRIPTS)
    if found:
        return folder.removeprefix("/") or "."
    return path.rpartition("/")[0] or "."


def _unreadable(path: str, error: OutSystemsFormatError) -> ReadDocument:
    place = f"{error.part}, offset {error.offset}" if error.part else f"offset {error.offset}"
    return ReadDocument(
        problems=(read_problem(path, f"{error.reason} ({place}); it was not analysed", None, partial=False),)
    )
