r"""Java properties files (``gradle.properties``, ``local.properties``, message bundles).

The grammar is that of ``java.util.Properties.load``: ``=``, ``:`` or white space ends a key, a backslash at the end of
a line continues it, ``\uXXXX`` and ``\t`` are escapes. A key is one segment of a path, whatever dots are in it.
"""

from __future__ import annotations

import re

from secure_lint.formats.reading import ReadDocument, SettingList, TooMuchError, linter_comment, read_problem
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText
from secure_lint.text.surrogates import without_surrogates

_BLANK = re.compile(r"[ \t\f\r\n]*+")
_COMMENT = re.compile(r"[#!][^\n]*+")
_KEY = re.compile(r"(?:[^\\=: \t\f\r\n]|\\.|\\\r?\n[ \t\f]*+)*+", re.DOTALL)
_SEPARATOR = re.compile(r"(?:[ \t\f]|\\\r?\n)*+[=:]?(?:[ \t\f]|\\\r?\n)*+")
_VALUE = re.compile(r"(?:[^\\\r\n]|\\\r?\n|\\.|\\\Z|\r(?!\n))*+", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:\r?\n[ \t\f]*|u([0-9A-Fa-f]{4})|(.)|\Z)", re.DOTALL)
_CONTROL = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}


def read_properties(source: SourceText) -> ReadDocument:
    """Read a Java properties file."""
    text, places, settings = source.text, Places(source.text), SettingList()
    comments: list[Comment] = []
    problems: list[Problem] = []
    position = 0
    try:
        while (position := _end(_BLANK, text, position)) < len(text):
            comment = _COMMENT.match(text, position)
            if comment:
                addressed = linter_comment(text, places, position, comment.end())
                comments.extend([addressed] if addressed else [])
                position = comment.end()
                continue
            key_end = _end(_KEY, text, position)
            start = _end(_SEPARATOR, text, key_end)
            end = _end(_VALUE, text, start)
            settings.add(
                settings.sibling(_decoded(text[position:key_end])),
                _decoded(text[start:end]),
                places.span(start, end),
                places.span(position, key_end),
            )
            # A backslash at the very end of the file belongs to no key.
            position = end if end > position else position + 1
    except TooMuchError as error:
        problems.append(read_problem(source.path, str(error), places.span(position, position), partial=True))
    document = Document(source.path, "properties", tuple(settings.settings))
    return ReadDocument(document, problems=tuple(problems), comments=tuple(comments))


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _decoded(raw: str) -> str:
    return without_surrogates(_ESCAPE.sub(_unescaped, raw)) if "\\" in raw else raw


def _unescaped(match: re.Match[str]) -> str:
    code, character = match.groups()
    if code:
        return chr(int(code, 16))
    return _CONTROL.get(character, character) if character else ""
