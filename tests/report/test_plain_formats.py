"""The concise and the JSON report."""

from __future__ import annotations

import json

import jsonschema
import msgspec

from secure_lint.report.concise import render_concise
from secure_lint.report.json_report import JsonReport, render_json, report_schema
from tests.report_samples import FLOW, SECRET, report
from tests.rule_samples import finding


def test_concise_has_one_line_a_finding_and_one_a_problem() -> None:
    assert render_concise(report((FLOW, finding(path="../b.kt")))).splitlines() == [
        "app/Login.kt:6:9: warning: `pin` (PIN) is written in plain text [SL101 plaintext-sensitive-storage]",
        "../b.kt:1:1: warning: plaintext-sensitive-storage happened [SL101 plaintext-sensitive-storage]",
        "app/Big.kt: not analysed: larger than 2 MiB",
        "app/Form.kt:4:1: partly analysed: syntax error",
    ]


def test_concise_stays_one_line_whatever_the_names_hold() -> None:
    text = render_concise(report((finding(path="app/new\nline.kt", message="a\r\nb"),), (), ()))
    assert text.count("\n") == 1


def test_json_holds_everything_and_fits_its_schema() -> None:
    text = render_json(report(display_prefix="mobile/"))
    jsonschema.Draft202012Validator(json.loads(report_schema())).validate(json.loads(text))
    read = msgspec.json.decode(text, type=JsonReport)
    assert (read.schema_version, read.tool, read.tool_version) == (1, "secure-lint", "1.2.3")
    assert (read.summary.errors, read.summary.warnings, read.summary.notes) == (1, 2, 1)
    assert (read.summary.suppressed, read.summary.problems) == (1, 2)
    first = read.findings[0]
    assert (first.place.path, first.place.start_line, first.place.end_column) == ("mobile/app/Login.kt", 6, 42)
    assert first.place.code == '        prefs.edit().putString("pin", pin).apply()'
    assert [step.note for step in first.trace] == [step.note for step in FLOW.trace]
    assert [part.subject for part in first.evidence] == ["data", "store"]
    assert (read.suppressed[0].suppression, first.suppression) == ("demo account", None)
    assert [(problem.path, problem.line, problem.partial) for problem in read.problems] == [
        ("mobile/app/Big.kt", None, False),
        ("mobile/app/Form.kt", 4, True),
    ]


def test_json_never_holds_a_secret() -> None:
    assert SECRET not in render_json(report())


def test_json_can_be_written_when_a_file_name_is_not_unicode() -> None:
    path = b"app/\xff.kt".decode("utf-8", "surrogateescape")
    data = render_json(report((finding(path=path),), (), ())).encode("utf-8", "backslashreplace")
    assert json.loads(data)["findings"][0]["place"]["path"] == path
