"""Extensibility Configurations: the JSON property of a mobile module that configures plugins and the native shell.

Read from OutSystems 11 and Cordova-based ODC modules (``plugin``, ``preferences``, ``access``) and from the universal
form of ODC (``appConfigurations``, ``buildConfigurations``), as the vendor documents them. The property's text may
stand in a file of its own or inside a module.
"""

from __future__ import annotations

import msgspec

from secure_lint.formats.json_document import read_json
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.place import Place
from secure_lint.model.schema import Setting
from secure_lint.model.span import Location
from secure_lint.text.source import SourceText

MAX_TEXT = 1 << 20
"""A property of some kilobytes; a mebibyte is none."""

ROOT = "ExtensibilityConfigurations"
"""First segment of the element paths."""

_PLATFORMS = ("android", "ios", "global")


class PluginSource(msgspec.Struct, frozen=True):
    """A plugin that the build adds: its identifier or the address it is fetched from."""

    place: Place
    identifier: str = ""
    url: str = ""


class AccessSetting(msgspec.Struct, frozen=True):
    """What an access rule asks or allows besides its domain, such as ``minimum-tls-version``."""

    name: str
    value: str
    place: Place


class AccessRule(msgspec.Struct, frozen=True):
    """A domain that the app may reach, and how."""

    origin: str
    place: Place
    settings: tuple[AccessSetting, ...] = ()


class Preference(msgspec.Struct, frozen=True):
    """A preference of the native shell; ``platform`` is android, ios or global."""

    name: str
    value: str
    platform: str
    place: Place


class NetworkRule(msgspec.Struct, frozen=True):
    """Which connections the app may open (``https`` or ``https_http``) and whose certificates it trusts."""

    platform: str
    name: str
    value: str
    place: Place


class ExtensibilityConfigurations(msgspec.Struct, frozen=True):
    """What a module's Extensibility Configurations say."""

    plugins: tuple[PluginSource, ...] = ()
    access: tuple[AccessRule, ...] = ()
    preferences: tuple[Preference, ...] = ()
    network: tuple[NetworkRule, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is configured, which for a plugin's wrapper module means that the plugin is not built in."""
        return not (self.plugins or self.access or self.preferences or self.network)


def read_extensibility(path: str, raw: bytes) -> ExtensibilityConfigurations:
    """The configurations in a JSON text; raises `OutSystemsFormatError` when it is not JSON or too long."""
    if len(raw) > MAX_TEXT:
        raise OutSystemsFormatError(path, MAX_TEXT, f"more than {MAX_TEXT} octets")
    source = SourceText(path, raw)
    read = read_json(source)
    if read.problems:
        problem = read.problems[0]
        offset = problem.span.start_column - 1 if problem.span else 0
        line = problem.span.start_line if problem.span else 1
        raise OutSystemsFormatError(path, offset, problem.message, part=f"line {line}")
    return _ConfigurationReader(path, read.document.settings if read.document else ()).read()


class _ConfigurationReader:
    def __init__(self, path: str, settings: tuple[Setting, ...]) -> None:
        self._path = path
        self._settings = {setting.path: setting for setting in settings}
        self._groups: dict[str, list[str]] = {}
        for setting_path in self._settings:
            self._groups.setdefault(setting_path.rpartition("/")[0], []).append(setting_path)

    def read(self) -> ExtensibilityConfigurations:
        plugins: list[PluginSource] = []
        access: list[AccessRule] = []
        preferences: list[Preference] = []
        network: list[NetworkRule] = []
        for group in self._groups:
            names = group.split("/")
            if names[-1] == "plugin" or (names[-1].startswith("[") and names[-2:-1] in (["plugin"], ["plugins"])):
                plugins += self._plugin(group)
            elif "access" in names[-2:]:
                access += self._access(group)
            elif "preferences" in names:
                preferences += self._preferences(group, names)
            elif names[-1] == "network":
                network += self._network(group, names)
        return ExtensibilityConfigurations(tuple(plugins), tuple(access), tuple(preferences), tuple(network))

    def _text(self, group: str, name: str) -> str:
        setting = self._settings.get(f"{group}/{name}")
        return setting.value if setting else ""

    def _place(self, path: str) -> Place:
        setting = self._settings[path]
        return Place(f"{ROOT}/{path}", Location(self._path, setting.span))

    def _plugin(self, group: str) -> list[PluginSource]:
        identifier, url = self._text(group, "identifier"), self._text(group, "url")
        if not identifier and not url:
            return []
        return [PluginSource(self._place(f"{group}/{'url' if url else 'identifier'}"), identifier, url)]

    def _access(self, group: str) -> list[AccessRule]:
        origin = self._settings.get(f"{group}/origin")
        if origin is None:
            return []
        others = [path for path in self._groups[group] if path != origin.path]
        settings = tuple(
            AccessSetting(path.rpartition("/")[2], self._settings[path].value, self._place(path)) for path in others
        )
        return [AccessRule(origin.value, self._place(origin.path), settings)]

    def _preferences(self, group: str, names: list[str]) -> list[Preference]:
        platform = _platform(names)
        name = self._settings.get(f"{group}/name")
        if name is not None:
            value = self._text(group, "value")
            return [Preference(name.value, value, platform, self._place(name.path))]
        if names[-1].startswith("["):
            return []
        return [
            Preference(path.rpartition("/")[2], self._settings[path].value, platform, self._place(path))
            for path in self._groups[group]
        ]

    def _network(self, group: str, names: list[str]) -> list[NetworkRule]:
        return [
            NetworkRule(_platform(names), path.rpartition("/")[2], self._settings[path].value, self._place(path))
            for path in self._groups[group]
        ]


def _platform(names: list[str]) -> str:
    """The platform that a group of settings is for: the innermost that its path names."""
    return next((name for name in reversed(names) if name in _PLATFORMS), "global")
