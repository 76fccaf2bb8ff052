"""The last stage before the report: from all findings to those that are shown, suppressed, or the linter's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.fingerprint import place, with_fingerprints
from secure_lint.engine.grouping import joined
from secure_lint.engine.rule_index import RuleIndex
from secure_lint.engine.selection import make_selection
from secure_lint.engine.suppression import HygieneRule, apply_suppressions, hygiene_finding
from secure_lint.model.facts import Comment
from secure_lint.model.finding import Finding, Suppressed
from secure_lint.model.problem import Problem
from secure_lint.model.span import WHOLE_FILE, Location
from secure_lint.text.source import SourceText


class Settled(msgspec.Struct, frozen=True):
    """What the report shows, and what was silenced; both in order of place."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]


def settle(
    findings: Iterable[Finding],
    *,
    accepted: Iterable[Suppressed] = (),
    comments: Mapping[str, Sequence[Comment]],
    problems: Iterable[Problem],
    configuration: Configuration,
    rules: RuleIndex,
    root: Path,
    read: Callable[[str], SourceText | None],
) -> Settled:
    """Apply severities, suppressions and selection, add the linter's own findings and fingerprint them all.

    ``accepted`` are findings that another scanner's mark or list silences. ``comments`` holds the comments that
    address the linter, by path. Suppressions and fingerprints see every finding: one that silences a finding which is
    not shown is not called unused, and a fingerprint does not depend on what is shown. What belongs together is joined
    at the very end. Raises `ConfigurationError` or `UsageError` when the configuration names a rule that does not
    exist.
    """
    selection = make_selection(configuration, rules, root)
    unread = rules.get(HygieneRule.UNREAD_FILE.value)
    gaps = [
        hygiene_finding(unread, Location(problem.path, problem.span or WHOLE_FILE), problem.message)
        for problem in problems
    ]
    graded = [selection.with_severity(finding) for finding in (*findings, *gaps)]
    judged = apply_suppressions(with_fingerprints(graded, rules, read), comments, rules, selection.active)
    own = with_fingerprints([selection.with_severity(finding) for finding in judged.hygiene], rules, read)
    silenced = (*judged.suppressed, *_accepted(accepted, rules, read))
    return Settled(
        findings=tuple(sorted(joined(selection.select((*judged.kept, *own))), key=place)),
        suppressed=tuple(entry for entry in silenced if selection.wants(entry.finding)),
    )


def _accepted(
    entries: Iterable[Suppressed], rules: RuleIndex, read: Callable[[str], SourceText | None]
) -> Iterable[Suppressed]:
    for entry in entries:
        (finding,) = with_fingerprints([entry.finding], rules, read)
        yield msgspec.structs.replace(entry, finding=finding)
