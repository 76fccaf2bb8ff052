"""A progress bar on the terminal for scans that take long."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_PATIENCE_SECONDS = 0.7


class TerminalProgress:
    """Shows the current stage once the scan has taken a while, and leaves no trace when it ends."""

    def __init__(self) -> None:
        self._begin = time.monotonic()
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._name = ""
        self._total: int | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage begins."""
        self._name, self._total, self._done = name, total, 0
        if self._bar is not None and self._task is not None:
            self._bar.reset(self._task, total=total, description=name)
        self._show()

    def advance(self, steps: int = 1) -> None:
        """Some steps of the current stage are done."""
        self._done += steps
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done)
        else:
            self._show()

    def _show(self) -> None:
        if self._bar is not None or time.monotonic() - self._begin < _PATIENCE_SECONDS:
            return
        from rich.console import Console  # noqa: PLC0415  (a quick scan never needs it)
        from rich.progress import Progress as Bar  # noqa: PLC0415

        self._bar = Bar(console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task(self._name, total=self._total, completed=self._done)
        self._bar.start()


def terminal_progress() -> TerminalProgress | None:
    """A progress bar, if someone sits at the error stream to see it."""
    return TerminalProgress() if sys.stderr.isatty() else None
