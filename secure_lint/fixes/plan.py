"""Which findings are mended by which changes of which files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from secure_lint.errors import SecureLintError
from secure_lint.fixes.fixer import Fixer, ReadFile, UnfixableFileError, make_fixer
from secure_lint.fixes.splicing import spliced
from secure_lint.knowledge.policies import Policy
from secure_lint.languages.front_end import front_ends
from secure_lint.model.finding import Finding, ScanResult
from secure_lint.model.fix import Fix, Replacement
from secure_lint.model.span import Location, Span


class FileChange(msgspec.Struct, frozen=True):
    """A file before and after all fixes in it; ``path`` is relative to the scan root. ``fixes`` counts the findings."""

    path: str
    before: bytes
    after: bytes
    fixes: int


class NotFixed(msgspec.Struct, frozen=True):
    """A finding that has a fix which is not made, and why."""

    location: Location
    code: str
    reason: str


class FixPlan(msgspec.Struct, frozen=True):
    """The changes to make, in order of their paths, and what has to be left alone.

    ``unsafe`` counts the fixes that are not made because only safe ones are asked for.
    """

    changes: tuple[FileChange, ...] = ()
    left: tuple[NotFixed, ...] = ()
    unsafe: int = 0


class Proposed(msgspec.Struct, frozen=True):
    """A finding with the fix for it."""

    finding: Finding
    fix: Fix


class FixPlanner:
    """Proposes fixes for the findings of one scan, and brings them together file by file."""

    def __init__(self, policies: Iterable[Policy], read: ReadFile) -> None:
        self._entries = {policy.code: policy.autofix for policy in policies if policy.autofix}
        self._read = read
        self._fixers: dict[str, Fixer | None] = {}

    def proposals(self, findings: Iterable[Finding]) -> tuple[list[Proposed], list[NotFixed]]:
        """The fixes for the findings that have one, and those whose file no fix can change."""
        proposed, left = [], []
        for finding in findings:
            try:
                fix = self._propose(finding)
            except UnfixableFileError as error:
                left.append(NotFixed(finding.location, finding.code, str(error)))
                continue
            if fix is not None:
                proposed.append(Proposed(finding, fix))
        return proposed, left

    def plan(self, result: ScanResult, *, unsafe: bool) -> FixPlan:
        """The changes that mend the findings of a scan; what is suppressed stays as it is."""
        proposed, left = self.proposals(result.findings)
        asked = [one for one in proposed if one.fix.safe or unsafe]
        kept = {one.finding.constant for one in result.suppressed if one.finding.constant is not None}
        changes = []
        for path in sorted({one.fix.path for one in asked}):
            chosen, refused = _chosen([one for one in asked if one.fix.path == path], kept)
            left += refused
            if chosen:
                change = self._change(path, chosen)
                if isinstance(change, FileChange):
                    changes.append(change)
                else:
                    left += [NotFixed(one.finding.location, one.finding.code, str(change)) for one in chosen]
        return FixPlan(tuple(changes), tuple(left), len(proposed) - len(asked))

    def _propose(self, finding: Finding) -> Fix | None:
        entries = self._entries.get(finding.code)
        path = finding.constant.path if finding.constant is not None else finding.location.path
        language = language_of(path)
        if entries is None or language not in entries:
            return None
        fixer = self._fixer(language)
        found = (fixer.propose(finding, entry) for entry in entries[language]) if fixer is not None else ()
        return next((fix for fix in found if fix is not None), None)

    def _fixer(self, language: str) -> Fixer | None:
        if language not in self._fixers:
            self._fixers[language] = make_fixer(language, self._read)
        return self._fixers[language]

    def _change(self, path: str, chosen: Sequence[Proposed]) -> FileChange | SecureLintError:
        file, fixer = self._read(path), self._fixer(language_of(path))
        if file is None or fixer is None:
            return UnfixableFileError("it cannot be read again")
        try:
            after = spliced(file, {one for proposed in chosen for one in proposed.fix.replacements})
            fixer.check(path, file.raw, after)
        except UnfixableFileError as error:
            return error
        return FileChange(path, file.raw, after, len(chosen))


def language_of(path: str) -> str:
    """The language that the ending of a path tells; empty for none."""
    name = path.rpartition("/")[2]
    return front_ends().get(name[name.rfind(".") :].lower(), "") if "." in name else ""


def _chosen(proposed: Sequence[Proposed], kept: set[Location]) -> tuple[list[Proposed], list[NotFixed]]:
    """The fixes of one file that go together: the first of those that overlap, unless they are the same."""
    chosen: list[Proposed] = []
    refused: list[NotFixed] = []
    taken: set[Replacement] = set()
    waiting = sorted(proposed, key=lambda one: (bool(one.fix.needs), min(one.fix.replacements)))
    for one in waiting:
        reason = _obstacle(one.fix, taken, kept)
        if reason:
            refused.append(NotFixed(one.finding.location, one.finding.code, reason))
        else:
            chosen.append(one)
            taken |= set(one.fix.replacements)
    return chosen, refused


def _obstacle(fix: Fix, taken: set[Replacement], kept: set[Location]) -> str:
    """Why a fix cannot be made together with those already taken; empty when it can."""
    new = [one for one in fix.replacements if one not in taken]
    if any(_overlap(one.span, other.span) for one in new for other in taken):
        return "it overlaps another fix; run again"
    if any(_overlap(one.span, place.span) for one in new for place in kept if place.path == fix.path):
        return "a suppressed finding depends on the same value"
    if any(not any(one.span.contains(needed) for one in taken) for needed in fix.needs):
        return "another place that goes with it is not fixed"
    return ""


def _overlap(one: Span, other: Span) -> bool:
    return (one.start_line, one.start_column) < (other.end_line, other.end_column) and (
        other.start_line,
        other.start_column,
    ) < (one.end_line, one.end_column)
