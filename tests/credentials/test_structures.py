"""Tests of the offline checks."""

from __future__ import annotations

import base64
import json
import time
import zlib

import pytest

from secure_lint.credentials import checksums
from secure_lint.credentials.candidates import DEBUG, ENCRYPTED, EXPIRED
from secure_lint.credentials.key_material import key_material_of
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


KEY_BAG = bytes.fromhex("060b2a864886f70d010c0a0102")
BODY = base64.b64encode(bytes(range(7, 135))).decode()


@pytest.mark.parametrize(
    ("text", "valid", "notes"),
    [
        (f"-----BEGIN RSA PRIVATE KEY-----\n{BODY}\n-----END RSA PRIVATE KEY-----", True, ()),
        (f"-----BEGIN RSA PRIVATE KEY-----\\n{BODY}\\n-----END RSA PRIVATE KEY-----", True, ()),
        (f"-----BEGIN ENCRYPTED PRIVATE KEY-----\n{BODY}\n-----END ENCRYPTED PRIVATE KEY-----", True, (ENCRYPTED,)),
        ("-----BEGIN RSA PRIVATE KEY-----\n...\n...\n" + "key\n" * 40 + "-----END RSA PRIVATE KEY-----", False, ()),
        ("-----BEGIN RSA PRIVATE KEY-----\n" + "A" * 64 + "\n-----END RSA PRIVATE KEY-----", False, ()),
    ],
)
def test_private_key_blocks(text: str, valid: bool, notes: tuple[str, ...]) -> None:
    assert check("pem", text[: text.index("KEY-----") + 8], text) == Checked(valid, notes)


def test_basic_credentials_need_a_password() -> None:
    assert check("basic-credentials", base64.b64encode(b"ann:tr0ut").decode()).valid
    assert not check("basic-credentials", base64.b64encode(b"authentication").decode()).valid


def test_key_stores_by_their_content() -> None:
    assert key_material_of(bytes.fromhex("feedfeed00000002") + b"\0" * 60) is not None
    debug = key_material_of(bytes.fromhex("feedfeed00000002") + b"\0" * 20 + b"androiddebugkey" + b"\0" * 20)
    assert debug is not None
    assert debug.debug
    pkcs12 = key_material_of(bytes.fromhex("308209a1020103308209") + b"\0" * 60 + KEY_BAG + b"\0" * 60)
    assert pkcs12 is not None
    assert pkcs12.kind == "PKCS #12 key store"
    assert DEBUG == "debug"


def java_store(*entries: bytes) -> bytes:
    return bytes.fromhex("feedfeed00000002") + len(entries).to_bytes(4, "big") + b"".join(entries) + b"\7" * 20


def certificate_entry(alias: bytes) -> bytes:
    body = b"\x30\x82" + b"\5" * 300
    field = len(alias).to_bytes(2, "big") + alias + b"\0" * 8 + b"\0\5X.509" + len(body).to_bytes(4, "big") + body
    return b"\0\0\0\2" + field


def test_a_store_of_trusted_certificates_holds_no_key() -> None:
    trusted = java_store(certificate_entry(b"ca"), certificate_entry(b"other"))
    assert key_material_of(trusted) is None
    key_entry = b"\0\0\0\1\0\4hill" + b"\0" * 400
    assert key_material_of(java_store(certificate_entry(b"ca"), key_entry)) is not None
    assert key_material_of(trusted[:90]) is not None
    assert key_material_of(bytes.fromhex("308209a1020103308209") + b"\0" * 200) is None


def test_debug_key_stores_in_pkcs12_form() -> None:
    alias = "androiddebugkey".encode("utf-16-be")
    found = key_material_of(bytes.fromhex("308209a1020103308209") + b"\1" * 5000 + KEY_BAG + alias)
    assert found is not None
    assert found.debug


@pytest.mark.parametrize(
    "start",
    [
        "308204a302010002820101",
        "307702010104200102030405060708",
        "308204be020100300d06092a864886f70d0101010500",
        "308204f6302806092a864886f70d01050d",
    ],
)
def test_private_keys_in_der_form(start: str) -> None:
    found = key_material_of(bytes.fromhex(start) + bytes(range(1, 120)))
    assert found is not None
    assert found.kind.startswith("private key in DER form")


@pytest.mark.parametrize(
    "raw", [b"", b"\x89PNG" + b"\0" * 60, b"PK\x03\x04" + b"\0" * 60, b"0" * 80, b"\x30\x82" + b"\0" * 60]
)
def test_other_files_are_no_key_stores(raw: bytes) -> None:
    assert key_material_of(raw) is None
