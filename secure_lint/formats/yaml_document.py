"""YAML with the place of every key and value.

Mapping keys are the segments of a path, sequence items are ``[n]``; a second document of a file is ``[1]/…`` and so on.
An alias and a merge key (``<<``) repeat the settings of their anchor, with the places in the anchor, up to a limit.
"""

from __future__ import annotations

import re
from typing import Protocol

import msgspec
import yaml

from secure_lint.formats.reading import (
    LINTER_MARK,
    ReadDocument,
    SettingList,
    TooMuchError,
    check_depth,
    join,
    linter_comment,
    read_problem,
    too_deep,
)
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.model.span import Span
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_MAX_REPEATED = 20_000
_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*+", re.MULTILINE)
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Mark(Protocol):
    @property
    def index(self) -> int: ...


class _Anchor(msgspec.Struct, frozen=True):
    """What stands at an anchor: the settings ``[first, last)``, whose paths start with ``path``."""

    path: str
    first: int
    last: int


class _Collection:
    """An open mapping or sequence; ``index`` counts items and is ``None`` in a mapping."""

    __slots__ = ("anchor", "first", "index", "key", "key_span", "outer_key_span", "path", "span")

    def __init__(self, path: str, index: int | None, anchor: str | None, first: int, spans: tuple[Span, Span]) -> None:
        self.path = path
        self.index = index
        self.anchor = anchor
        self.first = first
        self.span, self.outer_key_span = spans
        self.key: str | None = None
        self.key_span = self.span


class _YamlReader:
    """Follows the events of the parser with a stack of open collections, without recursion."""

    def __init__(self, source: SourceText) -> None:
        self.settings = SettingList()
        self._source = source
        self._places = Places(source.text)
        self._stack: list[_Collection] = []
        self._anchors: dict[str, _Anchor] = {}
        self._documents = -1
        self._repeated = 0
        self._unknown_aliases: list[Problem] = []

    def read(self) -> tuple[Problem, ...]:
        """Read the file; returns what is wrong with it."""
        try:
            for event in yaml.parse(self._source.text, Loader=_LOADER):
                self._event(event)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or str(error)
            # Newer versions of libyaml have a limit of their own, and look ahead of the events they give.
            message = too_deep() if "nesting depth" in reason else f"not valid YAML: {reason}"
            return (self._problem(message, _index(mark)),)
        except TooMuchError as error:
            return (self._problem(str(error), self._places.length),)
        return tuple(self._unknown_aliases[:1])

    def _problem(self, message: str, offset: int) -> Problem:
        offset = max(0, min(offset, self._places.length))
        span, partial = self._places.span(offset, offset), bool(self.settings.settings)
        return read_problem(self._source.path, message, span, partial=partial)

    def _event(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            self._anchors = {}
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            check_depth(len(self._stack))
            span = self._span(event)
            path, key_span = self._next_path(span)
            index = 0 if isinstance(event, yaml.SequenceStartEvent) else None
            first = len(self.settings.settings)
            self._stack.append(_Collection(path, index, event.anchor, first, (span, key_span)))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)

    def _span(self, event: yaml.Event) -> Span:
        length = self._places.length
        return self._places.span(min(_index(event.start_mark), length), min(_index(event.end_mark), length))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = _index(event.start_mark), _index(event.end_mark)
        if event.style in ("'", '"') and end - start >= 2:
            start, end = start + 1, end - 1
        elif event.style in ("|", ">"):
            end = start + len(self._source.text[start:end].rstrip())
        length = self._places.length
        span = self._places.span(min(start, length), min(end, length))
        collection = self._stack[-1] if self._stack else None
        if collection is not None and collection.index is None and collection.key is None:
            collection.key, collection.key_span = event.value, span
            return
        path, key_span = self._next_path(span)
        first = len(self.settings.settings)
        self.settings.add(path, event.value, span, key_span)
        if event.anchor:
            self._anchors[event.anchor] = _Anchor(path, first, first + 1)

    def _next_path(self, span: Span) -> tuple[str, Span]:
        """The path of the value at ``span``, and the span of its key or else of itself."""
        if not self._stack:
            return f"[{self._documents}]" if self._documents > 0 else "", span
        collection = self._stack[-1]
        if collection.index is not None:
            collection.index += 1
            return join(collection.path, f"[{collection.index - 1}]"), span
        if collection.key is None:
            # A collection as a key: what is in it is read, under a name that no key has.
            collection.key = "?"
            return join(collection.path, "?"), span
        key, collection.key = collection.key, None
        if key == "<<":
            return collection.path, collection.key_span
        return self.settings.sibling(join(collection.path, key)), collection.key_span

    def _close(self) -> None:
        collection = self._stack.pop()
        last = len(self.settings.settings)
        if last == collection.first and collection.path:
            self.settings.add(collection.path, "", collection.span, collection.outer_key_span)
        if collection.anchor:
            self._anchors[collection.anchor] = _Anchor(collection.path, collection.first, len(self.settings.settings))

    def _alias(self, event: yaml.AliasEvent) -> None:
        anchor = self._anchors.get(event.anchor or "")
        path, _ = self._next_path(self._span(event))
        if anchor is None:
            self._unknown_aliases.append(self._problem(f"unknown alias {event.anchor!r}", _index(event.start_mark)))
            return
        self._repeated += anchor.last - anchor.first
        if self._repeated > _MAX_REPEATED:
            raise TooMuchError(f"aliases repeat more than {_MAX_REPEATED} settings; the rest was not read")
        for setting in self.settings.settings[anchor.first : anchor.last]:
            inner = setting.path[len(anchor.path) :].lstrip("/")
            repeated = join(path, inner) if inner else path
            self.settings.add(repeated, setting.value, setting.span, setting.key_span)

    def comments(self) -> tuple[Comment, ...]:
        """Comments for the linter; a number sign inside a value starts none."""
        text = self._source.text
        if LINTER_MARK not in text:
            return ()
        found: list[Comment] = []
        for match in _COMMENT.finditer(text):
            comment = linter_comment(text, self._places, match.start(), match.end())
            if comment and not any(_holds(setting.span, comment.span) for setting in self.settings.settings):
                found.append(comment)
        return tuple(found)


def _index(mark: _Mark | None) -> int:
    """The character offset of a mark. Events of text always have one."""
    return mark.index if mark is not None else 0


def _holds(value: Span, comment: Span) -> bool:
    start = (comment.start_line, comment.start_column)
    return (value.start_line, value.start_column) <= start < (value.end_line, value.end_column)


def read_yaml(source: SourceText) -> ReadDocument:
    """Read a YAML file, with all its documents."""
    reader = _YamlReader(source)
    problems = reader.read()
    document = Document(source.path, "yaml", tuple(reader.settings.settings))
    return ReadDocument(document, problems=problems, comments=reader.comments())
