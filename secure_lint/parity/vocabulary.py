"""All that the models say of limits in one language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from secure_lint.knowledge.limit_words import ChainedLimits, Control, LimitWords, PatternTest, SaidLimits
from secure_lint.knowledge.models import Model
from secure_lint.model.program import Module

_NEVER = re.compile(r"(?!)")


class Vocabulary:
    """The words of the models of a language, by the last part of the names."""

    def __init__(self, models: Iterable[Model], language: str) -> None:
        words: list[tuple[LimitWords, tuple[str, ...]]] = [
            (model.limits, model.imports)
            for model in models
            if language in model.languages and model.limits is not None
        ]
        self._said: dict[str, list[tuple[str, SaidLimits, tuple[str, ...]]]] = defaultdict(list)
        self.controls: dict[str, list[Control]] = defaultdict(list)
        self.tests: dict[str, list[PatternTest]] = defaultdict(list)
        self.all = tuple(one for one, _ in words)
        for one, imports in words:
            for said in one.said:
                for name in said.name:
                    self._said[_last(name)].append((name, said, imports))
            for control in one.controls:
                for name in control.name:
                    self.controls[_last(name)].append(control)
            for test in one.tests:
                self.tests[test.name].append(test)
        self.chains: tuple[ChainedLimits, ...] = tuple(chain for one in self.all for chain in one.chains)
        self.texts = _joined(one.texts for one in self.all)
        self.numbers = _joined(one.numbers for one in self.all)
        self.kept = _joined(one.kept for one in self.all)
        self.neutral = _joined(one.neutral for one in self.all)
        self.lengths = _joined(one.lengths for one in self.all)
        self.through = _joined(one.through for one in self.all)
        self.control_words = _joined(one.control_words for one in self.all)
        self.patterns = _joined(one.patterns for one in self.all)

    def annotating(self, qualified: str) -> SaidLimits | None:
        """What an annotation says, by its full name."""
        found = self._said.get(_last(qualified), ())
        return next((said for name, said, _ in found if name == qualified), None)

    def calling(self, module: Module, name: str) -> SaidLimits | None:
        """What a call in a module says, by its last name, if the module imports something of the model."""
        for _, said, imports in self._said.get(name, ()):
            if not imports or any(one.name.startswith(start) for one in module.imports for start in imports):
                return said
        return None

    @cached_property
    def refusing(self) -> re.Pattern[str]:
        """The names of what is set or called where a value is refused."""
        patterns = [one.refusing for one in self.all if one.refusing is not None]
        return re.compile("|".join(patterns)) if patterns else _NEVER


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _joined(lists: Iterable[tuple[str, ...]]) -> frozenset[str]:
    return frozenset(one for each in lists for one in each)
