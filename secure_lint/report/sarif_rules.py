"""The rules and the weakness taxonomy of a SARIF run."""

from __future__ import annotations

from collections.abc import Iterable

import sarif_om

from secure_lint.model.finding import Severity
from secure_lint.model.rule import RuleDescription
from secure_lint.report.rule_page import rule_help, rule_help_text

CWE = "CWE"
_LONGEST_DESCRIPTION = 1000
_MOST_TAGS = 10
_PROBLEM_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def rule_descriptor(rule: RuleDescription) -> sarif_om.ReportingDescriptor:
    """One rule with what code scanning services show of it."""
    properties: dict[str, str | list[str]] = {
        "precision": rule.precision,
        "problem.severity": _PROBLEM_SEVERITIES[rule.severity],
        "tags": _tags(rule),
    }
    if rule.security_severity > 0:
        properties["security-severity"] = f"{rule.security_severity:.1f}"
    return sarif_om.ReportingDescriptor(
        id=rule.code,
        name=_pascal_case(rule.name),
        short_description=sarif_om.MultiformatMessageString(text=_sentence(rule.title)),
        full_description=sarif_om.MultiformatMessageString(text=_sentence(_cut(rule.why))),
        help=sarif_om.MultiformatMessageString(text=_sentence(rule_help_text(rule)), markdown=rule_help(rule)),
        default_configuration=sarif_om.ReportingConfiguration(level=rule.severity.value),
        properties=properties,
    )


def weakness_taxonomy(numbers: Iterable[int]) -> sarif_om.ToolComponent:
    """The part of the Common Weakness Enumeration that the rules name."""
    return sarif_om.ToolComponent(
        name=CWE,
        organization="MITRE",
        short_description=sarif_om.MultiformatMessageString(text="The MITRE Common Weakness Enumeration."),
        information_uri="https://cwe.mitre.org/",
        taxa=[
            sarif_om.ReportingDescriptor(
                id=str(number), help_uri=f"https://cwe.mitre.org/data/definitions/{number}.html"
            )
            for number in numbers
        ],
    )


def _tags(rule: RuleDescription) -> list[str]:
    tags = ["security"] if rule.security_severity > 0 else ["maintainability"]
    tags += [f"external/cwe/cwe-{number:03d}" for number in rule.cwe]
    tags += [f"policy/{rule.policy}", rule.name, *rule.masvs, *rule.maswe]
    return tags[:_MOST_TAGS]


def _pascal_case(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _cut(text: str) -> str:
    joined = " ".join(text.split())
    return joined if len(joined) <= _LONGEST_DESCRIPTION else joined[: _LONGEST_DESCRIPTION - 3] + "..."


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
