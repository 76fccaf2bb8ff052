"""``secure-lint entities`` and what reports say of files without lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.run import run

SAMPLE = Path(__file__).parents[2] / "fixtures" / "outsystems" / "field-visits"
MODULE = str(SAMPLE / "FieldVisits.oml")
SSN = "FieldVisits.oml#Entities/LocalPatient/Attributes/Ssn"


def test_export_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["entities", "export", MODULE]) == ExitCode.CLEAN
    written = capsys.readouterr().out
    assert written.startswith("version: entities/1\n")
    assert "name: LocalPatient" in written


def test_export_to_a_file_and_into_a_folder(tmp_path: Path) -> None:
    assert run(["entities", "export", MODULE, "-f", "json", "-o", str(tmp_path / "model.json")]) == ExitCode.CLEAN
    assert json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))["module"] == "FieldVisits"
    assert run(["entities", "export", MODULE, "-o", str(tmp_path)]) == ExitCode.CLEAN
    assert (tmp_path / "secure-lint-entities.yaml").is_file()
    assert run(["entities", "export", MODULE, "-o", f"{tmp_path}/new/model/"]) == ExitCode.CLEAN
    assert (tmp_path / "new" / "model" / "secure-lint-entities.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--module", "Other"], "has no module 'Other'"),
        (["-o", "/no/such/folder/model.yaml"], "cannot write"),
    ],
)
def test_mistakes(arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["entities", "export", MODULE, *arguments]) == ExitCode.USAGE
    assert complaint in capsys.readouterr().err


def test_a_file_that_cannot_be_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "notes.oml"
    path.write_bytes(b"OML")
    assert run(["entities", "export", str(path)]) == ExitCode.USAGE
    assert "notes.oml" in capsys.readouterr().err


def test_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "entities"]) == ExitCode.CLEAN
    assert json.loads(capsys.readouterr().out)["title"] == "secure-lint entities"


@pytest.mark.parametrize("form", ["text", "concise"])
def test_elements_in_reports_for_people(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scan", MODULE, "--no-cache", "-f", form]) == ExitCode.FINDINGS
    written = capsys.readouterr().out
    assert "FieldVisits.oml#ClientVariables/SessionToken" in written
    assert "FieldVisits.oml:1" not in written
    if form == "text":
        assert SSN in written


def test_elements_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    run(["scan", MODULE, "--no-cache", "-f", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    elements = {one["place"]["element"] for one in found}
    assert "ClientVariables/SessionToken" in elements
    assert all(one["place"]["code"] is None for one in found)


def test_elements_in_sarif(capsys: pytest.CaptureFixture[str]) -> None:
    run(["scan", str(SAMPLE), "--no-cache", "-f", "sarif"])
    results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    places = [result["locations"][0] for result in results]
    in_module = [place for place in places if place["physicalLocation"]["artifactLocation"]["uri"].endswith(".oml")]
    assert in_module
    for place in in_module:
        (logical,) = place["logicalLocations"]
        assert logical["fullyQualifiedName"].endswith(logical["name"])
        assert place["physicalLocation"]["region"]["startLine"] == 1
        assert "snippet" not in place["physicalLocation"]["region"]
    generated = [place for place in places if place["physicalLocation"]["artifactLocation"]["uri"].endswith(".js")]
    assert any(place["physicalLocation"]["region"]["startLine"] > 1 for place in generated)
    assert any(
        place["logicalLocations"][0]["fullyQualifiedName"].startswith("Entities/LocalPatient") for place in generated
    )
