"""What readers see of a policy: its page, made from the policy and the fixtures that it names."""

from __future__ import annotations

from pathlib import Path

from secure_lint.knowledge.fixes import is_safe_at_best
from secure_lint.knowledge.policies import Policy
from secure_lint.model.finding import Confidence, Severity
from secure_lint.model.rule import RuleDescription, RuleExample, RuleFix

STATEMENTS = {
    "P1": "Sensitive data stays on the server; the device keeps only the minimum subset it needs offline.",
    "P2": "Every device-server connection is authenticated and runs over HTTPS.",
    "P3": "Small secrets live in the device keystore, never in source, settings or plain storage.",
    "P4": "A sensitive attribute that must be stored locally is encrypted before the write, its key in the keystore.",
    "P5": "Much sensitive local data means the whole local database is ciphered, its passphrase from the keystore.",
    "P6": "The server validates and authorises again everything the app sends.",
    "leak": "Sensitive data does not leave through side channels: logs, clipboard, backup, screenshots, other apps.",
    "hygiene": "Suppressions say why, and nothing goes unread unnoticed.",
}
"""The policies' sentences, by their ids."""

_PRECISION = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}
_SECURITY_SEVERITY = {Severity.ERROR: 8.0, Severity.WARNING: 5.5, Severity.NOTE: 2.5}
_LANGUAGES = {".kt": "kotlin", ".kts": "kotlin", ".java": "java", ".xml": "xml", ".gradle": "groovy", ".sq": "sql"}
_LONGEST_EXAMPLE = 40
_LISTING = ".txt"
"""Ends the name of the listing that stands beside a binary fixture."""


def describe(policy: Policy, fixtures: Path) -> RuleDescription:
    """The description of a policy; examples whose fixtures are not at hand are left out."""
    examples = tuple(
        example
        for verdict, place in sorted(policy.examples.items())
        if (example := _example(verdict, place, fixtures)) is not None
    )
    security = policy.security_severity
    if security is None:
        security = 0.0 if policy.policy == "hygiene" else _SECURITY_SEVERITY[policy.severity]
    return RuleDescription(
        code=policy.code,
        name=policy.name,
        policy=policy.policy,
        title=policy.title,
        message=policy.message,
        why=policy.why.strip(),
        severity=policy.severity,
        confidence=policy.confidence,
        audience=policy.audience,
        precision=_PRECISION[policy.confidence],
        security_severity=security,
        fix_by_platform=dict(policy.fix),
        cwe=policy.cwe,
        masvs=policy.masvs,
        maswe=policy.maswe,
        policy_statement=STATEMENTS[policy.policy],
        limits=policy.limits.strip(),
        secret=any(match.credential is not None for match in policy.any_of),
        examples=examples,
        autofix=tuple(
            RuleFix(language, fix.does.strip(), is_safe_at_best(fix.fix, language, unsafe=fix.unsafe))
            for language, fixes in policy.autofix.items()
            for fix in fixes
        ),
    )


def _example(verdict: str, place: str, fixtures: Path) -> RuleExample | None:
    path = fixtures / place
    if not path.is_file():
        return None
    listing = path.with_name(f"{path.name}{_LISTING}")
    lines = (listing if listing.is_file() else path).read_text(encoding="utf-8").splitlines()
    code = "\n".join(lines[:_LONGEST_EXAMPLE])
    return RuleExample(verdict, place, _LANGUAGES.get(path.suffix, path.suffix.lstrip(".")), code)
