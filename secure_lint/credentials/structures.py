"""Offline tests of credentials that carry structure: tokens, key blocks, addresses, key files."""

from __future__ import annotations

import base64
import binascii
import json
import re
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from secure_lint.credentials import checksums
from secure_lint.credentials.candidates import ENCRYPTED, EXPIRED
from secure_lint.credentials.shapes import Role

_PEM_HEADER = re.compile(r"(?:Proc-Type|DEK-Info|Comment|Version)\s*:[^\n\\]*")
_NOT_BASE64 = re.compile(r"\\[rn]|[^A-Za-z0-9+/=]")
_LEAST_PEM_BODY = 40
_PEM_LINE = re.compile(r"[A-Za-z0-9+/]{20}")
_SAS_EXPIRY = re.compile(r"[?&]se=(\d{4})-(\d{2})-(\d{2})")
_PRINCIPAL_CLAIMS = frozenset(
    [
        *("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "azp", "scope", "scopes", "scp", "role", "roles", "groups"),
        *("permissions", "uid", "user", "user_id", "userId", "client_id", "clientId", "email", "name", "username"),
        *("preferred_username", "tenant", "session", "sid"),
    ]
)
"""Claims of tokens that stand for somebody (RFC 7519, section 4.1; OpenID Connect Core); others sign a statement."""

_EXAMPLE_PAIRS = frozenset(
    (*((user, word) for user in ("user", "username") for word in ("pass", "password")), ("aladdin", "open sesame"))
)
"""Pairs of user and password, in lower case, of examples; the last is that of RFC 7617."""

_REPEATED = re.compile(r"(.)\1{7,}")


class Checked(msgspec.Struct, frozen=True):
    """What an offline test found.

    ``valid`` is ``None`` when the test cannot tell. ``role`` replaces the shape's role; ``notes`` are added to the
    candidate.
    """

    valid: bool | None
    notes: tuple[str, ...] = ()
    role: Role | None = None


Check = Callable[[str, str], Checked]
"""A test of a value and the text that follows the start of the match."""

_NO = Checked(False)
_YES = Checked(True)


def decode_base64(text: str) -> bytes | None:
    """Bytes of Base64 in either alphabet, with or without padding; ``None`` when it is none."""
    plain = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def _decode_json(text: str) -> dict[str, object] | None:
    decoded = decode_base64(text)
    if decoded is None:
        return None
    try:
        value = json.loads(decoded)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _jwt(value: str, _following: str) -> Checked:
    parts = value.split(".")
    header, claims = _decode_json(parts[0]), _decode_json(parts[1])
    if header is None or not (header.get("alg") or header.get("typ")):
        return _NO
    if claims is None:
        return Checked(None)
    if header.get("alg") == "none" or len(parts) < 3 or not parts[2]:
        return Checked(True, ("unsigned",))
    if claims.get("iss") == "supabase" or claims.get("role") in ("anon", "service_role"):
        secret = claims.get("role") == "service_role"
        note = "supabase service role" if secret else "supabase anonymous key"
        return Checked(True, (note,), None if secret else Role.PUBLIC)
    if not _PRINCIPAL_CLAIMS & claims.keys():
        return Checked(True, ("signed statement",), Role.PUBLIC)
    expiry = claims.get("exp")
    expired = isinstance(expiry, int | float) and expiry < time.time()
    return Checked(True, (EXPIRED,) if expired else ())


def _pem(value: str, following: str) -> Checked:
    start = len(value)
    end = following.find("-----", start)
    if end < 0:
        return Checked(None, ("without end",)) if len(following) - start < _LEAST_PEM_BODY else _NO
    body = following[start:end]
    if not following.startswith("-----END", end):
        return _NO
    letters = _NOT_BASE64.sub("", _PEM_HEADER.sub("", body))
    code = _PEM_LINE.search(body) is None
    if code or len(letters) < _LEAST_PEM_BODY or _REPEATED.search(letters) or "..." in body:
        return _NO
    return Checked(True, (ENCRYPTED,) if "ENCRYPTED" in value or "ENCRYPTED" in body[:120] else ())


def _base64_pem(value: str, _following: str) -> Checked:
    decoded = decode_base64(value[: len(value) // 4 * 4]) or b""
    return Checked(b"PRIVATE KEY-----" in decoded)


def _base64_jwt(value: str, _following: str) -> Checked:
    decoded = decode_base64(value[: len(value) // 4 * 4]) or b""
    parts = decoded.split(b".")
    return Checked(len(parts) in (2, 3) and _decode_json(parts[0].decode("ascii", "replace")) is not None)


def _private_jwk(_value: str, following: str) -> Checked:
    end = following.find("}")
    return Checked(bool(re.search(r'"(?:d|k)"\s*:\s*"[A-Za-z0-9_\-]{20,}"', following[: end if end > 0 else 3000])))


def _service_account(_value: str, following: str) -> Checked:
    return Checked('"private_key"' in following[:4000] and "PRIVATE KEY-----" in following[:4000])


def _macaroon(value: str, _following: str) -> Checked:
    decoded = decode_base64(value.removeprefix("pypi-")[:40]) or b""
    return Checked(decoded[:1] == b"\x02" and b"pypi.org" in decoded[:30])


def _base64_starts(prefix: bytes, skip: int = 0) -> Check:
    def check(value: str, _following: str) -> Checked:
        decoded = decode_base64(value[skip : skip + (len(value) - skip) // 4 * 4]) or b""
        return Checked(decoded.startswith(prefix))

    return check


def _base64_json(value: str, _following: str) -> Checked:
    return Checked(_decode_json(value.split("_")[1]) is not None)


def _mapbox(value: str, _following: str) -> Checked:
    claims = _decode_json(value.split(".")[1])
    return Checked(claims is not None and "u" in claims)


def _discord(value: str, _following: str) -> Checked:
    decoded = decode_base64(value.split(".", maxsplit=1)[0]) or b""
    return Checked(decoded.isdigit() and 15 <= len(decoded) <= 20)


def _sas(_value: str, following: str) -> Checked:
    expiry = _SAS_EXPIRY.search(following[:400])
    if expiry is None:
        return Checked(None)
    year, month, day = (int(part) for part in expiry.groups())
    now = time.gmtime()
    expired = (year, month, day) < (now.tm_year, now.tm_mon, now.tm_mday)
    return Checked(True, (EXPIRED,) if expired else ())


def _basic(value: str, _following: str) -> Checked:
    decoded = decode_base64(value)
    if decoded is None or not decoded.isascii():
        return _NO
    user, separator, password = decoded.decode("ascii").partition(":")
    if (user.lower(), password.lower()) in _EXAMPLE_PAIRS:
        return _NO
    return Checked(bool(separator) and len(password) > 1 and user.isprintable() and password.isprintable())


def _aws(value: str, _following: str) -> Checked:
    if "EXAMPLE" in value or checksums.aws_account(value) is None:
        return _NO
    return _YES


def _tested(test: Callable[[str], bool]) -> Check:
    return lambda value, _following: Checked(test(value))


def _unsure(_value: str, _following: str) -> Checked:
    return Checked(None)


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "": _unsure,
        "address-password": _unsure,
        "literal-option": _unsure,
        "aws-key-id": _aws,
        "base32": _tested(lambda value: len(set(value.upper())) > 5),
        "base64-64-bytes": _tested(lambda value: len(decode_base64(value) or b"") == 64),
        "base64-bedrock": _base64_starts(b"BedrockAPIKey-", 4),
        "base64-json": _base64_json,
        "base64-jwt": _base64_jwt,
        "base64-pem": _base64_pem,
        "base64-reftkn": _base64_starts(b"reftkn:"),
        "basic-credentials": _basic,
        "bech32": _tested(checksums.bech32),
        "crc32-base62": _tested(checksums.crc32_base62),
        "crc32-hex": _tested(checksums.crc32_hexadecimal),
        "crc32-hex-grafana": _tested(checksums.crc32_grafana),
        "discord-snowflake": _discord,
        "jwt": _jwt,
        "luhn": _tested(checksums.luhn),
        "macaroon": _macaroon,
        "mapbox": _mapbox,
        "pem": _pem,
        "private-jwk": _private_jwk,
        "sas-expiry": _sas,
        "service-account": _service_account,
    }
)
"""The offline tests by the names that shapes use."""
