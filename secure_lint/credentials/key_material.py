"""Key stores and private keys told by their content, whatever the file is called."""

from __future__ import annotations

import msgspec

_SMALLEST = 32
_HEAD = 4096
_DEBUG_ALIAS = b"androiddebugkey"
_TRUSTED_ENTRY = 2
_MOST_ENTRIES = 10_000
_ALIASES_WITHIN = 64_000
_WIDE_DEBUG_ALIAS = _DEBUG_ALIAS.decode("ascii").encode("utf-16-be")
_KEY_BAGS = b"\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"
"""Start of the object identifiers of the bags of PKCS #12 (RFC 7292, appendix D); 1 and 2 are keys."""

_ENCRYPTED_PKCS8 = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05"
_PKCS12_VERSION = b"\x02\x01\x03\x30"
_PKCS8_VERSION = b"\x02\x01\x00\x30"
_ALGORITHMS = (
    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01",
    b"\x06\x07\x2a\x86\x48\xce\x3d\x02\x01",
    b"\x06\x03\x2b\x65",
)
"""Object identifiers of RSA, elliptic-curve and Edwards-curve keys (RFC 8017, RFC 5480, RFC 8410)."""


class KeyMaterial(msgspec.Struct, frozen=True):
    """What a file is: ``kind`` names the format, ``debug`` that it holds only Android's public debug key."""

    kind: str
    debug: bool = False


def key_material_of(raw: bytes) -> KeyMaterial | None:
    """The kind of key material that the bytes of a file are, or ``None``.

    Magic numbers: JKS ``FEEDFEED``, JCEKS ``CECECECE`` (both with a version below 3), PKCS #12, PKCS #8, PKCS #1 and
    SEC 1 by their DER frame (RFC 7292, RFC 5208, RFC 5958, RFC 8017, RFC 5915). A store of trusted certificates holds
    no key.
    """
    if len(raw) < _SMALLEST:
        return None
    if raw[:4] in (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce") and raw[4:7] == b"\0\0\0" and raw[7] in (1, 2):
        kind = "Java key store" if raw[0] == 0xFE else "JCE key store"
        return None if _holds_certificates_only(raw) else KeyMaterial(kind, _is_debug(raw))
    return _of_der(raw) if raw[0] == 0x30 else None


def _of_der(raw: bytes) -> KeyMaterial | None:
    body = _after_der_length(raw[:_HEAD])
    if body.startswith(_PKCS12_VERSION):
        holds_key = any(_KEY_BAGS + bytes([bag]) in raw for bag in (1, 2))
        return KeyMaterial("PKCS #12 key store", _is_debug(raw)) if holds_key else None
    if body.startswith(_PKCS8_VERSION) and any(identifier in body[:32] for identifier in _ALGORITHMS):
        return KeyMaterial("private key in DER form")
    if body[:4] in (b"\x02\x01\x00\x02", b"\x02\x01\x01\x04") and len(raw) > 80:
        return KeyMaterial("private key in DER form")
    if body[:1] == b"\x30" and _ENCRYPTED_PKCS8 in body[:20]:
        return KeyMaterial("private key in DER form under a passphrase")
    return None


def _holds_certificates_only(raw: bytes) -> bool:
    """Whether all entries of a Java key store are trusted certificates.

    An entry is a tag, an alias, a time of 8 bytes and, for a certificate, its type and its bytes; lengths are big
    endian (OpenJDK, ``sun.security.provider.JavaKeyStore``).
    """
    count, position = int.from_bytes(raw[8:12], "big"), 12
    for _ in range(min(count, _MOST_ENTRIES)):
        if int.from_bytes(raw[position : position + 4], "big") != _TRUSTED_ENTRY:
            return False
        position = _after_field(raw, position + 4, 2) + 8
        position = _after_field(raw, _after_field(raw, position, 2), 4)
        if position > len(raw):
            return False
    return 0 < count <= _MOST_ENTRIES


def _after_field(raw: bytes, position: int, width: int) -> int:
    """The offset after a field that starts with its length in ``width`` bytes."""
    return position + width + int.from_bytes(raw[position : position + width], "big")


def _is_debug(raw: bytes) -> bool:
    lowered = raw[:_ALIASES_WITHIN].lower()
    return _DEBUG_ALIAS in lowered or _WIDE_DEBUG_ALIAS in lowered


def _after_der_length(data: bytes) -> bytes:
    """What follows the length of the DER element at the start of ``data``; empty when the length is malformed."""
    first = data[1]
    if first < 0x80:
        return data[2:]
    width = first & 0x7F
    return data[2 + width :] if 1 <= width <= 4 or first == 0x80 else b""
