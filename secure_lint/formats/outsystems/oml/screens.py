"""Screens, the blocks between them, and their actions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import Action
from secure_lint.formats.outsystems.model import Screen
from secure_lint.formats.outsystems.oml.actions import ACTION_TAGS, read_action
from secure_lint.formats.outsystems.oml.forms import validated_actions
from secure_lint.formats.outsystems.oml.fragments import Fragments
from secure_lint.formats.outsystems.oml.tree import attribute, child_elements, flag, items, parse_reference, tag
from secure_lint.formats.outsystems.place import whole_file

ANONYMOUS_KEY = "0bApVE2NqE+q8EOBtnom8Q"
"""Key of the built-in role of everyone, the same in all modules of OutSystems 11."""

REGISTERED_KEY = "I1Fm79oZdUu8QBe+dLY9Cg"
"""Key of the built-in role of every user who is logged in."""

_BUILT_IN_ROLES = {ANONYMOUS_KEY: "Anonymous", REGISTERED_KEY: "Registered"}
_SCREEN_TAGS = ("NRNodes.WebScreen", "Nodes.WebScreen")
_BLOCK_TAGS = ("NRNodes.WebBlock", "Nodes.WebBlock")
_ACTION_COLLECTIONS = ("ClientActions", "DataActions", "ScreenActions")


def read_screens(fragments: Fragments) -> tuple[Screen, ...]:
    """All screens, flow by flow."""
    elements = _screen_elements(fragments)
    return tuple(_screen(element, flow, fragments) for flow, element in elements if tag(element) in _SCREEN_TAGS)


def read_screen_actions(fragments: Fragments) -> tuple[Action, ...]:
    """The actions of all screens and blocks."""
    validated = validated_actions(fragments)
    return tuple(
        msgspec.structs.replace(
            read_action(action, fragments, owner=f"{flow}/{attribute(element, 'Name')}"),
            is_validated_by_form=attribute(action, "Key") in validated,
        )
        for flow, element in _screen_elements(fragments)
        for collection in _ACTION_COLLECTIONS
        for action in items(element, collection)
        if tag(action) in ACTION_TAGS
    )


def _screen_elements(fragments: Fragments) -> Iterator[tuple[str, Element]]:
    for collection in ("NRWebFlows", "WebFlows"):
        root = fragments.root(collection)
        for flow in child_elements(root) if root is not None else ():
            holder = fragments.children_of(flow, "NodesShownInESpaceTree")
            for element in child_elements(holder) if holder is not None else ():
                if tag(element) in _SCREEN_TAGS or tag(element) in _BLOCK_TAGS:
                    yield attribute(flow, "Name"), element


def _screen(element: Element, flow: str, fragments: Fragments) -> Screen:
    roles = tuple(_role(permission, fragments) for permission in items(element, "Permissions"))
    name = attribute(element, "Name")
    return Screen(
        name=name,
        flow=flow,
        place=whole_file(fragments.path, fragments.index.path(element, f"Screens/{flow}/{name}")),
        roles=roles,
        is_anonymous=flag(element, "AnonymousAccess") or "Anonymous" in roles,
        aggregates=tuple(attribute(item, "Name") for item in items(element, "ScreenDataSets")),
        http_security=attribute(element, "HTTPSecurity") or None,
    )


def _role(permission: Element, fragments: Fragments) -> str:
    reference = attribute(permission, "Role")
    keys = parse_reference(reference).keys
    built_in = _BUILT_IN_ROLES.get(keys[0]) if keys else None
    return built_in or fragments.index.name_of(reference) or "Unknown"
