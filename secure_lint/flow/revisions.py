"""What each interpretation consulted, and whether that has changed since.

When fields have grown, functions that read them and all their callers may do something else now. Most do not: a
function has to be interpreted again only if a summary or a field that it consulted is another one now. What it
consulted is looked at in the order in which it was, as in incremental build systems that verify before they rebuild.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_lint.flow.values.summaries import Summary
from secure_lint.model.program import Function

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

Consulted = str | tuple[str, str]
"""The key of a function or of an initial value (a text), or that of a field (a pair)."""


class Revisions:
    """Counts how often summaries and fields changed, and keeps the counts that each interpretation saw.

    An interpretation is *provisional* when it met a bound (a recursion, say) that it may not meet again, or touched
    the state of another one: it cannot be kept without a look.
    """

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._doubtful: dict[str, tuple[Function, Summary]] = {}
        self._counts: dict[Consulted, int] = {}
        self._consulted: dict[str, dict[Consulted, int]] = {}
        self._provisional: set[str] = set()

    def begin(self, key: str) -> None:
        """A function or an initial value is interpreted anew."""
        self._consulted[key] = {}
        self._provisional.discard(key)

    def note(self, reader: str, what: Consulted) -> None:
        """Take down that ``reader`` consulted something, as it is now; what it saw first counts."""
        seen = self._consulted.get(reader)
        if seen is not None and what not in seen:
            seen[what] = self._counts.get(what, 0)

    def provisional(self, key: str) -> None:
        """The interpretation at hand would not be repeated exactly."""
        self._provisional.add(key)

    def changed(self, what: Consulted) -> None:
        """A summary or a field is another one now."""
        self._counts[what] = self._counts.get(what, 0) + 1

    def doubt(self, key: str, function: Function, summary: Summary) -> None:
        """The summary must not be used before it was looked at: something that it rests on may have changed."""
        self._doubtful[key] = function, summary

    def kept(self, key: str) -> Summary | None:
        """The doubtful summary of a function that would be the same today; ``None`` when that is not sure."""
        doubtful = self._doubtful.get(key)
        return doubtful[1] if doubtful is not None and self._holds(key) else None

    def settled(self, key: str, summary: Summary) -> None:
        """The function was looked at, and this is what it does."""
        doubtful = self._doubtful.pop(key, None)
        if doubtful is not None and doubtful[1] is not summary and doubtful[1] != summary:
            self.changed(key)

    def _holds(self, key: str) -> bool:
        seen = self._consulted.get(key)
        if seen is None or key in self._provisional:
            return False
        for what, count in tuple(seen.items()):
            if isinstance(what, str):
                self._bring_up_to_date(what)
            if key in self._provisional or self._counts.get(what, 0) != count:
                return False
        return True

    def _bring_up_to_date(self, key: str) -> None:
        doubtful = self._doubtful.get(key)
        if doubtful is not None:
            self._interpreter.summary_of(doubtful[0])
        else:
            self._interpreter.fields.refresh(key)
