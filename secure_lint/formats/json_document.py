"""JSON with the place of every key and value, tolerant of what configuration files contain.

Comments (``//``, ``/* */``, ``#``), trailing and missing commas, single-quoted strings and unquoted keys are accepted.
Anything else is skipped and reported once. Object keys are the segments of a path, array items are ``[n]``; an empty
object or array is a setting with the empty value. Time is linear in the length of the text.
"""

from __future__ import annotations

import re

from secure_lint.formats.reading import (
    ReadDocument,
    SettingList,
    TooMuchError,
    check_depth,
    linter_comment,
    read_problem,
)
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.model.span import Span
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText
from secure_lint.text.surrogates import without_surrogates

_STRING = r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+"'
_ITEM = re.compile(
    rf"""[\s,]*+
    (?: (?P<string>{_STRING} | '[^'\\\n]*+(?:\\[^\n][^'\\\n]*+)*+')
      | (?P<unterminated>["'][^\n]*+)
      | (?P<word>[A-Za-z_$][\w$.\-]*+ | [-+]?\.?[0-9][\w.+\-]*+)
      | (?P<open>[{{\[])
      | (?P<close>[}}\]])
      | (?P<comment>//[^\n]*+ | \#[^\n]*+ | /\*.*?(?:\*/|\Z))
    )""",
    re.VERBOSE | re.DOTALL,
)
_COLON = re.compile(r"\s*+:")
_MEMBER = re.compile(rf"[\s,]*+({_STRING})\s*+:\s*+(?:({_STRING})|(-?[0-9][0-9.eE+\-]*+|true\b|false\b|null\b))")
_BLANK = re.compile(r"[\s,:]*+")
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_CLOSER = {"{": "}", "[": "]"}


class _Container:
    """An open object or array; ``index`` counts array items and is ``None`` in an object."""

    __slots__ = ("closer", "empty", "index", "key", "key_span", "outer_key_span", "path", "prefix", "start")

    def __init__(self, path: str, opener: str, start: int, outer_key_span: Span) -> None:
        self.path = path
        self.prefix = f"{path}/" if path else ""
        self.start = start
        self.closer = _CLOSER[opener]
        self.outer_key_span = outer_key_span
        self.index: int | None = 0 if opener == "[" else None
        self.key: str | None = None
        self.key_span = outer_key_span
        self.empty = True


class _JsonReader:
    """A scanner with a stack of open containers; the stack is empty outside the document's value."""

    def __init__(self, source: SourceText) -> None:
        self.text = source.text
        self.places = Places(source.text)
        self.settings = SettingList()
        self.comments: list[Comment] = []
        self.problems: list[Problem] = []
        self._path = source.path
        self._position = 0
        self._stack: list[_Container] = []

    def read(self) -> None:
        """Scan the text to its end."""
        text, stack = self.text, self._stack
        try:
            while self._position < len(text):
                if stack and stack[-1].index is None and stack[-1].key is None:
                    member = _MEMBER.match(text, self._position)
                    if member:
                        self._member(stack[-1], member)
                        continue
                item = _ITEM.match(text, self._position)
                if item:
                    self._position = item.end()
                    self._item(item)
                else:
                    self._skip()
        except TooMuchError as error:
            self._report(str(error), self._position)
            return
        if stack:
            self._report("an object or array is not closed", stack[-1].start)

    def _member(self, container: _Container, member: re.Match[str]) -> None:
        self._position = member.end()
        container.empty = False
        span = self.places.span
        key_start, key_end = member.start(1) + 1, member.end(1) - 1
        start, end = member.span(2)
        if start >= 0:
            start, end = start + 1, end - 1
            value = _decoded(self.text[start:end])
        else:
            start, end = member.span(3)
            value = self.text[start:end]
        path = self.settings.sibling(container.prefix + _decoded(self.text[key_start:key_end]))
        self.settings.add(path, value, span(start, end), span(key_start, key_end))

    def _item(self, item: re.Match[str]) -> None:
        form = item.lastgroup or ""
        start, end = item.span(form)
        if form == "comment":
            comment = linter_comment(self.text, self.places, start, end)
            self.comments.extend([comment] if comment else [])
        elif form == "open":
            check_depth(len(self._stack))
            path, key_span = self._next_path(start)
            self._stack.append(_Container(path, self.text[start], start, key_span))
        elif form == "close":
            self._close(start)
        elif form == "unterminated":
            self._report("a string is not closed", start)
        else:
            quoted = form == "string"
            if quoted:
                start, end = start + 1, end - 1
            self._scalar(start, end, quoted=quoted)

    def _scalar(self, start: int, end: int, *, quoted: bool) -> None:
        raw = self.text[start:end]
        value = _decoded(raw) if quoted else raw
        container = self._stack[-1] if self._stack else None
        if container and container.index is None:
            colon = _COLON.match(self.text, self._position)
            if colon:
                # A key still waiting for its value lost it to a mistake that is reported already.
                self._position = colon.end()
                container.key, container.key_span = value, self.places.span(start, end)
                return
            if container.key is None:
                self._report("a key without a value", start)
                return
        path, key_span = self._next_path(start)
        span = self.places.span(start, end)
        self.settings.add(path, value, span, key_span if container and container.index is None else span)

    def _next_path(self, start: int) -> tuple[str, Span]:
        """The path of the value at ``start`` and the span of its key; an array item has no key but its place."""
        if not self._stack:
            return "", self.places.span(start, start)
        container = self._stack[-1]
        container.empty = False
        if container.index is not None:
            container.index += 1
            return f"{container.prefix}[{container.index - 1}]", self.places.span(start, start)
        if container.key is None:
            self._report("a value without a key", start)
        key, container.key = container.key or "", None
        return self.settings.sibling(container.prefix + key), container.key_span

    def _close(self, start: int) -> None:
        if not self._stack or self._stack[-1].closer != self.text[start]:
            self._report(f"unexpected {self.text[start]!r}", start)
            return
        container = self._stack.pop()
        if container.empty and self._stack:
            span = self.places.span(container.start, start + 1)
            self.settings.add(container.path, "", span, container.outer_key_span)

    def _skip(self) -> None:
        position = _BLANK.match(self.text, self._position)
        self._position = position.end() if position else self._position
        if self._position < len(self.text):
            self._report(f"unexpected {self.text[self._position]!r}", self._position)
            self._position += 1

    def _report(self, message: str, offset: int) -> None:
        """Report the first mistake only: those after it are mostly its echo."""
        if not self.problems:
            span = self.places.span(offset, offset)
            partial = bool(self.settings.settings)
            self.problems.append(read_problem(self._path, f"not valid JSON: {message}", span, partial=partial))


def _decoded(raw: str) -> str:
    if "\\" not in raw:
        return raw
    return without_surrogates(_ESCAPE.sub(_unescaped, raw))


def _unescaped(match: re.Match[str]) -> str:
    code, character = match.groups()
    return chr(int(code, 16)) if code else _CONTROL.get(character, character)


def read_json(source: SourceText) -> ReadDocument:
    """Read a JSON file."""
    reader = _JsonReader(source)
    reader.read()
    document = Document(source.path, "json", tuple(reader.settings.settings))
    return ReadDocument(document, problems=tuple(reader.problems), comments=tuple(reader.comments))
