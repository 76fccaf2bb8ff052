"""Keys and passwords in arrays, and values that are declared apart from their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.credentials.detecting import candidates, found_lines
from tests.credentials.test_precision import scanned

KEY = "0x3a, 0x51, 0x77, 0x02, 0x1c, 0x5e, 0x66, 0x19, 0x2b, 0x44, 0x0d, 0x71, 0x38, 0x29, 0x5a, 0x13"
SIGNED = "58, 81, -119, 2, 28, -94, 102, 25, 43, 68, 13, 113, 56, 41, 90, 19"
KOTLIN = (
    "0x3a, 0x51, 0x77, 0x02, 0x9c.toByte(), 0x5e, 0x66, 0xf9.toByte(), 0x2b, 0x44, 0x0d, 0x71, 0x38, 0x29, 0x5a, 0x13"
)
BLANK, COUNTED = ", ".join(["0"] * 16), ", ".join(map(str, range(16)))
LETTERS = "'T', 'r', '0', 'u', 't', '-', 'm', '0'"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app/src/main/java/a/Vault.kt", f"val databaseKey = byteArrayOf({KEY})\n"),
        ("app/src/main/java/a/Vault.java", f"class Vault {{ static final byte[] ENCRYPTION_KEY = {{{KEY}}}; }}\n"),
        ("app/src/main/java/a/Vault.java", f"class Vault {{ byte[] secretKey = new byte[] {{ {SIGNED} }}; }}\n"),
        ("app/src/main/java/a/Vault.java", f"class Vault {{ private char[] password = {{{LETTERS}}}; }}\n"),
        ("app/src/main/java/a/Vault.kt", f"val storePassword = charArrayOf({LETTERS})\n"),
        ("app/src/main/java/a/Vault.kt", f"val databaseKey = byteArrayOf({KOTLIN})\n"),
        ("App/Vault.swift", f"let encryptionKey: [UInt8] = [{KEY}]\n"),
        ("App/Vault.m", f"static const unsigned char kEncryptionKey[16] = {{ {KEY} }};\n"),
        ("App/Vault.cs", f"class Vault {{ static readonly byte[] EncryptionKey = {{ {KEY} }}; }}\n"),
        ("lib/vault.dart", f"final encryptionKey = Uint8List.fromList([{KEY}]);\n"),
    ],
)
def test_an_array_given_to_the_name_of_a_credential(tmp_path: Path, path: str, text: str) -> None:
    (finding,) = scanned(tmp_path, {path: text})
    assert finding.code == "SL301"


@pytest.mark.parametrize(
    "text",
    [
        f"byte[] encryptionKey = {{{BLANK}}};\n",
        f"byte[] encryptionKey = {{{COUNTED}}};\n",
        f"int[] keyCodes = {{{KEY}}};\n",
        f"byte[] encryptionKey = {{{KEY}, 0x14}};\n",
        f"float[] secretKey = {{1.5f, {KEY}}};\n",
        f"// byte[] encryptionKey = {{{KEY}}};\n",
    ],
)
def test_other_arrays(text: str) -> None:
    assert candidates("app/src/main/java/a/Vault.java", text) == ()


def test_the_value_of_an_array_is_that_of_its_bytes() -> None:
    (one,) = candidates("a.c", f"unsigned char aesKey[] = {{ {KEY} }};\n")
    (other,) = candidates("b.c", 'char *aesKey = "3a5177021c5e66192b440d7138295a13";\n')
    assert one.digest == other.digest


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("main.tf", 'variable "db_password" {\n  type = string\n  default = "tr0ut-m0on-99"\n}\n', [3]),
        ("main.tf", 'variable "db_password" {\n  type = string\n}\nvariable "region" {\n  default = "eu-1"\n}\n', []),
        ("main.tf", 'variable "db_password" {\n  default = "${var.other}"\n}\n', []),
        ("nginx/site.conf", "proxy_set_header X-Api-Key qV3mZb81KcYw0RtX7LhDs92PgFu4NjEa;\n", [1]),
        ("nginx/site.conf", "proxy_set_header X-Api-Key $http_x_api_key;\n", []),
        ("nginx/site.conf", "proxy_set_header Authorization $http_authorization;\n", []),
        (".pgpass", "db.acme.org:5432:shop:shopper:tr0ut-m0on-99\n", [1]),
        ("upload.php", "<?php\ncurl_setopt($c, CURLOPT_USERPWD, 'ann:tr0ut-m0on-99');\n", [2]),
    ],
)
def test_a_value_that_stands_apart_from_its_name(path: str, text: str, lines: list[int]) -> None:
    assert found_lines(path, text) == lines


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("fastlane/Appfile", 'apple_id "ops@hills.test"\npassword "tr0ut-m0on"\n'),
        ("fastlane/Matchfile", 'passphrase "tr0ut-m0on"\n'),
        (
            "src/Mail.java",
            'import javax.mail.*;\nclass Mail { void a() { transport.connect("h", "ann", "tr0ut-m0on"); } }\n',
        ),
        ("appsettings.json", '{"Jwt": {"Key": "trouts-in-the-moonlight-1"}}\n'),
        (".pgpass", "db.hills.test:5432:shop:ann:tr0ut-m0on\n"),
        ("native/up.c", 'void up(CURL *c) { curl_easy_setopt(c, CURLOPT_USERPWD, "ann:tr0ut-m0on"); }\n'),
        ("src/up.php", '<?php curl_setopt($c, CURLOPT_PASSWORD, "tr0ut-m0on");\n'),
        ("src/api.ts", "headers.set('Authorization', 'Basic ' + btoa('kiosk:tr0ut-m0on'));\n"),
    ],
)
def test_where_passwords_are_handed_over(tmp_path: Path, path: str, text: str) -> None:
    (finding,) = scanned(tmp_path, {path: text})
    assert finding.code in ("SL301", "SL302")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("fastlane/Fastfile", 'password ENV["FASTLANE_PASSWORD"]\ndesc "Change the password"\n'),
        ("src/Mail.java", "import javax.mail.*;\nclass Mail { void a() { transport.connect(host, user, given); } }\n"),
        ("appsettings.json", '{"Jwt": {"Key": "", "Issuer": "trouts-in-the-moonlight-1"}}\n'),
        (".pgpass", "localhost:5432:shop:ann:$PASSWORD\n"),
        ("native/up.c", "void up(CURL *c) { curl_easy_setopt(c, CURLOPT_USERPWD, given); }\n"),
        (
            "src/api.ts",
            "headers.set('Authorization', 'Basic ' + btoa(`${user}:${given}`)); show(btoa('width:height'));\n",
        ),
    ],
)
def test_where_none_is(tmp_path: Path, path: str, text: str) -> None:
    assert scanned(tmp_path, {path: text}) == ()
