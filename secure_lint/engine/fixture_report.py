"""What running rules over their fixtures shows."""

from __future__ import annotations

import enum

import msgspec


class Deviation(enum.Enum):
    """How a fixture and the findings in it differ."""

    MISSING = "Missing"
    """The fixture expects a finding that was not reported."""

    NOISY = "Noisy"
    """A finding was reported that the fixture does not expect."""


class FixtureFailure(msgspec.Struct, frozen=True):
    """One difference. ``path`` is relative to the fixtures folder."""

    path: str
    line: int
    code: str
    deviation: Deviation


class FixtureReport(msgspec.Struct, frozen=True):
    """The outcome of all cases that were run."""

    cases: int
    failures: tuple[FixtureFailure, ...] = ()
