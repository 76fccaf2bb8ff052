"""Tests of credentials that a call, a comparison or an entry around a value gives away, read by the front ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.credentials.calls import CallModel
from tests.credentials.detecting import candidates, rules
from tests.credentials.test_precision import scanned

KOTLIN = "package org.example\n\nclass Vault {{\n    fun open() {{\n        {}\n    }}\n}}\n"
SWIFT = "final class Vault {{\n    func open() {{\n        {}\n    }}\n}}\n"
JAVA = "package org.example;\n\nclass Vault {{\n    void open() {{\n        {}\n    }}\n}}\n"
CSHARP = "class Vault\n{{\n    void Open()\n    {{\n        {}\n    }}\n}}\n"
SQLCIPHER = "import net.sqlcipher.database.SupportFactory\n"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (
            "Vault.kt",
            KOTLIN.format('val made = SupportFactory(SQLiteDatabase.getBytes("tr0ut-m0on".toCharArray()))'),
        ),
        ("Vault.kt", KOTLIN.format('if (passwordField.text.toString() == "tr0ut-m0on") unlock()')),
        ("Vault.java", JAVA.format('environment.put(Context.SECURITY_CREDENTIALS, "tr0ut-M0on-19");')),
        ("Vault.java", JAVA.format('if (passwordEdit.getText().toString().equals("tr0ut-m0on")) unlock();')),
        ("Vault.java", JAVA.format('if ("tr0ut-m0on".equals(passwordEdit.getText().toString())) unlock();')),
        ("Vault.swift", SWIFT.format('let key = SymmetricKey(data: "W8rN4kQ1zL6tB3xV7yM2pD9s".data(using: .utf8)!)')),
        ("Vault.swift", SWIFT.format('let s = Store(encryptionKey: Data("W8rN4kQ1zL6tB3xV7yM2pD9s".utf8))')),
        ("Vault.swift", SWIFT.format('if passwordField.text == "tr0ut-m0on" { unlock() }')),
        ("Vault.m", 'if ([self.passwordField.text isEqualToString:@"tr0ut-m0on"]) { [self unlock]; }\n'),
        ("Vault.cs", CSHARP.format('var cert = new X509Certificate2("client.pfx", "tr0ut-m0on");')),
        ("Vault.cs", CSHARP.format('user.ChangePassword(current, "tr0ut-m0on");')),
        ("vault.ts", "export const config = { api: { key: 'f3b9a1d7c5e80246f3b9a1d7c5e80246' } };\n"),
        ("vault.ts", "export const mail = { smtp: { user: 'ann', pass: 'tr0ut-m0on-99' } };\n"),
        ("vault.yaml", "smtp:\n  user: ann\n  pass: tr0ut-M0on-99\n"),
        ("vault.json", '{"api": {"key": "f3b9a1d7c5e80246f3b9a1d7c5e80246"}}\n'),
    ],
)
def test_what_stands_around_a_value_gives_it_away(path: str, code: str, tmp_path: Path) -> None:
    text = SQLCIPHER + code if "SupportFactory" in code else code
    assert len(scanned(tmp_path, {f"app/{path}": text})) == 1


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("Vault.kt", KOTLIN.format('if (passwordField.text.toString() == "") warn()')),
        ("Vault.kt", KOTLIN.format('if (fieldName == "password") mask()')),
        ("Vault.kt", KOTLIN.format('extras.put(KEY_TOKEN, "none")')),
        ("Vault.java", JAVA.format('values.put(Columns.PASSWORD_COLUMN, "password_column");')),
        ("Vault.swift", SWIFT.format('if passwordField.placeholder == "Passwort" { clear() }')),
        ("Vault.swift", SWIFT.format("let key = SymmetricKey(data: stored)")),
        ("Vault.m", 'if ([self.passwordField.text isEqualToString:@""]) { return; }\n'),
        ("Vault.cs", CSHARP.format('var cert = new X509Certificate2("client.pfx", password);')),
        ("vault.ts", "export const shortcut = { save: { key: 'ctrl+s' }, list: { key: 'created_at' } };\n"),
        ("vault.json", '{"secretKeyRef": {"name": "db", "key": "db-password"}}\n'),
    ],
)
def test_what_resembles_it_does_not(path: str, code: str, tmp_path: Path) -> None:
    assert scanned(tmp_path, {f"app/{path}": code}) == ()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("passwordEditText", "password"),
        ("tf_password", "tf_password"),
        ("password_input", "password"),
        ("userPassword", "userPassword"),
        ("text", "text"),
        ("PASSWORD_FIELD", "PASSWORD"),
    ],
)
def test_what_is_typed_into_a_field_goes_by_the_name_without_it(name: str, typed: str) -> None:
    assert CallModel(rules().calls).typed_in(name) == typed


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("deploy.sh", "jarsigner -storepass tr0ut-m0on -keystore release.jks app.apk walks"),
        ("deploy.sh", "docker login -u ann -p tr0ut-m0on hub.example.org"),
        ("deploy.sh", "htpasswd -bc .htpasswd ann tr0ut-m0on"),
        ("deploy.sh", "openssl enc -aes-256-cbc -k 'tr0ut-m0on' -in a -out b"),
        ("Dockerfile", 'RUN echo "machine hub.example.org login ann password tr0ut-m0on" > /root/.netrc'),
        ("seed.sql", "CREATE USER walks WITH PASSWORD 'tr0ut-m0on';"),
        ("seed.sql", "GRANT ALL ON walks.* TO 'app'@'%' IDENTIFIED BY 'tr0ut-m0on';"),
        ("main.tf", 'resource "x" "y" {\n  name  = "db-password"\n  value = "Bee-e4ter-dusk"\n}'),
        ("sync.py", 'requests.get(URL, auth=("walks", "tr0ut-m0on"))'),
        ("app.js", "app.use(cookieSession({ name: 'sid', keys: ['tr0ut-m0on-71'] }))"),
    ],
)
def test_commands_and_statements_that_take_a_password(path: str, line: str) -> None:
    assert len(candidates(f"tools/{path}", f"{line}\n")) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("deploy.sh", 'jarsigner -storepass "$STORE_PASSWORD" -keystore release.jks app.apk walks'),
        ("deploy.sh", "docker login -u ann --password-stdin hub.example.org < token.txt"),
        ("deploy.sh", 'htpasswd -bc .htpasswd ann "$WORD"'),
        ("deploy.sh", "openssl req -new -key server.key -passin file:word.txt"),
        ("seed.sql", "ALTER ROLE reader SET search_path TO public;"),
        ("seed.sql", "CREATE USER 'ann' IDENTIFIED WITH auth_socket;"),
        ("main.tf", 'resource "x" "y" {\n  name  = "db-password"\n  value = random_password.db.result\n}'),
        ("sync.py", "requests.get(URL, auth=(user, word))"),
        ("app.js", "app.get('/keys', () => ({ keys: ['tr0ut-m0on-71'] }))"),
    ],
)
def test_commands_and_statements_without_one(path: str, line: str) -> None:
    assert candidates(f"tools/{path}", f"{line}\n") == ()
