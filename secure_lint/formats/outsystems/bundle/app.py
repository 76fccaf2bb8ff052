"""A whole bundle: its modules and its shell."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.formats.outsystems.bundle.actions import read_actions
from secure_lint.formats.outsystems.bundle.entities import read_entities
from secure_lint.formats.outsystems.bundle.literals import CodeLimitError
from secure_lint.formats.outsystems.bundle.records import read_records, with_record
from secure_lint.formats.outsystems.bundle.screens import read_screen, read_server_calls
from secure_lint.formats.outsystems.bundle.shell import (
    AppDefinition,
    CordovaPlugin,
    read_app_definition,
    read_plugins,
    read_references,
    stores_in_indexed_db,
)
from secure_lint.formats.outsystems.bundle.source import BundleSource, parse_file_name
from secure_lint.formats.outsystems.bundle.uses import read_uses
from secure_lint.formats.outsystems.bundle.variables import read_client_variables
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.flow_model import Action
from secure_lint.formats.outsystems.model import (
    Entity,
    ModuleKind,
    OutSystemsModule,
    RecordType,
    Reference,
    Screen,
    ServerCall,
    Variable,
)
from secure_lint.formats.outsystems.place import whole_file
from secure_lint.model.facts import AttributeUse

MAX_FILE = 1 << 23
"""8 MiB; a generated file rarely passes one."""

MAX_ENTRIES = 100_000
"""Entries of an APK or IPA; large apps have some ten thousand."""

_ROLES = ("entities", "clientVariables", "model", "mvc", "controller", "referencesHealth")
_SHELL_ROLES = ("appDefinition", "index")
_PLUGINS_FILE = "cordova_plugins.js"
CONFIG_FILE = "config.xml"
"""Cordova's configuration. In an IPA it is text; in an APK it is in Android's binary form, which nothing reads."""

_ENCRYPTED = 0x1
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class BundleFile(msgspec.Struct, frozen=True):
    """A file of a bundle; ``path`` as a finding would name it."""

    path: str
    data: bytes


class OutSystemsBundle(msgspec.Struct, frozen=True):
    """A bundle: the app's modules, and what is built around them.

    ``indexed_db_files`` are the files that switch Local Storage to the browser's database.
    """

    modules: tuple[OutSystemsModule, ...] = ()
    plugins: tuple[CordovaPlugin, ...] = ()
    app: AppDefinition | None = None
    indexed_db_files: tuple[str, ...] = ()


class _ModuleParts:
    """What the files of one module have given so far."""

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path
        self.entities: list[Entity] = []
        self.variables: list[Variable] = []
        self.references: list[Reference] = []
        self.screens: list[Screen] = []
        self.calls: list[ServerCall] = []
        self.actions: list[Action] = []
        self.records: list[RecordType] = []
        self.uses: list[AttributeUse] = []

    def add(self, source: BundleSource) -> None:
        """Take what a file of the module holds."""
        if source.role == "entities":
            self.entities += read_entities(source)
        elif source.role == "clientVariables":
            self.variables += read_client_variables(source)
        elif source.role == "model":
            self.records += read_records(source)
        elif source.role == "referencesHealth":
            self.references += read_references(source)
        else:
            screen = read_screen(source)
            self.screens += [screen] if screen else []
            self.calls += read_server_calls(source)
            self.actions += read_actions(source)
            self.uses += read_uses(source)

    def module(self) -> OutSystemsModule:
        """The module; only a mobile one has local entities."""
        records = {record.name: record for record in self.records}
        return OutSystemsModule(
            name=self.name,
            kind=ModuleKind.MOBILE if self.entities else ModuleKind.REACTIVE,
            place=whole_file(self.path),
            entities=tuple(with_record(entity, records) for entity in self.entities),
            client_variables=tuple(self.variables),
            references=tuple(self.references),
            screens=tuple(self.screens),
            server_calls=tuple(self.calls),
            actions=tuple(self.actions),
            records=tuple(self.records),
            uses=tuple(self.uses),
        )


def is_bundle_file(path: str) -> bool:
    """Whether a file of this name is read."""
    name = path.rpartition("/")[2]
    module, _, role = parse_file_name(path)
    return name == _PLUGINS_FILE or bool(module and role in (*_ROLES, *_SHELL_ROLES))


def read_bundle(files: Iterable[BundleFile]) -> OutSystemsBundle:
    """The bundle that the files form; files of other names are passed over.

    Raises `OutSystemsFormatError` for a file that no generator writes: too large, too deep, too many literals.
    """
    parts = _BundleParts()
    for file in files:
        if not is_bundle_file(file.path):
            continue
        if len(file.data) > MAX_FILE:
            raise OutSystemsFormatError(file.path, MAX_FILE, f"more than {MAX_FILE} octets")
        try:
            parts.add(file)
        except CodeLimitError as error:
            raise OutSystemsFormatError(file.path, error.offset, str(error)) from error
    return parts.bundle()


class _BundleParts:
    """What the files have given so far."""

    def __init__(self) -> None:
        self._modules: dict[str, _ModuleParts] = {}
        self._plugins: dict[str, CordovaPlugin] = {}
        self._indexed_db: list[str] = []
        self._app: AppDefinition | None = None

    def add(self, file: BundleFile) -> None:
        """Take what a file holds."""
        name = file.path.rpartition("/")[2]
        source = BundleSource(file.path, file.data)
        if name == _PLUGINS_FILE:
            self._plugins.update((plugin.identifier, plugin) for plugin in read_plugins(source))
        elif source.role == "appDefinition":
            self._app = read_app_definition(source) or self._app
        elif source.role == "index":
            self._indexed_db += [file.path] if stores_in_indexed_db(source) else []
        else:
            self._modules.setdefault(source.module, _ModuleParts(source.module, file.path)).add(source)

    def bundle(self) -> OutSystemsBundle:
        """The bundle, modules by name."""
        modules = tuple(self._modules[name].module() for name in sorted(self._modules))
        plugins = tuple(self._plugins.values())
        return OutSystemsBundle(modules, plugins, self._app, tuple(self._indexed_db))


def files_in_archive(path: str, data: bytes) -> Iterator[BundleFile]:
    """The files of a bundle and the shell's ``config.xml`` in an APK, IPA or ZIP.

    A file has the path ``app.apk/assets/www/scripts/...``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise OutSystemsFormatError(path, 0, f"{len(entries)} entries")
            for entry in entries:
                if is_bundle_file(entry.filename) or entry.filename.rpartition("/")[2] == CONFIG_FILE:
                    yield BundleFile(f"{path}/{entry.filename}", _read(path, archive, entry))
    except _ZIP_ERRORS as error:
        raise OutSystemsFormatError(path, 0, f"no readable ZIP: {error}") from error


def _read(path: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or entry.flag_bits & _ENCRYPTED:
        raise OutSystemsFormatError(path, entry.header_offset, "an encrypted or unusual entry", part=entry.filename)
    with archive.open(entry) as stream:
        return stream.read(MAX_FILE + 1)
