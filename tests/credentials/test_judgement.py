"""Tests of the judgement over a whole project."""

from __future__ import annotations

import hashlib
import json
import random

import pytest

from secure_lint.credentials.judgement import CredentialJudge
from secure_lint.credentials.places import ProjectContext
from secure_lint.model.finding import ALIKE, SAME_VALUE, Audience, Confidence, Finding, Severity
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Span
from tests.credentials.detecting import candidates, joined, judged, policies, rules

KEY = "qV3mZb81KcYw0RtX7LhDs92PgFu4NjEa"
GOOGLE = "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"
ASSIGNED = f'const apiKey = "{KEY}"\n'
MAIN = "app/src/main/java/a/Api.js"


def only(findings: tuple[Finding, ...]) -> Finding:
    (finding,) = findings
    return finding


def shown_beside_a_key(path: str, code: str) -> bool:
    """Whether developers see what stands in a test of a product, given that another test holds a machine's key."""
    found = judged({path: code, "app/test/KeyTest.js": ASSIGNED, MAIN: ""})
    seen = [one for one in found if one.audience is Audience.DEVELOPER]
    return path in {place.path for one in seen for place in (one.location, *(step.location for step in one.related))}


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


def test_a_common_password_in_a_test_is_for_auditors() -> None:
    code = "const user = { name: 'ann', password: 'admin123' }\n"
    in_test = only(judged({"app/test/login.js": code}))
    assert (in_test.audience, in_test.confidence) == (Audience.AUDITOR, Confidence.LOW)
    assert only(judged({"app/login.js": code})).audience is Audience.DEVELOPER


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


def test_a_baseline_of_detect_secrets_is_honoured() -> None:
    digest = hashlib.sha1(KEY.encode(), usedforsecurity=False).hexdigest()
    entry = {"type": "Secret Keyword", "hashed_secret": digest, "line_number": 99}
    baseline = json.dumps({"version": "1.5.0", "results": {MAIN: [entry]}})
    assert judged({MAIN: ASSIGNED, ".secrets.baseline": baseline}) == ()
    entry["is_secret"] = True
    baseline = json.dumps({"version": "1.5.0", "results": {MAIN: [entry]}})
    assert len(judged({MAIN: ASSIGNED, ".secrets.baseline": baseline})) == 1


def test_an_ignore_file_of_gitleaks_is_honoured() -> None:
    assert judged({MAIN: ASSIGNED, ".gitleaksignore": f"# ours\n{'0' * 40}:{MAIN}:generic-api-key:1\n"}) == ()
    assert len(judged({MAIN: ASSIGNED, ".gitleaksignore": f"{MAIN}:generic-api-key:7\n"})) == 1


def test_what_is_accepted_is_not_lost() -> None:
    found = candidates(MAIN, ASSIGNED.rstrip() + " // gitleaks:allow\n")
    context = ProjectContext((MAIN,), {})
    assert CredentialJudge(found, context, policies(), rules()).findings() == ()
    (suppressed,) = CredentialJudge(found, context, policies(), rules()).accepted()
    assert (suppressed.by, suppressed.finding.code) == ("gitleaks:allow", "SL301")


def test_findings_come_in_order() -> None:
    files: dict[str, str | bytes] = {f"app/{name}.js": ASSIGNED.replace("qV3", f"q{name}3") for name in "zmab"}
    assert [finding.location.path for finding in judged(files)] == ["app/a.js", "app/b.js", "app/m.js", "app/z.js"]


def test_made_up_values_of_tests_are_for_auditors() -> None:
    for value in ("token1", "654321", "User1234!"):
        finding = only(judged({"app/test/login.js": f"const user = {{ name: 'ann', password: '{value}' }}\n"}))
        assert finding.audience is Audience.AUDITOR, value
    handed = only(judged({"app/test/login.js": "client.login('ann', 'password')\n"}))
    assert handed.audience is Audience.DEVELOPER


IN_USE = """class StoreTests
{
    void Keeps()
    {
        const string userName = "ann";
        const string password = "letmein123";
        store.AddOrUpdate(service, userName, password);
    }
}
"""


def test_a_common_password_that_a_test_hands_over_beside_the_user_is_in_use() -> None:
    finding = only(judged({"app/test/StoreTests.cs": IN_USE}))
    assert finding.location.span.start_line == 6
    assert [step.location.span.start_line for step in finding.related] == [7]
    assert shown_beside_a_key("app/test/StoreTests.cs", IN_USE)


@pytest.mark.parametrize("prefix", ["KEY", "PREF", "COLUMN", "EXTRA", "ARG", "FIELD"])
def test_names_of_entries_are_no_user_and_password(prefix: str) -> None:
    java = f"""class Keys {{
    static final String {prefix}_USER_NAME = "smtp-login";
    static final String {prefix}_PASSWORD = "smtp-w0rd-4711";
    void add() {{ columns.add({prefix}_USER_NAME, {prefix}_PASSWORD); }}
}}
"""
    places = [step.location.span.start_line for one in judged({"app/Keys.java": java}) for step in one.related]
    assert 4 not in places + [one.location.span.start_line for one in judged({"app/Keys.java": java})]


def test_a_common_password_that_a_test_only_expects_is_for_auditors() -> None:
    code = IN_USE.replace("store.AddOrUpdate(service, userName, password)", "Assert.Equal(password, read.Word)")
    assert only(judged({"app/test/StoreTests.cs": code})).audience is Audience.AUDITOR


@pytest.mark.parametrize("double", ["@Mock\n", "mock(Store)", "var storeMock = x;", "new FakeStore()", "jest.fn()"])
def test_a_weak_password_opens_nothing_beside_test_doubles(double: str) -> None:
    assert not shown_beside_a_key("app/test/StoreTests.cs", f"{IN_USE}\n{double}\n")


@pytest.mark.parametrize("prose", ["// Fake credential", "// stubs of the library", "mocking bird", "stubborn()"])
def test_words_of_prose_are_no_test_doubles(prose: str) -> None:
    assert shown_beside_a_key("app/test/StoreTests.cs", f"{IN_USE}\n{prose}\n")


def test_a_secret_whose_constant_says_mock_is_for_auditors() -> None:
    code = "const mockSecret = 'gate-keeper-77';\nstore('shared_secret', mockSecret);\n"
    assert not shown_beside_a_key("app/test/store.test.js", code)
    assert shown_beside_a_key("app/test/store.test.js", code.replace("mockSecret", "held"))


def test_values_of_all_tests_are_one_finding() -> None:
    files: dict[str, str | bytes] = {
        f"app/test/{name}Test.js": f"open({{ password: 'tr0ut-{name}' }})\n" for name in ("moon", "sun", "star")
    }
    finding = only(judged(files))
    assert "and 2 more like it" in finding.message
    assert [step.note for step in finding.related] == [ALIKE] * 2
    more = only(judged({**files, "app/test/skyTest.js": "open({ password: 'tr0ut-sky' })\n"}))
    assert more.fingerprint != finding.fingerprint


def test_what_a_machine_made_stands_for_all_values_of_tests() -> None:
    header = "Basic " + joined("cmVhZGVyOnRyMHV0", "LW0wb24tOTk=")
    files: dict[str, str | bytes] = {
        "app/test/aTest.js": "open({ password: 'tr0ut-moon', encryptionKey: 'tr0ut-sun-77' })\n",
        "app/test/headerTest.js": f"send({{ headers: {{ Authorization: '{header}' }} }})\n",
        "sample/keyTest.js": ASSIGNED,
    }
    finding = only(judged(files))
    assert (finding.severity, finding.audience) == (Severity.NOTE, Audience.DEVELOPER)
    assert finding.location.path != "app/test/aTest.js"
    assert "and 3 more like it" in finding.message


def test_a_value_of_a_test_that_also_ships_stands_apart() -> None:
    weak = "open({ password: 'tr0ut-moon' })\nopen({ password: 'tr0ut-sun' })\n"
    shipped, in_tests = sorted(
        judged({"app/test/openTest.js": weak + ASSIGNED, MAIN: ASSIGNED}),
        key=lambda one: one.severity.rank,
        reverse=True,
    )
    assert shipped.severity is Severity.ERROR
    assert [step.location.path for step in shipped.related] == ["app/test/openTest.js"]
    assert in_tests.location.path == "app/test/openTest.js"


def test_a_token_of_a_vendor_in_a_test_stands_apart() -> None:
    token = joined("AKIA", "SP2TPHJSQH3FJXYZ")
    weak = "open({ password: 'tr0ut-moon' })\nopen({ password: 'tr0ut-sun' })\n"
    assert len(judged({"app/test/openTest.js": weak, "app/test/keyTest.js": f"const id = '{token}'\n"})) == 2


def test_made_up_values_of_tests_are_one_finding_for_auditors() -> None:
    weak = "client.login('ann', 'tr0ut-moon')\n"
    made_up = "login({ name: 'ann', password: 'token1' })\nlogin({ name: 'ann', password: '654321' })\n"
    found = judged({"app/test/openTest.js": weak, "app/test/loginTest.js": made_up})
    assert sorted(one.audience.value for one in found) == ["auditor", "developer"]


def test_passwords_in_tests_of_a_product_are_for_auditors() -> None:
    tests: dict[str, str | bytes] = {"app/test/openTest.js": "open({ password: 'tr0ut-moon' })\n"}
    assert only(judged(tests)).audience is Audience.DEVELOPER
    assert only(judged({**tests, MAIN: "open()\n"})).audience is Audience.AUDITOR
    assert only(judged({**tests, MAIN: "open()\n", "app/test/KeyTest.js": ASSIGNED})).audience is Audience.DEVELOPER


def test_a_short_key_that_counts_is_a_key_all_the_same() -> None:
    source = 'let key = Data("uvwxyz456789")\n_ = Store(encryptionKey: key)\n'
    finding = only(judged({"app/test/StoreTest.swift": source}))
    assert (finding.severity, finding.audience) == (Severity.NOTE, Audience.DEVELOPER)


def test_a_value_that_its_form_gives_away_is_that_wherever_it_stands() -> None:
    key = "AIza" + "SyD8kQ2mVx7RbN4tLw0PzYc3JhGf5UeXoK1"
    code = f"const KEY = '{key}';\nfetch(url, {{ headers: {{ 'x-goog-api-key': KEY }} }});\n"
    finding = only(judged({"app/src/main/java/a/Maps.js": code}))
    assert (finding.code, finding.location.span.start_line) == ("SL304", 1)


PREVIEWS = {
    "App/SignUp.swift": "struct A: PreviewProvider {\n  static var previews: some View {\n    %s\n  }\n}\n",
    "App/Login.swift": "#Preview {\n  %s\n}\n",
    "app/Samples.kt": "import androidx.compose.ui.tooling.preview.PreviewParameterProvider\n"
    "class Samples : PreviewParameterProvider<State> {\n  override val values = sequenceOf(\n    %s\n  )\n}\n",
    "app/SignUp.kt": "@PreviewScreenSizes\n@Composable\nprivate fun Sample() {\n  %s\n}\n",
}


@pytest.mark.parametrize("path", PREVIEWS)
def test_what_a_preview_shows_is_a_sample(path: str) -> None:
    code = (
        'SignUpView(visiblePassword: "quackquack7")' if path.endswith("swift") else 'SignUp(password = "quackquack7")'
    )
    assert judged({path: PREVIEWS[path] % code}) == ()
    outside = f"func open() {{\n  {code}\n}}\n"
    assert only(judged({path: PREVIEWS[path] % "show()" + outside})).code == "SL301"


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


COMMENT = "/**\n * Opens smb://ann:{}@12.3.4.5/walks for a path.\n */\nfun open(path: String) = {}\n"


@pytest.mark.parametrize("word", ["passw0rd", "hill123", "s3same"])
def test_a_weak_password_in_a_comment_only_shows_a_form(word: str) -> None:
    finding = only(judged({"app/src/main/kotlin/Files.kt": COMMENT.format(word, "server(path)")}))
    assert (finding.audience, finding.confidence) == (Audience.AUDITOR, Confidence.LOW)
    in_code = only(judged({"app/src/main/kotlin/Files.kt": f'val share = "smb://ann:{word}@12.3.4.5/walks"\n'}))
    assert (in_code.audience, in_code.severity) == (Audience.DEVELOPER, Severity.ERROR)


def test_a_key_in_a_comment_is_a_key() -> None:
    finding = only(judged({"app/src/main/kotlin/Files.kt": COMMENT.format(KEY, "server(path)")}))
    assert finding.audience is Audience.DEVELOPER


@pytest.mark.parametrize(
    "path",
    [
        "setup/Settings.fake.for_ci.plist",
        "app/src/main/MockServer.kt",
        "lib/fakes/server.js",
        "walksTestUtil/src/main/java/org/example/Accounts.kt",
        "benchmark/src/main/java/org/example/Login.kt",
    ],
)
def test_what_stands_in_for_the_real_thing_is_no_product(path: str) -> None:
    assert only(judged({path: ASSIGNED})).code == "SL308"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (".github/scripts/server.sh", "DB_PASSWORD=password php server.php user:add ann\n"),
        (".github/db.yml", "services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD=password\n"),
        ("gradle.properties", "DEMO_TEST_SERVER_PASSWORD=password\n"),
    ],
)
def test_what_a_pipeline_starts_for_itself_is_for_auditors(path: str, code: str) -> None:
    finding = only(judged({path: code}))
    assert (finding.code, finding.audience, finding.confidence) == ("SL302", Audience.AUDITOR, Confidence.LOW)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("gradle.properties", "RELEASE_STORE_PASSWORD=password\n"),
        (".github/deploy.sh", "DEPLOY_PASSWORD=q7R-tX2m!Zb81\n"),
    ],
)
def test_what_signs_or_deploys_is_not(path: str, code: str) -> None:
    finding = only(judged({path: code}))
    assert (finding.code, finding.audience) == ("SL302", Audience.DEVELOPER)


@pytest.mark.parametrize(
    "code",
    [
        'static final UUID CHARAC_DFU_PW = UUID.fromString("00001533-1212-efde-1523-785feabcd123");',
        'static final String MENU_ICON_CSV_KEY = "pref_wena3_menu_icon_csv";',
        "const labels = { arbKey: 'puzzleDailyPuzzle' };",
        "const tokenOpts = { '0x7c1e93ab04d24f6b9a1ec3d5b7f90a1288416ccb': 'USD' };",
        'val token = "0x7c1e93ab04d24f6b9a1ec3d5b7f90a1288416ccb"',
        'const wsSecret = "somethingElseInProd";',
        'String mac = "FF:FF:FF:FF:FF:CC"; byte[] key = crypto.createSecretKey(mac);',
        'static final String READ_PASSWORD = "00002a37-0000-1000-8000-00805f9b34fb";',
    ],
)
def test_identifiers_addresses_and_names_are_no_credentials(code: str) -> None:
    assert judged({"app/src/main/java/a/Names.java": code}) == ()
    assert judged({"app/src/main/names.js": code}) == ()


@pytest.mark.parametrize(
    "code",
    [
        'static final String API_PASSWORD = "7c1e93ab-04d2-4f6b-9a1e-c3d5b7f90a12";',
        'const walletKey = "0x7c1e93ab04d24f6b9a1ec3d5b7f90a1288416ccb7c1e93ab04d24f6b9a1ec3d5";',
        'const authToken = "hjqkwzpvrtxmlbdyfgnc";',
    ],
)
def test_what_resembles_them_is_one(code: str) -> None:
    assert only(judged({"app/src/main/names.js": code})).code == "SL301"


def test_what_a_test_expects_a_password_to_be_is_for_auditors() -> None:
    code = "if (request.password == 'hill-and-dale') { reply(200) }\n"
    assert only(judged({"app/test/login.test.js": code})).audience is Audience.AUDITOR
    assert only(judged({"app/src/login.js": code})).audience is Audience.DEVELOPER


def test_keys_of_which_a_data_file_holds_many_are_for_auditors() -> None:
    draw = random.Random(5)  # noqa: S311  (an equal draw in every run, not a secret)
    keys = ["".join(draw.choices("abcdefghijkmnpqrstuvwxyzABCDEFGH23456789", k=40)) for _ in range(12)]
    listed = judged({"app/servers.yml.txt": "".join(f'relay_api_key: "{key}"\n' for key in keys)})
    assert {one.audience for one in listed} == {Audience.AUDITOR}
    few = judged({"app/servers.yml.txt": "".join(f'relay_api_key: "{key}"\n' for key in keys[:3])})
    assert {one.audience for one in few} == {Audience.DEVELOPER}


def test_scopes_of_a_login_are_no_password() -> None:
    assert judged({"src/login.ts": "login(server, 'read write follow push')\n"}) == ()
    assert only(judged({"src/login.ts": "login(server, 'tr0ut-m0on')\n"})).code == "SL301"
