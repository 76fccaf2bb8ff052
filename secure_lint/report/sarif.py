"""The SARIF 2.1.0 report, with what GitHub, GitLab and DefectDojo read of it.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. The limits are those of GitHub's upload
(https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
"""

from __future__ import annotations

from collections.abc import Sequence

import sarif_om

from secure_lint.model.finding import Finding
from secure_lint.model.problem import Problem
from secure_lint.model.rule import RuleDescription
from secure_lint.model.span import WHOLE_FILE, Location
from secure_lint.report.contents import Report
from secure_lint.report.profile import SarifProfile
from secure_lint.report.sarif_results import SOURCE_ROOT, ResultWriter
from secure_lint.report.sarif_rules import CWE, rule_descriptor, weakness_taxonomy
from secure_lint.report.sarif_serialization import serialize

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
_NOT_ANALYSED = "not-analysed"
_LIMIT = "result-limit"


def render_sarif(
    report: Report,
    *,
    profile: SarifProfile = SarifProfile.GITHUB,
    category: str = "secure-lint",
    limit: int = MOST_RESULTS,
) -> str:
    """The report as SARIF text; at most ``limit`` results, the most severe ones, with a notification when some go."""
    findings = _most_severe(report.result.findings, limit)
    suppressed = report.result.suppressed if profile is SarifProfile.FULL else ()
    codes = sorted({finding.code for finding in findings} | {entry.finding.code for entry in suppressed})
    rules = [report.rules[code] for code in codes if code in report.rules]
    weaknesses = sorted({number for rule in rules for number in rule.cwe})
    writer = ResultWriter(
        report,
        {rule.code: index for index, rule in enumerate(rules)},
        {number: index for index, number in enumerate(weaknesses)},
    )
    run = sarif_om.Run(
        tool=_tool(report.version, rules, weaknesses),
        automation_details=sarif_om.RunAutomationDetails(id=f"{category}/"),
        column_kind="unicodeCodePoints",
        invocations=[_invocation(report, writer, limit)],
        original_uri_base_ids={SOURCE_ROOT: _source_root()},
        results=[
            *(writer.result(finding) for finding in findings),
            *(writer.suppressed(entry) for entry in suppressed),
        ],
        taxonomies=[weakness_taxonomy(weaknesses)] if weaknesses else None,
    )
    return serialize(sarif_om.SarifLog(version="2.1.0", schema_uri=SCHEMA, runs=[run]))


def _tool(version: str, rules: Sequence[RuleDescription], weaknesses: Sequence[int]) -> sarif_om.Tool:
    return sarif_om.Tool(
        driver=sarif_om.ToolComponent(
            name="secure-lint",
            full_name=f"secure-lint {version}",
            version=version,
            semantic_version=version,
            rules=[rule_descriptor(rule) for rule in rules],
            supported_taxonomies=[sarif_om.ToolComponentReference(name=CWE, index=0)] if weaknesses else None,
        )
    )


def _invocation(report: Report, writer: ResultWriter, limit: int) -> sarif_om.Invocation:
    return sarif_om.Invocation(
        execution_successful=True,
        tool_execution_notifications=[
            *(_problem(problem, writer) for problem in report.result.problems),
            *_limit_notification(len(report.result.findings), limit),
        ],
    )


def _most_severe(findings: Sequence[Finding], limit: int) -> Sequence[Finding]:
    """The ``limit`` most severe findings, in their order of place."""
    if len(findings) <= limit:
        return findings
    by_severity = sorted(range(len(findings)), key=lambda index: -findings[index].severity.rank)
    return [findings[index] for index in sorted(by_severity[:limit])]


def _source_root() -> sarif_om.ArtifactLocation:
    return sarif_om.ArtifactLocation(description=sarif_om.Message(text="The root of the scanned repository."))


def _problem(problem: Problem, writer: ResultWriter) -> sarif_om.Notification:
    extent = "Analysed only in part" if problem.partial else "Not analysed"
    return sarif_om.Notification(
        message=sarif_om.Message(text=f"{extent}: {problem.message}."),
        level="warning",
        descriptor=sarif_om.ReportingDescriptorReference(id=_NOT_ANALYSED),
        locations=[writer.location(Location(problem.path, problem.span or WHOLE_FILE))],
        properties={"stage": problem.stage.value, "partial": problem.partial},
    )


def _limit_notification(found: int, limit: int) -> list[sarif_om.Notification]:
    if found <= limit:
        return []
    text = f"{found - limit} of {found} results were left out, the least severe ones; scan parts of the tree apart."
    return [
        sarif_om.Notification(
            message=sarif_om.Message(text=text),
            level="warning",
            descriptor=sarif_om.ReportingDescriptorReference(id=_LIMIT),
        )
    ]
