"""Tests of Core Data's model files."""

from __future__ import annotations

from secure_lint.formats.core_data_model import superseded_models
from secure_lint.formats.registry import read_document
from secure_lint.model.schema import Document
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at

MODEL = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<model type="com.apple.IDECoreDataModeler.DataModel" sourceLanguage="Swift">
    <entity name="Visit" representedClassName="Visit" syncable="YES">
        <attribute name="diagnosis" optional="YES" attributeType="String"/>
        <attribute name="draft" attributeType="String" transient="YES"/>
        <attribute name="takenAt" attributeType="Date"/>
        <relationship name="patient" destinationEntity="Patient"/>
    </entity>
    <entity name="Patient"/>
</model>
"""

STATED = """<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0">
<dict>
    <key>_XCCurrentVersionName</key>
    <string>Clinic 2.xcdatamodel</string>
</dict>
</plist>
"""


def test_entities_have_the_attributes_that_are_stored() -> None:
    source = SourceText("Clinic.xcdatamodeld/Clinic.xcdatamodel/contents", MODEL.encode())
    read = read_document(source)
    assert read.document is not None
    assert_spans_inside(source, read)
    visit, patient = read.entities
    assert (visit.name, visit.engine, visit.declared_by) == ("Visit", "core-data", "model-file")
    assert [(one.name, one.type) for one in visit.attributes] == [("diagnosis", "String"), ("takenAt", "Date")]
    assert text_at(MODEL, visit.attributes[0].location.span) == "diagnosis"
    assert (patient.name, patient.attributes) == ("Patient", ())


def test_a_broken_model_is_a_problem() -> None:
    read = read_document(SourceText("Clinic.xcdatamodeld/Clinic.xcdatamodel/contents", b"<model><entity name="))
    assert read.problems
    assert read.entities == ()


def documents(*paths: str) -> dict[str, Document]:
    return {path: Document(path, "xml", ()) for path in paths}


def test_only_the_newest_version_of_a_model_counts() -> None:
    versions = [f"App/Clinic.xcdatamodeld/Clinic{number}.xcdatamodel/contents" for number in ("", " 2", " 10")]
    others = ["App/Store.xcdatamodeld/Store.xcdatamodel/contents", "App/Info.plist"]
    assert superseded_models(documents(*versions, *others)) == frozenset(versions[:2])


def test_versions_are_told_by_all_their_numbers() -> None:
    versions = [f"App/Clinic.xcdatamodeld/Clinic {number}.xcdatamodel/contents" for number in ("8.2.18", "18.4.3")]
    assert superseded_models(documents(*versions)) == frozenset(versions[:1])


def test_the_version_that_is_said_to_be_current_counts() -> None:
    versions = [f"App/Clinic.xcdatamodeld/Clinic{number}.xcdatamodel/contents" for number in ("", " 2", " 3")]
    path = "App/Clinic.xcdatamodeld/.xccurrentversion"
    stated = read_document(SourceText(path, STATED.encode())).document
    assert stated is not None
    assert superseded_models({**documents(*versions), path: stated}) == {versions[0], versions[2]}
