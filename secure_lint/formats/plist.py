"""XML property lists: ``Info.plist``, entitlements, privacy manifests.

The keys of dictionaries are the segments of a path (``NSAppTransportSecurity/NSAllowsArbitraryLoads``), array items are
``[n]``. ``<true/>`` and ``<false/>`` have the values ``true`` and ``false``; an empty dictionary or array is a setting
with the empty value.
"""

from __future__ import annotations

from secure_lint.formats.reading import ReadDocument, check_depth, join
from secure_lint.formats.xml_events import XML_SPACE, XmlEvents
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

_SCALARS = frozenset({"string", "integer", "real", "date", "data", "key"})
_CONSTANTS = frozenset({"true", "false"})


class _Container:
    """An open dictionary or array; ``index`` counts array items and is ``None`` in a dictionary."""

    __slots__ = ("empty", "index", "key", "key_span", "path", "tag")

    def __init__(self, path: str, tag: str, key_span: Span) -> None:
        self.path = path
        self.tag = tag
        self.key = ""
        self.key_span = key_span
        self.index: int | None = 0 if tag == "array" else None
        self.empty = True

    def take_path(self) -> str:
        """The path of the value that comes next."""
        self.empty = False
        if self.index is None:
            return join(self.path, self.key)
        self.index += 1
        return join(self.path, f"[{self.index - 1}]")


class _PlistReader(XmlEvents):
    """Turns keys and values into settings."""

    kind = "plist"

    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self._stack: list[_Container] = []
        self._tag: tuple[int, int] = (0, 0)
        self._content = 0
        self._parts: list[str] = []

    def open(self, name: str, attributes: list[str]) -> None:
        start = self.here + 1
        self._tag = (start, start + len(name.encode()))
        _, self._content = self.attribute_places(self._tag[1], len(attributes) // 2)
        self._parts = []
        if name in ("dict", "array"):
            check_depth(len(self._stack))
            span = self.span(*self._tag)
            parent = self._stack[-1] if self._stack else None
            path = parent.take_path() if parent else ""
            key_span = parent.key_span if parent and parent.index is None else span
            self._stack.append(_Container(path, name, key_span))

    def text(self, text: str) -> None:
        self._parts.append(text)

    def close(self, name: str) -> None:
        if name in ("dict", "array") and self._stack:
            container = self._stack.pop()
            if container.empty and container.path:
                span = self.span(self._tag[0], self._tag[1])
                self.settings.add(container.path, "", span, container.key_span)
        elif name in _CONSTANTS:
            self._value(name, self.span(*self._tag))
        elif name in _SCALARS:
            self._scalar(name, "".join(self._parts).strip(XML_SPACE))
        self._parts = []

    def _scalar(self, name: str, text: str) -> None:
        empty_element = self.data[self._content - 2 : self._content] == b"/>"
        span = self.span(*self._tag) if empty_element else self.stripped_span(self._content, self.here)
        if name != "key":
            self._value(text, span)
        elif self._stack:
            self._stack[-1].key = text
            self._stack[-1].key_span = span

    def _value(self, value: str, span: Span) -> None:
        if not self._stack:
            return
        container = self._stack[-1]
        path = container.take_path()
        self.settings.add(path, value, span, container.key_span if container.index is None else span)


def read_plist(source: SourceText) -> ReadDocument:
    """Read an XML property list."""
    return _PlistReader(source).read()
