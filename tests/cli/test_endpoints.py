"""``secure-lint endpoints`` on files on disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.run import run

APP = """
from flask import Flask
from flask_login import login_required

app = Flask(__name__)


@app.get("/open")
def show():
    return "ok"


@app.post("/closed")
@login_required
def change():
    return "ok"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "app.py").write_text(APP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_text_lists_what_is_answered(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["endpoints"]) == ExitCode.CLEAN
    assert capsys.readouterr().out.splitlines() == [
        "POST    /closed",
        "        app.py:15:5  change",
        "        guards  login_required (login-check)",
        "GET     /open",
        "        app.py:9:5  show",
        "        guards  none",
        "2 endpoints, 1 behind a guard; the guards of 2 could be followed",
    ]
    assert project.is_dir()


def test_json_has_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["endpoints", str(project), "--format", "json", "--unguarded"]) == ExitCode.CLEAN
    document = json.loads(capsys.readouterr().out)
    assert [(one["verb"], one["path"], one["guards"]) for one in document["endpoints"]] == [("GET", "/open", [])]
    assert document["problems"] == []


def test_a_folder_without_a_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["endpoints", str(tmp_path)]) == ExitCode.CLEAN
    assert capsys.readouterr().out == "no endpoints found\n"


def test_a_path_that_does_not_exist(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["endpoints", str(tmp_path / "missing")]) == ExitCode.USAGE
    assert "no such file or folder" in capsys.readouterr().err
