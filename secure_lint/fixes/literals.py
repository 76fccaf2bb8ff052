"""Fixes of literals by their place alone, in languages whose grammar they need not know."""

from __future__ import annotations

from secure_lint.fixes.fixer import ReadFile, UnfixableFileError
from secure_lint.fixes.scheme import scheme_replacement
from secure_lint.knowledge.fixes import AutomaticFix, is_safe_at_best
from secure_lint.languages.front_end import WantedBodies, load_front_end
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix
from secure_lint.text.source import SourceText


class LiteralFixer:
    """The fixer of a language with a front end: addresses in literals."""

    def __init__(self, language: str, read: ReadFile) -> None:
        self._language = language
        self._read = read

    def propose(self, finding: Finding, entry: AutomaticFix) -> Fix | None:
        """The fix, if the finding's constant is an address in a literal."""
        place = finding.constant
        file = self._read(place.path) if place is not None else None
        if place is None or file is None:
            return None
        replacement = scheme_replacement(file.source, place.span, entry)
        if replacement is None:
            return None
        safe = is_safe_at_best(entry.fix, self._language, unsafe=entry.unsafe)
        return Fix(place.path, entry.does, safe, (replacement,))

    def check(self, path: str, before: bytes, after: bytes) -> None:
        """Raise `UnfixableFileError` when the front end sees more errors of syntax afterwards."""
        if self._errors(path, after) > self._errors(path, before):
            raise UnfixableFileError("the changed file would not parse")

    def _errors(self, path: str, raw: bytes) -> int:
        return len(load_front_end(self._language).read(SourceText(path, raw), WantedBodies(everything=True)).problems)
