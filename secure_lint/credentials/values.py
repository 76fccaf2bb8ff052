"""What a value looks like: a reference, a placeholder, an identifier, prose, or something that could be a secret."""

from __future__ import annotations

import base64
import enum
import itertools
import math
import re
from collections import Counter

from secure_lint.credentials.names import split_words
from secure_lint.credentials.vocabularies import ValueVocabulary

_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_HEX = re.compile(r"(?:0x)?[0-9a-fA-F]+")
_DELIMITERS = re.compile(r"[\s_\-./:,;]+")
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z]*(?:[ _\-./:][A-Za-z]+)*")
_PLAIN = re.compile(r"[A-Za-z0-9 _\-./:]+")
_VARIANT = re.compile(r"[a-z]{4,12}[A-Z]")
_LETTERS = re.compile(r"[A-Za-z]+")
_TEMPLATE = re.compile(r"\\\(|\$\{|\{\{|\$\(|<%|#\{|%\(\w+\)s|%s|^\$[A-Za-z_]\w*$|\w\(\w*\)|\[\w+\]")
_COUNTED = frozenset({"", "0", "00", "01", "001", "88", "99", *("123456789"[:end] for end in range(1, 10))})
_ESCAPED = re.compile(r"(?:\\x[0-9A-Fa-f]{2}){4,200}")
_FEW_LETTERS = 4
"""No English word of ten letters but Mississippi makes do with so few different ones; hands on a keyboard do."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]{8,200}={0,2}")
_LEAST_MISSPELT = 6
_LETTERS_IN_ORDER = "abcdefghijklmnopqrstuvwxyz"
_LONG_COUNT, _MOSTLY = 16, 0.66
"""In random hexadecimal one character in eight is a neighbour of the one before; what is shorter looks never random."""

_LEAST_SIGNS, _NEARLY = 24, 0.85
_LONG_FORM = 12

_LONGEST = 4000
_LONGEST_PIECE = 10
_ENGLISH = 4.4
"""Mean score of letter pairs above which letters are taken for words.

Measured: 95 in 100 random strings of 8 letters lie below 4.6, 99 in 100 words and joined words above 4.3.
"""


class ValueKind(enum.Enum):
    """What a value is taken for; ordered from surely no secret to surely one."""

    EMPTY = "empty"
    REFERENCE = "reference"
    PLACEHOLDER = "placeholder"
    FORM = "form"
    PROSE = "prose"
    NAME = "name"
    IDENTIFIER = "identifier"
    NUMBER = "number"
    WORD = "word"
    UUID = "uuid"
    MIXED = "mixed"
    RANDOM = "random"


class ValueModel:
    """Reads values by the vocabulary of ``rules/credentials``."""

    def __init__(self, vocabulary: ValueVocabulary, secret_words: frozenset[str]) -> None:
        self._references = _any_of(vocabulary.references)
        self._certain_forms = _any_of(vocabulary.certain_forms)
        self._forms = _any_of(vocabulary.forms)
        self._placeholders = frozenset(vocabulary.placeholders)
        self._parts = tuple(vocabulary.placeholder_parts)
        self._capital_parts = vocabulary.capital_parts
        self._common = frozenset(vocabulary.common)
        self._vague = frozenset(vocabulary.vague)
        self._fillers = frozenset(vocabulary.fillers) | secret_words
        self._not_secret = frozenset(vocabulary.not_secret)
        self._test_words = frozenset(vocabulary.test_words)
        letters = _LETTERS_IN_ORDER
        self._pairs = {
            first + second: int(row[column])
            for first, row in zip(letters, vocabulary.pairs, strict=True)
            for column, second in enumerate(letters)
        }

    def read(self, value: str, name_words: tuple[str, ...] = ()) -> ValueKind:
        """What ``value`` is, given the words of the name it goes by."""
        text = _written_out(value.strip())
        if not text or len(text) > _LONGEST:
            return ValueKind.EMPTY
        if self._certain_forms.search(text) or _is_alphabet(text) or _is_signs(text):
            return ValueKind.FORM
        if self._is_noise(text):
            return ValueKind.REFERENCE if _TEMPLATE.search(text) else ValueKind.RANDOM
        if self._references.search(text):
            return ValueKind.REFERENCE
        if self.is_placeholder(text) or (any(word in self._vague for word in split_words(text)) and self._wordy(text)):
            return ValueKind.PLACEHOLDER
        if any(character.isalpha() and character > "\x7f" for character in text):
            return ValueKind.PROSE
        if _UUID.fullmatch(text):
            return ValueKind.UUID if len(set(text)) > 6 else ValueKind.PLACEHOLDER
        if text.isdigit():
            return ValueKind.NUMBER
        if _VARIANT.fullmatch(text):
            return ValueKind.MIXED
        if self._repeats_names(text, name_words):
            return ValueKind.NAME
        if " " in text or "\n" in text or "\t" in text:
            return ValueKind.PROSE if self._is_prose(text) else ValueKind.MIXED
        if self._forms.search(text) and not self._is_encoded(text):
            return ValueKind.FORM
        return self._substance(text)

    def encodes_words(self, text: str) -> bool:
        """Whether ``text`` is the Base64 of words, which hides a name from nobody (``aW5wdXRSYWRpdXM=``)."""
        if len(text) % 4 or _BASE64.fullmatch(text) is None:
            return False
        plain = base64.b64decode(text).decode("latin-1")
        return len(plain) >= _LEAST_MISSPELT and _IDENTIFIER.fullmatch(plain) is not None and self._wordy(plain)

    def is_certain_form(self, text: str) -> bool:
        """Whether ``text`` is surely no secret, but a hash, a version, an address or the like."""
        return self._certain_forms.search(text.strip()) is not None

    def is_placeholder(self, text: str) -> bool:
        """Whether ``text`` stands in for a value: masked, or made of placeholder words."""
        lowered = text.lower()
        if lowered in self._not_secret and len(text) < 20:
            return True
        if len(text) >= 3 and len(set(lowered) - {"-", "_", " "}) <= 1:
            return True
        if any(part in lowered for part in self._parts) or self._shows_form(lowered):
            return True
        if len(text) <= 40 and any(word in self._placeholders for word in split_words(text)) and self._wordy(text):
            return True
        return 16 <= len(text) <= 120 and not text.isupper() and any(part in text for part in self._capital_parts)

    def is_common(self, text: str) -> bool:
        """Whether ``text`` is one of the passwords that everybody tries first, such as ``admin123``."""
        lowered = text.lower().rstrip("!")
        word = lowered.rstrip("0123456789")
        digits = lowered[len(word) :]
        return word in self._common and digits in _COUNTED

    def is_made_up(self, text: str) -> bool:
        """Whether ``text`` shows that somebody needed just any value, as tests do.

        It is made of words that say what it stands for (``shared-password1``), holds a word such as ``mock``, or mostly
        counts up or down.
        """
        words = [word for word in split_words(text) if word.isalpha()]
        if self._mostly_counts(text):
            return True
        if any(word in self._test_words for word in (*words, *_DELIMITERS.split(text.lower()))):
            return True
        if words:
            return all(len(word) > 1 and word in self._fillers for word in words)
        return self.is_sequence(text) or self.is_sequence(text[::-1])

    def _mostly_counts(self, text: str) -> bool:
        """Whether most characters of a long value are a neighbour of the one before (``abcdef0fedcba0abcdef``)."""
        compact = _DELIMITERS.sub("", text.lower())
        steps = sum(abs(ord(second) - ord(first)) == 1 for first, second in itertools.pairwise(compact))
        return len(compact) >= _LONG_COUNT and steps >= _MOSTLY * (len(compact) - 1)

    def _shows_form(self, lowered: str) -> bool:
        """Whether letters in the order of the alphabet only show where the signs between them go (``abcd-efgh-…``)."""
        compact = _DELIMITERS.sub("", lowered)
        if compact == lowered or len(compact) < _LONG_FORM or not compact.isalpha():
            return False
        return self.is_sequence(compact) or all(map(self.is_sequence, _DELIMITERS.split(lowered)))

    def is_sequence(self, text: str) -> bool:
        """Whether the letters or digits of ``text`` only count up."""
        return len(text) >= 5 and all(ord(second) - ord(first) == 1 for first, second in itertools.pairwise(text))

    def randomness(self, text: str) -> float:
        """Entropy of ``text`` in bits a character, as a share of the most its length and alphabet allow."""
        counts = Counter(text)
        bits = -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
        alphabet = 16 if _HEX.fullmatch(text) else 64
        return bits / max(1.0, math.log2(min(alphabet, max(2, len(text)))))

    def english(self, letters: str) -> float:
        """Mean usualness of the letter pairs of ``letters`` in English, from 0 to 9."""
        lowered = letters.lower()
        pairs = len(lowered) - 1
        return sum(self._pairs.get(lowered[at : at + 2], 0) for at in range(pairs)) / pairs if pairs > 0 else 5.0

    def _substance(self, text: str) -> ValueKind:
        letters = sum(character.isalpha() for character in text)
        digits = sum(character.isdigit() for character in text)
        if not digits and _IDENTIFIER.fullmatch(text):
            return self._letters_only(text)
        if _HEX.fullmatch(text) and len(text) >= 16:
            return ValueKind.RANDOM if self.randomness(text) > 0.6 else ValueKind.MIXED
        if len(text) >= 12 and letters and not self._wordy(text):
            dull = digits == 0 and self.english("".join(_LETTERS.findall(text))) >= _ENGLISH
            return ValueKind.MIXED if dull or self.randomness(text) <= 0.6 else ValueKind.RANDOM
        if letters and self._wordy(text) and _DELIMITERS.search(text) and _PLAIN.fullmatch(text):
            return ValueKind.IDENTIFIER
        return ValueKind.MIXED

    def _is_noise(self, text: str) -> bool:
        """Whether ``text`` is a jumble of several kinds of characters, so that no form of it means anything."""
        if not 12 <= len(text) <= 200 or " " in text or not text.isascii() or "://" in text or text[0] in "/$<{[(@#^?":
            return False
        if "[A-Z" in text or "[a-z" in text or "[0-9" in text:
            return False
        parts = text.split(".")
        if (
            len(parts) > 1
            and all(part.isidentifier() for part in parts)
            and 2 * sum(map(self._wordy, parts)) >= len(parts)
        ):
            return False
        return (
            self._is_jumble(text)
            and self.randomness(text) > 0.7
            and not any(part in text.lower() for part in self._parts)
        )

    def _is_jumble(self, text: str) -> bool:
        """Whether upper case, lower case, digits and signs stand together without forming words."""
        kinds = (any(c.isupper() for c in text), any(c.islower() for c in text), any(c.isdigit() for c in text))
        signs = len({c for c in text if not c.isalnum() and c not in "._-/:"})
        return sum(kinds) + (signs > 0) >= 3 and (sum(kinds) == 3 or signs > 2) and not self._wordy(text)

    def _letters_only(self, text: str) -> ValueKind:
        words = split_words(text)
        compact = "".join(words)
        if len(compact) >= 10 and len(set(compact)) <= _FEW_LETTERS:
            return ValueKind.RANDOM
        if len(compact) >= 12 and self.english(compact) < _ENGLISH:
            return ValueKind.RANDOM if self.randomness(text) > 0.6 else ValueKind.MIXED
        single = len(words) == 1 or (text.islower() and "_" not in text and "." not in text)
        return ValueKind.WORD if single else ValueKind.IDENTIFIER

    def _is_encoded(self, text: str) -> bool:
        """Whether a text that looks like a path or a dotted name is rather Base64 or random."""
        return len(text) >= 24 and ":" not in text and any(c.isdigit() for c in text) and not self._wordy(text)

    def _wordy(self, text: str) -> bool:
        """Whether the letters of ``text`` form words rather than noise."""
        runs = [word for word in split_words(text) if word.isalpha()]
        long = [word for word in runs if len(word) >= 3]
        if not long or sum(map(len, long)) < 0.6 * sum(c.isalnum() for c in text):
            return False
        return all(
            word in self._fillers or self.english(word) >= _ENGLISH - (0.6 if len(word) < 6 else 0) for word in long
        )

    def _is_prose(self, text: str) -> bool:
        chunks = text.split()
        longest = max(chunks, key=len)
        return len(chunks) > 1 and (len(longest) < 16 or self._wordy(longest))

    def _repeats_names(self, text: str, name_words: tuple[str, ...]) -> bool:
        """Whether the value only says where a secret belongs: its own name, or words such as ``user_password``."""
        words = [word for word in split_words(text) if not word.isdigit()]
        if not words or _LETTERS.search(text) is None:
            return False
        if _ends(tuple(word for word in name_words if not word.isdigit()), "".join(words)):
            return True
        if any(character.isdigit() for character in text) and not _DELIMITERS.search(text):
            return False
        if "".join(words) == "".join(name_words) or _is_misspelt("".join(words), "".join(name_words)):
            return True
        if all(word in self._fillers or word in name_words or self._segments(word) for word in words):
            return all(c.isalnum() or c in " _-./:@[]()=" for c in text)
        return self._segments("".join(words)) if len(words) == 1 else False

    def _segments(self, word: str) -> bool:
        """Whether a word without a seam (``mypassword``) is made of filler words only."""
        reachable = {0}
        for end in range(2, len(word) + 1):
            if any(
                start in reachable and word[start:end] in self._fillers for start in range(max(0, end - 14), end - 1)
            ):
                reachable.add(end)
        return len(word) <= 40 and len(word) in reachable


def _written_out(text: str) -> str:
    """A text that is written in hexadecimal escapes only as it reads, if people can read it."""
    if not _ESCAPED.fullmatch(text):
        return text
    plain = bytes.fromhex(text.replace("\\x", "")).decode("latin-1")
    return plain if plain.isprintable() else text


def _ends(name: tuple[str, ...], joined: str) -> bool:
    """Whether ``joined`` are two or more of the last words of a name (``editpasscode`` of ``pref_edit_passcode``)."""
    return any("".join(name[at:]) == joined for at in range(len(name) - 1))


def _is_misspelt(word: str, name: str) -> bool:
    """Whether a long word is ``name`` less one letter, or ``name`` is that word less one (``pasword``)."""
    shorter, longer = sorted((word, name), key=len)
    if len(shorter) < _LEAST_MISSPELT or len(longer) - len(shorter) != 1:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def is_repetition(text: str) -> bool:
    """Whether a value is one short piece said three times or more (``abcd123abcd123abcd123``)."""
    period = (text + text).find(text, 1)
    return 2 <= period <= _LONGEST_PIECE and period * 3 <= len(text)


def _is_alphabet(text: str) -> bool:
    """Whether ``text`` lists signs, of an encoding or to draw from: letters in order, but for some left out."""
    lowered = text.lower()
    if len(text) > len(_LETTERS_IN_ORDER) and _LETTERS_IN_ORDER in lowered:
        return True
    steps = sum(ord(second) - ord(first) == 1 for first, second in itertools.pairwise(text))
    return text.isalnum() and len(text) >= _LEAST_SIGNS and steps >= _NEARLY * (len(text) - 1)


def _is_signs(text: str) -> bool:
    """Whether ``text`` is a set of signs, such as those of which a password needs one; none stands twice."""
    signs = text.replace("\\", "")
    return not any(map(str.isalnum, signs)) and len(set(signs)) == len(signs)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_scoped(pattern)})" for pattern in patterns))


def _scoped(pattern: str) -> str:
    """A pattern whose leading ``(?i)`` covers only itself."""
    return f"(?i:{pattern[4:]})" if pattern.startswith("(?i)") else pattern
