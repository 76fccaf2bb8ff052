"""Fixes for the findings of a scan."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

from secure_lint.engine.loading import is_binary
from secure_lint.fixes.fixer import TextFile
from secure_lint.fixes.plan import FixPlanner
from secure_lint.knowledge.bundle import load_rules
from secure_lint.model.finding import ScanResult
from secure_lint.text.source import SourceText


def planner(result: ScanResult) -> FixPlanner:
    """What makes fixes for a scan, by the policies of this installation and the files as they are now."""
    root = Path(result.root)

    @functools.cache
    def read(path: str) -> TextFile | None:
        try:
            raw = (root / path).read_bytes()
        except (OSError, ValueError):
            return None
        return None if is_binary(raw) else TextFile(raw, SourceText(path, raw))

    return FixPlanner(load_rules().policies, read)


def count_settled(before: ScanResult, after: ScanResult) -> int:
    """How many findings of a scan a later one no longer has; lines may have moved and changed in between."""
    keys = (Counter((one.code, one.location.path, one.symbol) for one in result.findings) for result in (before, after))
    return (next(keys) - next(keys)).total()
