"""Actions of a module: server, service, client, screen and data actions."""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import Action, ActionKind, Parameter
from secure_lint.formats.outsystems.oml.flows import read_nodes
from secure_lint.formats.outsystems.oml.fragments import Fragments
from secure_lint.formats.outsystems.oml.tree import ModuleIndex, attribute, flag, items, tag
from secure_lint.formats.outsystems.oml.types import data_type
from secure_lint.formats.outsystems.place import whole_file

ACTION_TAGS = {
    "Flows.UserAction": ActionKind.SERVER,
    "Flows.UserActionInsideFolder": ActionKind.SERVER,
    "Flows.ServiceAPIMethod": ActionKind.SERVICE,
    "Flows.ServiceAPIMethodInsideFolder": ActionKind.SERVICE,
    "NRFlows.ClientActionFlow": ActionKind.CLIENT,
    "NRFlows.ClientActionFlowInsideFolder": ActionKind.CLIENT,
    "NRFlows.ClientScreenActionFlow": ActionKind.SCREEN,
    "NRFlows.DataScreenActionFlow": ActionKind.DATA,
    "Flows.WebScreenAction": ActionKind.SERVER,
}
"""A screen action of a traditional web screen runs on the server."""


def read_action(element: Element, fragments: Fragments, *, owner: str | None = None) -> Action:
    """An action with its flow, which stands in a fragment of its own or inside the element."""
    index, path = fragments.index, fragments.path
    name = attribute(element, "Name")
    place = whole_file(path, index.path(element, name))
    body = fragments.children_of(element, "NodesNotShownInESpaceTree")
    return Action(
        name=name,
        kind=ACTION_TAGS[tag(element)],
        place=place,
        inputs=_parameters(element, "InputParameters", index),
        outputs=_parameters(element, "OutputParameters", index),
        locals=_parameters(element, "LocalVariables", index),
        nodes=read_nodes(body, index, place) if body is not None else (),
        owner=owner,
        is_public=flag(element, "Public"),
        is_function=flag(element, "IsFunction"),
        description=attribute(element, "Description"),
    )


def _parameters(element: Element, collection: str, index: ModuleIndex) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(attribute(item, "Name"), data_type(item, index), flag(item, "IsMandatory"))
        for item in items(element, collection)
    )
