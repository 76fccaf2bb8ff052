"""Entities that statements in the code define: ``CREATE TABLE`` in a constant that reaches a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from secure_lint.flow.events import Event
from secure_lint.flow.value import Constant
from secure_lint.formats.ddl import DdlTable, read_ddl
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location, Span

DEFAULT_ENGINE = "sqlite"


def defined_tables(events: Iterable[Event]) -> tuple[Entity, ...]:
    """The tables that the statements at ``store.ddl`` sinks define, each once."""
    found: dict[tuple[str, str], Entity] = {}
    for event in events:
        if event.kind != "store.ddl":
            continue
        engine = event.store.engine if event.store is not None else DEFAULT_ENGINE
        for constant in event.value.constants:
            for entity in _tables(constant, engine):
                found.setdefault((entity.name, entity.location.path), entity)
    return tuple(found[key] for key in sorted(found))


def _tables(constant: Constant, engine: str) -> Iterator[Entity]:
    if not isinstance(constant.value, str):
        return
    for table in read_ddl(constant.value):
        yield Entity(
            name=table.name,
            attributes=tuple(_attributes(table, constant)),
            engine=engine,
            declared_by="ddl",
            location=place_of(constant, table.start, table.end - table.start),
        )


def _attributes(table: DdlTable, constant: Constant) -> Iterator[Attribute]:
    for column in table.columns:
        yield Attribute(
            name=column.name, type=column.type, location=place_of(constant, column.start, column.end - column.start)
        )


def place_of(constant: Constant, offset: int, length: int) -> Location:
    """Where the characters of a folded string stand in the source.

    Exact when they lie in a piece of one line whose length in the source is that of its text; otherwise the piece.
    """
    for piece in constant.pieces:
        if piece.offset <= offset < piece.offset + piece.length:
            span = piece.location.span
            same_line = span.start_line == span.end_line
            quotes = span.end_column - span.start_column - piece.length
            if same_line and quotes in (0, 2) and not (piece.offset == offset and piece.length == length):
                start = span.start_column + quotes // 2 + offset - piece.offset
                return Location(piece.location.path, Span(span.start_line, start, span.start_line, start + length))
            return piece.location
    return constant.location
