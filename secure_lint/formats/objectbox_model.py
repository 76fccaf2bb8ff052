"""The model file that ObjectBox keeps: ``objectbox-models/default.json``."""

from __future__ import annotations

from secure_lint.formats.setting_tree import Branch, branches
from secure_lint.model.schema import Attribute, Document, Entity
from secure_lint.model.span import Location

# OBXPropertyType of the ObjectBox C API.
_TYPES = {
    "1": "Bool", "2": "Byte", "3": "Short", "4": "Char", "5": "Int", "6": "Long", "7": "Float", "8": "Double",
    "9": "String", "10": "Date", "11": "Relation", "12": "DateNano", "13": "Flex", "22": "BoolVector",
    "23": "ByteVector", "24": "ShortVector", "25": "CharVector", "26": "IntVector", "27": "LongVector",
    "28": "FloatVector", "29": "DoubleVector", "30": "StringVector",
}  # fmt: skip


def objectbox_entities(document: Document) -> tuple[Entity, ...]:
    """The entities of a model file; none if the document is something else."""
    if not any(setting.path in ("modelVersion", "lastEntityId") for setting in document.settings):
        return ()
    found = (_entity(branch, document.path) for branch in branches(document.settings, "entities"))
    return tuple(entity for entity in found if entity is not None)


def _entity(branch: Branch, path: str) -> Entity | None:
    name = branch.leaves.get("name")
    if name is None:
        return None
    attributes = tuple(
        Attribute(label.value, _TYPES.get(kind.value) if kind else None, Location(path, label.span))
        for field in branches(branch.settings, "properties")
        if (label := field.leaves.get("name")) is not None
        for kind in [field.leaves.get("type")]
    )
    return Entity(name.value, attributes, "objectbox", "schema-file", Location(path, name.span))
