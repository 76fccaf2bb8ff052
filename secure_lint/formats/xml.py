"""XML configuration: manifests, network security configuration, backup rules, layouts, preference screens, resources.

A setting is an attribute (``manifest/application/@android:allowBackup``), the text of an element
(``network-security-config/domain-config/domain``), or an element that has neither attributes, text nor children (its
value is empty). The text of an element with markup in it includes the text of its children. Below ``resources``
(Android resource files) and ``map`` (stored preferences) an element's ``name`` becomes a segment of the path:
``<string name="api_key">v</string>`` is ``resources/string/api_key``.
"""

from __future__ import annotations

from secure_lint.formats.reading import ReadDocument, check_depth
from secure_lint.formats.xml_events import XML_SPACE, XmlEvents
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

_ROOTS_OF_NAMED_VALUES = ("resources", "map")


class _Element:
    """An open element. ``name_place`` is that of the tag name, or of the name that a resource gives itself."""

    __slots__ = ("content", "counts", "empty", "name_place", "path", "pieces", "speaks")

    def __init__(self, path: str, name_place: tuple[int, int], content: int, empty: bool) -> None:
        self.path = path
        self.name_place = name_place
        self.content = content
        self.empty = empty
        self.counts: dict[str, int] | None = None
        self.pieces: list[str] = []
        self.speaks = False


class _XmlReader(XmlEvents):
    """Turns elements, attributes and text into settings."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self._stack: list[_Element] = []
        self._named_values = False

    def open(self, name: str, attributes: list[str]) -> None:
        start = self.here + 1
        after_name = start + (len(name) if name.isascii() else len(name.encode()))
        stack = self._stack
        check_depth(len(stack))
        if stack:
            parent = stack[-1]
            parent.empty = False
            path = _child_path(parent, name)
        else:
            self._named_values = name in _ROOTS_OF_NAMED_VALUES
            path = name
        if not attributes:
            content = self.data.find(b">", after_name) + 1
            stack.append(_Element(path, (start, after_name), content, empty=True))
            return
        places, content = self.attribute_places(after_name, len(attributes) // 2)
        element = _Element(path, (start, after_name), content, empty=False)
        skipped = -1
        if self._named_values and stack and "name" in attributes[::2]:
            skipped = attributes[::2].index("name")
            self._name_after_attribute(element, name, attributes[2 * skipped + 1], places[skipped])
        path = element.path
        stack.append(element)
        for index, (key_start, key_end, value_start, value_end) in enumerate(places):
            if index == skipped:
                continue
            self.settings.add(
                f"{path}/@{attributes[2 * index]}",
                attributes[2 * index + 1],
                self.span(value_start, value_end),
                self.span(key_start, key_end),
            )

    def close(self, _name: str) -> None:
        element = self._stack.pop()
        if element.speaks:
            text = "".join(element.pieces)
            if self._stack:
                self._stack[-1].pieces.append(text)
            span = self.stripped_span(element.content, self.here)
            self.settings.add(element.path, text.strip(XML_SPACE), span, self._name_span(element))
        elif element.empty:
            span = self._name_span(element)
            self.settings.add(element.path, "", span, span)

    def text(self, text: str) -> None:
        if not self._stack:
            return
        element = self._stack[-1]
        element.pieces.append(text)
        element.speaks = element.speaks or bool(text.strip(XML_SPACE))

    def _name_after_attribute(self, element: _Element, name: str, value: str, place: tuple[int, int, int, int]) -> None:
        parent = self._stack[-1].path
        element.path = self.settings.sibling(f"{parent}/{name}/{value}")
        element.name_place = (place[2], place[3])
        element.empty = True

    def _name_span(self, element: _Element) -> Span:
        return self.span(*element.name_place)


def _child_path(parent: _Element, name: str) -> str:
    if parent.counts is None:
        parent.counts = {name: 1}
        return f"{parent.path}/{name}"
    number = parent.counts.get(name, 0)
    parent.counts[name] = number + 1
    return f"{parent.path}/{name}[{number}]" if number else f"{parent.path}/{name}"


def read_xml(source: SourceText) -> ReadDocument:
    """Read an XML file other than a property list."""
    return _XmlReader(source).read()
