"""Key stores and private keys told by their content, whatever the file is called."""

from __future__ import annotations

import msgspec

_SMALLEST = 32
_HEAD = 4096
_DEBUG_ALIAS = b"androiddebugkey"
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

    Magic numbers: JKS ``FEEDFEED``, JCEKS ``CECECECE`` (both with a version below 3), PKCS #12 and PKCS #8 by their DER
    frame (RFC 7292, RFC 5208).
    """
    if len(raw) < _SMALLEST:
        return None
    head = raw[:_HEAD]
    if head[:4] in (b"\xfe\xed\xfe\xed", b"\xce\xce\xce\xce") and head[4:7] == b"\0\0\0" and head[7] in (1, 2):
        kind = "Java key store" if head[0] == 0xFE else "JCE key store"
        return KeyMaterial(kind, _DEBUG_ALIAS in head.lower())
    if head[0] == 0x30:
        body = _after_der_length(head)
        if body.startswith(_PKCS12_VERSION):
            return KeyMaterial("PKCS #12 key store", _DEBUG_ALIAS in head.lower())
        if body.startswith(_PKCS8_VERSION) and any(identifier in body[:32] for identifier in _ALGORITHMS):
            return KeyMaterial("private key in DER form")
    return None


def _after_der_length(data: bytes) -> bytes:
    """What follows the length of the DER element at the start of ``data``; empty when the length is malformed."""
    first = data[1]
    if first < 0x80:
        return data[2:]
    width = first & 0x7F
    return data[2 + width :] if 1 <= width <= 4 or first == 0x80 else b""
