"""Neutral documents of schemas that other tools wrote: Room, ObjectBox, Salesforce SmartStore, OSSYS tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath

import msgspec

from secure_lint.formats.json_document import read_json
from secure_lint.formats.objectbox_model import objectbox_entities
from secure_lint.formats.outsystems.data_types import IDENTIFIER_SUFFIX, UNKNOWN
from secure_lint.formats.outsystems.neutral.document import (
    VERSION,
    AttributeDocument,
    EntitiesDocument,
    EntityDocument,
    SourceDocument,
)
from secure_lint.formats.outsystems.neutral.reading import EntitiesFileError
from secure_lint.formats.room_schema import room_entities
from secure_lint.model.schema import Attribute, Entity
from secure_lint.text.source import SourceText

_TYPES = {
    "text": "Text", "string": "Text", "full_text": "Text", "integer": "Long Integer", "long": "Long Integer",
    "int": "Integer", "short": "Integer", "byte": "Integer", "real": "Decimal", "float": "Decimal", "double": "Decimal",
    "floating": "Decimal", "blob": "Binary Data", "bytevector": "Binary Data", "bool": "Boolean", "date": "Date Time",
    "datenano": "Date Time", "json1": "Text", "flex": "Text", "stringvector": "Text",
}  # fmt: skip
"""Types of the schemas (affinities of Room, property types of ObjectBox, index types of SmartStore) in our words."""

_CUSTOM = "__c"
"""Ends the names of fields that a Salesforce organisation added itself; it says nothing of what is in them."""

_OSSYS_PREFIX = "rt"
_OSSYS_REFERENCE = "bt"
_YES = ("1", "true", "yes")
_SERVER_KINDS = ("entity", "")
_STATIC_KIND = "staticentity"


class Soup(msgspec.Struct):
    """A soup of SmartStore, as ``userstore.json`` registers it."""

    soup_name: str = msgspec.field(name="soupName")
    indexes: tuple[SoupIndex, ...] = ()


class SoupIndex(msgspec.Struct):
    """An indexed path of a soup; the record is stored whole."""

    path: str
    type: str = "string"


class SmartStoreFile(msgspec.Struct):
    """``userstore.json`` or ``globalstore.json``."""

    soups: tuple[Soup, ...]


Row = Mapping[str, str]


def documents_in(path: str, raw: bytes) -> tuple[EntitiesDocument, ...]:
    """The documents that a schema file gives; raises `EntitiesFileError` when it is none that is known."""
    if path.lower().endswith(".csv"):
        return tuple(_of_rows(path, _csv_rows(path, raw)))
    source = SourceText(path, raw)
    document = read_json(source).document
    if document is not None:
        for platform, found in (("room", room_entities(document)), ("objectbox", objectbox_entities(document))):
            if found:
                return (_document(platform, path, tuple(_entity(one) for one in found)),)
    try:
        store = msgspec.json.decode(source.data, type=SmartStoreFile)
    except msgspec.MsgspecError:
        return tuple(_of_rows(path, _json_rows(path, source.data)))
    return (_document("salesforce", path, tuple(_soup(one) for one in store.soups if one.soup_name)),)


def _document(platform: str, path: str, entities: tuple[EntityDocument, ...], module: str = "") -> EntitiesDocument:
    return EntitiesDocument(
        version=VERSION,
        platform=platform,
        module=module or _module_name(path),
        source=SourceDocument("secure-lint", PurePosixPath(path).name),
        entities=entities,
    )


def _module_name(path: str) -> str:
    """The file's name; that of the folder, the class of the database, where files are numbered by version."""
    file = PurePosixPath(path.replace("\\", "/"))
    numbered = file.stem.isdecimal() and file.parent.name
    return file.parent.name.rpartition(".")[2] or file.stem if numbered else file.stem


def _entity(entity: Entity) -> EntityDocument:
    return EntityDocument(entity.name, "client", tuple(_attribute(one) for one in entity.attributes))


def _attribute(attribute: Attribute) -> AttributeDocument:
    return AttributeDocument(attribute.name, _TYPES.get((attribute.type or "").lower(), attribute.type or UNKNOWN))


def _soup(soup: Soup) -> EntityDocument:
    attributes = tuple(
        AttributeDocument(one.path.removesuffix(_CUSTOM), _TYPES.get(one.type.lower(), one.type))
        for one in soup.indexes
        if one.path.removesuffix(_CUSTOM)
    )
    return EntityDocument(soup.soup_name, "client", attributes)


def _csv_rows(path: str, raw: bytes) -> Iterator[Row]:
    text = SourceText(path, raw).text
    head = text.partition("\n")[0]
    delimiter = max(",;\t|", key=head.count)
    try:
        for row in csv.DictReader(io.StringIO(text), delimiter=delimiter):
            yield {name.strip().lower(): (value or "").strip() for name, value in row.items() if isinstance(name, str)}
    except csv.Error as error:
        raise EntitiesFileError(path, None, f"not valid CSV: {error}") from None


def _json_rows(path: str, raw: bytes) -> Iterator[Row]:
    try:
        rows = msgspec.json.decode(raw, type=list[dict[str, str | int | float | bool | None]])
    except msgspec.MsgspecError as error:
        known = "Room, ObjectBox or SmartStore, nor rows of the OSSYS query"
        raise EntitiesFileError(path, None, f"neither a schema of {known}: {error}") from None
    for row in rows:
        yield {name.lower(): "" if value is None else str(value) for name, value in row.items()}


def _of_rows(path: str, rows: Iterable[Row]) -> Iterator[EntitiesDocument]:
    """One document a module, in the order of the rows."""
    modules: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        if not row.get("entity") or not row.get("attribute"):
            raise EntitiesFileError(path, None, "no rows of the OSSYS query: columns entity and attribute are needed")
        modules.setdefault(row.get("module", ""), {}).setdefault(row["entity"], []).append(row)
    if not modules:
        raise EntitiesFileError(path, None, "it has no rows")
    for module, entities in modules.items():
        documents = tuple(_described(name, attributes) for name, attributes in entities.items())
        yield _document("outsystems", path, documents, module)


def _described(name: str, rows: list[Row]) -> EntityDocument:
    first = rows[0]
    is_static = first.get("datakind", "").lower() == _STATIC_KIND
    return EntityDocument(
        name=name,
        kind="static" if is_static else "server",
        attributes=tuple(_column(row) for row in rows),
        physical_table_name=first.get("physicaltablename") or None,
        description=first.get("entitydescription", ""),
    )


def _column(row: Row) -> AttributeDocument:
    return AttributeDocument(
        name=row["attribute"],
        data_type=_ossys_type(row.get("datatype", "")),
        length=_number(row.get("length", "")),
        decimals=_number(row.get("decimals", "")),
        description=row.get("description", ""),
        is_identifier=row.get("isidentifier", "").lower() in _YES,
        is_auto_number=row.get("isautonumber", "").lower() in _YES,
        is_mandatory=row.get("ismandatory", "").lower() in _YES,
    )


def _ossys_type(text: str) -> str:
    """``rtLongInteger`` is a basic type, ``bt...*...`` a reference to an entity."""
    if text.startswith(_OSSYS_REFERENCE):
        return UNKNOWN + IDENTIFIER_SUFFIX
    return text.removeprefix(_OSSYS_PREFIX) or UNKNOWN


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
