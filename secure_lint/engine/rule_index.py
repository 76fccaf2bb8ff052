"""Looking rules up by code, by the beginning of a code, or by name."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from secure_lint.errors import UsageError
from secure_lint.model.rule import RuleDescription

ALL = "ALL"


class RuleIndex:
    """The rules that exist."""

    __slots__ = ("by_code", "by_name")

    def __init__(self, rules: Sequence[RuleDescription]) -> None:
        self.by_code = {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}
        self.by_name = {rule.name: rule for rule in rules}

    def find(self, word: str) -> RuleDescription | None:
        """The rule with this code or name; case does not matter."""
        return self.by_code.get(word.upper()) or self.by_name.get(word.lower())

    def get(self, word: str) -> RuleDescription:
        """The rule with this code or name; raises `UsageError` naming the nearest one when there is none."""
        rule = self.find(word)
        if rule is None:
            raise UsageError(f"no rule {word!r}{self.suggestion(word)}")
        return rule

    def matching(self, selector: str) -> frozenset[str]:
        """The codes that a selector stands for; empty when it names nothing."""
        if selector.upper() == ALL:
            return frozenset(self.by_code)
        rule = self.find(selector)
        if rule is not None:
            return frozenset((rule.code,))
        prefix = selector.upper()
        if len(prefix) < 3:
            return frozenset()
        return frozenset(code for code in self.by_code if code.startswith(prefix))

    def suggestion(self, word: str) -> str:
        """``; did you mean ...?`` with the nearest code or name, or nothing."""
        known = [*self.by_code, *self.by_name]
        spellings = (word.upper(), word.lower())
        close = [match for spelling in spellings for match in difflib.get_close_matches(spelling, known, n=1)]
        return f"; did you mean {close[0]!r}?" if close else ""
