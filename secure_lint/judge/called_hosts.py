"""Which hosts the code calls: the addresses that arrive at its clients."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secure_lint.flow.values.events import Event
from secure_lint.judge.context import Analysed
from secure_lint.model.finding import Step

_HOST = re.compile(r"^[a-z][a-z0-9+.-]*://(?:[^/?#@]*@)?([^/:?#]+)", re.IGNORECASE)


def calls_to(analysed: Analysed, kinds: Sequence[str], host: str) -> tuple[Step, ...]:
    """The places that call a host, or one below it, at sinks of these kinds."""
    wanted = host.strip().lower()
    return tuple(
        Step(event.location, f"`{event.call}` calls `{called}`")
        for kind in kinds
        for event in analysed.events_by_kind.get(kind, ())
        for called in _hosts(event)
        if called == wanted or called.endswith(f".{wanted}")
    )


def _hosts(event: Event) -> Iterator[str]:
    for constant in event.value.constants:
        found = _HOST.match(constant.value) if isinstance(constant.value, str) else None
        if found is not None:
            yield found[1].lower()
