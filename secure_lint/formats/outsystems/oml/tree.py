"""Elements of a module's fragments, and what their references name.

A reference is ``Tag:/Collection.key/Collection.key``, absolute or relative (``^``); the last key identifies the
element, since keys are unique in a module. A key that begins with ``#`` names a built-in part of the element before it.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from secure_lint.formats.fastinfoset import Element

COLLECTIONS = {
    "UserActions": "ServerActions",
    "ClientActionFlows": "ClientActions",
    "ServiceAPIMethods": "ServiceActions",
    "NRWebFlows": "Screens",
    "WebFlows": "Screens",
    "CustomClients": "ConsumedRest",
    "CustomServices": "ExposedRest",
}
"""Collections of a module whose name in element paths is not the platform's own."""

_INNER_LABELS = {
    "Attributes": "Attributes",
    "ClientActions": "Actions",
    "ScreenActions": "Actions",
    "DataActions": "DataActions",
    "InputParameters": "Inputs",
    "OutputParameters": "Outputs",
    "LocalVariables": "Locals",
    "ScreenDataSets": "Aggregates",
    "CustomActions": "Methods",
}
MAX_NAME = 200
"""Longer names are cut; Service Studio allows 50 characters for most."""

MAX_PATHS = 1 << 25
"""Characters of all element paths of a module together; a module of ten thousand elements has less than a million."""

_NAMED_AFTER = ("Action", "SourceOperation", "Source")
_LONGEST_NAMING_CHAIN = 8
_ACTION_COLLECTIONS = ("UserActions", "ClientActionFlows", "ServiceAPIMethods")


class Named(msgspec.Struct, frozen=True):
    """A keyed element: its tag, name and path in the module's tree.

    An element without a name of its own is called after the one that ``named_after`` refers to: a call after its
    action, a source of an aggregate after its entity.
    """

    tag: str
    name: str
    path: str
    named_after: str = ""


class Reference(msgspec.Struct, frozen=True):
    """A parsed reference: the tag it expects and the keys on its way, the last one's first."""

    tag: str
    keys: tuple[str, ...]


def attribute(element: Element, name: str) -> str:
    """An attribute's value; empty when absent, as in the files."""
    for item in element.attributes:
        if item.name.local == name:
            return item.value
    return ""


def flag(element: Element, name: str) -> bool:
    """Whether an attribute is ``Yes``."""
    return attribute(element, name) == "Yes"


def tag(element: Element) -> str:
    """An element's local name."""
    return element.name.local


def child_elements(element: Element) -> Iterator[Element]:
    """The child elements in order."""
    for child in element.children:
        if isinstance(child, Element):
            yield child


def child(element: Element, name: str) -> Element | None:
    """The first child with this tag."""
    return next((item for item in child_elements(element) if item.name.local == name), None)


def items(element: Element, collection: str) -> tuple[Element, ...]:
    """The elements of a collection child, such as ``Attributes``."""
    holder = child(element, collection)
    return tuple(child_elements(holder)) if holder is not None else ()


def descendants(element: Element) -> Iterator[Element]:
    """The element and all below it, in document order."""
    pending = [element]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(list(child_elements(current))))


def parse_reference(text: str) -> Reference:
    """The tag and keys of a reference; no keys for one that is empty or of another form."""
    expected, _, path = text.partition(":")
    segments = [segment.partition(".")[2] for segment in path.split("/") if "." in segment]
    return Reference(expected, tuple(reversed(segments)))


class ModuleIndex:
    """Names and paths of all keyed elements of a module."""

    def __init__(self) -> None:
        self._named: dict[str, Named] = {}
        self._path_characters = 0

    def add_fragment(self, name: str, root: Element) -> list[str]:
        """Index a fragment and return its keys; its owner must be indexed before, for its paths to be whole.

        Raises `OverflowError` when the paths of a module grow beyond all measure.
        """
        base, _, owner_key = name.partition("#")
        owner = self._named.get(owner_key.partition(".")[0])
        if owner is not None and base not in _ACTION_COLLECTIONS:
            prefix = owner.path
            label = _INNER_LABELS.get(base)
            prefix = f"{prefix}/{label}" if label else prefix
        else:
            prefix = COLLECTIONS.get(base, base)
        added: list[str] = []
        pending: list[tuple[Element, str]] = [(root, prefix)]
        while pending:
            element, path = pending.pop()
            key = attribute(element, "Key")
            if key and element is not root:
                path = self._add(element, key, path)
                added.append(key)
            for item in child_elements(element):
                label = _INNER_LABELS.get(tag(item)) if key else None
                pending.append((item, f"{path}/{label}" if label else path))
        return added

    def named(self, key: str) -> Named | None:
        """The element with this key."""
        return self._named.get(key)

    def name_of(self, reference: str) -> str:
        """The name of the element that a reference leads to; empty when it leads nowhere."""
        for _ in range(_LONGEST_NAMING_CHAIN):
            parsed = parse_reference(reference)
            if not parsed.keys:
                return ""
            if parsed.keys[0].startswith("#"):
                return self._built_in_name(parsed)
            named = self._named.get(parsed.keys[0])
            if named is None or named.name or not named.named_after:
                return named.name if named else ""
            reference = named.named_after
        return ""

    def _built_in_name(self, parsed: Reference) -> str:
        """``CreateOrUpdatePatient`` for an entity's action, otherwise the name in the key."""
        name = parsed.keys[0][1:]
        owner = self._named.get(parsed.keys[1]) if len(parsed.keys) > 1 else None
        if parsed.tag.startswith("EntityActions.") and owner is not None:
            return name.removesuffix("Entity") + owner.name
        return name

    def path(self, element: Element, fallback: str) -> str:
        """The path of a keyed element."""
        named = self._named.get(attribute(element, "Key"))
        return named.path if named else fallback

    def _add(self, element: Element, key: str, path: str) -> str:
        name = attribute(element, "Name") or attribute(element, "InferredName") or attribute(element, "CustomName")
        name = name[:MAX_NAME]
        if name:
            path = f"{path}/{name}" if path else name
            self._path_characters += len(path)
            if self._path_characters > MAX_PATHS:
                raise OverflowError(f"element paths of more than {MAX_PATHS} characters together")
        named_after = "" if name else next(filter(None, (attribute(element, part) for part in _NAMED_AFTER)), "")
        self._named[key] = Named(tag(element), name, path, named_after)
        return path
