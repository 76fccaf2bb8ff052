"""One line a finding, in the form that editors and build logs understand."""

from __future__ import annotations

from secure_lint.report.contents import Report
from secure_lint.text.printable import printable


def render_concise(report: Report) -> str:
    """``path:line:column: severity: message [code name]``, then a line for everything that was not analysed."""
    lines = []
    for finding in report.result.findings:
        place = report.display_place(finding.location)
        lines.append(f"{place}: {finding.severity.value}: {finding.message} [{finding.code} {finding.name}]")
    for problem in report.result.problems:
        place = report.display_path(problem.path)
        if problem.span is not None:
            place += f":{problem.span.start_line}:{problem.span.start_column}"
        extent = "partly analysed" if problem.partial else "not analysed"
        lines.append(f"{place}: {extent}: {problem.message}")
    return "".join(f"{printable(line)}\n" for line in lines)
