"""What reports and the command line tell about a rule; made from the policies by the knowledge loader."""

from __future__ import annotations

import msgspec

from secure_lint.model.finding import Audience, Confidence, Severity


class RuleExample(msgspec.Struct, frozen=True):
    """An excerpt of a fixture. ``verdict`` is bad or good; ``path`` is relative to ``fixtures/``."""

    verdict: str
    path: str
    language: str
    code: str


class RuleFix(msgspec.Struct, frozen=True):
    """A change that ``scan --fix`` makes in a language; one that is never ``safe`` needs ``--unsafe-fixes``."""

    language: str
    does: str
    safe: bool


class RuleDescription(msgspec.Struct, frozen=True, kw_only=True):
    """One rule as its readers see it.

    ``policy`` is P1 to P6, or the area of rules without one; ``policy_statement`` is its sentence. ``message`` holds
    placeholders. ``fix_by_platform`` maps a platform to its remedy. ``cwe`` holds numbers. ``security_severity`` is a
    CVSS-like score above 0 and up to 10, or 0 for rules that are no security matter. ``precision`` is very-high,
    high, medium or low. ``limits`` is what the rule cannot see, or was not checked for. ``secret`` says that the
    guilty place holds a secret, so that its code is shown redacted. ``autofix`` is what can be fixed automatically.
    """

    code: str
    name: str
    policy: str
    title: str
    message: str
    why: str
    severity: Severity
    confidence: Confidence
    audience: Audience
    precision: str
    security_severity: float
    fix_by_platform: dict[str, str] = {}
    cwe: tuple[int, ...] = ()
    masvs: tuple[str, ...] = ()
    maswe: tuple[str, ...] = ()
    policy_statement: str = ""
    secret: bool = False
    limits: str = ""
    examples: tuple[RuleExample, ...] = ()
    autofix: tuple[RuleFix, ...] = ()
