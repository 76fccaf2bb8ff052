"""Tests of the offline checks."""

from __future__ import annotations

import base64
import json
import time
import zlib

import pytest

from secure_lint.credentials import checksums
from secure_lint.credentials.candidates import ENCRYPTED, EXPIRED
from secure_lint.credentials.shapes import Role
from secure_lint.credentials.structures import CHECKS, Checked


def token(header: dict[str, object], claims: dict[str, object], signature: str = "c2lnbmF0dXJl") -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join((*parts, signature))


def check(name: str, value: str, following: str = "") -> Checked:
    return CHECKS[name](value, following or value)


def test_luhn_refuses_published_test_numbers() -> None:
    assert checksums.luhn("4532015112830366")
    assert not checksums.luhn("4532015112830367")
    assert not checksums.luhn("4242424242424242")


def test_crc32_in_base_62() -> None:
    body = "q7RtX2mZb81KcYw0LhDs92PgFu4NjE"
    number, digits = zlib.crc32(body.encode()), ""
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    while number:
        number, digit = divmod(number, 62)
        digits = alphabet[digit] + digits
    good = "xyz_" + body + digits.rjust(6, "0")
    assert checksums.crc32_base62(good)
    assert not checksums.crc32_base62(good[:-1] + ("0" if good[-1] != "0" else "1"))


def test_aws_key_id_names_its_account() -> None:
    assert checksums.aws_account("AKIA" + "SP2TPHJSQH3FJXYZ") == "171436882533"
    assert checksums.aws_account("AKIA" + "1111111111111111") is None


def test_token_claims() -> None:
    now = int(time.time())
    assert check("jwt", token({"alg": "HS256"}, {"sub": "ann"})) == Checked(True)
    assert check("jwt", token({"alg": "HS256"}, {"exp": now - 60})).notes == (EXPIRED,)
    assert check("jwt", token({"alg": "none"}, {"sub": "ann"})).notes == ("unsigned",)
    assert check("jwt", "eyJub3Q.eyJub3Q.x").valid is False


def test_supabase_roles() -> None:
    assert check("jwt", token({"alg": "HS256"}, {"iss": "supabase", "role": "anon"})).role is Role.PUBLIC
    service = check("jwt", token({"alg": "HS256"}, {"iss": "supabase", "role": "service_role"}))
    assert service.role is None
    assert service.notes == ("supabase service role",)


def test_a_token_that_stands_for_nobody_signs_a_statement() -> None:
    assert check("jwt", token({"alg": "RS256"}, {"versions": [1], "messages": []})).role is Role.PUBLIC
    assert check("jwt", token({"alg": "RS256"}, {"sub": "ann"})).role is None


BODY = base64.b64encode(bytes(range(7, 135))).decode()


@pytest.mark.parametrize(
    ("text", "valid", "notes"),
    [
        (f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----", True, ()),
        (f"-----BEGIN RSA PRIVATE KEY-----\\n{BODY}\\n-----END RSA PRIVATE KEY-----", True, ()),
        (f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{BODY}\n-----END ENCRYPTED PRIVATE KEY-----", True, (ENCRYPTED,)),
        ("-----BEGIN RSA PRIVATE KEY-----\n...\n...\n" + "key\n" * 40 + "-----END RSA PRIVATE KEY-----", False, ()),
        (
            """val BEGIN = "-----BEGIN PRIVATE KEY-----"
            val BEGIN_LINE = "$BEGIN"
            val LONGEST_LINE_OF_A_KEY = 64
            val END = "-----END PRIVATE KEY-----\"""",
            False,
            (),
        ),
        ("-----BEGIN RSA PRIVATE KEY-----\n" + "A" * 64 + "\n-----END RSA PRIVATE KEY-----", False, ()),
    ],
)
def test_private_key_blocks(text: str, valid: bool, notes: tuple[str, ...]) -> None:
    assert check("pem", text[: text.index("KEY-----") + 8], text) == Checked(valid, notes)


def test_basic_credentials_need_a_password() -> None:
    assert check("basic-credentials", base64.b64encode(b"ann:tr0ut").decode()).valid
    assert not check("basic-credentials", base64.b64encode(b"authentication").decode()).valid
    assert not check("basic-credentials", base64.b64encode(b"username:password").decode()).valid
