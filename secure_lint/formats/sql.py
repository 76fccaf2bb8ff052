"""SQL files and SQLDelight files: their tables as entities."""

from __future__ import annotations

import re

import msgspec

from secure_lint.formats.ddl import DdlColumn, DdlTable, read_ddl
from secure_lint.formats.reading import ReadDocument, linter_comments
from secure_lint.formats.row_security.steps import is_served, schema_steps
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_COMMENT_OR_STRING = re.compile(r"""'(?:[^']|'')*+(?:'|\Z)|"[^"]*+(?:"|\Z)|--[^\n]*+|/\*.*?(?:\*/|\Z)""", re.DOTALL)
_OF_A_SERVER = re.compile(r"(?:^|/)(?:hasura|prisma/migrations)/")
"""Where servers keep their migrations."""

_SERVER_DIALECT = re.compile(
    r"\b(?:jsonb|timestamptz|bigserial|smallserial|plpgsql|gen_random_uuid|uuid_generate_v4|tsvector|mediumtext)\b"
    r"|\b(?:uniqueidentifier|datetime2|datetimeoffset|clustered|newsequentialid)\b|\[dbo\]|\b(?:n?varchar|varbinary)\s*\(max\)"
    r"|\bserial\s+primary\b|\bengine\s*=\s*(?:innodb|myisam)\b|\bcreate\s+extension\b|\bowner\s+to\b",
    re.IGNORECASE,
)
"""What Postgres, MySQL and SQL Server have and the databases of devices have not."""


def read_sql(source: SourceText) -> ReadDocument:
    """Read an SQL file. Tables in the dialect of a server, or in its migrations, do not lie on the device."""
    read = _read(source, "sql")
    served = is_served(source.path, source.text)
    if served or _OF_A_SERVER.search(source.path) or _SERVER_DIALECT.search(source.text):
        entities = tuple(msgspec.structs.replace(entity, on_device=False) for entity in read.entities)
        read = msgspec.structs.replace(read, entities=entities)
    if not served:
        return read
    steps = schema_steps(source.path, source.text, Places(source.text))
    return msgspec.structs.replace(read, schema_steps=steps, platform="supabase")


def read_sqldelight(source: SourceText) -> ReadDocument:
    """Read a SQLDelight schema or migration. Its column adapters (``AS Type``) are the attributes' converters."""
    return _read(source, "sqldelight")


def _read(source: SourceText, engine: str) -> ReadDocument:
    places = Places(source.text)
    entities = tuple(_entity(table, engine, source.path, places) for table in read_ddl(source.text))
    return ReadDocument(entities=entities, comments=linter_comments(source.text, places, _COMMENT_OR_STRING, "-/"))


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
