"""Flows of a module's actions."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import Argument, Assignment, Expression, FlowNode, Link, Target
from secure_lint.formats.outsystems.oml.expressions import has_expression, read_expression, target_of
from secure_lint.formats.outsystems.oml.tree import (
    ModuleIndex,
    attribute,
    child,
    child_elements,
    descendants,
    items,
    parse_reference,
    tag,
)
from secure_lint.formats.outsystems.place import Place

_NODE_PREFIXES = ("Nodes.", "NRNodes.")
_CODE = {"JSText", "SQLText"}
_HOLDERS = {"Reference": "$parameters.", "RoleReference": "$roles.", "ClientActionReference": "$actions."}
"""What JavaScript in a module refers to, and the object that holds it in code as it is written in the studio."""


def read_nodes(fragment: Element, index: ModuleIndex, action: Place) -> tuple[FlowNode, ...]:
    """The nodes of a flow, from the fragment or element that holds them; equal names are numbered in their places."""
    found: list[FlowNode] = []
    counts: dict[str, int] = {}
    for element in child_elements(fragment):
        if tag(element).startswith(_NODE_PREFIXES):
            node = _node(element, index, action)
            number = counts[node.place.element] = counts.get(node.place.element, 0) + 1
            if number > 1:
                place = Place(f"{node.place.element}[{number}]", node.place.location)
                node = msgspec.structs.replace(node, place=place)
            found.append(node)
    return tuple(found)


def code_of(element: Element, index: ModuleIndex) -> str:
    """JavaScript or SQL in an element: its text pieces, with what they refer to by name in between."""
    found: list[str] = []
    for item in descendants(element):
        text = [part.value for part in item.attributes if part.name.local in _CODE]
        holder = _HOLDERS.get(tag(item))
        if text:
            found += text
        elif holder is not None:
            found.append(holder + index.name_of(attribute(item, "Ref")))
    return "".join(found)


def _node(element: Element, index: ModuleIndex, action: Place) -> FlowNode:
    kind = tag(element).partition(".")[2]
    name = attribute(element, "Name") or attribute(element, "Label")
    return FlowNode(
        key=attribute(element, "Key"),
        kind=kind,
        name=name,
        place=action.below(name or kind),
        links=_links(element),
        target=_target(element, index),
        arguments=tuple(_arguments(element, index)),
        assignments=tuple(_assignments(element, index)),
        conditions=tuple(_conditions(element, index)),
        sources=tuple(_sources(element, index)),
        code=code_of(element, index) if kind in {"JavascriptNode", "AdvancedQuery"} else "",
    )


def _target(element: Element, index: ModuleIndex) -> Target | None:
    return target_of(attribute(element, "Action"), index)


def _links(element: Element) -> tuple[Link, ...]:
    found: list[Link] = []
    for link in items(element, "Links"):
        keys = parse_reference(attribute(link, "TargetNode")).keys
        if keys:
            found.append(Link(tag(link).partition(".")[2], keys[0]))
    return tuple(found)


def _arguments(element: Element, index: ModuleIndex) -> Iterator[Argument]:
    for item in items(element, "Arguments"):
        name = index.name_of(attribute(item, "Parameter")) or attribute(item, "PreviousParameterValue.Name")
        yield Argument(name, read_expression(child(item, "Value"), index))


def _assignments(element: Element, index: ModuleIndex) -> Iterator[Assignment]:
    for item in items(element, "Assignments"):
        target = read_expression(child(item, "Variable"), index)
        yield Assignment(target.text, read_expression(child(item, "Value"), index))


def _conditions(element: Element, index: ModuleIndex) -> Iterator[Expression]:
    own = child(element, "Condition")
    if has_expression(own):
        yield read_expression(own, index)
    for item in items(element, "Conditions"):
        yield read_expression(child(item, "Value"), index)
    table = child(element, "Table")
    for item in descendants(table) if table is not None else ():
        if tag(item) == "Filter":
            yield read_expression(child(item, "Condition"), index)


def _sources(element: Element, index: ModuleIndex) -> Iterator[str]:
    table = child(element, "Table")
    for item in descendants(table) if table is not None else ():
        if tag(item) == "DataSetOperations.AddSource":
            yield index.name_of(attribute(item, "Source"))
