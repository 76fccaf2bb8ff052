"""The JSON report, for scripts.

Its schema is that of `JsonReport`, printed by ``secure-lint schema report``. ``schema_version`` grows when a field
changes its meaning or goes away; new fields may come at any time.
"""

from __future__ import annotations

import msgspec

from secure_lint.model.finding import Finding, Step
from secure_lint.model.problem import Problem
from secure_lint.model.span import Location, Span
from secure_lint.report.contents import Report, count_by_severity
from secure_lint.report.json_text import Json, json_text

SCHEMA_VERSION = 1


class JsonPlace(msgspec.Struct, frozen=True):
    """A place; ``path`` is relative to the working folder, lines and columns are 1-based, the end is exclusive.

    ``element`` is the path of the element in the tree of a modelled app; in a file without lines it alone says where.
    ``code`` is the first line there, without secrets.
    """

    path: str
    start_line: int
    start_column: int
    end_line: int
    end_column: int
    element: str
    code: str | None


class JsonStep(msgspec.Struct, frozen=True):
    """One step of a flow, or a related place."""

    place: JsonPlace
    note: str


class JsonEvidence(msgspec.Struct, frozen=True):
    """Why a part of the finding holds."""

    subject: str
    text: str


class JsonFinding(msgspec.Struct, frozen=True):
    """One finding. ``suppression`` is the reason given in the code when it is silenced."""

    code: str
    name: str
    policy: str
    severity: str
    confidence: str
    audience: str
    message: str
    place: JsonPlace
    platform: str
    symbol: str
    data_type: str | None
    fix: str
    evidence: tuple[JsonEvidence, ...]
    trace: tuple[JsonStep, ...]
    related: tuple[JsonStep, ...]
    fingerprint: str
    suppression: str | None = None


class JsonProblem(msgspec.Struct, frozen=True):
    """Something that was not analysed; ``partial`` when the rest of the file was."""

    path: str
    line: int | None
    message: str
    stage: str
    partial: bool


class JsonSummary(msgspec.Struct, frozen=True):
    """Counts."""

    errors: int
    warnings: int
    notes: int
    suppressed: int
    problems: int
    files_discovered: int
    files_read: int


class JsonReport(msgspec.Struct, frozen=True):
    """The whole report."""

    schema_version: int
    tool: str
    tool_version: str
    summary: JsonSummary
    findings: tuple[JsonFinding, ...]
    suppressed: tuple[JsonFinding, ...]
    problems: tuple[JsonProblem, ...]


def render_json(report: Report) -> str:
    """The report as JSON text."""
    result = report.result
    errors, warnings, notes = count_by_severity(result).values()
    whole = JsonReport(
        schema_version=SCHEMA_VERSION,
        tool="secure-lint",
        tool_version=report.version,
        summary=JsonSummary(
            errors=errors,
            warnings=warnings,
            notes=notes,
            suppressed=len(result.suppressed),
            problems=len(result.problems),
            files_discovered=result.statistics.files_discovered,
            files_read=result.statistics.files_read,
        ),
        findings=tuple(_finding(report, finding, None) for finding in result.findings),
        suppressed=tuple(_finding(report, entry.finding, entry.reason) for entry in result.suppressed),
        problems=tuple(_problem(report, problem) for problem in result.problems),
    )
    plain: Json = msgspec.to_builtins(whole)
    return json_text(plain, indent=2)


def report_schema() -> bytes:
    """The JSON Schema of the report."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(JsonReport)))


def _finding(report: Report, finding: Finding, suppression: str | None) -> JsonFinding:
    secret = report.holds_secret(finding)
    return JsonFinding(
        code=finding.code,
        name=finding.name,
        policy=finding.policy,
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        audience=finding.audience.value,
        message=finding.message,
        place=_place(report, finding.location, secret=secret),
        platform=finding.platform,
        symbol=finding.symbol,
        data_type=finding.data_type,
        fix=finding.fix,
        evidence=tuple(JsonEvidence(part.subject, part.text) for part in finding.evidence),
        trace=tuple(_step(report, step, secret=secret) for step in finding.trace),
        related=tuple(_step(report, step, secret=secret) for step in finding.related),
        fingerprint=finding.fingerprint,
        suppression=suppression,
    )


def _step(report: Report, step: Step, *, secret: bool) -> JsonStep:
    return JsonStep(_place(report, step.location, secret=secret), step.note)


def _place(report: Report, location: Location, *, secret: bool) -> JsonPlace:
    span: Span = location.span
    code = report.code(location, secret=secret)
    return JsonPlace(
        path=report.display_path(location.path),
        start_line=span.start_line,
        start_column=span.start_column,
        end_line=span.end_line,
        end_column=span.end_column,
        element=location.element,
        code=code.text if code else None,
    )


def _problem(report: Report, problem: Problem) -> JsonProblem:
    return JsonProblem(
        path=report.display_path(problem.path),
        line=problem.span.start_line if problem.span else None,
        message=problem.message,
        stage=problem.stage.value,
        partial=problem.partial,
    )
