"""The settings of a module: what it refers to, keeps, offers, calls and allows, as a document.

Paths are element paths with a property behind them, the same whatever the module was read from:
``References/Name``, ``ClientVariables/Name``, ``SiteProperties/Name``, ``Screens/Flow/Name/access`` (anonymous,
registered or roles) and ``calls``, ``ConsumedRest/Name/baseUrl``, ``ExposedRest/Name/authentication``,
``Access/[n]/origin``, ``Preferences/platform/name``, ``Network/platform/connections``,
``Plugins/identifier`` (what is built in),
``PluginSources/[n]/url``, ``Distribution/pwa``, ``AppDefinition/debugEnabled``,
``Entities/Name/Attributes/Name/keySource``, and for texts that are assigned in a flow ``Action/Node/target``.
"""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.formats.outsystems.extensibility import AccessRule, ExtensibilityConfigurations
from secure_lint.formats.outsystems.lowering.listing import Places
from secure_lint.formats.outsystems.model import ConsumedRest, ExposedRest, OutSystemsModule, Screen, Variable
from secure_lint.formats.outsystems.place import Place
from secure_lint.model.schema import Setting

KIND = "outsystems"
"""The kind of the documents."""

_FIRST_ODC_STUDIO = 12
"""ODC Studio has version 13; Service Studio of OutSystems 11 has 11."""


class SettingWriter:
    """Collects settings."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.settings: list[Setting] = []

    def add(self, path: str, value: str, place: Place) -> None:
        """A setting whose value stands at an element."""
        span = self._places.span(place, value)
        self.settings.append(Setting(path, value, span, span))


def write_module(module: OutSystemsModule, writer: SettingWriter) -> None:
    """All settings of a module."""
    for reference in module.references:
        writer.add(f"References/{reference.name}", reference.kind, reference.place)
    for collection, variables in (
        ("ClientVariables", module.client_variables),
        ("SiteProperties", module.site_properties),
    ):
        for variable in variables:
            _write_variable(collection, variable, writer)
    for screen in module.screens:
        _write_screen(module, screen, writer)
    for consumed in module.consumed_rest:
        _write_consumed(consumed, writer)
    for exposed in module.exposed_rest:
        _write_exposed(exposed, writer)
    if module.extensibility is not None:
        write_extensibility(module.extensibility, writer)
    if module.is_pwa:
        writer.add("Distribution/pwa", "true", module.pwa_place or module.place.below("Distribution"))
    for path, value, place in (*_key_sources(module), *_assigned_texts(module)):
        writer.add(path, value, place)


def write_extensibility(configurations: ExtensibilityConfigurations, writer: SettingWriter) -> None:
    """What Extensibility Configurations say."""
    _write_access(configurations.access, writer)
    for preference in configurations.preferences:
        writer.add(f"Preferences/{preference.platform}/{preference.name}", preference.value, preference.place)
    for rule in configurations.network:
        writer.add(f"Network/{rule.platform}/{rule.name}", rule.value, rule.place)
    for number, plugin in enumerate(configurations.plugins):
        if plugin.identifier:
            writer.add(f"PluginSources/[{number}]/identifier", plugin.identifier, plugin.place)
        if plugin.url:
            writer.add(f"PluginSources/[{number}]/url", plugin.url, plugin.place)


def _write_access(access: tuple[AccessRule, ...], writer: SettingWriter) -> None:
    for number, rule in enumerate(access):
        path = f"Access/[{number}]"
        writer.add(f"{path}/origin", rule.origin, rule.place)
        for setting in rule.settings:
            writer.add(f"{path}/{setting.name}", setting.value, setting.place)


def _write_variable(collection: str, variable: Variable, writer: SettingWriter) -> None:
    writer.add(f"{collection}/{variable.name}", variable.default or "", variable.place)


def _write_screen(module: OutSystemsModule, screen: Screen, writer: SettingWriter) -> None:
    path = f"Screens/{screen.flow}/{screen.name}"
    called = _called_by(module, f"{screen.flow}/{screen.name}")
    writer.add(f"{path}/access", _access(module, screen), screen.place)
    if screen.aggregates or called:
        writer.add(f"{path}/calls", ", ".join((*called, *screen.aggregates)), screen.place)


def _access(module: OutSystemsModule, screen: Screen) -> str:
    if screen.is_anonymous or (not screen.roles and _is_odc(module)):
        return "anonymous"
    return "registered" if screen.roles == ("Registered",) else "roles"


def _is_odc(module: OutSystemsModule) -> bool:
    """Whether the module is one of ODC, where a screen without permissions is open to everyone."""
    major = (module.studio_version or "").partition(".")[0]
    return major.isdigit() and int(major) > _FIRST_ODC_STUDIO


def _called_by(module: OutSystemsModule, screen: str) -> tuple[str, ...]:
    """The server actions and data actions that a screen's own logic calls."""
    found = [call.name for call in module.server_calls if call.screen == screen and call.kind != "Aggregate"]
    for action in module.actions:
        if action.owner == screen:
            found += [action.name] if action.kind.value == "data" else []
            found += [
                target.name for target in action.calls() if target.kind.value in {"server-action", "service-action"}
            ]
    return tuple(dict.fromkeys(found))


def _write_consumed(api: ConsumedRest, writer: SettingWriter) -> None:
    path = f"ConsumedRest/{api.name}"
    for name, value in (("baseUrl", api.base_url), ("username", api.username), ("password", api.password)):
        if value:
            writer.add(f"{path}/{name}", value, api.place)


def _write_exposed(api: ExposedRest, writer: SettingWriter) -> None:
    path = f"ExposedRest/{api.name}"
    writer.add(f"{path}/authentication", api.authentication, api.place)
    writer.add(f"{path}/httpSecurity", api.http_security, api.place)
    writer.add(f"{path}/internalAccessOnly", "true" if api.is_internal else "false", api.place)
    writer.add(f"{path}/documentation", "true" if api.is_documented else "false", api.place)


def _key_sources(module: OutSystemsModule) -> Iterator[tuple[str, str, Place]]:
    """Where the keys come from that attributes are said to be encrypted with."""
    for entity in module.entities:
        for attribute in entity.attributes:
            if attribute.declaration is not None and attribute.declaration.key_source:
                path = f"Entities/{entity.name}/Attributes/{attribute.name}/keySource"
                yield path, attribute.declaration.key_source, attribute.place


def _assigned_texts(module: OutSystemsModule) -> Iterator[tuple[str, str, Place]]:
    """Texts that flows assign to variables or hand to actions, under the name of what receives them."""
    for action in module.actions:
        for node in action.nodes:
            pairs = [(item.target.rpartition(".")[2], item.value) for item in node.assignments]
            pairs += [(item.name, item.value) for item in node.arguments]
            for name, value in pairs:
                if len(value.literals) == 1 and not value.names and not value.calls:
                    yield f"{node.place.element}/{name}", value.literals[0], node.place
