"""Inline suppressions: ``secure-lint: ignore[SL101, other-rule] -- reason``.

A comment after code silences the named rules on its line; a comment on a line of its own silences them on the next line
of code. The linter watches its own comments: one without a reason, one that silences nothing and one that names no rule
are findings of the rules named in `HygieneRule`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from secure_lint.engine.rule_index import RuleIndex
from secure_lint.model.facts import Comment
from secure_lint.model.finding import Finding, Suppressed
from secure_lint.model.rule import RuleDescription
from secure_lint.model.span import Location, Span

_DIRECTIVE = re.compile(r"secure-lint:\s*(?P<verb>[\w-]*)\s*(?:\[(?P<rules>[^\]]*)\])?\s*(?P<rest>.*)", re.DOTALL)
_REASON = re.compile(r"--+\s*(?P<reason>.*\S)", re.DOTALL)
_MARKER_VERBS = ("expect", "expect-next", "known-miss", "known-noise")
_BY = "comment"


class HygieneRule(enum.Enum):
    """The rules by which the linter watches itself; their metadata stands in ``rules/policies`` like any other's.

    In their messages ``{subject}`` is the rule that the comment names, or the file.
    """

    WITHOUT_REASON = "suppression-without-reason"
    UNUSED = "unused-suppression"
    UNKNOWN_CODE = "unknown-suppression-code"
    UNREAD_FILE = "unread-file"


class Suppression(msgspec.Struct, frozen=True):
    """One rule that a comment silences. ``word`` is as written; ``code`` is ``None`` when there is no such rule.

    ``lines`` are the 1-based lines on which it works.
    """

    path: str
    comment: Comment
    word: str
    code: str | None
    reason: str
    lines: frozenset[int]


class SuppressionResult(msgspec.Struct, frozen=True):
    """What is left, what was silenced, and what the comments themselves are guilty of."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    hygiene: tuple[Finding, ...]


def read_suppressions(path: str, comments: Sequence[Comment], rules: RuleIndex) -> list[Suppression]:
    """The suppressions of one file. A comment that names no rule, or is no known directive, yields one without code."""
    found: list[Suppression] = []
    own_lines = {line for comment in comments if comment.own_line for line in _lines(comment.span)}
    for comment in comments:
        parts = _DIRECTIVE.match(comment.text)
        if parts is None or parts["verb"] in _MARKER_VERBS:
            continue
        reason = _REASON.match(parts["rest"])
        words = [word.strip() for word in (parts["rules"] or "").split(",") if word.strip()]
        if parts["verb"] != "ignore" or not words:
            words = [comment.text]
        for word in words:
            rule = rules.find(word)
            found.append(
                Suppression(
                    path=path,
                    comment=comment,
                    word=word,
                    code=rule.code if rule else None,
                    reason=reason["reason"] if reason else "",
                    lines=_silenced_lines(comment, own_lines),
                )
            )
    return found


def apply_suppressions(
    findings: Iterable[Finding],
    comments: Mapping[str, Sequence[Comment]],
    rules: RuleIndex,
    active: Callable[[str, str], bool],
) -> SuppressionResult:
    """Silence what the comments (by path) name.

    ``active`` tells for a code and a path whether the rule is in force there; a suppression of a rule that is not is
    never called unused.
    """
    suppressions = [found for path in sorted(comments) for found in read_suppressions(path, comments[path], rules)]
    silencing: dict[tuple[str, str, int], int] = {}
    for index, suppression in enumerate(suppressions):
        for line in suppression.lines if suppression.code else ():
            silencing.setdefault((suppression.path, suppression.code or "", line), index)
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    used: set[int] = set()
    for finding in findings:
        span = finding.location.span
        keys = ((finding.location.path, finding.code, line) for line in (span.start_line, span.end_line))
        by = next((silencing[key] for key in keys if key in silencing), None)
        if by is None:
            kept.append(finding)
        else:
            used.add(by)
            suppressed.append(Suppressed(finding, suppressions[by].reason, _BY))
    hygiene = _hygiene(suppressions, used, rules, active)
    return SuppressionResult(tuple(kept), tuple(suppressed), tuple(hygiene))


def hygiene_finding(rule: RuleDescription, location: Location, subject: str) -> Finding:
    """A finding of one of the linter's own rules."""
    return Finding(
        code=rule.code,
        name=rule.name,
        message=rule.message.replace("{subject}", subject),
        severity=rule.severity,
        confidence=rule.confidence,
        audience=rule.audience,
        location=location,
        policy=rule.policy,
        fix=next(iter(rule.fix_by_platform.values()), ""),
    )


def _hygiene(
    suppressions: Sequence[Suppression], used: set[int], rules: RuleIndex, active: Callable[[str, str], bool]
) -> list[Finding]:
    found: list[Finding] = []
    for index, suppression in enumerate(suppressions):
        at = Location(suppression.path, suppression.comment.span)
        if suppression.code is None:
            subject = f"`{suppression.word}`{rules.suggestion(suppression.word)}"
            found.append(hygiene_finding(rules.get(HygieneRule.UNKNOWN_CODE.value), at, subject))
            continue
        if not suppression.reason:
            found.append(hygiene_finding(rules.get(HygieneRule.WITHOUT_REASON.value), at, suppression.word))
        if index not in used and active(suppression.code, suppression.path):
            found.append(hygiene_finding(rules.get(HygieneRule.UNUSED.value), at, suppression.word))
    return found


def _silenced_lines(comment: Comment, own_lines: set[int]) -> frozenset[int]:
    if not comment.own_line:
        return frozenset((comment.span.start_line,))
    line = comment.span.end_line + 1
    while line in own_lines:
        line += 1
    return frozenset((line,))


def _lines(span: Span) -> range:
    return range(span.start_line, span.end_line + 1)
