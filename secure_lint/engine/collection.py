"""How often the garbage of a scan is looked for."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_NEW_OBJECTS: Final = 20_000
"""A scan makes millions of objects that stay; to look at them after every 700 new ones costs a tenth of its time."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """Garbage is looked for less often; what was set before holds again afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(_NEW_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


def spare_what_is_known() -> None:
    """What exists now is not looked at again in this scan: the facts of files stay to its end."""
    gc.freeze()


def collect_what_was_dropped() -> None:
    """Free what was made since then and is not in use any more."""
    gc.collect()
