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


@pytest.mark.parametrize("arguments", [[], ["--file", "no-such-file"], ["-"]])
def test_bad_usage_is_explained(arguments: list[str]) -> None:
    with pytest.raises(UsageError):
        CliRunner().invoke(classify, arguments, input='{"attribute": 1}', catch_exceptions=False)
