"""Which attributes of Local Storage the logic and the screens of a module read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.flow_model import Action, ActionKind, Expression, FlowNode, TargetKind
from secure_lint.formats.outsystems.model import Entity, EntityKind
from secure_lint.formats.outsystems.oml.fragments import REFERENCES, Fragments
from secure_lint.formats.outsystems.oml.tree import attribute, child_elements, parse_reference, tag
from secure_lint.model.facts import WHOLE_RECORD, AttributeUse

_ATTRIBUTE = "EntityAttribute:"
_NAMES = ("Identifier", "CompoundIdentifier")
_NOT_LOGIC = ("Entities", "Structures", "AnonymousStructures", REFERENCES)
_NOT_READ = ("AttributeReference", "RecordLiteralField", "SampleRecordAttributeValue")
"""Columns that the studio previews, and attributes that are filled."""

_WITHIN_MODULE = (TargetKind.CLIENT_ACTION, TargetKind.SCREEN_ACTION)
_ON_SERVER = (ActionKind.SERVER, ActionKind.SERVICE, ActionKind.DATA)
_SERIALISING = ("JSON", "Excel")
_OF_LISTS = ("List", "Current")
_UNTOLD_TYPES = ("List", "Record", "Unknown")
_SCREENS = "Screens/"


def read_uses(fragments: Fragments, entities: tuple[Entity, ...], actions: tuple[Action, ...]) -> list[AttributeUse]:
    """The readings of the module's own local entities. Other modules may read those that are public as a whole."""
    local = [entity for entity in entities if entity.kind is EntityKind.CLIENT]
    if not local:
        return []
    found = dict.fromkeys(_AttributeReadings(fragments, local).all())
    names = frozenset(entity.name for entity in local)
    for action in actions:
        if action.kind not in _ON_SERVER:
            found.update(dict.fromkeys(_whole_uses(action, names)))
    found.update((AttributeUse(entity.name, WHOLE_RECORD), None) for entity in local if entity.is_public)
    return list(found)


class _AttributeReadings:
    """Finds where attributes are named otherwise than to be filled."""

    def __init__(self, fragments: Fragments, local: list[Entity]) -> None:
        self._fragments = fragments
        self._index = fragments.index
        self._owners = {item.place.element: entity.name for entity in local for item in entity.attributes}
        self._names = frozenset(item.name for entity in local for item in entity.attributes)

    def all(self) -> Iterator[AttributeUse]:
        """All of them, in file order."""
        for name in self._fragments.names:
            base, _, owner = name.partition("#")
            root = self._fragments.root(name)
            if base not in _NOT_LOGIC and root is not None:
                named = self._index.named(owner.partition(".")[0])
                yield from self._below(root, named.path if named is not None else "")

    def _below(self, root: Element, path: str) -> Iterator[AttributeUse]:
        pending = [(root, path)]
        while pending:
            element, path = pending.pop()
            path = self._index.path(element, path)
            yield from self._named_by(element, path)
            filled = "Variable" if tag(element) == "Assignment" else None
            parts = [item for item in child_elements(element) if tag(item) != filled]
            pending += [(item, path) for item in reversed(parts)]

    def _named_by(self, element: Element, path: str) -> Iterator[AttributeUse]:
        if tag(element) in _NOT_READ:
            return
        for item in element.attributes:
            if item.value.startswith(_ATTRIBUTE):
                keys = parse_reference(item.value).keys
                named = self._index.named(keys[0]) if keys else None
                owner = self._owners.get(named.path) if named is not None else None
                if named is not None and owner is not None:
                    yield AttributeUse(owner, named.name, by=_reader(path))
        if tag(element) in _NAMES:
            last = (attribute(element, "Value") or attribute(element, "NameRef")).rpartition(".")[2]
            if last in self._names:
                yield AttributeUse("", last, by=_reader(path))


def _reader(path: str) -> str:
    """The screen or action that an element belongs to."""
    parts = path.split("/")
    if path.startswith(_SCREENS):
        return ".".join(parts[1:3])
    return parts[1] if len(parts) > 1 else path


def _whole_uses(action: Action, entities: frozenset[str]) -> Iterator[AttributeUse]:
    """Records that leave the module's own logic with all attributes: to the server, as JSON, into a structure."""
    types = {item.name: item.data_type for item in (*action.inputs, *action.locals, *action.outputs)}
    sources = {node.name: node.sources for node in action.nodes if node.sources}
    by = action.owner.replace("/", ".") if action.owner else action.name
    for node in action.nodes:
        if any(word in node.kind for word in _SERIALISING):
            yield AttributeUse("", WHOLE_RECORD, by=by)
        for expression in _handed_on(node, entities):
            for name in expression.names:
                for owner in _records_in(name, types, sources, entities):
                    yield AttributeUse(owner, WHOLE_RECORD, by=by)


def _handed_on(node: FlowNode, entities: frozenset[str]) -> Iterable[Expression]:
    """The values that a node gives to what lies outside of the module's client logic."""
    yield from (item.value for item in node.assignments if "." in item.target)
    target = node.target
    if target is None or (target.kind in _WITHIN_MODULE and target.module is None) or target.owner in entities:
        return
    yield from (item.value for item in node.arguments)


def _records_in(
    name: str, types: dict[str, str], sources: dict[str, tuple[str, ...]], entities: frozenset[str]
) -> Iterator[str]:
    """The local entities whose records a name may hold; an empty name stands for any."""
    first, last = name.partition(".")[0], name.rpartition(".")[2]
    if last in entities:
        yield last
    elif last in _OF_LISTS and first != last:
        read = sources.get(first)
        yield from ("",) if read is None else (one for one in read if one in entities)
    elif name in types and types[name] in entities:
        yield types[name]
    elif types.get(name) in _UNTOLD_TYPES:
        yield ""
