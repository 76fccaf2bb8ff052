"""Every kind of file that holds secrets in a mobile product is read with places; its harmless twin is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import Severity
from tests.credentials.detecting import joined

KEY = joined("qV3mZb81KcYw0RtX", "7LhDs92PgFu4NjEa")
WORD = "tr0ut-m0on"
PLIST = '<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict>\n<key>PaymentApiKey</key>\n<string>{}</string>\n</dict></plist>\n'  # noqa: E501
MANIFEST = (
    '<manifest xmlns:android="http://schemas.android.com/apk/res/android"><application>\n'
    '<meta-data android:name="invalid.hills.API_KEY"\n  android:value="{}"/>\n</application></manifest>\n'
)
NOTEBOOK = '{{"cells": [{{"cell_type": "code", "source": [\n"import hills\\n",\n"api_key = \'{}\'"\n]}}]}}\n'

GUILTY = [
    ("app/src/main/AndroidManifest.xml", MANIFEST, KEY, {3}),
    ("app/src/main/res/values/keys.xml", '<resources>\n<string name="api_key">{}</string></resources>\n', KEY, {2}),
    ("app/src/main/res/values/strings.xml", '<resources>\n<string name="api_key">{}</string></resources>\n', KEY, {2}),
    ("config.xml", '<widget>\n<preference name="PaymentApiKey" value="{}"/></widget>\n', KEY, {2}),
    ("web.config", '<configuration>\n<add key="ApiKey" value="{}"/>\n</configuration>\n', KEY, {2}),
    ("web.config", '<c>\n<add name="x" connectionString="Server=a;Password={}"/>\n</c>\n', WORD, {2}),
    ("App/Info.plist", PLIST, KEY, {4}),
    ("App/en.lproj/Localizable.strings", '"title" = "Hills";\n"payment_api_key" = "{}";\n', KEY, {2}),
    ("app.properties", "# hills\npayment.api.key={}\n", KEY, {2}),
    ("gradle.properties", "org.gradle.jvmargs=-Xmx2g\nRELEASE_STORE_PASSWORD={}\n", WORD, {2}),
    ("settings.yaml", "payment:\n  api_key: {}\n", KEY, {2}),
    ("pod.yaml", "env:\n- name: DB_PASSWORD\n  value: {}\n", WORD, {3}),
    ("docker-compose.yml", "services:\n  db:\n    environment:\n      - POSTGRES_PASSWORD={}\n", WORD, {4}),
    (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n    - run: deploy --password={}\n", WORD, {4}),
    (".gitlab-ci.yml", "variables:\n  API_KEY: '{}'\n", KEY, {2}),
    ("settings.json", '{{"payment":\n {{"apiKey": "{}"}}}}\n', KEY, {2}),
    ("postman.json", '{{"values": [\n{{"key": "api_key", "value": "{}"}}]}}\n', KEY, {2}),
    ("appsettings.json", '{{"ConnectionStrings":\n{{"Main": "Server=a;Password={};"}}}}\n', WORD, {2}),
    ("settings.toml", '[payment]\napi_key = "{}"\n', KEY, {2}),
    (".env", "URL=https://hills.invalid\nAPI_KEY={}\n", KEY, {2}),
    ("App/Release.xcconfig", "// hills\nPAYMENT_API_KEY = {}\n", KEY, {2}),
    ("app/build.gradle", 'android {{\nsigningConfigs {{ release {{ storePassword "{}" }} }} }}\n', WORD, {2}),
    ("app/build.gradle.kts", 'android {{\nbuildConfigField("String", "API_KEY", "\\"{}\\"") }}\n', KEY, {2}),
    ("Dockerfile", "FROM alpine\nENV DB_PASSWORD {}\n", WORD, {2}),
    ("Dockerfile", "FROM alpine\nENV A=1 \\\n  DB_PASSWORD={} \\\n  B=2\n", WORD, {3}),
    ("Dockerfile", 'FROM alpine\nRUN curl -H "Authorization: Bearer {}" https://hills.invalid\n', KEY, {2}),
    ("deploy.sh", "set -e\nexport DB_PASSWORD={}\n", WORD, {2}),
    ("fastlane/Fastfile", "lane :beta do\n  ENV['FASTLANE_PASSWORD'] = '{}'\nend\n", WORD, {2}),
    ("notes.ipynb", NOTEBOOK, KEY, {3}),
    ("service.ini", "[payment]\napi_key = {}\n", KEY, {2}),
    ("page.html", '<html>\n<meta name="api-key" content="{}"></html>\n', KEY, {2}),
    ("lib/keys.dart", "const a = 1;\nconst k = String.fromEnvironment('API_KEY', defaultValue: '{}');\n", KEY, {2}),
    ("App/Api.swift", 'enum Api {{\nstatic var token: String {{ "{}" }} }}\n', KEY, {2}),
    ("app/src/main/cpp/keys.cpp", 'jstring\ngetApiKey(JNIEnv* env) {{ return env->NewStringUTF("{}"); }}\n', KEY, {2}),
    ("App.tsx", "export default () =>\n<Api apiKey='{}' />\n", KEY, {2}),
    ("deploy/.netrc", "machine hills.invalid\nlogin ann password {}\n", WORD, {2}),
    ("Db.java", 'class Db {{\nString a = "jdbc:oracle:thin:ann/{}@db:1521:hills"; }}\n', WORD, {2}),
    ("backup.sh", "set -e\nmysqldump -uann -p{} hills\n", WORD, {2}),
    ("setup.ps1", '# hills\n$w = ConvertTo-SecureString "{}" -AsPlainText -Force\n', WORD, {2}),
    ("mail.rb", "# hills\nNet::SMTP.start('a.invalid', 25, 'b.invalid', 'ann', '{}', :plain)\n", WORD, {2}),
    ("keys.rs", '// hills\nconst API_KEY: &str = "{}";\n', KEY, {2}),
    ("api.ts", "fetch(url, {{ headers: {{\nAuthorization: 'Bearer {}' }} }})\n", KEY, {2}),
]

HARMLESS = [
    ("app/src/main/AndroidManifest.xml", MANIFEST.format("${API_KEY}")),
    ("app/src/main/AndroidManifest.xml", MANIFEST.format("@string/api_key")),
    ("app/src/main/res/values/strings.xml", '<resources><string name="password">Kennwort1</string></resources>\n'),
    ("App/Info.plist", PLIST.format("$(PAYMENT_API_KEY_NAME)").replace("PaymentApiKey", "CFBundleName")),
    ("App/de.lproj/Localizable.strings", '"password" = "Kennwort1";\n"password_hint" = "8 Zeichen, 1 Ziffer";\n'),
    ("app.properties", "payment.api.key=${PAYMENT_API_KEY}\npassword.label=Your password\n"),
    ("pod.yaml", "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef: {name: db, key: password}\n"),
    (".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n    - run: deploy --password=$PASSWORD\n"),
    (".github/workflows/ci.yml", "env:\n  API_KEY: ${{ secrets.API_KEY }}\n"),
    ("settings.json", '{"passwordLength": "12", "tokenUrl": "https://hills.invalid/token", "apiKey": ""}\n'),
    (".env.example", "API_KEY=your-api-key\n"),
    ("App/Release.xcconfig", "PAYMENT_API_KEY = $(API_KEY_FROM_CI)\n"),
    ("app/build.gradle", "signingConfigs { release { storePassword keystoreProperties['storePassword'] } }\n"),
    ("app/build.gradle.kts", 'signingConfigs { create("r") { storePassword = System.getenv("STORE_PASSWORD") } }\n'),
    ("Dockerfile", "ARG DB_PASSWORD\nENV DB_PASSWORD $DB_PASSWORD\nENV TOKEN_URL https://hills.invalid/t0k3n\n"),
    ("secrets.yaml", f"password: ENC[AES256_GCM,data:{KEY},iv:{KEY}=,tag:{KEY}==,type:str]\n"),
    ("README.md", "MYAPP_RELEASE_KEY_PASSWORD=**you can find this in the vault**\n"),
    ("secrets.yaml", f"password: ENC[AES256_GCM,data:{KEY},tag:{KEY}]\n"),
    (".gitleaks.toml", f'[allowlist]\napi_key = "{KEY}"\n'),
    ("lib/l10n-made/app_localizations_nl.dart", "class L {\n  String get fieldPassword => 'Wachtwoord';\n}\n"),
    ("lib/l10n/app_localizations_fi.dart", "class L {\n  String get shareToken => 'Luettu/Kirjoitettu';\n}\n"),
    ("lib/login.dart", "const u = 'a';\nconst authUrlPass = '$authUrl?utm_source=app1';\n"),
    ("group_vars/db.yml", "password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6638643965323633\n"),
    ("values.yaml", "redis:\n  existingSecret: redis\n"),
    ("index.tsx", "open({ androidSiteKey: '6LqV3mZb81KcYw0RtX7LhDs92PgFu4NjEa6oTiBx' });\n"),
    ("gradle.properties", "# declared in /data/app/hills.authpass-x9NIaYieBd8Fr==/base.apk!classes2.dex\n"),
    ("deploy.sh", 'PASSWORD=$1\nread -s -p "Password: " PASSWORD\nTOKEN=$(cat token)\n'),
    ("notes.ipynb", NOTEBOOK.format("").replace("''", "os.environ['API_KEY']")),
    ("lib/keys.dart", "const k = String.fromEnvironment('API_KEY', defaultValue: '');\n"),
    ("page.html", '<input name="password" value="Kennwort" type="password"><meta name="viewport" content="w=1">\n'),
    ("app/src/main/cpp/keys.cpp", "jstring getApiKey(JNIEnv* env) { return env->NewStringUTF(decoded()); }\n"),
]


def found(folder: Path, path: str, text: str) -> set[int]:
    file = folder / "hills" / path
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    result = scan([folder / "hills"], Configuration(cache=False, respect_gitignore=False))
    return {
        one.location.span.start_line
        for one in result.findings
        if one.policy == "P3" and one.severity is not Severity.NOTE
    }


@pytest.mark.parametrize(("path", "text", "value", "lines"), GUILTY)
def test_guilty_files(tmp_path: Path, path: str, text: str, value: str, lines: set[int]) -> None:
    assert found(tmp_path, path, text.format(value)) == lines


@pytest.mark.parametrize(("path", "text"), HARMLESS)
def test_harmless_files(tmp_path: Path, path: str, text: str) -> None:
    assert found(tmp_path, path, text) == set()
