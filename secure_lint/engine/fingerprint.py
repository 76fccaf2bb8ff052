"""Recognising a finding after the code around it has changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable

import msgspec

from secure_lint.engine.rule_index import RuleIndex
from secure_lint.model.finding import Finding
from secure_lint.model.span import Span
from secure_lint.text.code_line import code_line
from secure_lint.text.source import SourceText

FINGERPRINT_KEY = "secureLint/v1"
"""The name of our fingerprint in SARIF; a change of the algorithm needs another one."""

_BLANK = re.compile(r"\s+")
_SEPARATOR = "\0"


def with_fingerprints(
    findings: Iterable[Finding], rules: RuleIndex, read: Callable[[str], SourceText | None]
) -> list[Finding]:
    """The findings in their order of place, each with its fingerprint.

    It is a hash of the code, the path, the enclosing declaration, the guilty line without blanks and secrets, and
    the number of the occurrence among findings that are equal in all these. So it survives moved and re-indented
    lines, and changes when the guilty line does. A finding that brings a fingerprint of its own, such as that of a
    secret value, is told by it and its code alone, wherever it stands.
    """
    counts: dict[tuple[str, ...], int] = {}
    result = []
    for finding in sorted(findings, key=place):
        given = finding.fingerprint
        identity = (finding.code, given) if given else _identity(finding, rules, read)
        counts[identity] = counts.get(identity, 0) + 1
        text = _SEPARATOR.join((*identity, str(counts[identity])))
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        result.append(msgspec.structs.replace(finding, fingerprint=digest))
    return result


def place(finding: Finding) -> tuple[str, Span, str, str]:
    """The order of findings: path, place, code, message."""
    return finding.location.path, finding.location.span, finding.code, finding.message


def _identity(
    finding: Finding, rules: RuleIndex, read: Callable[[str], SourceText | None]
) -> tuple[str, str, str, str]:
    rule = rules.by_code.get(finding.code)
    source = read(finding.location.path)
    line = code_line(source, finding.location.span, secret=rule is not None and rule.secret) if source else None
    return finding.code, finding.location.path, finding.symbol, _BLANK.sub("", line.text) if line else ""
