"""``--fix`` and ``--diff``: mending what a scan found, or showing how."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from secure_lint.cli.engine import Engine
from secure_lint.cli.output import print_bytes
from secure_lint.fixes.difference import unified_diff
from secure_lint.fixes.plan import FixPlan
from secure_lint.fixes.writing import Unwritten, write_changes
from secure_lint.model.finding import ScanResult
from secure_lint.report.contents import Report
from secure_lint.text.printable import printable, printable_code


class Mended(msgspec.Struct, frozen=True):
    """What ``--fix`` did. ``result`` is that of a scan afterwards; ``settled`` findings are gone from it."""

    result: ScanResult
    plan: FixPlan
    unwritten: tuple[Unwritten, ...]
    settled: int


def mend(engine: Engine, found: ScanResult, scan: Callable[[], ScanResult], *, unsafe: bool) -> Mended:
    """Write the fixes for the findings of a scan and, where there were any, scan again."""
    from secure_lint.engine.fixing import count_settled  # noqa: PLC0415  (imports are the cost of start-up)

    plan = engine.plan_fixes(found, unsafe=unsafe)
    unwritten = write_changes(Path(found.root), plan.changes)
    result = scan() if len(plan.changes) > len(unwritten) else found
    return Mended(result, plan, unwritten, count_settled(found, result))


def print_difference(plan: FixPlan, report: Report) -> None:
    """The changes as a unified diff: as they are for programs, without control characters for people."""
    text = b"".join(unified_diff(report.display_path(one.path), one.before, one.after) for one in plan.changes)
    if sys.stdout.isatty():
        lines = text.decode("utf-8", "replace").split("\n")
        text = "\n".join(printable_code(line.removesuffix("\r")) for line in lines).encode()
    print_bytes(text)


def summary_of(mended: Mended) -> str:
    """The last line: how many findings are fixed, and how many are left."""
    more = f" ({_unsafe(mended.plan)})" if mended.plan.unsafe else ""
    return f"Fixed {mended.settled}, {len(mended.result.findings)} left{more}.\n"


def tell_what_is_left(plan: FixPlan, report: Report, unwritten: tuple[Unwritten, ...] = ()) -> None:
    """A line on the error stream for every fix that could not be made, and for every file that could not be written."""
    lines = [f"{report.display_place(one.location)}: {one.code} is not fixed: {one.reason}" for one in plan.left]
    lines += [f"error: cannot fix {report.display_path(one.path)}: {one.reason}" for one in unwritten]
    sys.stderr.write("".join(f"secure-lint: {printable(line)}\n" for line in lines))


def hint_at_unsafe(plan: FixPlan) -> None:
    """A line on the error stream when there are fixes that were not asked for."""
    if plan.unsafe:
        sys.stderr.write(f"secure-lint: {_unsafe(plan)}\n")


def _unsafe(plan: FixPlan) -> str:
    return f"{plan.unsafe} more can be fixed with --unsafe-fixes"
