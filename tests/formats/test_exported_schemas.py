"""Tests of schemas that database libraries export as JSON."""

from __future__ import annotations

from secure_lint.formats.registry import read_document
from secure_lint.formats.room_schema import superseded_schemas
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at

ROOM = """{
  "formatVersion": 1,
  "database": {
    "version": 4,
    "identityHash": "0f3c",
    "entities": [
      {
        "tableName": "patients",
        "createSql": "CREATE TABLE IF NOT EXISTS `${TABLE_NAME}` (`id` INTEGER NOT NULL)",
        "fields": [
          {"fieldPath": "id", "columnName": "id", "affinity": "INTEGER", "notNull": true},
          {"fieldPath": "address.street", "columnName": "street", "affinity": "TEXT"}
        ],
        "primaryKey": {"autoGenerate": true, "columnNames": ["id"]}
      },
      {"tableName": "empty", "fields": []}
    ],
    "setupQueries": ["CREATE TABLE IF NOT EXISTS room_master_table (id INTEGER PRIMARY KEY)"]
  }
}
"""

OBJECTBOX = """{
  "_note1": "KEEP THIS FILE!",
  "entities": [
    {"id": "1:1", "name": "Patient", "properties": [
      {"id": "1:2", "name": "id", "type": 6}, {"id": "2:3", "name": "iban", "type": 9}]}
  ],
  "modelVersion": 5
}
"""


def test_room_schema() -> None:
    source = SourceText("app/schemas/org.example.Clinic/4.json", ROOM.encode())
    read = read_document(source)
    patients, empty = read.entities
    assert (patients.name, patients.engine, patients.declared_by) == ("patients", "room", "schema-file")
    assert [(a.name, a.column, a.type) for a in patients.attributes] == [
        ("id", None, "INTEGER"),
        ("address.street", "street", "TEXT"),
    ]
    assert text_at(source.text, patients.attributes[1].location.span) == "street"
    assert text_at(source.text, empty.location.span) == "empty"
    assert_spans_inside(source, read)


def test_objectbox_model() -> None:
    source = SourceText("app/objectbox-models/default.json", OBJECTBOX.encode())
    (patient,) = read_document(source).entities
    assert (patient.name, patient.engine) == ("Patient", "objectbox")
    assert [(a.name, a.type) for a in patient.attributes] == [("id", "Long"), ("iban", "String")]


def test_other_json_has_no_entities() -> None:
    assert read_document(SourceText("a.json", b'{"entities": [{"name": "x"}]}')).entities == ()


def test_only_the_newest_version_counts() -> None:
    paths = ["app/schemas/a.Db/9.json", "app/schemas/a.Db/10.json", "app/schemas/b.Db/1.json", "app/a/2.json"]
    assert superseded_schemas(paths) == {"app/schemas/a.Db/9.json"}


def test_a_schema_whose_database_class_is_known_says_nothing_new() -> None:
    paths = [
        "app/schemas/org.example.Ledger/1.json",
        "app/schemas/org.example.Ledger/2.json",
        "lib/schemas/a.Db/3.json",
    ]
    assert superseded_schemas(paths, {"Ledger"}) == set(paths[:2])
