"""Collecting garbage less often during a scan."""

from __future__ import annotations

import gc
import weakref

import pytest

from secure_lint.engine.collection import collect_what_was_dropped, rare_collection, spare_what_is_known


class _Cycle:
    def __init__(self) -> None:
        self.itself = self


def test_the_thresholds_of_before_hold_again_after_an_error() -> None:
    before = gc.get_threshold()

    @rare_collection()
    def scan_that_fails() -> None:
        assert gc.get_threshold()[0] > before[0]
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        scan_that_fails()
    assert gc.get_threshold() == before


def test_what_is_dropped_after_sparing_is_freed_at_once_and_the_rest_afterwards() -> None:
    with rare_collection():
        earlier = _Cycle()
        of_earlier = weakref.ref(earlier)
        spare_what_is_known()
        later = _Cycle()
        of_later = weakref.ref(later)
        del earlier, later
        collect_what_was_dropped()
        assert of_later() is None
        assert of_earlier() is not None
    gc.collect()
    assert of_earlier() is None
