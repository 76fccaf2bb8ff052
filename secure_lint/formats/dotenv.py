"""Line-wise ``KEY=value`` files: ``.env`` and Xcode's ``.xcconfig``.

A ``.env`` value may be quoted, a ``#`` after white space starts a comment, and ``export`` before the key is dropped. In
an ``.xcconfig`` comments start with ``//``, and the condition of a key (``KEY[sdk=iphoneos*]``) is no part of its name.
"""

from __future__ import annotations

import re

from secure_lint.formats.reading import ReadDocument, SettingList, TooMuchError, linter_comment, read_problem
from secure_lint.model.facts import Comment
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_DOTENV_LINE = re.compile(
    r"""[ \t]*+(?:export[ \t]++)?(?P<key>[A-Za-z_][\w.\-]*+)[ \t]*+=[ \t]*+
    (?: "(?P<double>(?:[^"\\]|\\.)*+)" | '(?P<single>[^']*+)' | `(?P<back>[^`]*+)`
      | (?P<plain>(?:[^\s#]++|[ \t]++(?![#\s]|\Z)|(?<=\S)\#)*+) )""",
    re.VERBOSE | re.DOTALL,
)
_XCCONFIG_LINE = re.compile(
    r"""[ \t]*+(?P<key>[A-Za-z_]\w*+)(?:\[[^\]\n]*+\])*+[ \t]*+=[ \t]*+
    (?P<plain>(?:[^\s/]++|[ \t]++(?!//|\s|\Z)|/(?!/))*+)""",
    re.VERBOSE,
)
_DOTENV_COMMENT = re.compile(r"(?:(?<=\s)|^)#[^\n]*+", re.MULTILINE)
_XCCONFIG_COMMENT = re.compile(r"//[^\n]*+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}


def read_dotenv(source: SourceText) -> ReadDocument:
    """Read a ``.env`` file."""
    return _read(source, "dotenv", _DOTENV_LINE, _DOTENV_COMMENT)


def read_xcconfig(source: SourceText) -> ReadDocument:
    """Read an Xcode build configuration file."""
    return _read(source, "xcconfig", _XCCONFIG_LINE, _XCCONFIG_COMMENT)


def _read(source: SourceText, kind: str, line: re.Pattern[str], comment: re.Pattern[str]) -> ReadDocument:
    text, places, settings = source.text, Places(source.text), SettingList()
    comments: list[Comment] = []
    problems: list[Problem] = []
    position = 0
    try:
        while position < len(text):
            match = line.match(text, position)
            if match:
                _add(settings, match, places)
                position = match.end()
            end = text.find("\n", position)
            end = len(text) if end < 0 else end
            remark = comment.search(text, position, end)
            addressed = linter_comment(text, places, remark.start(), end) if remark else None
            comments.extend([addressed] if addressed else [])
            position = end + 1
    except TooMuchError as error:
        problems.append(read_problem(source.path, str(error), places.span(position, position), partial=True))
    document = Document(source.path, kind, tuple(settings.settings))
    return ReadDocument(document, problems=tuple(problems), comments=tuple(comments))


def _add(settings: SettingList, match: re.Match[str], places: Places) -> None:
    form = match.lastgroup or "plain"
    value = match.group(form)
    if form == "double":
        value = _ESCAPE.sub(lambda escape: _CONTROL.get(escape.group(1), escape.group(1)), value)
    settings.add(
        settings.sibling(match.group("key")), value, places.span(*match.span(form)), places.span(*match.span("key"))
    )
