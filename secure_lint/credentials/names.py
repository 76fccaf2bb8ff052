"""What the name of a value says the value is for."""

from __future__ import annotations

import re

import msgspec

from secure_lint.credentials.vocabularies import NameVocabulary

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_NO_NAME = re.compile(r"[/\\\n<>{}()]")
_IDENTIFIER = re.compile(r"[A-Za-z_]\w{2,80}")
_FINGERPRINT = re.compile(r"(?:0x)?(?:[0-9A-F]{8}){1,2}|(?:0x)?[0-9A-F]{40}")
_MOST_IDENTIFIERS = 8
_LONGEST_NAME = 120
_LONGEST_PHRASE = 3


class NameReading(msgspec.Struct, frozen=True):
    """A name that may belong to a credential.

    ``purpose`` is password, secret, token or key. ``certain`` when the name alone says so. ``key_like`` when the name
    could as well be that of an entry's key (``EXTRA_PASSWORD``). ``words`` are the words of the name in lower case.
    """

    purpose: str
    certain: bool
    key_like: bool
    words: tuple[str, ...]


def split_words(text: str) -> tuple[str, ...]:
    """The words of an identifier, a path or a phrase, in lower case: ``dbPassword_2`` gives db, password, 2."""
    return tuple(word.lower() for word in _WORD.findall(text))


def squeeze(text: str) -> str:
    """An identifier or a phrase in lower case without what separates its words."""
    return _SEPARATORS.sub("", text.lower())


def words_of(expression: str) -> tuple[str, ...]:
    """The identifiers in an expression that fetches a value, the first few of them."""
    return tuple(_IDENTIFIER.findall(expression)[:_MOST_IDENTIFIERS])


class NameModel:
    """Reads names by the vocabulary of ``rules/credentials``; remembers what it has read."""

    def __init__(self, vocabulary: NameVocabulary) -> None:
        self._phrases: dict[tuple[str, ...], tuple[str, bool]] = {}
        for purpose, words in vocabulary.purposes.items():
            for certain, phrases in ((False, words.weak), (True, words.strong)):
                for phrase in phrases:
                    parts = tuple(phrase.split())
                    self._phrases[parts] = (purpose, certain)
                    if len(parts) > 1:
                        self._phrases["".join(parts),] = (purpose, certain)
        self._stems = tuple(vocabulary.stems.items())
        self._neutral = _phrase_words(vocabulary.neutral)
        self._heads = _phrase_words(vocabulary.other_heads)
        self._leads = _phrase_words(vocabulary.other_leads)
        self._public_stores = frozenset(vocabulary.public_stores)
        self._public_keys = frozenset(vocabulary.public_keys)
        self._fingerprints = frozenset(vocabulary.fingerprints)
        self._key_marks = frozenset(vocabulary.key_marks)
        self._doubles = tuple(vocabulary.doubles)
        self._public = tuple(squeeze(phrase) for phrase in vocabulary.public)
        self._prefixes = vocabulary.build_prefixes
        self._not_public = frozenset(vocabulary.not_public)
        self._double_in_code = _part_of_identifier(vocabulary.doubles)
        self._known: dict[str, NameReading | None] = {}

    def words(self) -> frozenset[str]:
        """Every word that can make a name one of a credential, for a prefilter over text in lower case."""
        return frozenset({phrase[-1] for phrase in self._phrases} | {stem for stem, _ in self._stems})

    def is_double(self, name: str) -> bool:
        """Whether ``name`` says that it holds what stands in a test for the real thing (``mockSecret``)."""
        return any(word.startswith(self._doubles) for word in split_words(name))

    def may_be_fingerprint(self, reading: NameReading, value: str) -> bool:
        """Whether a key goes by its fingerprint or its id under such a name: ``GPG_KEY``, ``--recv-keys``."""
        return not self._fingerprints.isdisjoint(reading.words) and _FINGERPRINT.fullmatch(value) is not None

    def opens_public_store(self, reading: NameReading) -> bool:
        """Whether a password is that of a store of certificates (``trustStorePassword``)."""
        return not self._public_stores.isdisjoint(reading.words)

    def is_known_to_all(self, holder: str) -> bool:
        """Whether a constant holds a public key, or the password of a store of certificates: anybody may have it."""
        words = set(split_words(holder))
        opens_store = not words.isdisjoint(self._public_stores) and any(word.endswith("store") for word in words)
        return opens_store or not words.isdisjoint(self._public_keys)

    def is_public(self, name: str) -> bool:
        """Whether ``name`` is that of a key which every copy of an app is meant to hold (``SENTRY_DSN``)."""
        squeezed = squeeze(name)
        return any(phrase in squeezed for phrase in self._public) and self._not_public.isdisjoint(split_words(name))

    def uses_doubles(self, data: bytes) -> bool:
        """Whether code names things that stand in for the real ones, so that nothing in it opens anything."""
        return self._double_in_code.search(data) is not None

    def read(self, name: str) -> NameReading | None:
        """What ``name`` says, or ``None`` when it does not name a credential."""
        if name not in self._known:
            if len(self._known) > 20_000:
                self._known.clear()
            prefix = next((one for one in self._prefixes if name.startswith(one)), "")
            self._known[name] = self._read(name[len(prefix) :][-_LONGEST_NAME:])
        return self._known[name]

    def _read(self, name: str) -> NameReading | None:
        if _NO_NAME.search(name):
            return None
        words = split_words(name)
        for end in range(len(words), 0, -1):
            for start in range(max(0, end - _LONGEST_PHRASE), end):
                found = self._phrases.get(words[start:end])
                if found is None and end - start == 1:
                    found = self._stem(words[start])
                if found is not None:
                    return self._weigh(words, start, end, found)
        return None

    def _stem(self, word: str) -> tuple[str, bool] | None:
        for stem, purpose in self._stems:
            if word != stem and (word.endswith(stem) or (word.startswith(stem) and word[len(stem) :] in self._neutral)):
                return purpose, True
            if word == stem + "s":
                return purpose, False
        return None

    def _weigh(self, words: tuple[str, ...], start: int, end: int, found: tuple[str, bool]) -> NameReading | None:
        """Judge the words around the phrase at ``[start, end)``."""
        purpose, certain = found
        before, after = words[:start], words[end:]
        if after and (after[0] in self._heads or after[-1] in self._heads):
            return None
        if any(word in self._leads for word in before) or self._is_about(before):
            return None
        if any(word not in self._neutral and not word.isdigit() for word in after):
            certain = False
        key_like = any(word in self._key_marks for word in before if word not in words[start:end])
        return NameReading(purpose, certain, key_like, words)

    def _is_about(self, before: tuple[str, ...]) -> bool:
        """Whether what stands before says what about the credential is meant: ``max_length_of_password``."""
        return len(before) > 1 and before[-1] in ("of", "for") and before[-2] in self._heads


def _part_of_identifier(words: tuple[str, ...]) -> re.Pattern[bytes]:
    """Matches one of ``words`` as a part of an identifier, a call, a member or an annotation, but not in prose."""
    small = "|".join(re.escape(word) for word in words)
    large = "|".join(re.escape(word.capitalize()) for word in words)
    return re.compile(rf"[.@](?:{small}|{large})|\b(?:{small}|{large})[A-Z_(.]|[a-z_](?:{large})\b".encode())


def _phrase_words(phrases: tuple[str, ...]) -> frozenset[str]:
    """The phrases as sets of words; of a phrase of several words the last one counts."""
    return frozenset(phrase for phrase in phrases if " " not in phrase)
