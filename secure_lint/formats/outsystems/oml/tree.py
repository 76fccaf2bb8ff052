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

    def knows_owner(self, fragment: str) -> bool:
        """Whether a fragment belongs to the module itself or to an element that is indexed."""
        owner_key = fragment.partition("#")[2]
        return not owner_key or owner_key.partition(".")[0] in self._named

    def add_fragment(self, name: str, root: Element) -> None:
        """Index a fragment; its owner must have been indexed before for its paths to be whole."""
        base, _, owner_key = name.partition("#")
        owner = self._named.get(owner_key.partition(".")[0])
        if owner is not None and base not in _ACTION_COLLECTIONS:
            prefix = owner.path
            label = _INNER_LABELS.get(base)
            prefix = f"{prefix}/{label}" if label else prefix
        else:
            prefix = COLLECTIONS.get(base, base)
        pending: list[tuple[Element, str]] = [(root, prefix)]
        while pending:
            element, path = pending.pop()
            key = attribute(element, "Key")
            if key and element is not root:
                path = self._add(element, key, path)
            pending.extend((item, self._inner(element, item, path)) for item in child_elements(element))

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
        if name:
            path = f"{path}/{name}" if path else name
        named_after = "" if name else next(filter(None, (attribute(element, part) for part in _NAMED_AFTER)), "")
        self._named[key] = Named(tag(element), name, path, named_after)
        return path

    @staticmethod
    def _inner(parent: Element, item: Element, path: str) -> str:
        label = _INNER_LABELS.get(tag(item))
        return f"{path}/{label}" if label and attribute(parent, "Key") else path
