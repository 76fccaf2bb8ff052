"""SQL files and SQLDelight files: their tables as entities."""

from __future__ import annotations

import re

from secure_lint.formats.ddl import DdlColumn, DdlTable, read_ddl
from secure_lint.formats.reading import LINTER_MARK, ReadDocument, linter_comment
from secure_lint.model.facts import Comment
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_COMMENT_OR_STRING = re.compile(
    r"""'(?:[^']|'')*+(?:'|\Z)|"[^"]*+(?:"|\Z)|--[^\n]*+|/\*.*?(?:\*/|\Z)""", re.DOTALL
)


def read_sql(source: SourceText) -> ReadDocument:
    """Read an SQL file."""
    return _read(source, "sql")


def read_sqldelight(source: SourceText) -> ReadDocument:
    """Read a SQLDelight schema or migration. Its column adapters (``AS Type``) are the attributes' converters."""
    return _read(source, "sqldelight")


def _read(source: SourceText, engine: str) -> ReadDocument:
    places = Places(source.text)
    entities = tuple(_entity(table, engine, source.path, places) for table in read_ddl(source.text))
    return ReadDocument(entities=entities, comments=_comments(source.text, places))


def _entity(table: DdlTable, engine: str, path: str, places: Places) -> Entity:
    location = Location(path, places.span(table.start, table.end))
    attributes = tuple(_attribute(column, path, places) for column in table.columns)
    return Entity(table.name, attributes, engine, "ddl", location)


def _attribute(column: DdlColumn, path: str, places: Places) -> Attribute:
    return Attribute(
        column.name,
        column.type,
        Location(path, places.span(column.start, column.end)),
        annotations=(column.constraints,) if column.constraints else (),
        converter=column.adapter,
        comment=column.comment,
    )


def _comments(text: str, places: Places) -> tuple[Comment, ...]:
    if LINTER_MARK not in text:
        return ()
    found = (
        linter_comment(text, places, match.start(), match.end())
        for match in _COMMENT_OR_STRING.finditer(text)
        if match.group()[0] in "-/"
    )
    return tuple(comment for comment in found if comment is not None)
