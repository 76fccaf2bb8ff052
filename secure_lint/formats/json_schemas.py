"""JSON files, some of which are the schema that a database library wrote down or the rules of a back-end."""

from __future__ import annotations

import msgspec

from secure_lint.formats.firebase_rules.realtime import is_realtime_rules, realtime_grants
from secure_lint.formats.hasura import hasura_grants
from secure_lint.formats.json_document import read_json
from secure_lint.formats.objectbox_model import objectbox_entities
from secure_lint.formats.reading import ReadDocument
from secure_lint.formats.room_schema import room_entities
from secure_lint.text.source import SourceText


def read_json_with_schemas(source: SourceText) -> ReadDocument:
    """Read a JSON file; an exported schema has entities too, and the rules of a back-end grant access."""
    read = read_json(source)
    if read.document is None:
        return read
    if is_realtime_rules(read.document):
        grants, problems = realtime_grants(read.document)
        return msgspec.structs.replace(
            read, grants=grants, problems=(*read.problems, *problems), platform="realtime-database"
        )
    permissions = hasura_grants(read.document)
    if permissions:
        return msgspec.structs.replace(read, grants=permissions, platform="hasura")
    entities = room_entities(read.document) or objectbox_entities(read.document)
    return msgspec.structs.replace(read, entities=entities)
