"""XML through expat, hardened, with the place of every part.

Refused: external entities, parameter entities, entities that hold markup or other entities, and entities that would
blow the file up. Plain text entities, which Android resource files use for product names, are expanded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from secure_lint.formats.reading import ReadDocument, SettingList, TooMuchError, linter_comment, read_problem
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.model.span import Span
from secure_lint.text.places import CharacterOffsets, Places
from secure_lint.text.source import SourceText

_MAX_EXPANSION = 1 << 20
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*+"|'[^']*+')""")
_TAG_END = re.compile(rb"\s*/?>")
XML_SPACE = " \t\r\n"
"""The characters that XML counts as white space."""

_SPACE = XML_SPACE.encode()

AttributePlace = tuple[int, int, int, int]
"""Byte offsets of an attribute's name and value: start and end of each."""


class RefusedError(Exception):
    """The file uses a construct that a configuration does not need and an attack does."""


class XmlEvents:
    """Base of the readers of XML dialects.

    Subclasses implement `open`, `close` and `text`, and may call `attribute_places` while in `open`. All offsets are
    byte offsets into `data`; ``span`` turns a range of them into a `Span`.
    """

    kind = "xml"

    def __init__(self, source: SourceText) -> None:
        self.data = source.data
        self.settings = SettingList()
        self._source = source
        self._offsets = CharacterOffsets(source.data, ascii_only=source.ascii)
        self._places = Places(source.text)
        # In ASCII text bytes are characters; every setting needs two spans.
        self.span: Callable[[int, int], Span] = self._places.span if source.ascii else self._converted_span
        self._comments: list[Comment] = []
        self._longest_entity = 0
        self._parser = self._create_parser()

    def open(self, name: str, attributes: list[str]) -> None:
        """A start tag; ``attributes`` holds names and values in turn."""
        raise NotImplementedError

    def close(self, name: str) -> None:
        """An end tag, or the end of an empty element."""
        raise NotImplementedError

    def text(self, text: str) -> None:
        """Character data, in one or several pieces."""
        raise NotImplementedError

    @property
    def here(self) -> int:
        """Offset at which the current tag starts."""
        return self._parser.CurrentByteIndex

    def stripped_span(self, start: int, end: int) -> Span:
        """The span of the bytes ``[start, end)`` without white space around them."""
        data = self.data
        while start < end and data[start] in _SPACE:
            start += 1
        while end > start and data[end - 1] in _SPACE:
            end -= 1
        return self.span(start, end)

    def attribute_places(self, after_name: int, count: int) -> tuple[list[AttributePlace], int]:
        """The places of the ``count`` attributes of the tag whose name ends at ``after_name``, and the tag's end."""
        places: list[AttributePlace] = []
        position = after_name
        for _ in range(count):
            match = _ATTRIBUTE.match(self.data, position)
            if match is None:
                break
            value_start, position = match.span(2)
            places.append((match.start(1), match.end(1), value_start + 1, position - 1))
        end = _TAG_END.match(self.data, position)
        return places, end.end() if end else position

    def read(self) -> ReadDocument:
        """Parse the whole file."""
        problems: list[Problem] = []
        try:
            self._parser.Parse(self.data, True)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code) or "syntax error"
            problems.append(self._problem(f"not well-formed XML: {reason}", self._parser.ErrorByteIndex))
        except (RefusedError, TooMuchError) as error:
            problems.append(self._problem(str(error), self.here))
        document = Document(self._source.path, self.kind, tuple(self.settings.settings))
        return ReadDocument(document, problems=tuple(problems), comments=tuple(self._comments))

    def _converted_span(self, start: int, end: int) -> Span:
        character = self._offsets.character
        return self._places.span(character(start), character(end))

    def _create_parser(self) -> expat.XMLParserType:
        # The text is UTF-8 by now, whatever the declaration says.
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.specified_attributes = True
        parser.StartElementHandler = self.open
        parser.EndElementHandler = self.close
        parser.CharacterDataHandler = self.text
        parser.CommentHandler = self._comment
        parser.EntityDeclHandler = self._entity
        parser.ExternalEntityRefHandler = self._external
        return parser

    def _problem(self, message: str, offset: int) -> Problem:
        offset = max(0, min(offset, len(self.data)))
        return read_problem(self._source.path, message, self.span(offset, offset), partial=bool(self.settings.settings))

    def _comment(self, text: str) -> None:
        start = self._offsets.character(self.here)
        end = start + len("<!--") + len(text) + len("-->")
        comment = linter_comment(self._source.text, self._places, start, min(end, self._places.length))
        if comment is not None:
            self._comments.append(comment)

    def _entity(self, name: str, parameter: bool, value: str | None, *_origin: str | None) -> None:
        if parameter or value is None:
            raise RefusedError(f"the file declares the external or parameter entity {name!r}; it was not read")
        if any(mark in value for mark in "&<%"):
            raise RefusedError(f"the entity {name!r} holds markup or other entities; the file was not read")
        self._longest_entity = max(self._longest_entity, len(value))
        if self._longest_entity * self.data.count(b"&") > _MAX_EXPANSION:
            raise RefusedError(f"expanding the entity {name!r} could blow up the file; it was not read")

    def _external(self, *_origin: str | None) -> int:
        raise RefusedError("the file refers to an external entity; it was not read")
