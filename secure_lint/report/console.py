"""The report for people: each finding with its code, the steps that lead there, the evidence and the fix."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from secure_lint.model.finding import Finding, ScanResult, Severity, Step
from secure_lint.model.span import WHOLE_FILE, Location
from secure_lint.report.contents import Report, count_by_severity, steps_to_show
from secure_lint.text.code_line import CodeLine
from secure_lint.text.printable import printable

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold blue"}
_DIM = "dim"
_LONGEST_CODE = 160
_DETAIL_WIDTH = 105
_DETAIL_BREAK = "\n" + " " * 10
_MOST_STEPS = 12
_MOST_RELATED = 8
_MOST_PROBLEMS = 10


def render_console(report: Report, *, color: bool) -> str:
    """The annotated text. With ``color`` it holds terminal escapes of our own; text of scanned files never does."""
    output = io.StringIO()
    console = Console(
        file=output, force_terminal=color, no_color=not color, color_system="standard" if color else None, width=200
    )
    for text in _parts(report):
        console.print(text, soft_wrap=True, markup=False, highlight=False, end="")
    return output.getvalue()


def _parts(report: Report) -> Iterator[Text]:
    for finding in report.result.findings:
        yield _finding(report, finding)
    if report.result.problems:
        yield _problems(report)
    yield _summary(report.result)


def _finding(report: Report, finding: Finding) -> Text:
    style = _STYLES[finding.severity]
    text = Text()
    text.append(printable(report.display_place(finding.location)), "bold")
    text.append(f" {finding.severity.value}", style)
    text.append(f" {finding.code} {finding.name}\n")
    text.append(f"  {printable(finding.message)}\n")
    _append_steps(text, report, finding, style)
    for step in finding.related[:_MOST_RELATED]:
        text.append(f"  see {_see(report, step.location)}", _DIM)
        text.append(f" {printable(step.note)}\n")
    if len(finding.related) > _MOST_RELATED:
        text.append(f"  ... and {len(finding.related) - _MOST_RELATED} more; --format json lists them all\n", _DIM)
    for label, detail in _details(report, finding):
        text.append(f"  {label:<7} ", "bold")
        lines = textwrap.wrap(detail, _DETAIL_WIDTH, break_long_words=False, break_on_hyphens=False)
        text.append(_DETAIL_BREAK.join(lines) + "\n")
    text.append("\n")
    return text


def _see(report: Report, location: Location) -> str:
    """A related place: without its column."""
    place = report.display_place(location)
    return printable(place if "#" in place and location.element else place.rpartition(":")[0])


def _details(report: Report, finding: Finding) -> Iterator[tuple[str, str]]:
    if finding.location.element and finding.location.span != WHOLE_FILE:
        yield "element", printable(finding.location.element)
    for part in finding.evidence:
        yield printable(part.subject), printable(part.text)
    rule = report.rules.get(finding.code)
    if finding.policy:
        statement = rule.policy_statement if rule else ""
        yield "policy", f"{finding.policy}: {statement}" if statement else finding.policy
    if finding.fix:
        platform = f"({finding.platform}) " if finding.platform else ""
        yield "fix", platform + printable(" ".join(finding.fix.split()))


def _append_steps(text: Text, report: Report, finding: Finding, style: str) -> None:
    steps = steps_to_show(finding)
    shown = _abridged(steps)
    secret = report.holds_secret(finding)
    gutter = max((len(str(step.location.span.start_line)) for step in steps), default=1)
    path, line = finding.location.path, 0
    for index, step in shown:
        if step is None:
            text.append(f"  {'':>{gutter}} | ... {len(steps) - len(shown) + 1} more steps\n", _DIM)
            line = 0
            continue
        location = step.location
        if location.path != path:
            path, line = location.path, 0
            text.append(f"  {'':>{gutter}} in {_path(report, location)}\n", _DIM)
        code = report.code(location, secret=secret)
        if location.element and location.span == WHOLE_FILE:
            text.append(f"  {'':>{gutter}} | ", _DIM)
            text.append(f"{printable(location.element)}\n")
            line = 0
        elif location.span.start_line != line:
            line = location.span.start_line
            _append_code(text, line, gutter, code)
        note = f"{index + 1}. {step.note}" if step.note and len(steps) > 1 else step.note
        _append_marker(text, gutter, code, printable(note), style if index == len(steps) - 1 else "cyan")


def _append_code(text: Text, line: int, gutter: int, code: CodeLine | None) -> None:
    text.append(f"  {line:>{gutter}} | ", _DIM)
    text.append(f"{_window(code)[0]}\n" if code else "(not shown)\n")


def _append_marker(text: Text, gutter: int, code: CodeLine | None, note: str, style: str) -> None:
    start = width = 0
    if code is not None and code.end > code.start:
        shown, start, end = _window(code)
        start, width = cell_len(shown[:start]), max(cell_len(shown[start:end]), 1)
    if not note and not width:
        return
    text.append(f"  {'':>{gutter}} | {'':>{start}}", _DIM)
    text.append(f"{'^' * width}{' ' if note and width else ''}{note}\n", style)


def _window(code: CodeLine) -> tuple[str, int, int]:
    """The part of a line that is shown, without its indentation, and where the marked part lies in it."""
    indent = len(code.text) - len(code.text.lstrip())
    body = code.text[indent:].rstrip()
    start, end = max(code.start - indent, 0), min(max(code.end - indent, 0), len(body))
    if len(body) <= _LONGEST_CODE:
        return body, start, end
    left = max(0, min(start - _LONGEST_CODE // 4, len(body) - _LONGEST_CODE))
    before, after = ("..." if left else ""), ("..." if left + _LONGEST_CODE < len(body) else "")
    shift = len(before) - left
    return f"{before}{body[left : left + _LONGEST_CODE]}{after}", start + shift, min(end, left + _LONGEST_CODE) + shift


def _abridged(steps: Sequence[Step]) -> list[tuple[int, Step | None]]:
    """The steps with their index; a long flow loses its middle, for which ``None`` stands."""
    numbered: list[tuple[int, Step | None]] = list(enumerate(steps))
    if len(steps) <= _MOST_STEPS:
        return numbered
    half = _MOST_STEPS // 2
    return [*numbered[:half], (half, None), *numbered[-half:]]


def _problems(report: Report) -> Text:
    problems = report.result.problems
    text = Text("Not analysed, or only in part:\n", "bold")
    for problem in problems[:_MOST_PROBLEMS]:
        line = f":{problem.span.start_line}" if problem.span else ""
        extent = " (in part)" if problem.partial else ""
        path = printable(report.display_path(problem.path))
        text.append(f"  {path}{line}{extent}: {printable(problem.message)}\n")
    if len(problems) > _MOST_PROBLEMS:
        text.append(f"  ... and {len(problems) - _MOST_PROBLEMS} more; --format concise lists them all\n", _DIM)
    text.append("\n")
    return text


def _summary(result: ScanResult) -> Text:
    text = Text()
    counts = count_by_severity(result)
    text.append(_plural(len(result.findings), "finding") if result.findings else "No findings", "bold")
    if result.findings:
        kinds = (_plural(count, severity.value) for severity, count in counts.items() if count)
        text.append(f" ({', '.join(kinds)})")
    text.append(f" in {_plural(result.statistics.files_discovered, 'file')}")
    if result.suppressed:
        text.append(f"; {len(result.suppressed)} suppressed")
    if result.problems:
        text.append(f"; {_plural(len(result.problems), 'place')} not analysed")
    text.append(".\n")
    return text


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _path(report: Report, location: Location) -> str:
    return printable(report.display_path(location.path))
