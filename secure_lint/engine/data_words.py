"""Identifiers that mean sensitive data, found in text before it is parsed."""

from __future__ import annotations

import re

from secure_lint.sensitivity.classification import PROBABLE, Keeping
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject

_IDENTIFIER = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]{2,}")
_WHOLE = frozenset((b")", b"}", b"]", b",", b'"', b"'", b"`"))
"""What stands behind an object that is handed over or written out whole."""


class DataWords:
    """Tells where a text names sensitive data, or an object whole that by its name is a record which may hold some.

    Each identifier is classified once in the life of a process.
    """

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._memory: dict[bytes, bool] = {}
        self._records: dict[bytes, bool] = {}

    def offsets(self, data: bytes) -> tuple[int, ...]:
        """Byte offsets of the identifiers that the classifier takes for sensitive, in order."""
        memory = self._memory
        found = []
        for match in _IDENTIFIER.finditer(data):
            word = match.group()
            said = memory.get(word)
            if said is None:
                said = memory[word] = self._is_sensitive(word)
            if said or (data[match.end() : match.end() + 1] in _WHOLE and self._is_record(word)):
                found.append(match.start())
        return tuple(found)

    def _is_record(self, word: bytes) -> bool:
        said = self._records.get(word)
        if said is None:
            about = self._classifier.classify_entity(word.decode("ascii"), ()).about
            said = self._records[word] = bool(about)
        return said

    def _is_sensitive(self, word: bytes) -> bool:
        name = word.decode("ascii")
        said = self._classifier.classify(Subject(name, Role.VARIABLE))
        if said.data_type is not None:
            return said.score >= PROBABLE
        entered = self._classifier.classify(Subject(name, Role.FIELD))
        return entered.keeping is Keeping.KEYSTORE and entered.score >= PROBABLE
