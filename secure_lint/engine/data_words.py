"""Identifiers that mean sensitive data, found in text before it is parsed."""

from __future__ import annotations

import re

from secure_lint.sensitivity.classification import PROBABLE, Keeping
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject

_IDENTIFIER = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]{2,}")


class DataWords:
    """Tells where a text names sensitive data. Each identifier is classified once in the life of a process."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._memory: dict[bytes, bool] = {}

    def offsets(self, data: bytes) -> tuple[int, ...]:
        """Byte offsets of the identifiers that the classifier takes for sensitive by themselves, in order."""
        memory = self._memory
        found = []
        for match in _IDENTIFIER.finditer(data):
            word = match.group()
            said = memory.get(word)
            if said is None:
                said = memory[word] = self._is_sensitive(word)
            if said:
                found.append(match.start())
        return tuple(found)

    def _is_sensitive(self, word: bytes) -> bool:
        name = word.decode("ascii")
        said = self._classifier.classify(Subject(name, Role.VARIABLE))
        if said.data_type is not None:
            return said.score >= PROBABLE
        entered = self._classifier.classify(Subject(name, Role.FIELD))
        return entered.keeping is Keeping.KEYSTORE and entered.score >= PROBABLE
