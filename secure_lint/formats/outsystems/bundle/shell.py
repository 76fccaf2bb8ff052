"""The native shell and the app's own settings: plugins, ``appDefinition.js``, references."""

from __future__ import annotations

import re

import msgspec

from secure_lint.formats.outsystems.bundle.literals import Value, objects
from secure_lint.formats.outsystems.bundle.source import BundleSource
from secure_lint.formats.outsystems.model import Reference
from secure_lint.formats.outsystems.place import Place

_HEALTH = re.compile(r'\bdefine\(\s*"[^"\n$]+\.referencesHealth\$([^"\n]+)"')
_METADATA = re.compile(r"\bmetadata\s*=\s*\{")
_OFFLINE_DATABASE = re.compile(r"\bIndexedDBOffline\s*:\s*(?:true|!0)\b")


class CordovaPlugin(msgspec.Struct, frozen=True):
    """A plugin that is built into the app."""

    identifier: str
    version: str
    place: Place


class AppDefinition(msgspec.Struct, frozen=True):
    """What ``appDefinition.js`` says about the app."""

    name: str
    environment: str
    home_module: str
    debug_enabled: bool
    is_web: bool
    place: Place


def read_references(source: BundleSource) -> tuple[Reference, ...]:
    """The producer modules in ``<Module>.referencesHealth.js``."""
    return tuple(
        Reference(match[1], source.place(f"References/{match[1]}", match.start(1), match.end(1)))
        for match in _HEALTH.finditer(source.text)
    )


def read_plugins(source: BundleSource) -> tuple[CordovaPlugin, ...]:
    """The plugins in the metadata of ``cordova_plugins.js``; without it those that have JavaScript, unversioned."""
    text = source.text
    metadata = _METADATA.search(text)
    values = list(objects(text))
    if metadata is not None:
        table = next((value for value in values if value.is_object and value.start == metadata.end() - 1), None)
        members = table.members if table else ()
        return tuple(_plugin(item.key, str(item.scalar), item, source) for item in members if item.key is not None)
    found: dict[str, CordovaPlugin] = {}
    for value in values:
        member = value.member("pluginId")
        if member is not None and isinstance(member.scalar, str):
            found.setdefault(member.scalar, _plugin(member.scalar, "", member, source))
    return tuple(found.values())


def _plugin(identifier: str, version: str, value: Value, source: BundleSource) -> CordovaPlugin:
    return CordovaPlugin(identifier, version, source.place(f"Plugins/{identifier}", value.start, value.end))


def read_app_definition(source: BundleSource) -> AppDefinition | None:
    """The definition in ``<Module>.appDefinition.js``."""
    for value in objects(source.text):
        if value.is_object and value.member("applicationName") is not None:
            return _definition(value, source)
    return None


def _definition(value: Value, source: BundleSource) -> AppDefinition:
    return AppDefinition(
        name=value.text("applicationName") or "",
        environment=value.text("environmentName") or "",
        home_module=value.text("homeModuleName") or "",
        debug_enabled=value.flag("debugEnabled"),
        is_web=value.flag("isWeb"),
        place=source.place("AppDefinition", value.start, value.end),
    )


def stores_in_indexed_db(source: BundleSource) -> bool:
    """Whether ``index.js`` switches Local Storage to the browser's IndexedDB, which no plugin ciphers."""
    return _OFFLINE_DATABASE.search(source.text) is not None
