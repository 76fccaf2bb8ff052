"""The neutral document of a module: the reverse of `module`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from secure_lint.formats.outsystems.flow_model import Action, ActionKind, TargetKind
from secure_lint.formats.outsystems.model import Attribute, Entity, EntityKind, OutSystemsModule, Variable
from secure_lint.formats.outsystems.neutral.document import (
    VERSION,
    AttributeDocument,
    AuthorizationDocument,
    ConsumedRestDocument,
    DependencyDocument,
    DistributionDocument,
    EntitiesDocument,
    EntityDocument,
    ExposedRestDocument,
    InputDocument,
    ScreenDocument,
    ServerActionDocument,
    SourceDocument,
    VariableDocument,
)
from secure_lint.model.facts import WHOLE_RECORD

_PRODUCED_BY_PLATFORM = ("(System)",)


def document_of(module: OutSystemsModule, source: str) -> EntitiesDocument:
    """The document; ``source`` is the file that the module was read from. Secret values are left out."""
    return EntitiesDocument(
        version=VERSION,
        platform=module.platform,
        module=module.name,
        module_key=module.key,
        source=SourceDocument("secure-lint", PurePath(source).name, module.studio_version or ""),
        distribution=DistributionDocument(pwa=module.is_pwa),
        dependencies=tuple(
            DependencyDocument(item.name, item.kind if item.kind not in {"module", "extension"} else "")
            for item in module.references
            if item.name and item.name not in _PRODUCED_BY_PLATFORM
        ),
        entities=tuple(_entity(item, module) for item in module.entities if item.name),
        client_variables=tuple(_variable(item) for item in module.client_variables),
        settings=tuple(_setting(item) for item in module.site_properties),
        screens=tuple(
            ScreenDocument(item.name, item.flow, _roles(item.roles, item.is_anonymous)) for item in module.screens
        ),
        server_actions=tuple(_action(item, module) for item in module.actions if item.kind is ActionKind.SERVER),
        exposed_rest=tuple(
            ExposedRestDocument(
                item.name, item.http_security, item.authentication, item.is_internal, item.is_documented
            )
            for item in module.exposed_rest
        ),
        consumed_rest=tuple(
            ConsumedRestDocument(item.name, item.base_url, item.username) for item in module.consumed_rest
        ),
    )


def _entity(entity: Entity, module: OutSystemsModule) -> EntityDocument:
    return EntityDocument(
        name=entity.name,
        kind=entity.kind.value,
        attributes=tuple(_attribute(item, _readers(entity, item, module)) for item in entity.attributes if item.name),
        physical_table_name=entity.table,
        description=entity.description,
        public=entity.is_public,
        expose_read_only=entity.is_read_only,
        synced_from=entity.synced_from,
        offline_justification=entity.offline_reason,
    )


def _readers(entity: Entity, attribute: Attribute, module: OutSystemsModule) -> tuple[str, ...] | None:
    """The screens and actions that read an attribute; ``None`` where the module does not tell them all."""
    if entity.kind is not EntityKind.CLIENT or entity.is_public or not module.uses:
        return None
    names = (attribute.name, WHOLE_RECORD)
    return tuple(sorted({use.by for use in module.uses if use.owner in {entity.name, ""} and use.name in names}))


def _attribute(attribute: Attribute, used_by: tuple[str, ...] | None) -> AttributeDocument:
    return AttributeDocument(
        name=attribute.name,
        data_type=attribute.data_type,
        length=attribute.length,
        decimals=attribute.decimals,
        description=attribute.description,
        is_identifier=attribute.is_identifier,
        is_auto_number=attribute.is_auto_number,
        is_mandatory=attribute.is_mandatory,
        used_by=used_by,
    )


def _variable(variable: Variable) -> VariableDocument:
    return VariableDocument(variable.name, variable.data_type, variable.description)


def _setting(variable: Variable) -> VariableDocument:
    """A site property without its value, which may be a secret."""
    return VariableDocument(variable.name, variable.data_type, variable.description, is_secret=variable.is_secret)


def _roles(roles: tuple[str, ...], is_anonymous: bool) -> tuple[str, ...]:
    return roles if not is_anonymous or "Anonymous" in roles else ("Anonymous", *roles)


def _action(action: Action, module: OutSystemsModule) -> ServerActionDocument:
    calls = action.calls()
    return ServerActionDocument(
        name=action.name,
        called_from=_callers(action, module),
        inputs=tuple(InputDocument(item.name, item.data_type, item.is_mandatory) for item in action.inputs),
        writes=tuple(
            dict.fromkeys(
                call.owner
                for call in calls
                if call.kind is TargetKind.ENTITY_ACTION and call.owner and not call.name.startswith("Get")
            )
        ),
        authorization=AuthorizationDocument(
            role_checks=_conditions(action, TargetKind.ROLE_ACTION),
            ownership_checks=_conditions(action, TargetKind.FUNCTION),
        ),
        validated_by_form=any(other.follows_form() for other in _calling(action, module)),
    )


def _callers(action: Action, module: OutSystemsModule) -> tuple[str, ...]:
    """The client actions and screens that call a server action."""
    return tuple(dict.fromkeys((item.owner or item.name).replace("/", ".") for item in _calling(action, module)))


def _calling(action: Action, module: OutSystemsModule) -> Iterator[Action]:
    on_server = (ActionKind.SERVER, ActionKind.SERVICE, ActionKind.DATA)
    for other in module.actions:
        calls = () if other.kind in on_server else other.calls()
        if any(call.kind is TargetKind.SERVER_ACTION and call.name == action.name for call in calls):
            yield other


def _conditions(action: Action, kind: TargetKind) -> tuple[str, ...]:
    """The checks that the action's conditions make: of roles, or of who the caller is."""
    found: list[str] = []
    for node in action.nodes:
        for call in (call for condition in node.conditions for call in condition.calls if call.kind is kind):
            if kind is TargetKind.ROLE_ACTION:
                found.append(f"Check{call.owner}Role")
            elif call.name == "GetUserId":
                found.append(call.name)
    return tuple(dict.fromkeys(found))
