"""The described module in the form of the model.

A described server action has no flow; it gets one in normal form: its checks, then its writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.formats.outsystems.data_types import normalised
from secure_lint.formats.outsystems.declarations import Declaration, declaration_in
from secure_lint.formats.outsystems.flow_model import (
    Action,
    ActionKind,
    Argument,
    Expression,
    FlowNode,
    Link,
    Parameter,
    Target,
    TargetKind,
)
from secure_lint.formats.outsystems.model import (
    Attribute,
    ConsumedRest,
    Entity,
    EntityKind,
    ExposedRest,
    ModuleKind,
    OutSystemsModule,
    Reference,
    Screen,
    Variable,
)
from secure_lint.formats.outsystems.neutral.document import (
    AttributeDocument,
    EntitiesDocument,
    EntityDocument,
    ServerActionDocument,
    VariableDocument,
)
from secure_lint.formats.outsystems.place import Place
from secure_lint.knowledge.documents import Path
from secure_lint.model.facts import AttributeUse
from secure_lint.model.span import Location, Span
from secure_lint.text.source import SourceText

_ROLE_CHECK = re.compile(r"Check(\w+)Role\Z")


def module_of(document: EntitiesDocument, source: SourceText, lines: dict[Path, int]) -> OutSystemsModule:
    """The model of a document; ``lines`` maps the path of every node to its line."""
    return _ModuleMaker(document, source, lines).make()


class _ModuleMaker:
    def __init__(self, document: EntitiesDocument, source: SourceText, lines: dict[Path, int]) -> None:
        self._document = document
        self._source = source
        self._lines = lines

    def make(self) -> OutSystemsModule:
        document = self._document
        return OutSystemsModule(
            name=document.module,
            kind=self._kind(),
            place=self._place("", ("module",)),
            platform=document.platform,
            key=document.module_key,
            studio_version=document.source.version or None,
            entities=tuple(self._entity(item, ("entities", number)) for number, item in enumerate(document.entities)),
            client_variables=self._variables("ClientVariables", "clientVariables", document.client_variables),
            site_properties=self._variables("SiteProperties", "settings", document.settings),
            references=self._references(),
            screens=self._screens(),
            actions=tuple(
                self._action(action, ("serverActions", number)) for number, action in enumerate(document.server_actions)
            ),
            consumed_rest=self._consumed_rest(),
            exposed_rest=self._exposed_rest(),
            uses=tuple(use for entity in document.entities for use in _uses(entity)),
            is_pwa=document.distribution.pwa,
            pwa_place=self._place("Distribution", ("distribution", "pwa")),
        )

    def _kind(self) -> ModuleKind:
        if any(entity.kind == EntityKind.CLIENT.value for entity in self._document.entities):
            return ModuleKind.MOBILE
        return ModuleKind.REACTIVE if self._document.screens else ModuleKind.SERVICE

    def _place(self, element: str, path: Path) -> Place:
        line = self._lines.get(path, 1)
        text = self._source.line(line)
        start = len(text) - len(text.lstrip()) + 1
        return Place(element, Location(self._source.path, Span(line, start, line, len(text.rstrip()) + 1)))

    def _entity(self, entity: EntityDocument, path: Path) -> Entity:
        element = f"Entities/{entity.name}"
        return Entity(
            name=entity.name,
            kind=EntityKind(entity.kind),
            attributes=tuple(
                self._attribute(attribute, element, (*path, "attributes", number))
                for number, attribute in enumerate(entity.attributes)
            ),
            place=self._place(element, (*path, "name")),
            description=entity.description,
            is_public=entity.public,
            is_read_only=entity.expose_read_only,
            table=entity.physical_table_name,
            synced_from=entity.synced_from,
            offline_reason=entity.offline_justification,
        )

    def _attribute(self, attribute: AttributeDocument, element: str, path: Path) -> Attribute:
        return Attribute(
            name=attribute.name,
            data_type=normalised(attribute.data_type),
            place=self._place(f"{element}/Attributes/{attribute.name}", (*path, "name")),
            length=attribute.length,
            decimals=attribute.decimals,
            description=attribute.description,
            is_identifier=attribute.is_identifier,
            is_auto_number=attribute.is_auto_number,
            is_mandatory=attribute.is_mandatory,
            default=attribute.default_value,
            declaration=_declaration(attribute),
            used_by=attribute.used_by,
        )

    def _variables(self, collection: str, key: str, variables: tuple[VariableDocument, ...]) -> tuple[Variable, ...]:
        return tuple(
            Variable(
                name=item.name,
                data_type=normalised(item.data_type),
                place=self._place(f"{collection}/{item.name}", (key, number, "name")),
                description=item.description,
                default=item.default_value,
                is_secret=item.is_secret,
            )
            for number, item in enumerate(variables)
        )

    def _references(self) -> tuple[Reference, ...]:
        return tuple(
            Reference(
                item.name,
                self._place(f"References/{item.name}", ("dependencies", number, "name")),
                item.kind or "module",
            )
            for number, item in enumerate(self._document.dependencies)
        )

    def _screens(self) -> tuple[Screen, ...]:
        return tuple(
            Screen(
                name=screen.name,
                flow=screen.flow,
                place=self._place(f"Screens/{screen.flow}/{screen.name}", ("screens", number, "name")),
                roles=screen.roles,
                is_anonymous="Anonymous" in screen.roles,
            )
            for number, screen in enumerate(self._document.screens)
        )

    def _consumed_rest(self) -> tuple[ConsumedRest, ...]:
        return tuple(
            ConsumedRest(
                item.name,
                self._place(f"ConsumedRest/{item.name}", ("consumedRest", number, "name")),
                item.base_url,
                item.username,
            )
            for number, item in enumerate(self._document.consumed_rest)
        )

    def _exposed_rest(self) -> tuple[ExposedRest, ...]:
        return tuple(
            ExposedRest(
                name=item.name,
                place=self._place(f"ExposedRest/{item.name}", ("exposedRest", number, "name")),
                authentication=item.authentication,
                http_security=item.http_security,
                is_internal=item.internal_access_only,
                is_documented=item.documentation,
            )
            for number, item in enumerate(self._document.exposed_rest)
        )

    def _action(self, action: ServerActionDocument, path: Path) -> Action:
        place = self._place(f"ServerActions/{action.name}", (*path, "name"))
        return Action(
            name=action.name,
            kind=ActionKind.SERVER,
            place=place,
            inputs=tuple(Parameter(item.name, normalised(item.data_type), item.is_mandatory) for item in action.inputs),
            nodes=_flow(action, place),
            is_called_by_client=bool(action.called_from) or action.validated_by_form,
            is_validated_by_form=action.validated_by_form,
        )


def _uses(entity: EntityDocument) -> Iterator[AttributeUse]:
    """The readings of an entity's attributes; one whose uses are not described counts as read."""
    for attribute in entity.attributes:
        readers = ("",) if attribute.used_by is None else attribute.used_by
        yield from (AttributeUse(entity.name, attribute.name, by=reader) for reader in readers)


def _declaration(attribute: AttributeDocument) -> Declaration | None:
    """What the keys state; the description's tag where they state nothing."""
    stated = (attribute.sensitivity, attribute.category, attribute.protection, attribute.encrypted_by)
    if all(item is None for item in stated):
        return declaration_in(attribute.description)
    encryption = attribute.encrypted_by
    return Declaration(
        data_types=(attribute.category,) if attribute.category else (),
        protection=attribute.protection,
        sensitivity=attribute.sensitivity,
        encrypted_by=encryption.action if encryption else None,
        key_source=encryption.key_source if encryption else None,
    )


def _flow(action: ServerActionDocument, place: Place) -> tuple[FlowNode, ...]:
    """Start, one If for each check, one entity action for each write, End."""
    checks = (*action.authorization.role_checks, *action.authorization.ownership_checks)
    conditions = [Expression(f"{name}()", calls=(_check_target(name),)) for name in checks]
    conditions += [Expression(item.input, names=(item.input,)) for item in action.validations]
    nodes = [FlowNode("0", "Start", "", place, (Link("Sequence", "1"),))]
    for condition in conditions:
        link = Link("True", str(len(nodes) + 1))
        nodes.append(FlowNode(str(len(nodes)), "If", "", place, (link,), conditions=(condition,)))
    for entity in action.writes:
        link = Link("Sequence", str(len(nodes) + 1))
        target = Target(TargetKind.ENTITY_ACTION, "CreateOrUpdate", owner=entity)
        written = tuple(Argument(item.name, Expression(item.name, (item.name,))) for item in action.inputs)
        nodes.append(FlowNode(str(len(nodes)), "ExecuteAction", "", place, (link,), target, written))
    nodes.append(FlowNode(str(len(nodes)), "End", "", place))
    return tuple(nodes)


def _check_target(name: str) -> Target:
    match = _ROLE_CHECK.match(name)
    if match is None:
        return Target(TargetKind.FUNCTION, name)
    return Target(TargetKind.ROLE_ACTION, "CheckRole", owner=match[1])
