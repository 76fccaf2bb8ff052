"""JSON files, some of which are the schema that a database library wrote down."""

from __future__ import annotations

import msgspec

from secure_lint.formats.json_document import read_json
from secure_lint.formats.objectbox_model import objectbox_entities
from secure_lint.formats.reading import ReadDocument
from secure_lint.formats.room_schema import room_entities
from secure_lint.text.source import SourceText


def read_json_with_schemas(source: SourceText) -> ReadDocument:
    """Read a JSON file; an exported schema has entities too."""
    read = read_json(source)
    if read.document is None:
        return read
    entities = room_entities(read.document) or objectbox_entities(read.document)
    return msgspec.structs.replace(read, entities=entities)
