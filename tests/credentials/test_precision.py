"""Tests of what a developer would wave away, and of its like that counts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import Audience, Finding
from tests.credentials.detecting import joined, judged

KEY = "qV3mZb81KcYw0RtX7LhDs92PgFu4NjEa"
CODES = ("SL301", "SL302", "SL303", "SL304", "SL306", "SL307", "SL308")


def scanned(root: Path, files: dict[str, str], *, select: tuple[str, ...] = CODES) -> tuple[Finding, ...]:
    """What developers see of a project, read by its front ends and format readers."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8")
    return scan([root], Configuration(select=select, cache=False, jobs=1)).findings


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("patches/keychain.patch", "+  NSString *password = [[NSString alloc] initWithData:data];\n"),
        ("schema.graphqls", "type Account {\n  apiSecretKey: String!\n}\n"),
        ("release.sh", 'export CODE_SIGNING_KEY_FINGERPRINT="A1198702FC3E0A09A9AE5B75D5A1D4F266DE8DDF"\n'),
        ("lib/Trust.kt", 'val keyBase64 = "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1ZGBhWUqfRRg78YGyVchzC0y9Ugh"\n'),
        ("deploy.sh", """awk '{print "export DB_PASSWORD="      a[3] ";"}' \\\n"""),
        ("lib/blur.swift", 'let radiusKeyString = "aW5wdXRSYWRpdXM="\n'),
        ("lib/Auth.swift", 'enum Kind: String {\n  case openIDTokenJWT = "openidtoken-jwt"\n}\n'),
        ("lib/Store.kt", 'val LastMetricTimestampSentToServerKey = "26FE7FB9-81F7-46F0-8063-A03E4A4B2EAD"\n'),
        ("lib/shop.dart", f"const page = 'https://shop.test/buy?account_key={KEY}&product=3';\n"),
        ("lib/doc.js", "lines.push('http://localhost/notes?token=ABCD123ABCD123ABCD123ABCD123');\n"),
        ("src/Routes.swift", 'static let applicationPasswords = "/?rest_route=/wp/v2/users/application-passwords/"\n'),
        ("src/route.ts", 'find({\n  pubKey: "02c16a4f81d9a2457fb0cc4f52d1bbf7e73a9c6d10ac22e9f4fe1b3ed8a5b7c094"});\n'),
        ("scripts/run.ts", "const known = { SHOP_XRP_USERNAME: 'user', SHOP_XRP_PASSWORD: 'passwd' };\n"),
        ("app/src/main/res/values/codes.xml", '<resources><integer name="key_pass">-202</integer></resources>\n'),
        ("src/Totp.cs", 'class Totp { void Read(Query query) { result.TotpSeed = query.Get("secret"); } }\n'),
        (
            "src/tls.h",
            '#define TLS_MASTER_SECRET "\\x6d\\x61\\x73\\x74\\x65\\x72\\x20\\x6f\\x66\\x20\\x61\\x6c\\x6c"\n',
        ),
        ("fastlane/Fastfile+Publish", "secret_access_key = ENV['S3_SECRET_ACCESS_KEY']\n"),
        ("signing.properties", "storePassword=myStorePassword\nkeyPassword=mykeyPassword\n"),
        ("lib/servers.dart", "final demo = Server(url: 'https://demo.acme.org', username: 'x', password: 'tr0ut');\n"),
        ("lib/account.dart", """open(account: one, userPass: bioPass == "can't" ? null : bioPass);\n"""),
        ("App/Start.swift", 'AppCenter.start(withAppSecret: "7c1e93ab-04d2-4f6b-9a1e-c3d5b7f90a12")\n'),
        (".env.production", "CODEPUSH_IOS_KEY=RMh4qV3mZb81KcYw0RtX_7LhDs92PgFu4NjEa6o\n"),
        ("README.txt", f"https://codecov.test/gh/acme/app/branch/main/graph/badge.svg?token={KEY}\n"),
        ("sign.sh", "podman run --rm -it --secret YUBIKEY_PIN,type=env -v work:/work image\n"),
        ("localazy.json", f'{{"readKey": "a8123456789012345678-{"0f1e2d3c4b5a6978" * 4}"}}\n'),
        ("App.storekit", f'{{"subscriptionOffersKeyPair": {{"id": "1", "privateKey": "{KEY}"}}}}\n'),
        (
            "lib/polyfill.dart",
            "run('''\nvar u = 1; return function(t){this.password=n?n[0]:t,this.host=t.match(r)}\n''');\n",
        ),
        (
            "lib/page.dart",
            "final page = 'function f(){ const one = token; return {password: field1b, token=part2x9}; }';\n",
        ),
        ("lib/playlist.dart", "final r = RegExp(r'#EXT-X-KEY:METHOD=AES-128(?:,URI=([^,]+))?,IV=0x([A-F0-9]+)');\n"),
        ("src/parse.py", "LINE = re.compile(r'password=[^&\\s]+')\n"),
        (
            "ui/login.kv",
            "<Login>:\n    MDTextField:\n        password: app.vault.secret_1\n        token: root.read_token9()\n",
        ),
        ("scripts/setup.sh", "gpg --keyserver keys.test --recv-key 4F6B7C8A9D0E1F2A3B4C5D6E7F8091A2B3C4D5E6\n"),
        ("scripts/apt.sh", "apt-key adv --keyserver keys.test --recv-keys 4F6B7C8A9D0E1F2A\n"),
        ("app/build.gradle", 'systemProp("javax.net.ssl.trustStorePassword", "tr0utmoon")\n'),
        ("src/main/java/Tls.java", 'class Tls {\n  static final String TRUSTSTORE_PASSWORD = "tr0ut-moon";\n}\n'),
        ("Example/App/Login.swift", 'let password = "test1234"\n'),
        ("src/testDebug/java/Login.kt", 'val password = "test1234"\n'),
        ("src/Otp.kt", 'val totpSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"\n'),
        (
            "src/InnerTube.kt",
            'val client = Client(url = "https://youtubei.googleapis.com/youtubei/v1/", apiKey = "'
            + joined("AIzaSy", "B4gQk7mZ0xWc8Vt2Lr6Np1Jd5Hf9Ys3Eu")
            + '")\n',
        ),
        (
            "ios/GoogleService-Info.plist.example",
            "<dict><key>API_KEY</key><string>"
            + joined("AIzaSy", "B4gQk7mZ0xWc8Vt2Lr6Np1Jd5Hf9Ys3Eu")
            + "</string></dict>\n",
        ),
        ("App/Api.swift", 'Parse.initialize(with: ParseClientConfiguration { $0.clientKey = "' + KEY + '" })\n'),
        ("src/state.json", '{"account": {"token": "asdffdsfsdfsdfsdfs", "uid": "kjsdf913"}}\n'),
        (
            "src/config.js",
            'const config = {\n  apiKey: "'
            + joined("AIzaSy", "B4gQk7mZ0xWc8Vt2Lr6Np1Jd5Hf9Ys3Eu")
            + '",\n  authDomain: "walks.firebaseapp.com",\n};\n',
        ),
        (".vs/config/applicationhost.config", f'<providers><add name="a" sessionKey="{KEY}" /></providers>\n'),
        (
            "App/Hub.cs",
            'const string Hub = "Endpoint=sb://walks.test/;SharedAccessKeyName=DefaultListenSharedAccessSignature;'
            + joined("SharedAccessKey=", "poAGipkEoEHPkhwKA6u2", 'SswrV9XQmZaiSj8hN3mr";\n'),
        ),
        ("src/Maker.kt", 'val passwordChars = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"\n'),
        ("src/form.js", "validate({ password: 'required|min:8', token: 'string|nullable' });\n"),
        ("assets/config/dev.json", f'{{"segment_api_key": "{KEY}"}}\n'),
        ("App.config", '<!-- <add name="a" connectionString="Server=pc;User ID=sa;Password=tr0utsa;" /> -->\n'),
        ("google-services.json.example", '{"current_key": "AIzb' + KEY + '"}\n'),
        ("src/Settings.m", 'label.text = NSLocalizedStringFromTable(@"settings_change_password", @"Vector", nil);\n'),
    ],
)
def test_no_credentials(tmp_path: Path, path: str, text: str) -> None:
    assert scanned(tmp_path, {path: text}) == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("server/db.js", "connect(process.env.DB_PASSWORD || 'tr0ut-m0on');\n"),
        ("server/db.ts", "export const given = process.env['DB_PASSWORD'] ?? 'tr0ut-m0on';\n"),
        ("server/db.py", "connect(os.environ.get('DB_PASSWORD') or 'tr0ut-m0on')\n"),
        ("server/Db.kt", 'val given = System.getenv("DB_PASSWORD") ?: "tr0ut-m0on"\n'),
    ],
)
def test_what_stands_in_for_a_setting_is_named_by_it(tmp_path: Path, path: str, text: str) -> None:
    (finding,) = scanned(tmp_path, {path: text})
    assert finding.code in ("SL301", "SL302")


def test_what_stands_in_for_something_else_is_not_named_by_it(tmp_path: Path) -> None:
    assert scanned(tmp_path, {"src/form.js": "show(form.password || 'tr0ut-m0on');\n"}) == ()


RUST = """pub fn login(password: &str) -> bool {{
    !password.is_empty()
}}

{opening} {{
    fn signs_in() {{
        let password = "tr0ut-moon";
        assert!(login(password));
    }}
}}
"""


@pytest.mark.parametrize(
    "opening", ["#[cfg(test)]\nmod tests", '#[cfg(all(test, feature = "sign"))]\npub(crate) mod tests']
)
def test_tests_beside_the_code_that_they_test_are_tests(opening: str) -> None:
    (found,) = judged({"src/login.rs": RUST.format(opening=opening), "src/app.js": "start();\n"})
    assert (found.code, found.audience) == ("SL308", Audience.AUDITOR)
    (found,) = judged({"src/login.rs": RUST.format(opening="mod setup"), "src/app.js": "start();\n"})
    assert (found.code, found.audience) == ("SL301", Audience.DEVELOPER)


def test_a_module_of_tests_in_a_file_of_its_own_opens_no_block() -> None:
    code = '#[cfg(test)]\nmod tests;\n\nfn connect() {\n    let password = "tr0ut-moon";\n}\n'
    (found,) = judged({"src/login.rs": code, "src/app.js": "start();\n"})
    assert found.code == "SL301"


@pytest.mark.parametrize(
    ("path", "made", "used"),
    [
        ("fastlane/Fastfile", 'create_keychain(name: "build", ', 'unlock_keychain(name: "build", '),
        ("scripts/sign.sh", "security create-keychain -p $P a.keychain\n", ""),
    ],
)
def test_a_key_chain_made_for_one_run_opens_nothing_afterwards(path: str, made: str, used: str) -> None:
    script = path.endswith(".sh")
    value = 'KEYCHAIN_PASSWORD="tr0ut-moon"\n' if script else 'password: "tr0ut-moon")\n'
    (found,) = judged({path: f"{made}{value}"})
    assert found.audience is Audience.AUDITOR
    (found,) = judged({path: f"{used}{value}"})
    assert found.audience is Audience.DEVELOPER


def test_a_record_of_a_server_on_the_own_machine_is_for_auditors() -> None:
    record = 'const sample = {{"server": "{host}", "port": 1080, "password": "{key}"}};\n'
    (found,) = judged({"src/templates.js": record.format(host="127.0.0.1", key=KEY)})
    assert found.audience is Audience.AUDITOR
    (found,) = judged({"src/templates.js": record.format(host="vpn.acme.org", key=KEY)})
    assert found.audience is Audience.DEVELOPER


def test_a_setting_in_a_comment_that_somebody_can_remember_is_for_auditors(tmp_path: Path) -> None:
    setting = 'publisher: Acme\n{mark}certificate_password: "tr0ut-moon"\n'
    assert scanned(tmp_path / "a", {"msix/config.yaml": setting.format(mark="# ")}) == ()
    (finding,) = scanned(tmp_path / "b", {"msix/config.yaml": setting.format(mark="")})
    assert finding.code == "SL301"


def test_a_credential_in_two_parts_is_found_in_its_parts(tmp_path: Path) -> None:
    code = f'const _secretKeyA = "{KEY[:20]}";\nconst _secretKeyB = "{KEY[12:]}";\n'
    code += "final service = Service(secretKey: _secretKeyA + _secretKeyB);\n"
    found = scanned(tmp_path, {"lib/service.dart": code})
    assert [one.location.span.start_line for one in found] == [1, 2]


def test_texts_for_people_are_told_by_their_content(tmp_path: Path) -> None:
    texts = {f"line_{at}": f"Please tap the button number {at} to go on" for at in range(14)}
    words = {**texts, "msg_password": "Geslo:", "sign_in": {"one_password": "1Password"}}
    assert scanned(tmp_path, {"www/dictionary-sl.json": json.dumps(words)}) == ()


def test_a_key_among_texts_is_one(tmp_path: Path) -> None:
    texts = {f"line_{at}": f"Please tap the button number {at} to go on" for at in range(14)}
    (finding,) = scanned(tmp_path, {"www/dictionary-sl.json": json.dumps({**texts, "api_key": KEY})})
    assert finding.code == "SL301"


def test_a_password_in_settings_that_hold_no_texts_counts(tmp_path: Path) -> None:
    settings = {f"path_{at}": f"/var/lib/part-{at}" for at in range(14)}
    (finding,) = scanned(tmp_path, {"www/settings.json": json.dumps({**settings, "password": "tr0ut-moon"})})
    assert finding.code == "SL301"


@pytest.mark.parametrize("name", ["com.google.android.geo.API_KEY", "io.fabric.ApiKey", "com.crashlytics.ApiKey"])
def test_the_whole_name_of_an_entry_tells_a_public_key(tmp_path: Path, name: str) -> None:
    manifest = """<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application>
    <meta-data android:name="{name}" android:value="7baaee0ca8a376b3d129b908c1e03be6ecbe5786" />
    </application></manifest>"""
    path = "app/src/main/AndroidManifest.xml"
    assert scanned(tmp_path, {path: manifest.replace("{name}", name)}) == ()
    (finding,) = scanned(tmp_path, {path: manifest.replace("{name}", "com.example.payments.ApiKey")})
    assert finding.code == "SL301"


def test_a_password_of_a_developers_own_machine_is_for_auditors(tmp_path: Path) -> None:
    compose = "services:\n  db:\n    environment:\n      SA_PASSWORD: Tr0ut@moon\n"
    assert scanned(tmp_path, {"docker-compose.override.yml": compose}) == ()
    (finding,) = scanned(tmp_path, {"docker-compose.yml": compose})
    assert finding.code == "SL301"


def test_a_key_of_a_machine_counts_on_a_developers_own_machine_too(tmp_path: Path) -> None:
    (finding,) = scanned(tmp_path, {".env.development": f"PAYMENT_API_KEY={KEY}\n"})
    assert finding.code in ("SL301", "SL302")


def test_a_documented_default_password_is_for_auditors() -> None:
    (known,) = judged({"app/src/main/java/a/Mqtt.js": "const DEFAULT_MQTT_PASSWORD = 'large4cats';\n"})
    (own,) = judged({"app/src/main/java/a/Mqtt.js": "const MQTT_PASSWORD = 'large4cats';\n"})
    assert (known.audience, own.audience) == (Audience.AUDITOR, Audience.DEVELOPER)


def test_the_project_of_a_server_keeps_its_client_secret_on_the_server(tmp_path: Path) -> None:
    code = f'public class Login {{\n  void Add(Options options) {{ options.ClientSecret = "{KEY}"; }}\n}}\n'
    (finding,) = scanned(tmp_path, {"src/Web/Login.cs": code})
    assert finding.code == "SL306"
    project = '<Project Sdk="Microsoft.NET.Sdk.Web">\n</Project>\n'
    (finding,) = scanned(tmp_path, {"src/Web/Web.csproj": project})
    assert (finding.code, "on the server" in finding.message) == ("SL301", True)


def test_credentials_alike_in_one_file_are_one_finding() -> None:
    code = "".join(f"const apiKey{at} = '{KEY[at:]}{KEY[:at]}';\n" for at in range(1, 4))
    (finding,) = judged({"app/src/main/java/a/Keys.js": code})
    assert "and 2 more like it" in finding.message
    assert len(finding.related) == 2


def test_what_a_build_compiles_in_is_one_finding(tmp_path: Path) -> None:
    code = "import Config from 'react-native-config';\nsend(Config.PAYMENT_API_KEY, Config.CHAT_API_SECRET);\n"
    (finding,) = scanned(tmp_path, {"src/api.ts": code})
    assert finding.code == "SL307"
    assert "likewise `CHAT_API_SECRET`" in finding.message


def test_a_token_by_chance_inside_binary_data_is_none(tmp_path: Path) -> None:
    token = joined(
        "EAAZ", "DIwJGu4Nq0Fba8VYtKmAcR7xP1sLh3Zoe6TnQyBXw2M9UgHj", "P0uYEVzkn4Jc1EurnxMY60cr89GUatih4Tj5Etga3dhP1Dk"
    )
    alone = f"val = '{token}'\n"
    assert [one.code for one in scanned(tmp_path, {"a.txt": alone})] == ["SL301"]
    blob = "YnBsaXN0MDDUAAEAAgADAAQABQAGz5rPm1gkdmVyc2lv" * 5
    assert scanned(tmp_path / "b", {"a.txt": f"{blob}/{token}/{blob}\n"}) == ()


def test_a_scan_for_credentials_alone_finds_what_a_whole_scan_finds(tmp_path: Path) -> None:
    files = {
        "app/src/main/java/a/Api.java": f'class Api {{ String apiKey = "{KEY}"; }}\n',
        "app/build.gradle": 'android { defaultConfig { buildConfigField "String", "KEY_SECRET", env("A") } }\n',
        "lib/main.dart": "final key = String.fromEnvironment('PAYMENT_API_KEY');\n",
    }
    alone = scanned(tmp_path, files)
    whole = [one for one in scanned(tmp_path, files, select=("ALL",)) if one.code in CODES]
    assert alone
    assert [(one.code, one.location, one.fingerprint) for one in alone] == [
        (one.code, one.location, one.fingerprint) for one in whole
    ]


def test_a_scan_for_credentials_alone_interprets_nothing(tmp_path: Path) -> None:
    (tmp_path / "Api.java").write_text(f'class Api {{ void a() {{ String apiKey = "{KEY}"; }} }}\n')
    statistics = scan([tmp_path], Configuration(select=CODES, cache=False, jobs=1)).statistics
    assert (statistics.functions_interpreted, statistics.files_discovered) == (0, 1)


def test_a_scan_for_credentials_alone_reads_documents_that_may_hold_one(tmp_path: Path) -> None:
    broken = '{"frames": [1, 2, }'
    (tmp_path / "animation.json").write_text(broken)
    (tmp_path / "service.json").write_text(f'{{"apiKey": "{KEY}", "frames": [1, 2, }}')
    result = scan([tmp_path], Configuration(select=CODES, cache=False, jobs=1))
    assert [(one.code, one.location.path) for one in result.findings] == [("SL301", "service.json")]
    assert [one.path for one in result.problems] == ["service.json"]


def test_what_ships_is_known_when_nothing_in_the_list_names_a_credential(tmp_path: Path) -> None:
    files = {"pubspec.yaml": "flutter:\n  assets:\n    - .env\n", ".env": f"API_KEY={KEY}\n"}
    assert [(one.code, one.location.path) for one in scanned(tmp_path, files)] == [("SL301", ".env")]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("lib/query.dart", "final page = 'server=db.test; password=tr0ut-m0on99; return=none';\n"),
        ("lib/page.dart", "run('function f(){ var one = 1; return {password: \"tr0ut-m0on\"}; }');\n"),
        ("src/main/java/Tls.java", 'class Tls {\n  static final String KEYSTORE_PASSWORD = "tr0ut-moon";\n}\n'),
        ("server.properties", "server.ssl.trust-store-password=tr0ut-moon9\n"),
        ("Dockerfile", f"ENV GPG_PASSPHRASE={KEY}\n"),
        ("App/Api.swift", f'Client.start(with: Options {{ $0.clientKey = "{KEY}" }})\n'),
        ("ui/login.kv", '<Login>:\n    password: "tr0ut-m0on"\n'),
        (
            "src/config.js",
            'const maps = "' + joined("AIzaSy", "B4gQk7mZ0xWc8Vt2Lr6Np1Jd5Hf9Ys3Eu") + '";\n',
        ),
    ],
)
def test_their_like_counts(tmp_path: Path, path: str, text: str) -> None:
    assert scanned(tmp_path, {path: text, "lib/main.dart": "void main() {}\n"})
