"""No format and no cache of a whole scan repeats a secret; what another scanner accepts is counted as suppressed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import msgspec
import pytest

from secure_lint.cli.rendering import FORMATS
from secure_lint.cli.run import run
from secure_lint.engine.cache import FOLDER
from secure_lint.report.profile import SarifProfile
from tests.credentials.detecting import joined

LONG = joined("qV3mZb81KcYw0RtX", "7LhDs92PgFu4NjEa")
SHORT = "tr0ut-m0on"
OTHER = "c0ld-h4rbour"
GOOGLE = joined("AIza", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q")
FILES = {
    "app/src/main/java/hills/Api.kt": f'package hills\n\nobject Api {{\n    const val API_KEY = "{LONG}"\n'
    f'    fun open(db: Database) = db.login("ann", "{SHORT}")\n}}\n',
    "app/src/main/res/values/strings.xml": f'<resources><string name="payment_api_key">{LONG}</string></resources>\n',
    "app/google-services.json": json.dumps({"client": [{"api_key": [{"current_key": GOOGLE}]}]}),
    "lib/api.dart": f"const apiSecret = '{LONG}';\n",
    "config.yaml": f"db:\n  password: {SHORT}\n",
    ".env": f"DB_PASSWORD={SHORT}\n",
    "ci/deploy.sh": f"curl -u ann:{SHORT} https://hills.invalid\n",
    "analysis.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": [f"password = '{SHORT}'\n"]}]}),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        file = tmp_path / "hills" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "hills"


class Found(msgspec.Struct):
    """What these tests look at of a finding in a JSON report."""

    policy: str
    fingerprint: str
    message: str


class Summary(msgspec.Struct):
    """What these tests look at of a report's summary."""

    suppressed: int


class Reported(msgspec.Struct):
    """What these tests look at of a JSON report."""

    findings: list[Found]
    summary: Summary


class Scan:
    """Runs the command line in this process and hands back what it prints."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def output(self, project: Path, *arguments: str) -> str:
        """Standard output and standard error of a scan."""
        run(["scan", str(project), "--fail-on", "never", "--no-gitignore", *arguments])
        captured = self._capsys.readouterr()
        return captured.out + captured.err

    def report(self, project: Path, *arguments: str) -> Reported:
        """The JSON report of a scan."""
        run(["scan", str(project), "--fail-on", "never", "--format", "json", *arguments])
        return msgspec.json.decode(self._capsys.readouterr().out, type=Reported)


@pytest.fixture
def scan(capsys: pytest.CaptureFixture[str]) -> Scan:
    return Scan(capsys)


@pytest.mark.parametrize("profile", [profile.value for profile in SarifProfile])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("audience", ["developer", "auditor"])
def test_no_format_repeats_a_value(project: Path, scan: Scan, form: str, audience: str, profile: str) -> None:
    output = scan.output(project, "--no-cache", "-f", form, "--audience", audience, "--sarif-profile", profile)
    assert "SL301" in output
    assert [value for value in (LONG, SHORT, GOOGLE) if value in output] == []


def test_no_cache_repeats_a_value(project: Path, scan: Scan) -> None:
    (project / "settings.json").write_text('{"greeting": "kept in the cache"}', encoding="utf-8")
    first = scan.report(project)
    stored = b"".join(file.read_bytes() for file in (project / FOLDER).iterdir())
    assert b"settings.json" in stored
    assert [value for value in (LONG, SHORT, GOOGLE) if value.encode() in stored] == []
    assert scan.report(project).findings == first.findings


def fingerprints(report: Reported) -> list[str]:
    return sorted(finding.fingerprint for finding in report.findings if finding.policy == "P3")


def test_a_moved_value_keeps_its_fingerprint(project: Path, scan: Scan) -> None:
    before = fingerprints(scan.report(project, "--no-cache"))
    source = project / "lib" / "api.dart"
    source.write_text("// moved\n\n" + source.read_text("utf-8"), encoding="utf-8")
    source.rename(project / "lib" / "backend.dart")
    (project / "ci" / "deploy.sh").rename(project / "ci" / "publish.sh")
    assert fingerprints(scan.report(project, "--no-cache")) == before
    assert len(before) == 2


def test_what_another_scanner_accepts_is_suppressed(project: Path, scan: Scan) -> None:
    before = fingerprints(scan.report(project, "--no-cache"))
    (project / "more.sh").write_text(f"export DB_PASSWORD={OTHER}\n", encoding="utf-8")
    assert len(fingerprints(scan.report(project, "--no-cache"))) == len(before) + 1
    (project / ".gitleaksignore").write_text("ci/deploy.sh:generic-api-key:1\n", encoding="utf-8")
    digest = hashlib.sha1(OTHER.encode(), usedforsecurity=False).hexdigest()
    baseline = {"results": {"more.sh": [{"type": "Secret Keyword", "hashed_secret": digest, "line_number": 9}]}}
    (project / ".secrets.baseline").write_text(json.dumps(baseline), encoding="utf-8")
    report = scan.report(project, "--no-cache")
    assert fingerprints(report) == before
    assert report.summary.suppressed == 2
