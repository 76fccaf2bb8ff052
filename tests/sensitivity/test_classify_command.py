"""``secure-lint classify``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from secure_lint.cli.classify import classify
from secure_lint.errors import UsageError


def _run(*arguments: str, input_text: str = "") -> str:
    result = CliRunner().invoke(classify, arguments, input=input_text, catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def test_text_says_why() -> None:
    output = _run("User.password:String", "passwordHint")
    assert "User.password: String\n  Password (cred.password), keep: keystore, certain" in output
    assert "passwordHint\n  not sensitive" in output
    assert "the head 'hint'" in output


def test_json_lines_keep_their_order_and_group() -> None:
    rows = [
        {"entity": "Item", "attribute": "secret", "type": "String", "group": "a"},
        {"entity": "Item", "attribute": "secret", "type": "String", "group": "b"},
        {"entity": "Item", "attribute": "issuer", "type": "String", "group": "a"},
        {"entity": "Item", "attribute": "digits", "type": "Int", "group": "a"},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    answers = json.loads(_run("--format", "json", "-", input_text=text))
    assert [answer["data_type"] for answer in answers] == ["cred.mfa_secret", "cred.api_key", None, None]
    assert answers[0]["keeping"] == "keystore"
    assert answers[0]["reasons"]


def test_files_hold_names_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "names.txt"
    file.write_text("# what the form asks\nemail\n\nPatient.weight:Float\n", encoding="utf-8")
    answers = json.loads(_run("--format", "json", "--file", str(file)))
    assert [answer["data_type"] for answer in answers] == ["contact.email", "health.body"]


def test_the_role_counts() -> None:
    assert json.loads(_run("--format", "json", "token"))[0]["data_type"] is None
    assert json.loads(_run("--format", "json", "--role", "key", "token"))[0]["data_type"] == "cred.access_token"


def test_what_the_source_says_counts() -> None:
    rows = [
        {"attribute": "extra", "comment": "may hold PII"},
        {"attribute": "token", "annotations": ["Sensitive"]},
        {"attribute": "sample", "literal": "4539 5787 6362 1486"},
        {"attribute": "token", "role": "key"},
    ]
    text = "".join(json.dumps(row) + "\n" for row in rows)
    answers = json.loads(_run("--format", "json", "-", input_text=text))
    types = ["declared.sensitive", "cred.access_token", "fin.card_number", "cred.access_token"]
    assert [answer["data_type"] for answer in answers] == types


def test_the_class_of_a_record_is_shown_once() -> None:
    names = ("PatientVisit.checksum", "PatientVisit.diagnosis:String", "PatientVisit.revision")
    records = [answer["record"] for answer in json.loads(_run("--format", "json", *names))]
    assert records[0]["data_type"] == "health.condition"
    assert records[1:] == [None, None]
    assert _run(*names).count("PatientVisit (the record as a whole)\n  Diagnosis (health.condition)") == 1
    assert "as a whole" not in _run("Song.title")


def test_the_project_has_the_last_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secure-lint.toml").write_text(
        """
        [sensitivity]
        not-sensitive = ["Demo*.password"]
        [sensitivity.sensitive]
        "Visit.blob" = "health.condition"
        [sensitivity.keeping]
        "contact.email" = "never"
        [sensitivity.add.badge_number]
        words = ["door badge"]
        group = "identity"
        keeping = "encrypt"
        """,
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    names = ("DemoUser.password", "User.password", "Visit.blob", "email", "doorBadge")
    answers = json.loads(_run("--format", "json", *names))
    types = [None, "cred.password", "health.condition", "contact.email", "badge_number"]
    assert [answer["data_type"] for answer in answers] == types
    assert answers[0]["reasons"][0]["kind"] == "configuration"
    assert answers[3]["keeping"] == "never"


def test_another_configuration_file_can_be_named(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text('[sensitivity]\nnot-sensitive = ["email"]\n', encoding="utf-8")
    assert json.loads(_run("--format", "json", "--config", str(file), "email"))[0]["data_type"] is None


@pytest.mark.parametrize("arguments", [[], ["--file", "no-such-file"], ["-"]])
def test_bad_usage_is_explained(arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        CliRunner().invoke(classify, arguments, input='{"attribute": 1}', catch_exceptions=False)
