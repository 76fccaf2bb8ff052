"""TOML with the place of every key and value (``libs.versions.toml``, ``pyproject.toml``).

The standard library decodes the values and says what is wrong; a scanner over the same text gives the places. Keys are
the segments of a path, items of arrays, arrays of tables included, are ``[n]``. In a text that is not valid, values are
as written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator

from secure_lint.formats.reading import (
    MAX_RECURSION,
    ReadDocument,
    SettingList,
    TooMuchError,
    check_depth,
    linter_comment,
    read_problem,
)
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document, Setting
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_STRING = re.compile(
    r""""{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|'{3}(?:[^']|'{1,2}(?!'))*+'{3,5}|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+\'""",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[\w-]++")
_BARE_VALUE = re.compile(r"[^\s,\]}#][^\n,\]}#]*+")
_COMMENT = re.compile(r"#[^\n]*+")
_BLANK = re.compile(r"[ \t\r]*+")
_GAP = re.compile(r"[ \t\r\n]*+")
_DOT = re.compile(r"[ \t]*+\.[ \t]*+")
_ERROR_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")

_Path = tuple[str | int, ...]
_Key = tuple[_Path, int, int]


class _TomlScanner:
    """Goes through the text and adds a setting for every value."""

    def __init__(self, source: SourceText) -> None:
        self.settings = SettingList()
        self.comments: list[Comment] = []
        self.position = 0
        self.places = Places(source.text)
        self._text = source.text
        self._paths: list[_Path] = []
        self._tables: dict[_Path, int] = {}

    def read(self) -> None:
        """Scan the whole text."""
        text = self._text
        prefix: _Path = ()
        while True:
            self._skip_gaps()
            if self.position >= len(text):
                return
            before = self.position
            if text[self.position] == "[":
                prefix = self._header()
            else:
                self._pair(prefix, 0)
            if self.position == before:
                self._skip_line()

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self._text, self.position)
        if match:
            self.position = match.end()
        return match

    def _next_is(self, mark: str) -> bool:
        return self._text.startswith(mark, self.position)

    def _skip_line(self) -> None:
        end = self._text.find("\n", self.position)
        self.position = len(self._text) if end < 0 else end + 1

    def _skip_gaps(self) -> None:
        """Go past white space, line ends and comments."""
        self._match(_GAP)
        while comment := self._match(_COMMENT):
            addressed = linter_comment(self._text, self.places, *comment.span())
            self.comments.extend([addressed] if addressed else [])
            self._match(_GAP)

    def _key(self) -> _Key | None:
        """A dotted key; its steps and the place of the last one."""
        steps: list[str] = []
        while True:
            quoted = self._match(_STRING) if self._text[self.position : self.position + 1] in ('"', "'") else None
            found = quoted or self._match(_BARE_KEY)
            if found is None:
                return None
            start, end = found.span()
            check_depth(len(steps))
            steps.append(self._text[start + 1 : end - 1] if quoted else found.group())
            if not self._match(_DOT):
                return tuple(steps), start + bool(quoted), end - bool(quoted)

    def _header(self) -> _Path:
        is_array = self._next_is("[[")
        self.position += 2 if is_array else 1
        self._match(_BLANK)
        key = self._key()
        self._skip_line()
        path: _Path = ()
        steps = key[0] if key else ()
        for index, step in enumerate(steps):
            path = (*path, step)
            if is_array and index == len(steps) - 1:
                self._tables[path] = self._tables.get(path, 0) + 1
            if path in self._tables:
                path = (*path, self._tables[path] - 1)
        return path

    def _pair(self, prefix: _Path, depth: int) -> None:
        key = self._key()
        self._match(_BLANK)
        if key is None or not self._next_is("="):
            return
        self.position += 1
        self._match(_BLANK)
        steps, start, end = key
        self._value((*prefix, *steps), (start, end), depth)

    def _value(self, path: _Path, key: tuple[int, int], depth: int) -> None:
        check_depth(depth, MAX_RECURSION)
        start = self.position
        if self._next_is("["):
            self._items(path, key, depth)
        elif self._next_is("{"):
            self._inline_table(path, key, depth)
        elif string := self._match(_STRING):
            width = 3 if string.group()[:3] in ('"""', "'''") else 1
            self._add(path, (start + width, string.end() - width), key)
        elif bare := self._match(_BARE_VALUE):
            self._add(path, (start, start + len(bare.group().rstrip())), key)

    def _items(self, path: _Path, key: tuple[int, int], depth: int) -> None:
        start, index = self.position, 0
        self.position += 1
        while True:
            self._skip_gaps()
            before = self.position
            if self.position >= len(self._text) or self._next_is("]"):
                break
            place = (self.position, self.position)
            self._value((*path, index), place, depth + 1)
            index += 1
            self._skip_gaps()
            self.position += self._next_is(",")
            if self.position == before:
                return
        self.position = min(self.position + 1, len(self._text))
        if not index:
            self._add(path, (start, self.position), key, empty=True)

    def _inline_table(self, path: _Path, key: tuple[int, int], depth: int) -> None:
        start, count = self.position, len(self.settings.settings)
        self.position += 1
        while True:
            self._skip_gaps()
            before = self.position
            if self.position >= len(self._text) or self._next_is("}"):
                break
            self._pair(path, depth + 1)
            self._skip_gaps()
            self.position += self._next_is(",")
            if self.position == before:
                return
        self.position = min(self.position + 1, len(self._text))
        if count == len(self.settings.settings):
            self._add(path, (start, self.position), key, empty=True)

    def _add(self, path: _Path, place: tuple[int, int], key: tuple[int, int], *, empty: bool = False) -> None:
        name = "/".join(f"[{step}]" if isinstance(step, int) else step for step in path)
        span = self.places.span(*place)
        key_span = span if key[0] == key[1] else self.places.span(*key)
        value = "" if empty else self._text[place[0] : place[1]]
        self.settings.add(self.settings.sibling(name), value, span, key_span)
        self._paths.append(path)

    def decoded(self, values: object) -> Iterator[Setting]:
        """The settings, with the strings among ``values`` in place of what is written."""
        for setting, path in zip(self.settings.settings, self._paths, strict=True):
            value = _at(values, path)
            if isinstance(value, str) and value != setting.value:
                yield Setting(setting.path, value, setting.span, setting.key_span)
            else:
                yield setting


def _at(values: object, path: _Path) -> object:
    for step in path:
        if isinstance(values, dict) and isinstance(step, str):
            values = values.get(step)
        elif isinstance(values, list) and isinstance(step, int) and step < len(values):
            values = values[step]
        else:
            return None
    return values


def read_toml(source: SourceText) -> ReadDocument:
    """Read a TOML file."""
    scanner = _TomlScanner(source)
    settings: Iterable[Setting] = scanner.settings.settings
    problems: list[Problem] = []
    try:
        # The scan comes first: its limits keep hostile text from the standard library.
        scanner.read()
        settings = scanner.decoded(tomllib.loads(source.text))
    except TooMuchError as error:
        span = scanner.places.span(scanner.position, scanner.position)
        problems.append(read_problem(source.path, str(error), span, partial=True))
    except tomllib.TOMLDecodeError as error:
        problems.append(_problem(source, scanner.places, str(error)))
    document = Document(source.path, "toml", tuple(settings))
    return ReadDocument(document, problems=tuple(problems), comments=tuple(scanner.comments))


def _problem(source: SourceText, places: Places, message: str) -> Problem:
    at = _ERROR_PLACE.search(message)
    offset = len(source.text)
    if at and at[1]:
        # The standard library joins line ends before it counts, which leaves lines as they are.
        offset = min(places.offset(int(at[1]), int(at[2])), offset)
    reason = _ERROR_PLACE.sub("", message)
    return read_problem(source.path, f"not valid TOML: {reason}", places.span(offset, offset), partial=True)
