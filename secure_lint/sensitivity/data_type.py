"""Data types: what is sensitive and how it must be kept."""

from __future__ import annotations

import enum

import msgspec

from secure_lint.sensitivity.classification import Keeping


class ValueKind(enum.Enum):
    """The kind of value that a declared type holds."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    FLAG = "flag"
    DATE = "date"
    BLOB = "blob"
    UUID = "uuid"
    REFERENCE = "reference"
    WIDGET = "widget"
    """An input widget, which holds the text that the user enters."""
    COMPONENT = "component"
    """A part of the program that holds no value of its own."""
    UNKNOWN = "unknown"


class Proof(enum.Enum):
    """A check of a literal that proves its data type."""

    CARD_NUMBER = "card_number"
    IBAN = "iban"
    JWT = "jwt"
    PEM_PRIVATE_KEY = "pem_private_key"
    EMAIL = "email"


class Tail(enum.Enum):
    """What an unknown word after a term does."""

    STRICT = "strict"
    LENIENT = "lenient"


class Terms(msgspec.Struct, frozen=True, array_like=True):
    """Phrases of one language that name a data type under the same conditions, their words separated by blanks.

    Without ``contexts`` they decide by themselves, else only in one of these. Before a ``modifiable`` term other words
    may stand without making it another thing: a target amount is an amount, a product name is no person's name. A
    record about one of ``unless`` does not speak of the term. With ``values`` it needs a declared type that holds one
    of them, and those of its data type do not count.
    """

    language: str
    phrases: tuple[str, ...]
    contexts: tuple[str, ...] = ()
    modifiable: bool = False
    unless: tuple[str, ...] = ()
    values: tuple[ValueKind, ...] = ()


class DataType(msgspec.Struct, frozen=True):
    """One kind of sensitive data.

    ``cwe`` are weakness numbers, ``masvs`` controls of OWASP MASVS, ``regulations`` tags such as ``GDPR-9``,
    ``google_play`` and ``apple`` the labels of the stores' privacy declarations. ``protected`` marks a type that is
    itself a one-way form.
    """

    id: str
    title: str
    group: str
    keeping: Keeping
    cwe: tuple[int, ...]
    masvs: tuple[str, ...]
    regulations: tuple[str, ...]
    google_play: tuple[str, ...]
    apple: tuple[str, ...]
    values: frozenset[ValueKind]
    terms: tuple[Terms, ...]
    proof: Proof | None = None
    protected: bool = False


class Group(msgspec.Struct, frozen=True):
    """Data types that share their grammar.

    ``negative_heads`` names the word sets that, after a term, make the identifier something about the data.
    ``unless`` are contexts in which a record does not speak of a natural person. ``holders`` are generic names that
    hold what their record is named for (``ApiKey.code``).
    """

    id: str
    title: str
    negative_heads: tuple[str, ...]
    tail: Tail
    unless: tuple[str, ...]
    holders: frozenset[str]
