"""Whether a value that is given to a name is a credential: the name, the value and the place decide together."""

from __future__ import annotations

import re

from secure_lint.credentials.assignments import Assignment, Form
from secure_lint.credentials.embedded import without_scheme
from secure_lint.credentials.names import NameModel, NameReading, split_words, squeeze, words_of
from secure_lint.credentials.values import ValueKind, ValueModel, is_repetition
from secure_lint.model.finding import Confidence

_NEVER = frozenset({ValueKind.EMPTY, ValueKind.REFERENCE, ValueKind.PLACEHOLDER, ValueKind.PROSE, ValueKind.FORM})
_STRONG = frozenset({ValueKind.RANDOM, ValueKind.UUID})
_RUNNING = frozenset(
    {
        Form.MEMBER,
        Form.ENTRY,
        Form.ARGUMENT,
        Form.LABEL,
        Form.CONSUMER,
        Form.COMPARISON,
        Form.SETTING,
        Form.TEXT,
        Form.PART,
        Form.QUERY,
        Form.ARRAY,
    }
)
"""Forms in which a value is put to use, as against a constant that may only be the name of something."""

_BARE_NAMES = ("password", "secret", "passwd", "pass", "pwd")
_JOINED_WORDS = re.compile(r"[a-z]{3,14}\d?(?:_[a-z]{2,14}\d?){2,8}|[A-Za-z][a-z]{2,13}(?:[A-Z][a-z]{2,13}){2,8}")
_HEX = re.compile(r"[0-9a-fA-F]+")
_NAME = re.compile(r"[A-Za-z][\w.-]*")
_LEAST_REPETITION = 4
_LEAST_NAME_WORDS, _MOST_NAME_WORDS = 3, 5
"""A value of several words is a name; what a whole sentence names is an identifier rather than a key."""

_LEAST_NAMED = 8
_LEAST_PASSWORD, _LEAST_SECRET, _LEAST_KEY, _LEAST_WEAK, _LEAST_PROSE = 3, 5, 8, 16, 24


class GenericModel:
    """Judges assignments."""

    def __init__(self, names: NameModel, values: ValueModel) -> None:
        self._names = names
        self._values = values

    def is_injected(self, assignment: Assignment, *, compiled: bool = False) -> bool:
        """Whether a secret that stands elsewhere at build time is put into the app; ``compiled`` files are all so."""
        if assignment.form is not Form.COMPILED and not (compiled and assignment.form is Form.SETTING):
            return False
        reading = self._names.read(assignment.name)
        if reading is None or not reading.certain or self._values.read(assignment.value) is not ValueKind.REFERENCE:
            return False
        return not any(map(self._names.is_public, (assignment.name, assignment.qualified, *words_of(assignment.value))))

    def judge(self, assignment: Assignment, *, among_texts: bool = False) -> tuple[str, Confidence] | None:
        """Purpose and confidence of a credential, or ``None``.

        ``among_texts`` says that the file holds texts for people, where only a value that no word explains counts.
        """
        value = without_scheme(assignment.value.strip())
        if self._names.is_known_to_all(assignment.holder):
            return None
        if assignment.purpose:
            return self._consumed(assignment.purpose, value)
        reading = self._reading(assignment)
        if reading is None or len(value) < _LEAST_PASSWORD:
            return None
        if assignment.form not in (Form.SETTING, Form.TEXT) and self._names.opens_public_store(reading):
            return None
        if not reading.certain and (assignment.form is Form.ARRAY or _is_joined_words(value)):
            return None
        kind = self._values.read(value, reading.words)
        if kind in (ValueKind.NAME, ValueKind.PLACEHOLDER) and self._is_weak_secret(reading, value, assignment):
            kind = ValueKind.WORD
        if reading.key_like and ((kind is ValueKind.MIXED and _is_numbered_name(value)) or _ends_named(reading, value)):
            return None
        if kind in _NEVER or kind is ValueKind.NAME or (among_texts and not self._is_no_text(reading, kind, value)):
            return None
        confidence: Confidence | None
        if reading.purpose == "password":
            confidence = self._password(reading, kind, value, assignment.form)
        elif self._values.is_sequence(value):
            confidence = None
        elif reading.purpose == "secret":
            confidence = self._secret(reading, kind, value, assignment.form)
        else:
            confidence = self._key(reading, kind, value, assignment.form)
        return (reading.purpose, confidence) if confidence is not None else None

    def _reading(self, assignment: Assignment) -> NameReading | None:
        """What the name says, with what it is qualified by where it says too little alone (``smtp: { pass: … }``)."""
        reading = self._names.read(assignment.name)
        if reading is None or reading.certain or not assignment.qualified:
            return reading
        whole = self._names.read(assignment.qualified)
        return whole if whole is not None and whole.certain else reading

    @staticmethod
    def _is_no_text(reading: NameReading, kind: ValueKind, value: str) -> bool:
        """Whether a value among translated texts can be none of them; without a digit it may be a foreign word."""
        if not any(character.isdigit() for character in value):
            return False
        mixed = kind is ValueKind.MIXED and reading.purpose in ("key", "token") and len(value) >= _LEAST_WEAK
        return kind in _STRONG or mixed

    def _is_weak_secret(self, reading: NameReading, value: str, assignment: Assignment) -> bool:
        """Whether a value that repeats its name is nevertheless in use: ``setPassword("password")``.

        What stands beside the name of a variable of the environment is what is taken for it when nobody sets it.
        """
        form = assignment.form
        if not reading.certain or reading.purpose not in ("password", "secret") or not self._values.is_common(value):
            return False
        if value.lower() == "".join(reading.words) or (not value.islower() and form is not Form.COMPARISON):
            return False
        if form in (Form.ARGUMENT, Form.LABEL, Form.COMPARISON):
            return True
        digits = any(character.isdigit() for character in value)
        variable = form is Form.ENTRY and "_" in assignment.name and assignment.name.isupper()
        return digits or value not in _BARE_NAMES or (form in _RUNNING and not variable)

    def _consumed(self, purpose: str, value: str) -> tuple[str, Confidence] | None:
        """A value that a call takes as a credential: all but references, placeholders and nothing."""
        if len(value) < _LEAST_PASSWORD:
            return None
        kind = self._values.read(value)
        if (
            kind in (ValueKind.EMPTY, ValueKind.REFERENCE)
            or self._values.is_certain_form(value)
            or (self._values.is_placeholder(value) and not self._values.is_common(value))
        ):
            return None
        if kind is ValueKind.PROSE and (not value.isascii() or purpose == "secret"):
            return None
        return purpose, Confidence.HIGH if kind in _STRONG else Confidence.MEDIUM

    def _password(self, reading: NameReading, kind: ValueKind, value: str, form: Form) -> Confidence | None:
        if kind in _STRONG:
            if kind is ValueKind.UUID and not reading.certain:
                return None
            return Confidence.HIGH if reading.certain else Confidence.MEDIUM
        if kind is ValueKind.MIXED:
            return None if " " in value else Confidence.HIGH if reading.certain else Confidence.MEDIUM
        if reading.key_like and form not in _RUNNING:
            return None
        if not reading.certain and form is not Form.COMPARISON and kind is not ValueKind.NUMBER:
            return None
        if kind is ValueKind.IDENTIFIER and form not in _RUNNING and "-" not in value and value.isalpha():
            return None
        if kind is ValueKind.IDENTIFIER and form is Form.COMPARISON and _is_joined_words(value):
            return None
        if kind is ValueKind.IDENTIFIER and "_" in value and not _is_no_name(value):
            return None
        return Confidence.MEDIUM

    def _secret(self, reading: NameReading, kind: ValueKind, value: str, form: Form) -> Confidence | None:
        if not reading.certain:
            if kind is not ValueKind.RANDOM or len(value) < _LEAST_WEAK:
                return None
            return Confidence.LOW if _HEX.fullmatch(value) else Confidence.MEDIUM
        if kind in _STRONG:
            return Confidence.HIGH
        if kind is ValueKind.MIXED:
            return Confidence.MEDIUM if len(value) >= _LEAST_SECRET and " " not in value else None
        if kind is ValueKind.NUMBER:
            return Confidence.MEDIUM if len(value) >= _LEAST_KEY else None
        if reading.key_like and form not in _RUNNING:
            return None
        if kind is ValueKind.IDENTIFIER:
            return Confidence.MEDIUM if form in _RUNNING and form is not Form.TEXT else None
        return Confidence.MEDIUM if form is not Form.TEXT else None

    def _key(self, reading: NameReading, kind: ValueKind, value: str, form: Form) -> Confidence | None:
        if self._names.may_be_fingerprint(reading, value) or _is_typed(value):
            return None
        if self._values.encodes_words(value) or (form is Form.QUERY and is_repetition(value)):
            return None
        if kind is ValueKind.UUID:
            return Confidence.MEDIUM if reading.certain and len(reading.words) <= _MOST_NAME_WORDS else None
        if kind is ValueKind.RANDOM:
            if reading.certain:
                return Confidence.HIGH
            named = 1 < len(reading.words) <= _MOST_NAME_WORDS and not reading.key_like and form is not Form.QUERY
            least = _LEAST_PROSE if form is Form.TEXT else _LEAST_WEAK
            return Confidence.MEDIUM if len(value) >= least and (reading.purpose == "token" or named) else None
        if kind is ValueKind.NUMBER:
            return Confidence.MEDIUM if reading.certain and len(value) >= 12 and len(set(value)) > 2 else None
        digits = any(character.isdigit() for character in value)
        if kind is ValueKind.MIXED and reading.certain and len(value) >= _LEAST_KEY and digits and " " not in value:
            return Confidence.MEDIUM
        return None


def _is_numbered_name(value: str) -> bool:
    """Whether a value is several words and a number, such as the key under which a secret is kept: ``PrefPinCode1``."""
    stem = value.rstrip("0123456789")
    return stem != value and stem.isalpha() and len(split_words(stem)) >= _LEAST_NAME_WORDS


def _ends_named(reading: NameReading, value: str) -> bool:
    """Whether a value ends as the name does after its first word: ``PREF_USER_TOKEN = "boxUserToken"``."""
    named = "".join(reading.words[1:])
    return len(named) >= _LEAST_NAMED and squeeze(value).endswith(named) and _NAME.fullmatch(value) is not None


def _is_no_name(value: str) -> bool:
    """Whether joined words have a digit where names have none: inside (``hill_77_call``), or after a capital."""
    capital = value[:1].isupper() and not value.isupper()
    inner = value if capital else value.strip("0123456789")
    return any(character.isdigit() for character in inner) and not _is_joined_words(value)


def _is_typed(value: str) -> bool:
    """Whether a value is a few letters over and over, as hands on a keyboard make them, but hardly ever a machine."""
    return value.isalpha() and len(value) >= _LEAST_WEAK and len(set(value)) * _LEAST_REPETITION <= len(value)


def _is_joined_words(value: str) -> bool:
    """Whether a value is an identifier of three words or more: ``pref_menu_icon2_csv``, ``dailyPuzzleTitle``."""
    return _JOINED_WORDS.fullmatch(value) is not None
