"""The taxonomy: data types with their terms, and the word lists of the name grammar. Immutable and serialisable."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from secure_lint.sensitivity.data_type import DataType, Group, ValueKind
from secure_lint.sensitivity.words import Spelling


class Grammar(msgspec.Struct, frozen=True):
    """Word sets that say what a word does beside a term; all words lower case and without accents.

    ``extremes`` are the ``bounds`` that a measured fact survives (the highest pulse is a pulse). ``units`` count only
    after a number. A flag states a fact by one of the ``fact_verbs``; one that says by a copula that something is one
    of the ``record_nouns`` (isDiagnosis), or ends in one of the ``flag_heads`` (insulinUsed), speaks of the record.
    ``redacting`` words are in the names of functions that leave out what is sensitive. Those of the ``generic`` names
    that are ``measures`` hold no secret.
    """

    leading: frozenset[str]
    transparent: frozenset[str]
    widgets: frozenset[str]
    statements: frozenset[str]
    actions: frozenset[str]
    bounds: frozenset[str]
    extremes: frozenset[str]
    units: frozenset[str]
    copulas: frozenset[str]
    record_nouns: frozenset[str]
    fact_verbs: frozenset[str]
    flag_heads: frozenset[str]
    prepositions: frozenset[str]
    verbs_before_prepositions: frozenset[str]
    protected: frozenset[str]
    redacting: frozenset[str]
    measures: frozenset[str]
    generic: frozenset[str]
    generic_captions: frozenset[str]
    leading_heads: frozenset[str]
    head_first_languages: frozenset[str]
    negative_heads: dict[str, frozenset[str]]
    innocent: tuple[tuple[str, ...], ...]


class Context(msgspec.Struct, frozen=True):
    """What a record can be about, and how that is recognised.

    ``heads`` are head nouns of an entity's name, those that are ``head_first`` also at its front; ``ambiguous_heads``
    are heads that count only when they are the whole name or stand after persons (UserAccount, but BankAccount);
    ``modifiers`` are its other words. ``at_least`` so many of the ``siblings`` (word sequences) beside an attribute
    show it too, and so do ``shown_at_least`` siblings that name a data type of ``shown_by`` by themselves. ``roles``
    are subject roles that imply it.
    ``record_type`` is the data type of such a record as a whole. A
    ``narrow`` context wins over others that fit as well. One that is ``shown_beside`` keeps a record from being about
    a person as soon as its siblings show it, if nothing speaks of a person.
    """

    id: str
    heads: frozenset[str]
    ambiguous_heads: frozenset[str]
    head_first: frozenset[str]
    modifiers: frozenset[str]
    siblings: tuple[tuple[str, ...], ...]
    at_least: int
    shown_by: frozenset[str]
    shown_at_least: int
    roles: frozenset[str]
    record_type: str | None = None
    narrow: bool = False
    shown_beside: bool = False


class TypeNames(msgspec.Struct, frozen=True):
    """Names of declared types by the kind of value they hold."""

    kinds: dict[str, ValueKind]
    wrappers: frozenset[str]
    component_heads: frozenset[str]


class Statements(msgspec.Struct, frozen=True):
    """Phrases by which a source says itself that data is sensitive or harmless."""

    sensitive: tuple[tuple[str, ...], ...]
    harmless: tuple[tuple[str, ...], ...]


class Taxonomy(msgspec.Struct, frozen=True):
    """Everything the classifier knows.

    ``vectors`` are the words by which the name of an attribute says that another one, named by what stands before, is
    kept in enciphered form.
    """

    groups: tuple[Group, ...]
    types: tuple[DataType, ...]
    contexts: tuple[Context, ...]
    entity_suffixes: frozenset[str]
    grammar: Grammar
    type_names: TypeNames
    annotations: Statements
    comments: Statements
    vectors: tuple[str, ...]
    spelling: Spelling

    def type(self, identity: str) -> DataType | None:
        """Return the data type with this id."""
        return next((item for item in self.types if item.id == identity), None)


def load_taxonomy(documents: Iterable[tuple[str, str]]) -> Taxonomy:
    """Build the taxonomy from the path and text of its YAML documents.

    Raises ``RuleError`` with file and line when a document is missing, unknown or does not fit.
    """
    # Start-up reads the prebuilt bundle and must not pay for the YAML loader.
    from secure_lint.sensitivity.taxonomy_documents import build_taxonomy  # noqa: PLC0415

    return build_taxonomy(documents)
