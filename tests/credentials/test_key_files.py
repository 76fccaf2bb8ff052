"""Tests of key files: what is told by the content of a whole file."""

from __future__ import annotations

import pytest

from secure_lint.credentials.candidates import DEBUG, Candidate
from secure_lint.credentials.key_material import KEY_FILE_CHECKS, KeyFileMatcher
from secure_lint.credentials.shapes import KeyFile, load_shapes
from secure_lint.errors import RuleError
from secure_lint.model.finding import Audience
from tests.credentials.detecting import RULES, documents, judged, rules

KEY_BAG = bytes.fromhex("060b2a864886f70d010c0a0102")
KEY_FILES = KeyFileMatcher(rules().key_files)


def key_file(raw: bytes) -> Candidate | None:
    return KEY_FILES.candidate("files/some.bin", raw)


def test_key_stores_by_their_content() -> None:
    assert key_file(bytes.fromhex("feedfeed00000002") + b"\0" * 60) is not None
    debug = key_file(bytes.fromhex("feedfeed00000002") + b"\0" * 20 + b"androiddebugkey" + b"\0" * 20)
    assert debug is not None
    assert debug.notes == (DEBUG,)
    pkcs12 = key_file(bytes.fromhex("308209a1020103308209") + b"\0" * 60 + KEY_BAG + b"\0" * 60)
    assert pkcs12 is not None
    assert (pkcs12.shape, pkcs12.notes) == ("pkcs12-key-store", ())


@pytest.mark.parametrize("one", [one for document in documents() for one in document.key_files], ids=lambda one: one.id)
def test_samples_of_key_files(one: KeyFile) -> None:
    found = [KEY_FILES.match(bytes.fromhex("".join(pieces))) for pieces in one.samples.hits]
    assert found
    assert [match.id if match else None for match in found] == [one.id] * len(found)
    assert one.samples.misses
    assert [pieces for pieces in one.samples.misses if KEY_FILES.match(bytes.fromhex("".join(pieces)))] == []
    assert one.check in KEY_FILE_CHECKS
    assert one.source


def test_bytes_of_key_files_must_be_hexadecimal() -> None:
    broken = "key_files:\n- id: some\n  title: some\n  starts: [fee]\n"
    texts = [(path.name, path.read_text("utf-8")) for path in sorted((RULES / "credentials").glob("*.yaml"))]
    with pytest.raises(RuleError, match="some: 'fee' are no bytes"):
        load_shapes([*texts, ("more.yaml", broken)])


def test_an_apple_provisioning_profile_is_for_auditors() -> None:
    frame = bytes.fromhex("3082006006092a864886f70d010702")
    (finding,) = judged({"ios/App.bin": frame + b"\0<plist><dict><key>TeamIdentifier</key></dict></plist>"})
    assert (finding.code, finding.audience) == ("SL305", Audience.AUDITOR)
    assert "Apple provisioning profile" in finding.message
    assert "no private key" in finding.message


def java_store(*entries: bytes) -> bytes:
    return bytes.fromhex("feedfeed00000002") + len(entries).to_bytes(4, "big") + b"".join(entries) + b"\7" * 20


def certificate_entry(alias: bytes) -> bytes:
    body = b"\x30\x82" + b"\5" * 300
    field = len(alias).to_bytes(2, "big") + alias + b"\0" * 8 + b"\0\5X.509" + len(body).to_bytes(4, "big") + body
    return b"\0\0\0\2" + field


def test_a_store_of_trusted_certificates_holds_no_key() -> None:
    trusted = java_store(certificate_entry(b"ca"), certificate_entry(b"other"))
    assert key_file(trusted) is None
    key_entry = b"\0\0\0\1\0\4hill" + b"\0" * 400
    assert key_file(java_store(certificate_entry(b"ca"), key_entry)) is not None
    assert key_file(trusted[:90]) is not None
    assert key_file(bytes.fromhex("308209a1020103308209") + b"\0" * 200) is None


def test_a_key_store_that_says_debug_is_for_debug_builds() -> None:
    raw = bytes.fromhex("feedfeed00000002") + b"\0" * 60
    for path, debug in (("keys/app-debug.jks", True), ("debug.keystore", True), ("debug/release.jks", False)):
        found = KEY_FILES.candidate(path, raw)
        assert found is not None
        assert (DEBUG in found.notes) is debug


def test_debug_key_stores_in_pkcs12_form() -> None:
    alias = "androiddebugkey".encode("utf-16-be")
    found = key_file(bytes.fromhex("308209a1020103308209") + b"\1" * 5000 + KEY_BAG + alias)
    assert found is not None
    assert found.notes == (DEBUG,)


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
    found = key_file(bytes.fromhex(start) + bytes(range(1, 120)))
    assert found is not None
    assert found.name.startswith("private key in DER form")


@pytest.mark.parametrize(
    "raw", [b"", b"\x89PNG" + b"\0" * 60, b"PK\x03\x04" + b"\0" * 60, b"0" * 80, b"\x30\x82" + b"\0" * 60]
)
def test_other_files_are_no_key_stores(raw: bytes) -> None:
    assert key_file(raw) is None


def bouncy_castle_store(*entries: bytes) -> bytes:
    return (
        bytes.fromhex("0000000200000014")
        + b"\5" * 20
        + (1000).to_bytes(4, "big")
        + b"".join(entries)
        + b"\0"
        + b"\7" * 20
    )


def bouncy_castle_certificate(alias: bytes) -> bytes:
    body = b"\x30\x82" + b"\5" * 300
    head = b"\1" + len(alias).to_bytes(2, "big") + alias + b"\0" * 8 + (0).to_bytes(4, "big")
    return head + b"\0\5X.509" + len(body).to_bytes(4, "big") + body


def test_a_bouncy_castle_store_of_trusted_certificates_holds_no_key() -> None:
    trusted = bouncy_castle_store(bouncy_castle_certificate(b"ca"), bouncy_castle_certificate(b"other"))
    assert key_file(trusted) is None
    sealed = b"\4\0\4hill" + b"\0" * 8 + (0).to_bytes(4, "big") + b"\0" * 200
    found = key_file(bouncy_castle_store(bouncy_castle_certificate(b"ca"), sealed))
    assert found is not None
    assert found.name == "Bouncy Castle key store"
    assert key_file(trusted[:90]) is not None
