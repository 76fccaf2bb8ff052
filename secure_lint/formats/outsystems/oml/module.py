"""Reading a module file into the typed model."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.formats.fastinfoset import Element, Text
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.extensibility import ExtensibilityConfigurations, read_extensibility
from secure_lint.formats.outsystems.flow_model import Action
from secure_lint.formats.outsystems.model import (
    Entity,
    EntityKind,
    ModuleKind,
    OutSystemsModule,
    Reference,
    Role,
    Variable,
)
from secure_lint.formats.outsystems.oml.actions import ACTION_TAGS, read_action
from secure_lint.formats.outsystems.oml.container import OmlFile
from secure_lint.formats.outsystems.oml.entities import is_client_entity, is_entity, read_entity
from secure_lint.formats.outsystems.oml.expressions import plain_value
from secure_lint.formats.outsystems.oml.fragments import REFERENCES, Fragments
from secure_lint.formats.outsystems.oml.literals import read_literals
from secure_lint.formats.outsystems.oml.package import is_package, packaged_modules
from secure_lint.formats.outsystems.oml.screens import read_screen_actions, read_screens
from secure_lint.formats.outsystems.oml.services import read_consumed_rest, read_exposed_rest
from secure_lint.formats.outsystems.oml.tree import (
    attribute,
    child,
    child_elements,
    descendants,
    flag,
    items,
    tag,
)
from secure_lint.formats.outsystems.oml.types import data_type
from secure_lint.formats.outsystems.oml.uses import read_uses
from secure_lint.formats.outsystems.place import whole_file

_ACTION_COLLECTIONS = ("UserActions", "ServiceAPIMethods", "ClientActionFlows")
_USED_ACTIONS = ("ReferenceActions", "ReferenceClientActions", "ReferenceServiceAPIMethods")


def read_modules(path: str, data: bytes) -> Iterator[OutSystemsModule]:
    """The modules of an ``.oml`` or ``.oap`` file; raises `OutSystemsFormatError`.

    A module in a package has the path ``Shop.oap/Shop/ShopMobile.oml``.
    """
    if not is_package(data):
        yield read_module(path, data)
        return
    for module in packaged_modules(path, data):
        yield read_module(f"{path}/{module.entry}", module.data)


def read_module(path: str, data: bytes) -> OutSystemsModule:
    """The module in an ``.oml`` file; raises `OutSystemsFormatError`."""
    container = OmlFile(path, data)
    fragments = Fragments(path, container)
    root = fragments.root("eSpace")
    if root is None:
        raise OutSystemsFormatError(path, 0, "it has no fragment eSpace", part="inflated")
    entities, notes = _entities(fragments)
    actions = (*_actions(fragments), *read_screen_actions(fragments))
    return OutSystemsModule(
        name=attribute(root, "Name") or container.header.name,
        kind=_kind(fragments, entities),
        place=whole_file(path),
        key=attribute(root, "Key") or None,
        studio_version=container.header.studio_version or None,
        description=attribute(root, "Description"),
        entities=entities,
        client_variables=_variables(fragments, "ClientVariables", "Variables.ClientVariable"),
        session_variables=_variables(fragments, "SessionVariables", "Variables.SessionVariable"),
        site_properties=_variables(fragments, "SiteProperties", "Variables.SiteProperty"),
        references=_references(fragments),
        roles=_roles(fragments),
        screens=read_screens(fragments),
        actions=actions,
        consumed_rest=read_consumed_rest(fragments),
        exposed_rest=read_exposed_rest(fragments),
        extensibility=_extensibility(fragments),
        literals=read_literals(fragments),
        uses=tuple(read_uses(fragments, entities, actions)),
        notes=notes,
    )


def _kind(fragments: Fragments, entities: tuple[Entity, ...]) -> ModuleKind:
    if any(entity.kind is EntityKind.CLIENT for entity in entities):
        return ModuleKind.MOBILE
    if fragments.root("NRWebFlows") is not None:
        return ModuleKind.REACTIVE
    return ModuleKind.TRADITIONAL if fragments.root("WebFlows") is not None else ModuleKind.SERVICE


def _entities(fragments: Fragments) -> tuple[tuple[Entity, ...], tuple[str, ...]]:
    found: list[Entity] = []
    notes: list[str] = []
    for name in fragments.names:
        base = name.partition("#")[0]
        if base != "Entities" and "ClientEntit" not in base and "LocalEntit" not in base:
            continue
        root = fragments.root(name)
        for element in child_elements(root) if root is not None else ():
            if is_entity(element):
                found.append(read_entity(element, fragments.index, fragments.path))
            else:
                notes.append(f"element {tag(element)!r} among the entities is not known and was not read")
    return tuple(found), tuple(notes)


def _variables(fragments: Fragments, collection: str, expected: str) -> tuple[Variable, ...]:
    index, path = fragments.index, fragments.path
    return tuple(
        Variable(
            name=attribute(element, "Name"),
            data_type=data_type(element, index),
            place=whole_file(path, index.path(element, collection)),
            description=attribute(element, "Description"),
            default=plain_value(child(element, "DefaultValue"), index),
            is_secret=flag(element, "IsSecret"),
        )
        for root in fragments.of_collection(collection)
        for element in child_elements(root)
        if tag(element) == expected
    )


def _references(fragments: Fragments) -> tuple[Reference, ...]:
    root = fragments.root(REFERENCES)
    if root is None:
        return ()
    return tuple(_reference(element, fragments) for element in child_elements(root) if tag(element) == "Reference")


def _reference(element: Element, fragments: Fragments) -> Reference:
    index, path = fragments.index, fragments.path
    actions = tuple(attribute(item, "Name") for used in _USED_ACTIONS for item in items(element, used))
    entities = tuple(
        read_entity(item, index, path)
        for collection in child_elements(element)
        for item in child_elements(collection)
        if tag(item) == "ReferenceEntity" or is_client_entity(item)
    )
    kind = attribute(element, "ReferenceKind").lower() or "module"
    place = whole_file(path, index.path(element, REFERENCES))
    return Reference(attribute(element, "Name"), place, kind, actions, entities)


def _roles(fragments: Fragments) -> tuple[Role, ...]:
    root = fragments.root("Roles")
    return tuple(
        Role(attribute(element, "Name"), whole_file(fragments.path, fragments.index.path(element, "Roles")))
        for element in (child_elements(root) if root is not None else ())
        if tag(element) == "Role"
    )


def _actions(fragments: Fragments) -> Iterator[Action]:
    for collection in _ACTION_COLLECTIONS:
        for root in fragments.of_collection(collection):
            for element in child_elements(root):
                if tag(element) in ACTION_TAGS:
                    yield read_action(element, fragments)


def _extensibility(fragments: Fragments) -> ExtensibilityConfigurations | None:
    """The Extensibility Configurations.

    No public module has any. The property is a JSON object, so the first one counts that stands in a fragment, element
    or attribute of that name.
    """
    for name in fragments.names:
        if "Extensibility" not in name and not name.startswith(("EspaceConfigurations", "eSpace")):
            continue
        root = fragments.root(name)
        for element in descendants(root) if root is not None else ():
            for label, text in _texts(element):
                if "Extensibility" in name + tag(element) + label and text.lstrip().startswith("{"):
                    return read_extensibility(fragments.path, text.encode("utf-8", "surrogatepass"))
    return None


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    for item in element.attributes:
        yield item.name.local, item.value
    for node in element.children:
        if isinstance(node, Text):
            yield "", node.value
