"""Character strings: restricted alphabets and encoding algorithms (X.891, clauses 9 and 10)."""

from __future__ import annotations

import base64
import binascii
import struct
import uuid
from collections.abc import Callable

NUMERIC_ALPHABET = "0123456789-+.e "
DATE_TIME_ALPHABET = "0123456789-:TZ "
BUILT_IN_ALPHABETS = {1: NUMERIC_ALPHABET, 2: DATE_TIME_ALPHABET}
FIRST_OWN_ALPHABET = 16
FIRST_OWN_ALGORITHM = 32


def bits_per_character(alphabet: str) -> int:
    """Bits of one character: the fewest that leave one pattern, all ones, for padding (9.1.3)."""
    return len(alphabet).bit_length()


def decode_alphabet(octets: bytes, alphabet: str) -> str:
    """Characters packed in the fewest bits; raises `ValueError` for a pattern without a character."""
    width = bits_per_character(alphabet)
    padding = (1 << width) - 1
    characters: list[str] = []
    buffer = available = 0
    for octet in octets:
        buffer = (buffer << 8 | octet) & 0xFFFFFFFF
        available += 8
        while available >= width:
            available -= width
            value = (buffer >> available) & padding
            if value == padding:
                continue
            if value >= len(alphabet):
                raise ValueError("a bit pattern that stands for no character of the alphabet")
            characters.append(alphabet[value])
    return "".join(characters)


def encode_alphabet(text: str, alphabet: str) -> bytes:
    """The reverse of `decode_alphabet`; every character must be in the alphabet."""
    width = bits_per_character(alphabet)
    value = 0
    for character in text:
        value = value << width | alphabet.index(character)
    padding = -len(text) * width % 8
    value = value << padding | ((1 << padding) - 1)
    return value.to_bytes((len(text) * width + padding) // 8, "big")


def _hexadecimal(octets: bytes) -> str:
    return octets.hex().upper()


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode("ascii")


def _numbers(code: str) -> Callable[[bytes], str]:
    size = struct.calcsize(code)

    def decode(octets: bytes) -> str:
        if len(octets) % size:
            raise ValueError(f"{len(octets)} octets are no whole number of {size}-octet values")
        return " ".join(str(value) for value in struct.unpack(f">{len(octets) // size}{code}", octets))

    return decode


def _booleans(octets: bytes) -> str:
    unused = octets[0] >> 4
    count = len(octets) * 8 - 4 - unused
    if unused > 7 or count < 0:
        raise ValueError("more unused bits than bits")
    bits = int.from_bytes(octets, "big") >> unused
    return " ".join("true" if bits >> position & 1 else "false" for position in range(count - 1, -1, -1))


def _uuids(octets: bytes) -> str:
    if len(octets) % 16:
        raise ValueError(f"{len(octets)} octets are no whole number of UUIDs")
    return " ".join(str(uuid.UUID(bytes=octets[start : start + 16])) for start in range(0, len(octets), 16))


def _character_data(octets: bytes) -> str:
    return octets.decode("utf-8")


ALGORITHMS: dict[int, Callable[[bytes], str]] = {
    1: _hexadecimal,
    2: _base64,
    3: _numbers("h"),
    4: _numbers("i"),
    5: _numbers("q"),
    6: _booleans,
    7: _numbers("f"),
    8: _numbers("d"),
    9: _uuids,
    10: _character_data,
}
"""The built-in algorithms by index (clause 10); each gives the lexical form or raises `ValueError`."""

HEXADECIMAL, BASE64, UUID = 1, 2, 9


def encode_algorithm(text: str) -> tuple[int, bytes] | None:
    """An algorithm and octets that decode to exactly ``text``, if one of the compact ones fits."""
    for index, convert in ((UUID, _uuid_octets), (HEXADECIMAL, bytes.fromhex), (BASE64, _base64_octets)):
        try:
            octets = convert(text)
        except (ValueError, binascii.Error):
            continue
        if octets and ALGORITHMS[index](octets) == text:
            return index, octets
    return None


def _uuid_octets(text: str) -> bytes:
    return uuid.UUID(text).bytes


def _base64_octets(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
