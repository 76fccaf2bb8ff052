"""Entities that statements in the code define: ``CREATE TABLE`` in a constant that reaches a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import Constant
from secure_lint.formats.ddl import DdlTable, read_ddl
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location, Span

DEFAULT_ENGINE = "sqlite"

_Key = tuple[str, str]


def defined_tables(events: Iterable[Event]) -> tuple[Entity, ...]:
    """The tables that the statements at ``store.ddl`` sinks define, each once.

    Of several statements that create one table, as migrations have them, that with most columns counts; columns that
    others add are its own too.
    """
    created: dict[_Key, Entity] = {}
    added: dict[_Key, list[Entity]] = {}
    for event in events:
        if event.kind != "store.ddl":
            continue
        engine = event.store.engine if event.store is not None else DEFAULT_ENGINE
        for constant in event.value.constants:
            for table in read_ddl(_text(constant)):
                entity = _entity(table, constant, engine)
                key = engine, entity.name.lower()
                if table.added:
                    added.setdefault(key, []).append(entity)
                elif key not in created or len(entity.attributes) > len(created[key].attributes):
                    created[key] = entity
    return tuple(_with_columns(created.get(key), added.get(key, ())) for key in sorted({*created, *added}))


def _with_columns(created: Entity | None, added: Sequence[Entity]) -> Entity:
    """A table with the columns that later statements add; without the one that creates it, the first of those."""
    whole = created if created is not None else added[0]
    known = {one.name.lower() for one in whole.attributes}
    for entity in added:
        new = tuple(one for one in entity.attributes if one.name.lower() not in known)
        known.update(one.name.lower() for one in new)
        whole = msgspec.structs.replace(whole, attributes=(*whole.attributes, *new))
    return whole


def _text(constant: Constant) -> str:
    text = constant.outline or constant.value
    return text if isinstance(text, str) else ""


def _entity(table: DdlTable, constant: Constant, engine: str) -> Entity:
    return Entity(
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

    Exact when they lie in a piece whose form in the source is that of its text; otherwise the piece.
    """
    text = constant.outline or str(constant.value)
    for piece in constant.pieces:
        if piece.offset <= offset < piece.offset + piece.length:
            if piece.offset == offset and piece.length == length:
                return piece.location
            before = text[piece.offset : offset]
            whole = text[piece.offset : piece.offset + piece.length]
            span = _span_in(piece.location.span, whole, before, length)
            return Location(piece.location.path, span) if span is not None else piece.location
    return constant.location


def _span_in(span: Span, text: str, before: str, length: int) -> Span | None:
    """The place of ``length`` characters behind ``before`` in a literal with this text."""
    if span.start_line == span.end_line:
        quotes = span.end_column - span.start_column - len(text)
        if quotes not in (0, 2):
            return None
        start = span.start_column + quotes // 2 + len(before)
        return Span(span.start_line, start, span.start_line, start + length)
    hidden = span.end_line - span.start_line - text.count("\n")
    if hidden not in (0, 1):
        return None
    line = span.start_line + hidden + before.count("\n")
    start = len(before) - before.rfind("\n")
    if line == span.start_line:
        start += span.start_column - 1 + _opening(span, text)
    return Span(line, start, line, start + length)


def _opening(span: Span, text: str) -> int:
    """The length of the quotes before a literal of several lines, told by those behind it."""
    return span.end_column - 1 - len(text.rpartition("\n")[2])
