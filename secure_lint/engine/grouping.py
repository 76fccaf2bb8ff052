"""Findings that belong together, as those about the attributes of one entity do, are shown as one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import msgspec

from secure_lint.model.finding import (
    ALIKE,
    MODELLED,
    SAME_VALUE,
    Audience,
    Confidence,
    Evidence,
    Finding,
    Severity,
    Step,
)

MOST_NAMED = 5
"""Of the parts after the first, so many are named in the message; all are related places."""

_Key = tuple[str, str, Severity, bool]


def joined(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with those of one rule and group joined at the first of them.

    Each part has been suppressed, graded and selected by itself before. What only auditors see is not joined to what
    developers see. The fingerprint of several parts changes with each part that comes or goes. Of parts without a label
    the message tells how many there are.
    """
    groups: dict[_Key, list[Finding]] = {}
    result: list[Finding] = []
    for finding in findings:
        if finding.part is None:
            result.append(finding)
        else:
            hidden = finding.confidence is Confidence.LOW or finding.audience is Audience.AUDITOR
            key = finding.code, finding.part.group, finding.severity, hidden
            groups.setdefault(key, []).append(finding)
    result.extend(_join(parts) for parts in groups.values())
    return result


def _join(parts: Sequence[Finding]) -> Finding:
    first, *others = sorted(parts, key=lambda one: one.part is not None and not one.part.declares)
    if not others:
        return msgspec.structs.replace(first, part=None)
    named = first.part.label if first.part is not None else ""
    labels = [
        one for one in dict.fromkeys(other.part.label for other in others if other.part is not None) if one != named
    ]
    places = [Step(one.location, one.part.label or ALIKE) for one in others if one.part is not None]
    places += [Step(step.location, ALIKE) for one in others for step in one.related if step.note == SAME_VALUE]
    places += [step for one in others for step in one.related if step.note == MODELLED]
    return msgspec.structs.replace(
        first,
        message=first.message + (_likewise(labels) if named else f", and {len(others)} more like it"),
        confidence=max((one.confidence for one in parts), key=lambda one: one.rank),
        related=tuple(dict.fromkeys((*places, *first.related))),
        evidence=_evidence((first, *others)),
        fingerprint=_digest(parts),
        part=None,
        joined=tuple(one.location for one in others),
    )


def _likewise(labels: Sequence[str]) -> str:
    return f"; likewise {_listed(labels)}" if labels else ""


def _listed(labels: Sequence[str]) -> str:
    named, rest = labels[:MOST_NAMED], len(labels) - MOST_NAMED
    if rest > 0:
        return f"{', '.join(named)} and {rest} more"
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def _evidence(parts: Sequence[Finding]) -> tuple[Evidence, ...]:
    """What is known of the first, and the chief reason why each of the others counts as sensitive data."""
    others = []
    for finding in parts[1:]:
        reason = next((one for one in finding.evidence if one.subject == "data"), None)
        if reason is not None and finding.part is not None and finding.part.declares:
            others.append(Evidence(reason.subject, f"{finding.part.label}: {reason.text}"))
    return tuple(dict.fromkeys((*parts[0].evidence, *others)))


def _digest(parts: Sequence[Finding]) -> str:
    prints = sorted(one.fingerprint for one in parts)
    return hashlib.sha256("\0".join(prints).encode()).hexdigest()[:32]
