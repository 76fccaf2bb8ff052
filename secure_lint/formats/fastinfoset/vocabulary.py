"""The vocabulary tables of a document (X.891, clauses 7.2.12 to 7.2.24 and 8)."""

from __future__ import annotations

from secure_lint.formats.fastinfoset.infoset import XML_NAMESPACE, Name
from secure_lint.formats.fastinfoset.strings import BUILT_IN_ALPHABETS, FIRST_OWN_ALPHABET


class Vocabulary:
    """Strings and names that a document refers to by index; indices start at 1."""

    __slots__ = (
        "alphabets",
        "attribute_names",
        "attribute_values",
        "chunks",
        "element_names",
        "local_names",
        "namespaces",
        "other_names",
        "other_strings",
        "prefixes",
        "uris",
    )

    def __init__(self) -> None:
        self.alphabets: list[str] = []
        self.prefixes = ["xml"]
        self.namespaces = [XML_NAMESPACE]
        self.local_names: list[str] = []
        self.other_names: list[str] = []
        self.uris: list[str] = []
        self.attribute_values: list[str] = []
        self.chunks: list[str] = []
        self.other_strings: list[str] = []
        self.element_names: list[Name] = []
        self.attribute_names: list[Name] = []

    def alphabet(self, index: int) -> str | None:
        """The restricted alphabet with this index, built in or the document's own."""
        if index < FIRST_OWN_ALPHABET:
            return BUILT_IN_ALPHABETS.get(index)
        own = index - FIRST_OWN_ALPHABET
        return self.alphabets[own] if own < len(self.alphabets) else None
