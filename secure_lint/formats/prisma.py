"""Prisma schemas: the models (and types of documents) with their fields, one to a line.

Source: Prisma schema reference (models, relations, comments). A field is a setting ``models/<model>/<field>`` with its
type as the value, as it is written: ``Int``, ``User?``, ``Order[]``. Attributes of fields and whole blocks, the
generators, enumerations and data sources are passed over.
"""

from __future__ import annotations

import re

from secure_lint.formats.reading import ReadDocument, SettingList, TooMuchError, linter_comments, read_problem
from secure_lint.model.problem import Problem
from secure_lint.model.schema import Document
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_BLOCK = re.compile(r"^[ \t]*+(?:model|type|view)[ \t]++(?P<name>\w++)[ \t]*+\{", re.MULTILINE)
_FIELD = re.compile(r"[ \t]*+(?P<name>[A-Za-z]\w*+)[ \t]++(?P<type>[A-Za-z]\w*+(?:\[\]|\?)?)(?![\w(])")
_END = re.compile(r"^[ \t]*+\}", re.MULTILINE)
_COMMENT_OR_STRING = re.compile(r'(?P<comment>//[^\n]*+)|"(?:[^"\\\n]|\\.)*+"')


def read_prisma(source: SourceText) -> ReadDocument:
    """Read a Prisma schema."""
    text, places, settings = source.text, Places(source.text), SettingList()
    problems: list[Problem] = []
    for block in _BLOCK.finditer(text):
        end = _END.search(text, block.end())
        stop = end.start() if end is not None else len(text)
        try:
            _read_block(text, block, stop, places, settings)
        except TooMuchError as error:
            problems.append(read_problem(source.path, str(error), places.span(*block.span("name")), partial=True))
            break
    document = Document(source.path, "prisma", tuple(settings.settings))
    comments = linter_comments(text, places, _COMMENT_OR_STRING, "/")
    return ReadDocument(document, problems=tuple(problems), comments=comments)


def _read_block(text: str, block: re.Match[str], stop: int, places: Places, settings: SettingList) -> None:
    position = text.find("\n", block.end(), stop) + 1 or stop
    while position < stop:
        field = _FIELD.match(text, position, stop)
        if field is not None:
            path = settings.sibling(f"models/{block['name']}/{field['name']}")
            settings.add(path, field["type"], places.span(*field.span("type")), places.span(*field.span("name")))
        position = text.find("\n", position, stop) + 1 or stop
