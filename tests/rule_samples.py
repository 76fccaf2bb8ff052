"""A few rules and findings for tests of what stands around the analysis."""

from __future__ import annotations

from secure_lint.engine.rule_index import RuleIndex
from secure_lint.model.finding import Audience, Confidence, Evidence, Finding, Severity, Step
from secure_lint.model.rule import RuleDescription, RuleExample
from secure_lint.model.span import Location, Span


def rule(
    code: str,
    name: str,
    *,
    policy: str,
    severity: Severity = Severity.WARNING,
    audience: Audience = Audience.DEVELOPER,
    secret: bool = False,
    message: str = "",
) -> RuleDescription:
    """A rule with plausible metadata."""
    return RuleDescription(
        code=code,
        name=name,
        policy=policy,
        title=f"Title of {name}",
        message=message or f"{name} happened",
        why="Anyone with the device in hand can read it.",
        severity=severity,
        confidence=Confidence.HIGH,
        audience=audience,
        precision="high",
        security_severity=7.5,
        fix_by_platform={"android": "Keep it in the Android Keystore.", "ios": "Keep it in the Keychain."},
        cwe=(312,),
        masvs=("MASVS-STORAGE-1",),
        maswe=("MASWE-0006",),
        policy_statement="A sensitive attribute that must be stored locally is encrypted before the write.",
        secret=secret,
        examples=(
            RuleExample("bad", "storage/sample/Bad.kt", "kotlin", 'prefs.putString("pin", pin)'),
            RuleExample("good", "storage/sample/Good.kt", "kotlin", 'vault.store("pin", pin)'),
        ),
    )


RULES = (
    rule("SL101", "plaintext-sensitive-storage", policy="P1"),
    rule("SL102", "unread-sensitive-attribute", policy="P1", severity=Severity.NOTE),
    rule("SL301", "hardcoded-api-key", policy="P3", severity=Severity.ERROR, secret=True),
    rule("SL701", "sensitive-data-in-log", policy="leak"),
    rule("SL901", "suppression-without-reason", policy="hygiene", message="the suppression of {subject} has no reason"),
    rule("SL902", "unused-suppression", policy="hygiene", message="nothing is silenced by ignoring {subject}"),
    rule("SL903", "unknown-suppression-code", policy="hygiene", message="no rule is named {subject}"),
    rule(
        "SL904",
        "unread-file",
        policy="hygiene",
        severity=Severity.NOTE,
        audience=Audience.AUDITOR,
        message="not analysed: {subject}",
    ),
)
INDEX = RuleIndex(RULES)


def finding(
    code: str = "SL101",
    path: str = "app/Login.kt",
    line: int = 1,
    column: int = 1,
    *,
    end_line: int | None = None,
    end_column: int | None = None,
    message: str = "",
    confidence: Confidence = Confidence.HIGH,
    audience: Audience = Audience.DEVELOPER,
    severity: Severity | None = None,
    symbol: str = "Login.save",
    trace: tuple[Step, ...] = (),
    related: tuple[Step, ...] = (),
    evidence: tuple[Evidence, ...] = (),
    fingerprint: str = "",
) -> Finding:
    """A finding of one of `RULES`."""
    known = INDEX.by_code[code]
    return Finding(
        code=code,
        name=known.name,
        message=message or known.message,
        severity=severity or known.severity,
        confidence=confidence,
        audience=audience,
        location=Location(path, Span(line, column, end_line or line, end_column or column + 5)),
        policy=known.policy,
        platform="android",
        fix="Keep it in the Android Keystore.",
        symbol=symbol,
        trace=trace,
        related=related,
        evidence=evidence,
        fingerprint=fingerprint,
    )
