"""Tests of the name model and of the value model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.credentials.names import NameModel
from secure_lint.credentials.values import ValueKind, ValueModel
from tests.credentials.detecting import rules

NAMES = NameModel(rules().names)
VALUES = ValueModel(rules().values, NAMES.words())


@pytest.mark.parametrize(
    ("name", "purpose", "certain"),
    [
        ("password", "password", True),
        ("dbPassword", "password", True),
        ("POSTGRES_PASSWORD", "password", True),
        ("keyPassword", "password", True),
        ("userpassword", "password", True),
        ("fieldNameWithPasswordInIt", "password", True),
        ("password2", "password", True),
        ("client-secret", "secret", True),
        ("SECRET_KEY", "secret", True),
        ("totpSecret", "secret", True),
        ("apiKey", "key", True),
        ("api.key", "key", True),
        ("apikey", "key", True),
        ("accessToken", "token", True),
        ("token", "token", False),
        ("mapsKey", "key", False),
        ("pass", "password", False),
    ],
)
def test_names_of_credentials(name: str, purpose: str, certain: bool) -> None:
    reading = NAMES.read(name)
    assert reading is not None
    assert (reading.purpose, reading.certain) == (purpose, certain)


def test_an_alphabet_is_no_secret() -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    assert VALUES.read(alphabet) is ValueKind.FORM
    assert VALUES.read(alphabet[::2]) is not ValueKind.FORM


def test_a_misspelt_name_repeats_the_name() -> None:
    assert VALUES.read("pasword", ("password",)) is ValueKind.NAME
    assert VALUES.read("passford", ("password",)) is not ValueKind.NAME
    assert VALUES.read("trout", ("trouts",)) is not ValueKind.NAME


def test_letters_in_order_between_signs_only_show_the_form() -> None:
    assert VALUES.is_placeholder("abcd-efgh-ijkl-mnop")
    assert not VALUES.is_placeholder("abcdefghijklmnop")
    assert not VALUES.is_placeholder("hjqk-wzpv-rtxm-lbdy")


def test_values_that_mostly_count_are_made_up() -> None:
    assert VALUES.is_made_up("abcdef0fedcba0abcdef0fedcba0")
    assert not VALUES.is_made_up("8c41d90be72f35a6104d77ab90c3e21f")


@pytest.mark.parametrize(
    "name",
    [
        "passwordLength",
        "passwordField",
        "PASSWORD_HINT",
        "forgotPassword",
        "isPasswordVisible",
        "passwordHash",
        "hashedPassword",
        "secretName",
        "tokenType",
        "tokenUrl",
        "publicKey",
        "primaryKey",
        "foreign_key",
        "cancellationToken",
        "pageToken",
        "fcmToken",
        "keyboard",
        "monkey",
        "author",
        "passenger",
        "compass",
        "keyCode",
        "tokenExpiry",
        "accessTokenEndpoint",
        "x",
        "mockToken",
    ],
)
def test_other_names(name: str) -> None:
    assert NAMES.read(name) is None


def test_names_of_entries_are_marked() -> None:
    reading = NAMES.read("EXTRA_PASSWORD")
    assert reading is not None
    assert reading.key_like


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("", ValueKind.EMPTY),
        ("${DB_PASSWORD}", ValueKind.REFERENCE),
        ("{{ .Values.password }}", ValueKind.REFERENCE),
        ("$password", ValueKind.REFERENCE),
        ("@string/api_key", ValueKind.REFERENCE),
        ("<your-key>", ValueKind.REFERENCE),
        ("%s", ValueKind.REFERENCE),
        ("op://vault/item/field", ValueKind.REFERENCE),
        ("{cipher}AQBcd3f", ValueKind.REFERENCE),
        ("process.env.SECRET", ValueKind.REFERENCE),
        ("BuildConfig.API_KEY", ValueKind.REFERENCE),
        ("YOUR_API_KEY", ValueKind.PLACEHOLDER),
        ("changeme-please", ValueKind.PLACEHOLDER),
        ("xxxxxxxxxxxx", ValueKind.PLACEHOLDER),
        ("************", ValueKind.PLACEHOLDER),
        ("00000000-0000-0000-0000-000000000001", ValueKind.PLACEHOLDER),
        ("Passwort vergessen?", ValueKind.PROSE),
        ("Введите пароль", ValueKind.PROSE),
        ("https://hills.invalid/token", ValueKind.FORM),
        ("/etc/ssl/private/key.pem", ValueKind.FORM),
        ("com.example.app.KEY".replace("example", "hills"), ValueKind.FORM),
        ("AES/CBC/PKCS5Padding", ValueKind.FORM),
        ("2001:db8:1::ab9:102", ValueKind.FORM),
        ("$2y$12$s.YfVZdfvAuOIz6fte5iOuZbbEgreZnDcYOGvX4NGJskYQIstcGka", ValueKind.FORM),
        ("1.2.3-rc1", ValueKind.FORM),
        ("1f6f3", ValueKind.FORM),
        ("1f468-200d-1f680", ValueKind.FORM),
        ("ABCDEFGHIJKLMNOP-abcdefghijklmnopqrstuv", ValueKind.PLACEHOLDER),
        ("abc12", ValueKind.MIXED),
        ("trustStorePassword", ValueKind.NAME),
        ("user_password", ValueKind.NAME),
        ("mypassword", ValueKind.NAME),
        ("7c1e93ab-04d2-4f6b-9a1e-c3d5b7f90a12", ValueKind.UUID),
        ("123456", ValueKind.NUMBER),
        ("sunshine", ValueKind.WORD),
        ("correcthorsebattery", ValueKind.WORD),
        ("greenMeadowLane", ValueKind.IDENTIFIER),
        ("demo123", ValueKind.MIXED),
        ("tr0ut-m0on", ValueKind.MIXED),
        ("9f2c4e8a7b1d3f5a6c8e0b2d4f6a8c1e", ValueKind.RANDOM),
        ("qV3mZb81KcYw0RtX7LhDs92PgFu4NjEa", ValueKind.RANDOM),
        ("zkqwxvbnjtrplmdhgfcs", ValueKind.RANDOM),
        ("f#a};!y~7VBcu<&F@[%,{b", ValueKind.RANDOM),
    ],
)  # fmt: skip
def test_kinds_of_values(value: str, kind: ValueKind) -> None:
    assert VALUES.read(value) is kind


def test_common_passwords() -> None:
    assert all(VALUES.is_common(value) for value in ("admin", "admin123", "Welcome1", "letmein!"))
    assert not any(VALUES.is_common(value) for value in ("tr0ut-m0on", "azerty123", "adminX93"))


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_text_can_be_read(text: str) -> None:
    assert isinstance(VALUES.read(text, ("password",)), ValueKind)
    reading = NAMES.read(text)
    assert reading is None or reading.purpose in rules().names.purposes
