"""The decoded fragments of a module.

A collection is kept inside its element or, marked ``HasChildren``, in a fragment of its own named after the collection
and the element's key (``NodesNotShownInESpaceTree#key``).
"""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element, FastInfosetError, Limits, Text, decode
from secure_lint.formats.outsystems.errors import OutSystemsFormatError
from secure_lint.formats.outsystems.oml.container import FragmentEntry, OmlFile
from secure_lint.formats.outsystems.oml.tree import ModuleIndex, attribute, child, descendants, flag

MAX_NODES = 500_000
"""All wanted fragments of a module together, below 150 MB; the largest public module has 59,000."""

MAX_CHARACTERS = 1 << 24
"""Likewise; the largest public module has less than two million once the texts of other modules are cut."""

MAX_FOREIGN_TEXT = 1_000
"""What is kept of a text in the references: they repeat the style sheets and scripts of other modules."""

MAX_TAG = 200
"""The longest tag in a public module has some 80 characters."""

REFERENCES = "References"

_WANTED = frozenset(
    {
        "AnonymousStructures",
        "ClientActionFlows",
        "ClientVariables",
        "CustomClients",
        "CustomServices",
        "Entities",
        "EspaceConfigurations",
        "NRWebFlows",
        "NodesNotShownInESpaceTree",
        "NodesShownInESpaceTree",
        "Processes",
        REFERENCES,
        "Roles",
        "ServiceAPIMethods",
        "SessionVariables",
        "SiteProperties",
        "Structures",
        "UserActions",
        "WebFlows",
        "Widgets",
        "eSpace",
    }
)
_WANTED_PARTS = ("ClientEntit", "LocalEntit", "Extensibility")
"""Words of collections that no public module has; a mobile module may."""


class Fragments:
    """The wanted fragments of a module by name, and the index over them."""

    def __init__(self, path: str, container: OmlFile) -> None:
        self.path = path
        self.index = ModuleIndex()
        self._nodes_left = MAX_NODES
        self._characters_left = MAX_CHARACTERS
        self._roots: dict[str, Element] = {}
        for entry, body in container.bodies(_is_wanted):
            self._roots[entry.name] = self._decoded(entry, body)
        self._index_live()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the wanted fragments, in file order."""
        return tuple(self._roots)

    def root(self, name: str) -> Element | None:
        """The root of a fragment."""
        return self._roots.get(name)

    def of_collection(self, base: str) -> tuple[Element, ...]:
        """The roots of the fragments of a collection: that of the module, and those of its elements and folders."""
        return tuple(root for name, root in self._roots.items() if name.partition("#")[0] == base)

    def children_of(self, element: Element, collection: str) -> Element | None:
        """What holds the items of an element's collection."""
        holder = child(element, collection)
        if holder is not None and flag(holder, "HasChildren"):
            return self._roots.get(f"{collection}#{attribute(element, 'Key')}")
        return holder

    def _index_live(self) -> None:
        """Index the fragments, owners before what they own, and drop those without an owner.

        The studio leaves fragments of deleted elements in the file; nothing refers to them any more.
        """
        waiting: dict[str, list[str]] = {}
        for name in self._roots:
            waiting.setdefault(name.partition("#")[2].partition(".")[0], []).append(name)
        ready = waiting.pop("", [])
        while ready:
            name = ready.pop()
            try:
                keys = self.index.add_fragment(name, self._roots[name])
            except OverflowError as error:
                raise OutSystemsFormatError(self.path, 0, str(error), part=name) from error
            for key in keys:
                ready += waiting.pop(key, [])
        for name in (name for names in waiting.values() for name in names):
            del self._roots[name]

    def _decoded(self, entry: FragmentEntry, body: bytes) -> Element:
        limits = Limits(
            nodes=self._nodes_left,
            characters=self._characters_left,
            name_length=MAX_TAG,
            string_length=MAX_FOREIGN_TEXT if entry.name == REFERENCES else None,
        )
        try:
            document = decode(body, limits)
        except FastInfosetError as error:
            raise OutSystemsFormatError(self.path, error.offset, error.reason, part=entry.name) from error
        root = document.root
        if root is None:
            raise OutSystemsFormatError(self.path, 0, "a document without an element", part=entry.name)
        nodes, characters = _size(root)
        self._nodes_left -= nodes
        self._characters_left -= characters
        return root


def _is_wanted(name: str) -> bool:
    base = name.partition("#")[0]
    return base in _WANTED or any(word in base for word in _WANTED_PARTS)


def _size(root: Element) -> tuple[int, int]:
    """The nodes and characters of a fragment."""
    nodes = characters = 0
    for element in descendants(root):
        nodes += 1 + len(element.attributes)
        characters += sum(len(item.value) for item in element.attributes)
        characters += sum(len(item.value) for item in element.children if isinstance(item, Text))
    return nodes, characters
