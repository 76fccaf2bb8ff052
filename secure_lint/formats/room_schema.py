"""The schema that Room exports, one JSON file a version: ``schemas/<database class>/<version>.json``."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from secure_lint.formats.setting_tree import Branch, branches
from secure_lint.model.schema import Attribute, Document, Entity
from secure_lint.model.span import Location

_VERSION_FILE = re.compile(r"(?P<folder>(?:.*/)?schemas/(?:[^/]+\.)?(?P<database>[^/.]+))/(?P<version>\d+)\.json")


def room_entities(document: Document) -> tuple[Entity, ...]:
    """The entities of an exported schema; none if the document is something else."""
    if not any(setting.path == "database/identityHash" for setting in document.settings):
        return ()
    found = (_entity(branch, document.path) for branch in branches(document.settings, "database/entities"))
    return tuple(entity for entity in found if entity is not None)


def superseded_schemas(paths: Iterable[str], classes: Container[str] = ()) -> frozenset[str]:
    """Those of the given files that say nothing new.

    Older versions of a database's exported schema, and all versions if the class that it is exported from is among
    ``classes`` (simple names).
    """
    newest: dict[str, tuple[int, str]] = {}
    versions: set[str] = set()
    for path in paths:
        match = _VERSION_FILE.fullmatch(path)
        if match:
            versions.add(path)
            if match["database"] not in classes:
                newest[match["folder"]] = max(newest.get(match["folder"], (-1, "")), (int(match["version"]), path))
    return frozenset(versions - {path for _, path in newest.values()})


def _entity(branch: Branch, path: str) -> Entity | None:
    name = branch.leaves.get("tableName")
    if name is None:
        return None
    fields = (_attribute(field, path) for field in branches(branch.settings, "fields"))
    attributes = tuple(field for field in fields if field is not None)
    return Entity(name.value, attributes, "room", "schema-file", Location(path, name.span))


def _attribute(field: Branch, path: str) -> Attribute | None:
    column = field.leaves.get("columnName")
    if column is None:
        return None
    name, affinity = field.leaves.get("fieldPath", column), field.leaves.get("affinity")
    return Attribute(
        name.value,
        affinity.value if affinity else None,
        Location(path, column.span),
        column=column.value if column.value != name.value else None,
    )
