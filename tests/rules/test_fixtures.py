"""Every fixture case is scanned, and what is found there is compared with what the case expects."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.fixture_runner import find_cases, run_case

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
CASES = sorted(find_cases(FIXTURES))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.relative_to(FIXTURES).as_posix())
def test_case(case: Path) -> None:
    deviations = [f"{one.path}:{one.line}: {one.deviation.value} {one.code}" for one in run_case(case)]
    assert deviations == []


def test_there_are_cases() -> None:
    assert len(CASES) > 200
