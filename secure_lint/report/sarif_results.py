"""The results of a SARIF run: places, flows, fingerprints."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

import sarif_om

from secure_lint.model.finding import ALIKE, SAME_VALUE, Finding, Step, Suppressed
from secure_lint.model.span import Location, Span
from secure_lint.report.contents import Report, steps_to_show
from secure_lint.report.sarif_rules import CWE
from secure_lint.text.line_hash import line_hashes

SOURCE_ROOT = "%SRCROOT%"
LINE_HASH_KEY = "primaryLocationLineHash"
FINGERPRINT_KEY = "secureLint/v1"
_PATH_CHARACTERS = "/!$&'()*+,;=@"
"""What a path may hold as it is: the sub-delimiters of RFC 3986, section 2.2; routers name folders with them."""
_MOST_STEPS = 40
_MOST_RELATED = 50
_MOST_SNIPPET_LINES = 10


class ResultWriter:
    """Makes results; remembers the line hashes of the files it has met.

    ``rule_indices`` and ``weakness_indices`` are the positions of rules and of CWE numbers in the run.
    """

    __slots__ = ("_line_hashes", "_report", "_rule_indices", "_weakness_indices")

    def __init__(self, report: Report, rule_indices: Mapping[str, int], weakness_indices: Mapping[int, int]) -> None:
        self._report = report
        self._rule_indices = rule_indices
        self._weakness_indices = weakness_indices
        self._line_hashes: Callable[[str], Sequence[str]] = functools.cache(self._hashes_of_file)

    def result(self, finding: Finding) -> sarif_om.Result:
        """One result."""
        rule = self._report.rules.get(finding.code)
        return sarif_om.Result(
            message=sarif_om.Message(text=finding.message),
            rule_id=finding.code,
            rule_index=self._rule_indices.get(finding.code, -1),
            kind="fail",
            level=finding.severity.value,
            locations=[self._primary(finding), *self._further(finding)],
            related_locations=self._related(finding),
            code_flows=self._flow(finding),
            partial_fingerprints=self._fingerprints(finding),
            fixes=self._fixes(finding),
            rank=round(rule.security_severity * 10, 1) if rule and rule.security_severity > 0 else -1.0,
            taxa=self._weaknesses(finding),
            properties=_properties(finding),
        )

    def suppressed(self, entry: Suppressed) -> sarif_om.Result:
        """A result that a comment silences."""
        result = self.result(entry.finding)
        result.suppressions = [sarif_om.Suppression(kind="inSource", justification=entry.reason or "no reason given")]
        return result

    def location(self, location: Location, *, secret: bool = False) -> sarif_om.Location:
        """A place with its code."""
        return sarif_om.Location(
            logical_locations=_logical(location.element) if location.element else None,
            physical_location=sarif_om.PhysicalLocation(
                artifact_location=self._artifact(location.path),
                region=_region(location.span, self._snippet(location, secret=secret)),
            ),
        )

    def _artifact(self, path: str) -> sarif_om.ArtifactLocation:
        uri = quote((self._report.repository_prefix + path).encode("utf-8", "surrogateescape"), safe=_PATH_CHARACTERS)
        return sarif_om.ArtifactLocation(uri=uri, uri_base_id=SOURCE_ROOT)

    def _fixes(self, finding: Finding) -> list[sarif_om.Fix] | None:
        fix = self._report.fixes.get(finding.fingerprint)
        if fix is None:
            return None
        replacements = [
            sarif_om.Replacement(
                deleted_region=_region(one.span, None), inserted_content=sarif_om.ArtifactContent(text=one.text)
            )
            for one in fix.replacements
        ]
        change = sarif_om.ArtifactChange(artifact_location=self._artifact(fix.path), replacements=replacements)
        return [sarif_om.Fix(artifact_changes=[change], description=sarif_om.Message(text=fix.does))]

    def _primary(self, finding: Finding) -> sarif_om.Location:
        secret = self._report.holds_secret(finding)
        location = self.location(finding.location, secret=secret)
        location.physical_location.context_region = self._context(finding.location, secret=secret)
        if finding.symbol and not finding.location.element:
            location.logical_locations = [sarif_om.LogicalLocation(fully_qualified_name=finding.symbol)]
        return location

    def _further(self, finding: Finding) -> list[sarif_om.Location]:
        """Further places of the result itself: SARIF lists those that must all be changed (3.27.12)."""
        secret = self._report.holds_secret(finding)
        steps = (step for step in finding.related if step.note in (SAME_VALUE, ALIKE))
        return [self.location(step.location, secret=secret) for step in steps]

    def _related(self, finding: Finding) -> list[sarif_om.Location] | None:
        secret = self._report.holds_secret(finding)
        locations = []
        for number, step in enumerate(finding.related[:_MOST_RELATED], start=1):
            location = self.location(step.location, secret=secret)
            location.id = number
            location.message = sarif_om.Message(text=step.note)
            locations.append(location)
        return locations or None

    def _flow(self, finding: Finding) -> list[sarif_om.CodeFlow] | None:
        if not finding.trace:
            return None
        secret = self._report.holds_secret(finding)
        steps = _abridged(steps_to_show(finding))
        locations = []
        for order, step in enumerate(steps, start=1):
            location = self.location(step.location, secret=secret)
            location.message = sarif_om.Message(text=step.note or finding.message)
            locations.append(
                sarif_om.ThreadFlowLocation(
                    location=location,
                    execution_order=order,
                    importance="essential" if order in (1, len(steps)) else "important",
                )
            )
        return [sarif_om.CodeFlow(thread_flows=[sarif_om.ThreadFlow(locations=locations)])]

    def _fingerprints(self, finding: Finding) -> dict[str, str]:
        fingerprints = {}
        hashes = self._line_hashes(finding.location.path)
        line = finding.location.span.start_line
        if line <= len(hashes):
            fingerprints[LINE_HASH_KEY] = hashes[line - 1]
        elif finding.fingerprint:
            # Binary files and archives have no lines; results without a hash are all new at every upload.
            fingerprints[LINE_HASH_KEY] = f"{finding.fingerprint[:16]}:1"
        if finding.fingerprint:
            fingerprints[FINGERPRINT_KEY] = finding.fingerprint
        return fingerprints

    def _hashes_of_file(self, path: str) -> Sequence[str]:
        source = self._report.read(path)
        return line_hashes(source.text) if source else ()

    def _weaknesses(self, finding: Finding) -> list[sarif_om.ReportingDescriptorReference] | None:
        rule = self._report.rules.get(finding.code)
        references = [
            sarif_om.ReportingDescriptorReference(
                id=str(number),
                index=self._weakness_indices[number],
                tool_component=sarif_om.ToolComponentReference(name=CWE, index=0),
            )
            for number in (rule.cwe if rule else ())
        ]
        return references or None

    def _snippet(self, location: Location, *, secret: bool) -> str | None:
        span = location.span
        if span.start_line == span.end_line:
            code = self._report.code(location, secret=secret)
            return (code.text[code.start : code.end] or code.text) if code else None
        lines = []
        for number in range(span.start_line, min(span.end_line, span.start_line + _MOST_SNIPPET_LINES - 1) + 1):
            first = span.start_column if number == span.start_line else 1
            part = Location(location.path, Span(number, first, span.end_line, span.end_column))
            code = self._report.code(part, secret=secret)
            lines.append(code.text if code else "")
        return "\n".join(lines).strip("\n") or None

    def _context(self, location: Location, *, secret: bool) -> sarif_om.Region | None:
        """The whole lines of a region; ``None`` when it is whole lines itself."""
        source, span = self._report.read(location.path), location.span
        if source is None:
            return None
        whole = Span(span.start_line, 1, span.end_line, len(source.line(span.end_line)) + 1)
        if whole == span or not whole.contains(span):
            return None
        snippet = self._snippet(Location(location.path, whole), secret=secret)
        return _region(whole, snippet) if snippet else None


def _logical(element: str) -> list[sarif_om.LogicalLocation]:
    """An element of a modelled app."""
    name = element.rpartition("/")[2]
    return [sarif_om.LogicalLocation(fully_qualified_name=element, name=name, kind="element")]


def _region(span: Span, snippet: str | None) -> sarif_om.Region:
    return sarif_om.Region(
        start_line=span.start_line,
        start_column=span.start_column,
        end_line=span.end_line,
        end_column=span.end_column,
        snippet=sarif_om.ArtifactContent(text=snippet) if snippet else None,
    )


def _abridged(steps: Sequence[Step]) -> Sequence[Step]:
    """At most forty steps; where a long flow loses its middle, the step before the gap says so."""
    if len(steps) <= _MOST_STEPS:
        return steps
    half = _MOST_STEPS // 2
    last = steps[half - 1]
    gap = Step(last.location, f"{last.note} ({len(steps) - _MOST_STEPS} steps left out after this one)")
    return (*steps[: half - 1], gap, *steps[-half:])


def _properties(finding: Finding) -> dict[str, object]:
    properties: dict[str, object] = {
        "policy": finding.policy,
        "confidence": finding.confidence.value,
        "audience": finding.audience.value,
    }
    if finding.evidence:
        properties["evidence"] = [{"subject": part.subject, "text": part.text} for part in finding.evidence]
    optional = {"dataType": finding.data_type, "platform": finding.platform, "fix": finding.fix}
    return properties | {key: value for key, value in optional.items() if value}
