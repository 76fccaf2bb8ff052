"""Neutral documents of whatever describes entities, and their text."""

from __future__ import annotations

import msgspec

from secure_lint.formats.outsystems.neutral.document import EntitiesDocument
from secure_lint.formats.outsystems.neutral.from_module import document_of
from secure_lint.formats.outsystems.neutral.from_schemas import documents_in
from secure_lint.formats.outsystems.oml.module import read_modules

_MODULE_ENDINGS = (".oml", ".oap")


def export(path: str, raw: bytes) -> tuple[EntitiesDocument, ...]:
    """The documents of a module, a package or a schema file.

    Raises `OutSystemsFormatError` or `EntitiesFileError` when it cannot be read.
    """
    if path.lower().endswith(_MODULE_ENDINGS):
        return tuple(document_of(module, path) for module in read_modules(path, raw))
    return documents_in(path, raw)


def as_json(document: EntitiesDocument) -> str:
    """The document as JSON text."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def as_yaml(document: EntitiesDocument) -> str:
    """The document as YAML text."""
    return msgspec.yaml.encode(document).decode()
