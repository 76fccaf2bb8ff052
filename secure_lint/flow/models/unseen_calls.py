"""Calls of code that is not in the tree and that no model describes by its types: told by what they are named."""

from __future__ import annotations

from secure_lint.flow.code.frame import CallSite
from secure_lint.knowledge.models import CallModel
from secure_lint.label.matching import ModelIndex
from secure_lint.sensitivity.words import joined


class UnseenCalls:
    """Finds the models for names of calls, each of which is looked at once."""

    def __init__(self, index: ModelIndex) -> None:
        self._named = index.unseen
        self._memory: dict[tuple[str, str], tuple[CallModel, ...]] = {}

    def models(self, language: str, site: CallSite) -> tuple[CallModel, ...]:
        """The model that describes a call by its name, if there is one."""
        key = (language, site.written)
        found = self._memory.get(key)
        if found is None:
            words = joined(site.written)
            fitting = (model for pattern, model in self._named.get(language, ()) if pattern.search(words))
            found = self._memory[key] = tuple(fitting)[:1]
        return found
