"""Key stores, private keys and what goes with them, told by their content, whatever the file is called."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from secure_lint.credentials.candidates import DEBUG, Candidate
from secure_lint.credentials.names import split_words
from secure_lint.credentials.shapes import KeyFile
from secure_lint.model.finding import Confidence
from secure_lint.model.span import WHOLE_FILE

_SMALLEST = 32
_HEAD = 4096
_SEQUENCE = 0x30
_PASSWORD_BASED = bytes.fromhex("06092a864886f70d0105")
"""The arc of PKCS #5 as the beginning of an object identifier."""

_TRUSTED_ENTRY = 2
_MOST_ENTRIES = 10_000
_ALIASES_WITHIN = 64_000


class KeyFileMatcher:
    """Matches the key files of ``rules/credentials`` over the bytes of whole files."""

    def __init__(self, key_files: tuple[KeyFile, ...]) -> None:
        self._forms = tuple(_Form(one) for one in key_files)
        self._firsts = frozenset(start[0] for form in self._forms for start in form.starts) | {_SEQUENCE}

    def may_start(self, first: int) -> bool:
        """Whether a key file can start with this byte."""
        return first in self._firsts

    def match(self, raw: bytes) -> KeyFile | None:
        """The first key file whose form the bytes have."""
        if len(raw) < _SMALLEST:
            return None
        body = after_der_length(raw[:_HEAD]) if raw[0] == _SEQUENCE else b""
        return next((form.key_file for form in self._forms if form.fits(raw, body)), None)

    def candidate(self, path: str, raw: bytes) -> Candidate | None:
        """The file as a whole, when it is a key file."""
        found = self.match(raw)
        if found is None:
            return None
        return Candidate(
            found.id,
            WHOLE_FILE,
            path,
            found.title,
            found.contents,
            hashlib.sha256(raw).hexdigest()[:32],
            found.role,
            Confidence.HIGH,
            "file",
            "",
            (DEBUG,) if _holds_alias(raw, found.debug_aliases) or _names_debug(path, found.debug_names) else (),
        )


class _Form:
    """A key file with its bytes decoded."""

    __slots__ = ("der_starts", "holds", "key_file", "near", "starts", "texts")

    def __init__(self, key_file: KeyFile) -> None:
        self.key_file = key_file
        self.starts = tuple(map(bytes.fromhex, key_file.starts))
        self.der_starts = tuple(map(bytes.fromhex, key_file.der_starts))
        self.near = tuple(map(bytes.fromhex, key_file.near))
        self.holds = tuple(map(bytes.fromhex, key_file.holds))
        self.texts = tuple(text.encode() for text in key_file.texts)

    def fits(self, raw: bytes, body: bytes) -> bool:
        """Whether a file has this form; ``body`` is what follows the length of its outermost DER element."""
        if not raw.startswith(self.starts) and not (body and body.startswith(self.der_starts)):
            return False
        head = body[: self.key_file.near_within]
        return (
            len(raw) >= self.key_file.least
            and (not self.near or any(one in head for one in self.near))
            and (not self.holds or any(one in raw for one in self.holds))
            and all(text in raw for text in self.texts)
            and KEY_FILE_CHECKS[self.key_file.check](raw)
        )


def holds_java_key(raw: bytes) -> bool:
    """Whether a Java key store holds more than trusted certificates.

    An entry is a tag, an alias, a time of 8 bytes and, for a certificate, its type and its bytes; lengths are big
    endian (OpenJDK, ``sun.security.provider.JavaKeyStore``).
    """
    count, position = int.from_bytes(raw[8:12], "big"), 12
    for _ in range(min(count, _MOST_ENTRIES)):
        if int.from_bytes(raw[position : position + 4], "big") != _TRUSTED_ENTRY:
            return True
        position = _after_field(raw, position + 4, 2) + 8
        position = _after_field(raw, _after_field(raw, position, 2), 4)
        if position > len(raw):
            return True
    return not 0 < count <= _MOST_ENTRIES


def holds_bouncy_castle_key(raw: bytes) -> bool:
    """Whether a BKS key store holds more than trusted certificates.

    Version, salt and iteration count precede the entries: type (0 ends them, 1 is a certificate), alias, time of 8
    bytes, the certificates of its chain, and its content; lengths are big endian (Bouncy Castle, ``BcKeyStoreSpi``).
    The UBER store of version 1 is enciphered as a whole.
    """
    position = 8 + int.from_bytes(raw[4:8], "big") + 4
    for _ in range(_MOST_ENTRIES):
        kind = raw[position : position + 1]
        if kind != b"\x01":
            return kind != b"\x00"
        position = _after_field(raw, position + 1, 2) + 8
        chain = int.from_bytes(raw[position : position + 4], "big")
        position += 4
        for _ in range(min(chain, _MOST_ENTRIES) + 1):
            position = _after_field(raw, _after_field(raw, position, 2), 4)
            if position > len(raw):
                return True
    return True


def is_bouncy_castle_fips_store(raw: bytes) -> bool:
    """Whether an enciphered DER structure is a BCFKS store: its algorithm lies one level deeper than that of a key.

    ``ObjectStore`` holds ``EncryptedObjectStoreData``, which holds the algorithm (Bouncy Castle, ``ObjectStore``).
    """
    inner = after_der_length(after_der_length(raw[:_HEAD])[:_HEAD])
    return inner[:1] == b"\x30" and after_der_length(inner).startswith(_PASSWORD_BASED)


KEY_FILE_CHECKS: Mapping[str, Callable[[bytes], bool]] = MappingProxyType(
    {
        "": lambda _: True,
        "java-entries": holds_java_key,
        "bouncy-castle-entries": holds_bouncy_castle_key,
        "bouncy-castle-fips": is_bouncy_castle_fips_store,
    }
)
"""Tests of a key file's content by their name in the rules."""


def after_der_length(data: bytes) -> bytes:
    """What follows the length of the DER element at the start of ``data``; empty when the length is malformed."""
    if len(data) < 2:
        return b""
    first = data[1]
    if first < 0x80:
        return data[2:]
    width = first & 0x7F
    return data[2 + width :] if 1 <= width <= 4 or first == 0x80 else b""


def _after_field(raw: bytes, position: int, width: int) -> int:
    """The offset after a field that starts with its length in ``width`` bytes."""
    return position + width + int.from_bytes(raw[position : position + width], "big")


def _names_debug(path: str, words: tuple[str, ...]) -> bool:
    """Whether a file says by its name that it signs builds that are not released."""
    return not set(words).isdisjoint(split_words(path.rpartition("/")[2]))


def _holds_alias(raw: bytes, aliases: tuple[str, ...]) -> bool:
    """Whether one of the names stands in a store, in ASCII or, as PKCS #12 writes it, in UTF-16."""
    lowered = raw[:_ALIASES_WITHIN].lower()
    return any(alias.encode("ascii") in lowered or alias.encode("utf-16-be") in lowered for alias in aliases)
