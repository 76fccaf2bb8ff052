"""Tests of the judgement over a whole project."""

from __future__ import annotations

import json

import pytest

from secure_lint.credentials.judgement import CredentialJudge
from secure_lint.credentials.places import ProjectContext
from secure_lint.model.finding import SAME_VALUE, Audience, Severity
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Span
from tests.credentials.detecting import ASSIGNED, GOOGLE, KEY, MAIN, candidates, judged, only, policies, rules


def test_one_finding_for_a_value_with_its_other_places() -> None:
    finding = only(judged({"ci/publish.js": ASSIGNED, MAIN: ASSIGNED, "app/src/test/a/ApiTest.js": ASSIGNED * 2}))
    assert finding.code == "SL301"
    assert finding.location.path == MAIN
    assert [step.note for step in finding.related] == [SAME_VALUE] * 3
    assert {step.location.path for step in finding.related} == {"ci/publish.js", "app/src/test/a/ApiTest.js"}


@pytest.mark.parametrize(
    ("path", "code", "severity"),
    [
        (MAIN, "SL301", Severity.ERROR),
        ("server/auth.js", "SL301", Severity.ERROR),
        ("lib/auth.js", "SL301", Severity.ERROR),
        ("fastlane/upload.js", "SL302", Severity.WARNING),
        ("app/src/test/java/a/ApiTest.js", "SL308", Severity.NOTE),
        ("docs/sample.js", "SL308", Severity.NOTE),
    ],
)
def test_the_place_decides(path: str, code: str, severity: Severity) -> None:
    finding = only(judged({path: ASSIGNED}))
    assert (finding.code, finding.severity) == (code, severity)


def test_a_folder_that_the_scan_was_pointed_at_is_no_test() -> None:
    path = "fixtures/walks/Api.js"
    context = ProjectContext((path,), {}, ("fixtures/walks",))
    finding = only(CredentialJudge(candidates(path, ASSIGNED), context, policies(), rules()).findings())
    assert finding.severity is Severity.ERROR


def test_no_finding_holds_the_value() -> None:
    finding = only(judged({MAIN: ASSIGNED}))
    assert KEY not in repr(finding)
    assert "qV3m...Ea" in finding.message


def test_the_fingerprint_comes_from_rule_and_value() -> None:
    first = only(judged({MAIN: ASSIGNED}))
    moved = only(judged({"app/src/main/java/b/Other.js": "\n\n" + ASSIGNED}))
    other = only(judged({MAIN: ASSIGNED.replace("qV3", "qW3")}))
    assert first.fingerprint == moved.fingerprint
    assert first.fingerprint != other.fingerprint


def test_the_same_common_password_elsewhere_is_another_finding() -> None:
    assert (
        len(judged({"a/db.js": "const dbPassword = 'admin123'\n", "b/mail.js": "const mailPassword = 'admin123'\n"}))
        == 2
    )


def test_a_google_key_is_conditional() -> None:
    finding = only(judged({"app/src/main/Maps.kt": f'val mapsKey = "{GOOGLE}"\n'}))
    assert (finding.code, finding.severity) == ("SL304", Severity.NOTE)


def test_a_google_key_in_a_firebase_file_is_an_identifier() -> None:
    finding = only(judged({"app/google-services.json": json.dumps({"current_key": GOOGLE})}))
    assert (finding.code, finding.audience) == ("SL305", Audience.AUDITOR)


def test_a_google_key_beside_gemini_is_an_error() -> None:
    files: dict[str, str | bytes] = {
        "app/src/main/Keys.kt": f'val key = "{GOOGLE}"\n',
        "app/src/main/Assistant.kt": "import com.google.ai.client.generativeai.GenerativeModel\n",
    }
    finding = only(judged(files))
    assert (finding.code, finding.severity) == ("SL304", Severity.ERROR)
    assert any("Gemini" in evidence.text for evidence in finding.evidence)


def test_a_client_secret_in_the_app_has_its_own_rule() -> None:
    code = f"export const auth = {{ clientSecret: '{KEY}' }}\n"
    assert only(judged({"app/src/main/auth.js": code})).code == "SL306"
    assert only(judged({"server/auth.js": code})).code == "SL301"


def test_a_key_store_is_told_by_its_content() -> None:
    content = bytes.fromhex("feedfeed0000000200000001") + bytes(range(200)) * 4
    finding = only(judged({"app/picture.png": content}))
    assert finding.code == "SL303"
    assert "Java key store" in finding.message


def test_the_debug_key_store_is_for_auditors() -> None:
    content = bytes.fromhex("feedfeed0000000200000001") + b"androiddebugkey" + bytes(range(200))
    finding = only(judged({"app/debug.keystore": content}))
    assert (finding.severity, finding.audience) == (Severity.NOTE, Audience.AUDITOR)


def test_a_public_certificate_is_nothing() -> None:
    assert judged({"app/res/raw/ca.pem": "-----BEGIN CERTIFICATE-----\nTUlJQg==\n-----END CERTIFICATE-----\n"}) == ()


def test_an_environment_file_among_the_assets_ships() -> None:
    span = Span(3, 5, 3, 9)
    pubspec = Document("app/pubspec.yaml", "yaml", (Setting("flutter/assets/[0]", "ci/.env", span, span),))
    found = candidates("app/ci/.env", f"API_KEY={KEY}\n")
    bundled = CredentialJudge(
        found, ProjectContext(("app/ci/.env",), {pubspec.path: pubspec}), policies(), rules()
    ).findings()
    assert only(bundled).code == "SL301"
    assert (
        only(CredentialJudge(found, ProjectContext(("app/ci/.env",), {}), policies(), rules()).findings()).code
        == "SL302"
    )


def test_findings_come_in_order() -> None:
    files: dict[str, str | bytes] = {f"app/{name}.js": ASSIGNED.replace("qV3", f"q{name}3") for name in "zmab"}
    assert [finding.location.path for finding in judged(files)] == ["app/a.js", "app/b.js", "app/m.js", "app/z.js"]


def test_a_value_that_its_form_gives_away_is_that_wherever_it_stands() -> None:
    key = "AIza" + "SyD8kQ2mVx7RbN4tLw0PzYc3JhGf5UeXoK1"
    code = f"const KEY = '{key}';\nfetch(url, {{ headers: {{ 'x-goog-api-key': KEY }} }});\n"
    finding = only(judged({"app/src/main/java/a/Maps.js": code}))
    assert (finding.code, finding.location.span.start_line) == ("SL304", 1)


def test_half_of_a_pair_alone_is_a_warning() -> None:
    half = "AKIA" + "SP2TPHJSQH3FJXYZ"
    alone = only(judged({"app/src/main/Keys.js": f"const id = '{half}'\n"}))
    assert alone.severity is Severity.WARNING
    both = judged({"app/src/main/Keys.js": f"const id = '{half}'\nconst secretKey = '{KEY}'\n"})
    assert {finding.severity for finding in both} == {Severity.ERROR}


def test_a_call_of_gemini_stands_beside_the_key() -> None:
    files: dict[str, str | bytes] = {
        "lib/keys.dart": f"const key = '{GOOGLE}';\n",
        "pubspec.yaml": "google_generative_ai: 1\n",
    }
    finding = only(judged(files))
    assert finding.severity is Severity.ERROR
    assert [step.location.path for step in finding.related] == ["pubspec.yaml"]
