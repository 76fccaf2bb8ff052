"""How a long scan tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Someone who watches a scan."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins; ``total`` is its number of steps where that is known."""

    def advance(self, steps: int = 1) -> None:
        """Some steps of the current stage are done."""
