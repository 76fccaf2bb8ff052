"""Findings: what a policy says about the scanned product."""

from __future__ import annotations

import enum

import msgspec

from secure_lint.model.problem import Problem
from secure_lint.model.span import Location

SAME_VALUE, ALIKE = "the same value stands here", "another one like it stands here"
"""Notes of related places that are places of the finding itself, so that they must be mended as well."""

MODELLED = "the model of the store has it here"
"""The note of the related place in a model file of which the class is made that the finding is about."""


class Severity(enum.Enum):
    """How bad it is; ordered from note to error."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """0 for note, 1 for warning, 2 for error."""
        return ("note", "warning", "error").index(self.value)


class Confidence(enum.Enum):
    """How sure the analysis is. Low confidence is shown to auditors only."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 1 for medium, 2 for high."""
        return ("low", "medium", "high").index(self.value)


class Audience(enum.Enum):
    """Who wants to see it."""

    DEVELOPER = "developer"
    AUDITOR = "auditor"


class Step(msgspec.Struct, frozen=True):
    """One step of a flow, or a related place, with what happens there."""

    location: Location
    note: str


class Evidence(msgspec.Struct, frozen=True):
    """Why a part of a finding holds: ``subject`` is data, store, cipher, key or setting."""

    subject: str
    text: str


class Part(msgspec.Struct, frozen=True):
    """Marks a finding that is shown together with others: those of the same rule and ``group`` become one.

    ``label`` is what the message of the others calls this one; without one it is only counted. Those that stand at the
    declaration come first.
    """

    group: str
    label: str
    declares: bool = True


class Finding(msgspec.Struct, frozen=True):
    """One finding.

    ``message`` holds no secret value and no line number. ``trace`` leads from the source to the sink in order, the last
    step being the primary location; it is empty when nothing flows. ``symbol`` is the enclosing declaration.
    ``fingerprint`` stays the same when lines move. ``part`` is set until findings that belong together are joined;
    then ``joined`` holds the places of the others. ``constant`` is where the constant stands that makes it a finding.
    """

    code: str
    name: str
    message: str
    severity: Severity
    confidence: Confidence
    audience: Audience
    location: Location
    policy: str
    platform: str = ""
    fix: str = ""
    symbol: str = ""
    data_type: str | None = None
    trace: tuple[Step, ...] = ()
    related: tuple[Step, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    fingerprint: str = ""
    part: Part | None = None
    joined: tuple[Location, ...] = ()
    constant: Location | None = None


class Suppressed(msgspec.Struct, frozen=True):
    """A finding that an inline comment or a baseline entry silences, with the given reason."""

    finding: Finding
    reason: str
    by: str


class Statistics(msgspec.Struct, frozen=True):
    """Counts for the summary."""

    files_discovered: int = 0
    files_read: int = 0
    bytes_discovered: int = 0
    functions_interpreted: int = 0
    unresolved: int = 0
    seconds: float = 0.0


class ScanResult(msgspec.Struct, frozen=True):
    """All that a scan found out. Findings are sorted by path, line, column and code."""

    root: str
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...] = ()
    problems: tuple[Problem, ...] = ()
    statistics: Statistics = Statistics()
