"""Keys and passwords that are written down as arrays of bytes or characters in source code."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.lexical import Lexed

_BYTE = rb"(?:\(\s?byte\s?\)\s?)?-?(?:0[xX][0-9A-Fa-f]{1,2}|[0-9]{1,3})(?:\.toByte\(\))?(?![\w.])"
_CHARACTER = rb"'(?:[^'\\\n]|\\.)'"
_ARRAY = re.compile(
    rb"[\w$]{0,80}(?:\s{0,4}\[\s{0,4}\w{0,20}\s{0,4}\])?(?:\s{0,4}:\s{0,4}[\w<>\[\]?.]{1,40})?\s{0,20}=\s{0,20}"
    rb"[\w.<> ]{0,60}(?:\[\s{0,4}\d{0,4}\s{0,4}\])?\s{0,20}[(\[{]{1,2}\s{0,40}"
    rb"(?:(?P<bytes>(?:" + _BYTE + rb"\s{0,40},\s{0,40}){15,63}(?:" + _BYTE + rb")?)"
    rb"|(?P<text>(?:" + _CHARACTER + rb"\s{0,20},\s{0,20}){5,63}(?:" + _CHARACTER + rb")?))"
    rb"\s{0,40},?\s{0,40}[)\]}]"
)
"""An array given to a name: ``key = {0x3a, ...}``, ``key = byteArrayOf(58, ...)``, ``char[] password = {'a', ...}``."""

_NUMBER, _LETTER = re.compile(rb"-?(?:0[xX][0-9A-Fa-f]{1,2}|[0-9]{1,3})(?![\w])"), re.compile(_CHARACTER)
_WORD = re.compile(rb"[\w$]{1,80}")
_KEY_SIZES = frozenset({16, 24, 32, 48, 64})
"""Bytes of the keys of common ciphers and signatures (AES, ChaCha20, HMAC, Curve25519)."""

_DULL = 2
"""An array in which a byte stands more often than this on average is a table or blank."""


def arrays_in_code(lexed: Lexed, hits: Sequence[int], named: NamedPredicate) -> Iterator[Assignment]:
    """Arrays that are given to a name at one of the places ``hits`` of credential words."""
    done = -1
    for hit in hits:
        start = lexed.word_start(hit)
        if start <= done:
            continue
        done = start
        match = _ARRAY.match(lexed.data, start)
        if match is None or lexed.in_comment(start) or lexed.containing(start) is not None:
            continue
        name = _name_at(lexed.data, start)
        if not named(name):
            continue
        group = "bytes" if match["bytes"] is not None else "text"
        value = _key(match[group]) if group == "bytes" else _word(match[group])
        if value:
            # The bracket is part of the place: front ends read the items, but make no word or key of them.
            yield Assignment(name, value, (match.start(group) - 1, match.end(group)), Form.ARRAY)


def _name_at(data: bytes, start: int) -> str:
    word = _WORD.match(data, start)
    return word.group().decode("ascii", "replace") if word is not None else ""


def _key(items: bytes) -> str:
    """The bytes in hexadecimal if they are as many as a key has, and neither blank nor counted up."""
    numbers = [int(item, 0) if b"x" in item.lower() else int(item) for item in _NUMBER.findall(items)]
    if len(numbers) not in _KEY_SIZES or any(not -128 <= number <= 255 for number in numbers):
        return ""
    steps = {second - first for first, second in itertools.pairwise(numbers)}
    if len(steps) <= _DULL or len(set(numbers)) * _DULL < len(numbers):
        return ""
    return bytes(number & 0xFF for number in numbers).hex()


def _word(items: bytes) -> str:
    """The word that the characters spell."""
    return "".join(item[1:-1].decode("utf-8", "replace").lstrip("\\") for item in _LETTER.findall(items))
