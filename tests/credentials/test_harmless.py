"""Tests of values that open nothing, or are no credentials at all."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from secure_lint.model.finding import Audience, Confidence, Severity
from tests.credentials.detecting import ASSIGNED, KEY, judged, only
from tests.credentials.test_precision import scanned


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


SIGNING = """android {
    signingConfigs {
        release {
            storeFile file("hills.keystore")
            storePassword = %s
        }
    }
}
"""


@pytest.mark.parametrize(
    "given",
    [
        'System.getenv("STORE_PASSWORD") ?: "letmein"',
        'project.findProperty("store.password") ?: "test1234"',
        'storePassword\n        }\n        debugging {\n            storePassword = "letmein"',
    ],
)
def test_a_weak_password_that_stands_in_for_one_from_outside_is_for_auditors(given: str) -> None:
    found = judged({"app/build.gradle": SIGNING % given})
    assert {one.audience for one in found} == {Audience.AUDITOR}


@pytest.mark.parametrize(
    "given", ['"letmein"', '"tr0ut-M0on-19"', 'System.getenv("STORE_PASSWORD") ?: "tr0ut-M0on-19"']
)
def test_a_password_that_signs_is_not(given: str) -> None:
    assert only(judged({"app/build.gradle": SIGNING % given})).audience is Audience.DEVELOPER


KEY_STORE = bytes.fromhex("feedfeed0000000200000001") + bytes(range(200)) * 4


@pytest.mark.parametrize(
    "step",
    [
        'echo "$KEYSTORE" | base64 -d > hills.keystore',
        'echo "$KEYSTORE" | base64 --decode > "$GITHUB_WORKSPACE/app/hills.keystore"',
        "gpg --batch --decrypt --output app/hills.keystore hills.gpg",
    ],
)
def test_a_key_file_that_the_pipeline_writes_anew_is_for_auditors(step: str) -> None:
    pipeline = f"jobs:\n  build:\n    steps:\n      - run: {step}\n"
    key_file = {"app/hills.keystore": KEY_STORE}
    assert only(judged({**key_file, ".github/workflows/release.yml": pipeline})).audience is Audience.AUDITOR
    other = pipeline.replace("hills.keystore", "other.keystore")
    assert only(judged({**key_file, ".github/workflows/release.yml": other})).audience is Audience.DEVELOPER


RECORD = """const samples = {
  "link": {
    "server": "%s",
    "masking": {"kind": "salt", "password": "cry_m0on_trout"},
    "password": "tr0ut_m0on_river",
  },
};
"""


def test_a_record_of_the_own_machine_holds_no_secret_at_any_depth() -> None:
    own = judged({"lib/samples.dart": RECORD % "127.0.0.1"})
    assert {one.audience for one in own} == {Audience.AUDITOR}
    other = judged({"lib/samples.dart": RECORD % "relay.hills.org"})
    assert {one.audience for one in other} == {Audience.DEVELOPER}
    handed = "() => {\n  open('http://localhost:3000/x');\n  send({ password: 'tr0ut-m0on' });\n}\n"
    assert only(judged({"lib/send.js": handed})).audience is Audience.DEVELOPER


@pytest.mark.parametrize(
    "code",
    [
        r"""const SPECIAL_CHAR_PASSWORD = "!@#\\$%^&*()_+-=";""",
        """const PASSWORD_SYMBOLS = '!@#$%^&*';""",
        """const emoji = { secret: '3299-fe0f', key: '1f511' };""",
        """const passwordAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';""",
    ],
)
def test_sets_of_characters_are_no_passwords(code: str) -> None:
    assert judged({"app/src/main/names.js": f"{code}\n"}) == ()


def test_constants_of_libraries_that_an_app_brings_along_are_not_its_own() -> None:
    code = '#define CHECK_KEY_STRING "f4556650ac31d35461610bac4ed81b1a181b2d8a43ea2854cbae22ca74560813"\n'
    assert judged({"core/lib/openssl/check.h": code}) == ()
    assert only(judged({"core/lib/check.h": code})).code == "SL301"


TABLE = """const texts = {
  de: { password: 'Passwort' }, es: { password: 'Contrase\u00f1a' }, az: { password: 'Parol' },
  bg: { password: '\u041f\u0430\u0440\u043e\u043b\u0430' },
};
"""


def test_a_table_of_translations_in_code_holds_no_passwords() -> None:
    assert judged({"lib/texts.js": TABLE}) == ()
    assert only(judged({"lib/texts.js": TABLE.replace("Parol", "tr0ut-M0on!77")})).code == "SL301"
    assert len(judged({"lib/users.js": "const users = [{ password: 'Parol' }, { password: 'Heslo' }];\n"})) == 1


def test_code_among_translations_holds_texts() -> None:
    code = "export default { login: { password: '%s' } };\n"
    assert judged({"src/i18n/nl/index.ts": code % "Wachtwoord"}) == ()
    assert only(judged({"src/i18n/nl/index.ts": code % KEY})).code == "SL301"
    assert only(judged({"src/login/index.ts": code % "Wachtwoord"})).code == "SL301"


def test_a_constant_that_holds_its_own_name_is_none() -> None:
    assert judged({"lib/keys.js": "const keys = { BIP39_PASSPHRASE: 'bip39Passphrase' };\n"}) == ()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("service.bat", "set PWD=%~dp0%\n"),
        ("login.kv", "on_text: root.current_password = args[1]\n"),
        ("dependencies.txt", "    org.hills.pass.common:lib:1.4.0\n"),
        ("schema.prisma", "model Account {\n  oauthTokenSecret  String?\n}\n"),
        ("lib/registry.h", r'#define ADAPTER_KEY "SYSTEM\\Control\\Class\\{4D36E972-E325-11CE-BFC1-08002BE10318}"'),
        ("lib/login.dart", "model.auth.login(context, 'google-oauth2');\n"),
        ("lib/schema.js", 'const s = { user_password: { "name": "user_password", "isArray": false } };\n'),
        ("lib/Passcode.java", 'if (passcode.getPasscode().equals("FingerprintAuthenticationSuccess")) open();\n'),
        ("jest/set-env.js", "process.env.HASURA_ADMIN_SECRET = 'HASURA_ADMIN_SECRET';\n"),
        ("lib/Check.java", 'String VERIFY_KEY = "30820122300d06092a864886f70d01010105000382010f003082010a02820101";\n'),
        ("res/values/ids.xml", '<string name="pref_edit_passcode">editpasscode</string>\n'),
        (
            "res/values-ro/strings.xml",
            '<string name="hint">mongodb://utilizator:parola@ds05.hills.org:53958/db</string>\n',
        ),
    ],
)
def test_what_only_looks_like_a_credential(path: str, code: str) -> None:
    assert judged({path: code}) == ()


def test_keys_of_preferences_are_names(tmp_path: Path) -> None:
    xml = """<PreferenceScreen xmlns:app="http://schemas.android.com/apk/res-auto">
    <SwitchPreferenceCompat app:key="new_videos_badge" app:title="@string/badge" />
</PreferenceScreen>
"""
    assert scanned(tmp_path, {"app/src/main/res/xml/settings.xml": xml}) == ()


@pytest.mark.parametrize("path", ["app/testKeystore", "signing/dummy.keystore"])
def test_key_stores_named_for_tests_are_for_auditors(path: str) -> None:
    assert only(judged({path: KEY_STORE})).audience is Audience.AUDITOR


def test_the_password_of_a_key_store_that_a_pipeline_makes_for_itself_is_for_auditors() -> None:
    pipeline = (
        "env:\n  STORE_PASS: tr0ut@hills-M0on\nsteps:\n  - run: keytool %s -keystore key.jks -storepass $STORE_PASS\n"
    )
    path = ".github/workflows/check.yml"
    assert only(judged({path: pipeline % "-genkey -v"})).audience is Audience.AUDITOR
    assert only(judged({path: pipeline % "-list"})).audience is Audience.DEVELOPER
