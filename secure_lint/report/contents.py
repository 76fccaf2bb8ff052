"""What every report format is made from."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

import msgspec

from secure_lint.model.finding import Finding, ScanResult, Severity, Step
from secure_lint.model.fix import Fix
from secure_lint.model.rule import RuleDescription
from secure_lint.model.span import WHOLE_FILE, Location
from secure_lint.text.code_line import CodeLine, code_line
from secure_lint.text.source import SourceText

_SECRET_SUBJECTS = frozenset(("key", "credential", "passphrase"))


class Report(msgspec.Struct, frozen=True):
    """A scan's result with all that is needed to show it.

    ``fixes`` are the automatic fixes, by the fingerprint of their finding. ``read`` gives the text of a scanned file by
    its path in the findings. ``display_prefix`` leads from the user's working folder to the scan root,
    ``repository_prefix`` from the repository root; both are empty or end in a slash.
    """

    result: ScanResult
    rules: dict[str, RuleDescription]
    read: Callable[[str], SourceText | None]
    version: str
    display_prefix: str = ""
    repository_prefix: str = ""
    fixes: dict[str, Fix] = {}

    def display_path(self, path: str) -> str:
        """A path as the user would type it."""
        return posixpath.normpath(self.display_prefix + path) if path else self.display_prefix.rstrip("/") or "."

    def display_place(self, location: Location) -> str:
        """A place as the user would find it: path, line and column, or the element in a file without lines."""
        path = self.display_path(location.path)
        if location.element and location.span == WHOLE_FILE:
            return f"{path}#{location.element}"
        return f"{path}:{location.span.start_line}:{location.span.start_column}"

    def holds_secret(self, finding: Finding) -> bool:
        """Whether the code of a finding must be shown without its literals."""
        rule = self.rules.get(finding.code)
        return (rule is not None and rule.secret) or any(part.subject in _SECRET_SUBJECTS for part in finding.evidence)

    def code(self, location: Location, *, secret: bool) -> CodeLine | None:
        """The code at a place, in the form that may be shown."""
        source = self.read(location.path)
        return code_line(source, location.span, secret=secret) if source else None


def steps_to_show(finding: Finding) -> tuple[Step, ...]:
    """The flow of a finding, or its place alone when nothing flows."""
    if finding.trace and finding.trace[-1].location == finding.location:
        return finding.trace
    return (*finding.trace, Step(finding.location, ""))


def count_by_severity(result: ScanResult) -> dict[Severity, int]:
    """How many findings there are of each severity, the worst first."""
    counts = dict.fromkeys((Severity.ERROR, Severity.WARNING, Severity.NOTE), 0)
    for finding in result.findings:
        counts[finding.severity] += 1
    return counts
