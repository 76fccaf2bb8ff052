"""Hiding secret values, so that reports, logs and caches never repeat one.

A value of 16 characters or more keeps its first four, its last two and a short hash by which two places with the same
value can be told; a shorter one keeps nothing, because a hash of it could be searched through.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter

HIDDEN = "****"
_REVEALING_LENGTH = 16
_LITERAL = re.compile(r'(?P<mark>"""|"|\'|`)(?P<value>(?:\\.|(?!(?P=mark)).)*)(?P<end>(?P=mark)|$)')
_NUMBER = r"[-+]?(?:0x)?[0-9A-Fa-f]{1,4}[uUlLbB]?(?:\.toByte\(\))?"
_NUMBERS = re.compile(rf"(?:{_NUMBER} ?, ?){{7,}}{_NUMBER}")
_TOKEN = re.compile(r"[A-Za-z0-9+/_\-]{20,}={0,2}")
_CODE = re.compile(r"[(){}]")
_PLAIN_CODE = re.compile(r"(?:[A-Za-z_$][A-Za-z_$]*\d{0,4}(?![\w$])|\d+(?![\w$])|[\s.,:;?!=<>&|+\-*/()\[\]{}@\"'`])*")
"""Identifiers, numbers and the signs between them: no word in which letters follow a digit, as in a password."""

_CONSTANT_NAME = re.compile(r"[A-Z]{2,30}(?:_[A-Z]{2,30}){1,8}")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_MEAN_PIECE = 3.5
"""Letters and digits for each piece of one kind; random words have below 2, identifiers above 4."""


def redact(value: str) -> str:
    """A secret value in a form that may be shown."""
    if len(value) < _REVEALING_LENGTH:
        return HIDDEN
    digest = hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{value[:4]}...{value[-2:]} (sha256:{digest})"


def redact_literals(line: str) -> str:
    """A line of code without the values of its string literals, number arrays and random-looking words."""
    return redact_tokens(_NUMBERS.sub(HIDDEN, _LITERAL.sub(_hide, line)))


def redact_tokens(line: str) -> str:
    """A line of code without words that look random, such as access tokens and encoded keys."""
    return _TOKEN.sub(lambda match: redact(match.group()) if _looks_random(match.group()) else match.group(), line)


def redact_marked(line: str, start: int, end: int, *, code: bool = True) -> str:
    """A line whose characters ``[start, end)`` are guilty of being a secret.

    In code the secret is a literal, and what is marked may be a whole call, which stays readable without it. In a
    properties, YAML or XML file it stands without quotes, and the marked text itself is hidden, and so is what is no
    plain code.
    """
    marked = line[start:end]
    quoted = any(match["end"] and match.start() < end and start < match.end() for match in _LITERAL.finditer(line))
    if quoted:
        return _redact_but_names(line, start, end)
    if not marked.strip() or (code and _CODE.search(marked) and _PLAIN_CODE.fullmatch(marked)):
        return redact_literals(line)
    return redact_literals(line[:start]) + redact(marked) + redact_literals(line[end:])


def _redact_but_names(line: str, start: int, end: int) -> str:
    """A line without its literals; one outside of ``[start, end)`` that is a constant's name stays."""

    def hide(match: re.Match[str]) -> str:
        apart = match.end() <= start or match.start() >= end
        return match.group() if apart and match["end"] and _CONSTANT_NAME.fullmatch(match["value"]) else _hide(match)

    return redact_tokens(_NUMBERS.sub(HIDDEN, _LITERAL.sub(hide, line)))


def _hide(match: re.Match[str]) -> str:
    value = match["value"]
    return f"{match['mark']}{redact(value) if value else ''}{match['end']}"


def _looks_random(word: str) -> bool:
    """Whether a long word is more like a key than like an identifier.

    Letters of both cases mixed with digits at more than 3.6 bits a character, without longer runs of one kind, or long
    hexadecimal.
    """
    if re.fullmatch(r"[0-9A-Fa-f]{32,}", word):
        return True
    pieces = _PIECE.findall(word)
    if sum(map(len, pieces)) >= _MEAN_PIECE * len(pieces):
        return False
    if not (re.search(r"\d", word) and re.search(r"[A-Z]", word) and re.search(r"[a-z]", word)):
        return False
    counts = Counter(word)
    bits = -sum(count / len(word) * math.log2(count / len(word)) for count in counts.values())
    return bits > 3.6
