"""Whether somebody has chosen what a finding is about, so that a fix takes the choice away."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from secure_lint.fixes.python.syntax import PythonFile
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.model.finding import Finding
from secure_lint.model.fix import Fix


def is_chosen(file: PythonFile, fix: Fix, finding: Finding, entry: AutomaticFix) -> bool:
    """Whether names around the place of a fix, comments there, or arguments of the call are such as the entry names."""
    call = file.call_at(finding.location.span) if finding.location.path == fix.path else None
    if call is not None and any(one.keyword and one.keyword.value in entry.unsafe_with for one in call.args):
        return True
    if entry.unsafe_where is None:
        return False
    pattern = re.compile(entry.unsafe_where)
    lines = [one.span.start_line for one in fix.replacements]
    return any(pattern.search(name) for line in lines for name in (*_names_around(file, line), *_comments(file, line)))


def _comments(file: PythonFile, line: int) -> Iterator[str]:
    """The comments on a line and on those above it up to a blank one, as names: blanks in them as ``_``."""
    found = {file.span(one).start_line: file.text(one) for one in file.nodes_of(cst.Comment)}
    lines = file.source.text.splitlines()
    while line > 0 and lines[line - 1].strip():
        if line in found:
            yield re.sub(r"\W+", "_", found[line])
        line -= 1


def _names_around(file: PythonFile, line: int) -> Iterator[str]:
    """The names in conditions around a line, and those of the functions around it."""
    for node in file.nodes_of(cst.If | cst.IfExp | cst.While | cst.FunctionDef):
        span = file.span(node)
        if not span.start_line <= line <= span.end_line:
            continue
        if isinstance(node, cst.FunctionDef):
            yield node.name.value
        elif isinstance(node, cst.If | cst.IfExp | cst.While):
            yield from (one.value for one in (node.test, *file.descendants(node.test)) if isinstance(one, cst.Name))
