"""Neutral documents made of modules and of other tools' schemas."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import msgspec
import pytest

from secure_lint.errors import SecureLintError
from secure_lint.formats.outsystems.model import EntityKind
from secure_lint.formats.outsystems.neutral.document import EntitiesDocument, json_schema
from secure_lint.formats.outsystems.neutral.exporting import as_json, as_yaml, export
from secure_lint.formats.outsystems.neutral.reading import read_entities_file
from tests.formats.outsystems.field_visits import FIXTURE
from tests.formats.outsystems.policy_modules import modules
from tests.formats.outsystems.test_findings import said, scanned

ROOM = b"""{"formatVersion": 1, "database": {"version": 3, "identityHash": "5f", "entities": [{"tableName": "patient",
 "fields": [{"fieldPath": "id", "columnName": "id", "affinity": "INTEGER"},
            {"fieldPath": "ssn", "columnName": "ssn", "affinity": "TEXT"}]}]}}"""
OBJECTBOX = b"""{"modelVersion": 5, "lastEntityId": "1:1", "entities": [{"id": "1:1", "name": "Patient",
 "properties": [{"id": "1:1", "name": "id", "type": 6}, {"id": "2:2", "name": "ssn", "type": 9}]}]}"""
SMARTSTORE = b"""{"soups": [{"soupName": "patients", "indexes": [{"path": "Id", "type": "string"},
 {"path": "Ssn__c", "type": "string"}]}]}"""
OSSYS_CSV = (
    b"module;entity;physicalTableName;dataKind;entityDescription;attribute;dataType;length;isMandatory;isIdentifier;description\n"
    b"Clinic_CS;Patient;OSUSR_X_PATIENT;entity;;Id;rtLongInteger;;1;1;\n"
    b"Clinic_CS;Patient;OSUSR_X_PATIENT;entity;;Ssn;rtText;11;0;0;Social security number\n"
    b"Clinic_CS;Kind;OSUSR_X_KIND;staticEntity;;Label;rtText;50;1;0;\n"
    b"Billing_CS;Invoice;OSUSR_Y_INVOICE;entity;;PatientId;bt2f0c*9a1e;;0;0;\n"
)
OSSYS_JSON = b"""[{"module": "Clinic_CS", "entity": "Patient", "attribute": "Ssn", "dataType": "rtText", "length": 11,
 "isMandatory": false}]"""


def plain(document: EntitiesDocument) -> object:
    return msgspec.json.decode(as_json(document))


def only(path: str, raw: bytes) -> EntitiesDocument:
    (document,) = export(path, raw)
    return document


@pytest.mark.parametrize("place", sorted(modules()))
def test_what_is_exported_fits_the_schema(place: str) -> None:
    document = only("Orders.oml", modules()[place])
    jsonschema.validate(plain(document), msgspec.json.decode(json_schema()))


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_an_exported_module_is_read_back(form: str) -> None:
    document = only("FieldVisits.oml", (FIXTURE / "FieldVisits.oml").read_bytes())
    text = as_yaml(document) if form == "yaml" else as_json(document)
    read = read_entities_file(f"secure-lint-entities.{form}", text.encode())
    assert read.name == "FieldVisits"
    assert [entity.name for entity in read.entities_of(EntityKind.CLIENT)] == ["LocalPatient", "LocalVisit"]
    ssn = next(item for item in read.entities[0].attributes if item.name == "Ssn")
    assert (ssn.data_type, ssn.length) == ("Text", 11)
    assert {action.name: action.calls() for action in read.actions}.keys() == {"Patient_Update", "Visit_Save"}


def test_a_scan_of_the_export_says_what_one_of_the_module_says(tmp_path: Path) -> None:
    document = only("FieldVisits.oml", (FIXTURE / "FieldVisits.oml").read_bytes())
    (tmp_path / "secure-lint-entities.yaml").write_text(as_yaml(document), encoding="utf-8")
    assert said(scanned(tmp_path)) == said(scanned(FIXTURE / "FieldVisits.oml"))


def test_secrets_of_a_module_are_left_out() -> None:
    data = modules()["secrets/hardcoded-secret/outsystems-consumed-rest/Orders.oml"]
    text = as_yaml(only("Orders.oml", data))
    assert "warehouse.example.org" in text
    assert "w4rehouse" not in text


@pytest.mark.parametrize(
    ("path", "raw", "platform", "module"),
    [
        ("schemas/org.example.Db/3.json", ROOM, "room", "Db"),
        ("3.json", ROOM, "room", "3"),
        ("objectbox-models/default.json", OBJECTBOX, "objectbox", "default"),
        ("res/raw/userstore.json", SMARTSTORE, "salesforce", "userstore"),
    ],
)
def test_schemas_of_other_platforms(path: str, raw: bytes, platform: str, module: str, tmp_path: Path) -> None:
    document = only(path, raw)
    assert (document.platform, document.module) == (platform, module)
    (entity,) = document.entities
    assert entity.kind == "client"
    assert [item.data_type for item in entity.attributes][-1] == "Text"
    jsonschema.validate(plain(document), msgspec.json.decode(json_schema()))
    (tmp_path / "secure-lint-entities.yaml").write_text(as_yaml(document), encoding="utf-8")
    assert {code for code, _ in said(scanned(tmp_path))} == {"SL401"}


def test_rows_of_the_ossys_query() -> None:
    clinic, billing = export("entities.csv", OSSYS_CSV)
    assert (clinic.module, billing.module) == ("Clinic_CS", "Billing_CS")
    assert [(entity.name, entity.kind) for entity in clinic.entities] == [("Patient", "server"), ("Kind", "static")]
    identifier, ssn = clinic.entities[0].attributes
    assert (identifier.data_type, identifier.is_identifier, identifier.length) == ("LongInteger", True, None)
    assert (ssn.data_type, ssn.length, ssn.description) == ("Text", 11, "Social security number")
    assert billing.entities[0].attributes[0].data_type.endswith(" Identifier")
    assert only("entities.json", OSSYS_JSON).entities[0].attributes[0].length == 11


@pytest.mark.parametrize(
    ("path", "raw"),
    [
        ("a.json", b"{}"),
        ("a.json", b"[1]"),
        ("a.json", b"no json"),
        ("a.csv", b""),
        ("a.csv", b"one;two\n1;2\n"),
        ("a.oml", b"OML"),
        ("a.oap", b"PK\x03\x04"),
        ("a.txt", b"\xff\xfe\x00"),
    ],
)
def test_anything_else_is_an_error_for_the_user(path: str, raw: bytes) -> None:
    with pytest.raises(SecureLintError) as caught:
        export(path, raw)
    assert path in str(caught.value)
