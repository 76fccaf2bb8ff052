"""The shape of the taxonomy's YAML documents."""

from __future__ import annotations

from typing import Literal

import msgspec

from secure_lint.sensitivity.classification import Keeping
from secure_lint.sensitivity.data_type import Proof, Tail, ValueKind

Lexicon = dict[str, list[str]]
"""Terms by language."""


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document part that knows its keys."""


class ContextualTerms(_Strict, frozen=True):
    """Terms that mean a data type in certain contexts only."""

    when: list[str]
    terms: Lexicon
    unless: list[str] = []
    modifiable: bool = False
    values: list[ValueKind] = []


class TypeEntry(_Strict, frozen=True):
    """A data type."""

    id: str
    title: str
    keeping: Keeping
    values: list[ValueKind]
    cwe: list[int] = []
    regulations: list[str] = []
    google_play: list[str] = []
    apple: list[str] = []
    proof: Proof | None = None
    protected: bool = False
    terms: Lexicon = {}
    contextual: list[ContextualTerms] = []


class GroupDocument(_Strict, frozen=True):
    """A file of data types, and what they share."""

    group: str
    title: str
    cwe: list[int]
    masvs: list[str]
    regulations: list[str]
    negative_heads: list[str]
    tail: Tail
    unless: list[str]
    types: list[TypeEntry]
    holders: list[str] = []


class GrammarDocument(_Strict, frozen=True):
    """How names are made: the words that are no data, and where the head of a name stands."""

    leading: list[str]
    transparent: list[str]
    widgets: list[str]
    statements: list[str]
    actions: list[str]
    bounds: list[str]
    extremes: list[str]
    units: list[str]
    copulas: list[str]
    record_nouns: list[str]
    fact_verbs: list[str]
    flag_heads: list[str]
    prepositions: list[str]
    verbs_before_prepositions: list[str]
    connectors: list[str]
    redacting: list[str]
    measures: list[str]
    compounds: list[str]
    invariant: list[str]
    leading_heads: list[str]
    protected: list[str]
    generic: list[str]
    generic_captions: list[str]
    short: list[str]
    head_first_languages: list[str]
    negative_heads: dict[str, list[str]]
    innocent: list[str]
    abbreviations: dict[str, str]
    plain: list[str]


class SiblingsEntry(_Strict, frozen=True):
    """Names of which some stand beside an attribute."""

    names: list[str]
    at_least: int


class ShownByEntry(_Strict, frozen=True):
    """Data types of which some stand beside an attribute."""

    types: list[str]
    at_least: int


class ContextEntry(_Strict, frozen=True):
    """What shows that names are about a subject."""

    heads: list[str] = []
    ambiguous_heads: list[str] = []
    head_first: list[str] = []
    modifiers: list[str] = []
    siblings: SiblingsEntry | None = None
    shown_by: ShownByEntry | None = None
    roles: list[Literal["attribute", "variable", "key", "field"]] = []
    record_type: str | None = None
    narrow: bool = False
    shown_beside: bool = False


class ContextsDocument(_Strict, frozen=True):
    """The contexts, and the endings of the names of records."""

    suffixes: list[str]
    contexts: dict[str, ContextEntry]


class ValuesDocument(_Strict, frozen=True):
    """The types that attributes of each kind of value are declared with."""

    kinds: dict[ValueKind, list[str]]
    wrappers: list[str]
    component_heads: list[str]


class StatementsEntry(_Strict, frozen=True):
    """What the source itself says of its data."""

    sensitive: list[str]
    harmless: list[str]


class EvidenceDocument(_Strict, frozen=True):
    """Annotations and comments that say something of an attribute, and how initialisation vectors are called."""

    annotations: StatementsEntry
    comments: StatementsEntry
    vectors: list[str]
