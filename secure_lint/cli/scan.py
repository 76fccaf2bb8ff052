"""``secure-lint scan``."""

from __future__ import annotations

import contextlib
import enum
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from secure_lint.cli.commands import nearest_command
from secure_lint.cli.engine import Engine
from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.fixing import Mended, hint_at_unsafe, mend, print_difference, summary_of, tell_what_is_left
from secure_lint.cli.output import STANDARD_OUTPUT, print_text, wants_color, write_report
from secure_lint.cli.progress import terminal_progress
from secure_lint.cli.rendering import FORMATS, Format, make_report, render
from secure_lint.engine.configuration import CommandLineSettings, Configuration, FailOn, override
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.errors import UsageError
from secure_lint.model.finding import Audience, ScanResult, Severity
from secure_lint.report.contents import Report
from secure_lint.report.profile import SarifProfile

Output = tuple[Format, str]


def words(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...] | None:
    """Comma-separated and repeated values as one tuple; ``None`` when the option was not given."""
    found = tuple(word.strip() for value in values for word in value.split(",") if word.strip())
    return found or None


def _outputs(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[Output, ...]:
    outputs = []
    for value in values:
        name, separator, file = value.partition("=")
        if not separator or not file or name not in FORMATS:
            raise click.BadParameter(f"{value!r} is not FORMAT=FILE with a format of {', '.join(FORMATS)}")
        folder = Path(file).absolute().parent
        if file != STANDARD_OUTPUT and not folder.is_dir():
            raise click.BadParameter(f"there is no folder {folder} for {file}")
        outputs.append((Format(name), file))
    return tuple(outputs)


def _choice(of: type[enum.Enum]) -> click.Choice[str]:
    return click.Choice([str(member.value) for member in of])


@click.command("scan")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-f", "--format", "format_name", type=click.Choice(FORMATS), default=FORMATS[0], show_default=True)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=_outputs,
    help="Also write a report to a file; may be repeated.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    callback=words,
    help="Rules to apply: codes, beginnings of codes, names, or ALL.",
)
@click.option("--ignore", multiple=True, metavar="RULES", callback=words, help="Rules not to apply.")
@click.option(
    "--policy", "policies", multiple=True, metavar="P1,P4", callback=words, help="Only rules of these policies."
)
@click.option("--severity", type=_choice(Severity), help="Show nothing below this.")
@click.option("--fail-on", type=_choice(FailOn), help="Exit with 1 for findings from this severity on.")
@click.option("--audience", type=_choice(Audience), help="Auditors also see what is unsure.")
@click.option("--jobs", type=click.IntRange(0, 1024), metavar="N", help="Worker processes; 0 for one a processor.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option("--include", multiple=True, metavar="GLOB", callback=words, help="Only files that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", callback=words, help="No files that match.")
@click.option("--no-gitignore", is_flag=True, help="Scan files that git ignores, too.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.option("--strict", is_flag=True, help="Exit with 3 when something could not be analysed.")
@click.option(
    "--sarif-profile",
    type=_choice(SarifProfile),
    default=SarifProfile.GITHUB.value,
    show_default=True,
    help="GitHub shows suppressed results as open alerts, so only 'full' lists them.",
)
@click.option("--fix", is_flag=True, help="Change the files so that findings are gone, as far as that is safe.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing, exit with 1 if anything.")
@click.option("--unsafe-fixes", is_flag=True, help="Also fix what needs a second look.")
@click.pass_obj
def scan_command(
    engine: Engine,
    *,
    paths: tuple[Path, ...],
    format_name: str,
    outputs: tuple[Output, ...],
    select: tuple[str, ...] | None,
    ignore: tuple[str, ...] | None,
    policies: tuple[str, ...] | None,
    severity: str | None,
    fail_on: str | None,
    audience: str | None,
    jobs: int | None,
    no_cache: bool,
    include: tuple[str, ...] | None,
    exclude: tuple[str, ...] | None,
    no_gitignore: bool,
    config: Path | None,
    strict: bool,
    sarif_profile: str,
    fix: bool,
    diff: bool,
    unsafe_fixes: bool,
) -> int:
    """Scan PATHS (default: the working folder) and report what breaks a policy."""
    given = CommandLineSettings(
        select=select,
        ignore=ignore,
        policies=policies,
        severity=Severity(severity) if severity else None,
        fail_on=FailOn(fail_on) if fail_on else None,
        audience=Audience(audience) if audience else None,
        jobs=jobs,
        cache=False if no_cache else None,
        include=include,
        exclude=exclude,
        respect_gitignore=False if no_gitignore else None,
        strict=True if strict else None,
    )
    roots = paths or (Path(),)
    check_paths(roots)
    wanted = _Wanted(
        shown=Format(format_name),
        outputs=outputs,
        profile=SarifProfile(sarif_profile),
        fixing=_fixing(fix=fix, diff=diff, format_name=format_name),
        unsafe=unsafe_fixes,
    )
    return _run(engine, roots, override(load_configuration(roots, config), given), wanted)


class _Fixing(enum.Enum):
    """What becomes of the findings that can be fixed."""

    NONE = "none"
    SHOWN = "shown"
    MADE = "made"


class _Wanted(msgspec.Struct, frozen=True):
    """What the user wants of a scan's result."""

    shown: Format
    outputs: tuple[Output, ...]
    profile: SarifProfile
    fixing: _Fixing
    unsafe: bool


def _fixing(*, fix: bool, diff: bool, format_name: str) -> _Fixing:
    if diff and format_name != FORMATS[0]:
        raise UsageError("--diff prints a diff and no report; write the report to a file with --output")
    if diff:
        return _Fixing.SHOWN
    return _Fixing.MADE if fix else _Fixing.NONE


def _run(engine: Engine, roots: Sequence[Path], configuration: Configuration, wanted: _Wanted) -> ExitCode:
    """Scan, fix if that is wanted, and report what is left."""
    result = _scan(engine, roots, configuration)
    mended = None
    if wanted.fixing is _Fixing.MADE:
        mended = mend(engine, result, lambda: _scan(engine, roots, configuration), unsafe=wanted.unsafe)
        result = mended.result
    report = _report(engine, result, wanted)
    if wanted.fixing is _Fixing.SHOWN:
        _write(report, wanted.outputs, wanted.profile)
        return _show_difference(engine, report, configuration, wanted)
    _write(report, ((wanted.shown, STANDARD_OUTPUT), *wanted.outputs), wanted.profile)
    if mended is not None:
        _tell(mended, report, wanted)
        if mended.unwritten:
            return ExitCode.USAGE
    return exit_code(result, configuration)


def _report(engine: Engine, result: ScanResult, wanted: _Wanted) -> Report:
    forms = {wanted.shown, *(form for form, _ in wanted.outputs)}
    if wanted.fixing is _Fixing.MADE or Format.SARIF not in forms:
        return make_report(result, engine.rules())
    return make_report(result, engine.rules(), engine.proposed_fixes(result, unsafe=wanted.unsafe))


def _show_difference(engine: Engine, report: Report, configuration: Configuration, wanted: _Wanted) -> ExitCode:
    plan = engine.plan_fixes(report.result, unsafe=wanted.unsafe)
    print_difference(plan, report)
    tell_what_is_left(plan, report)
    hint_at_unsafe(plan)
    if configuration.strict and report.result.problems:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if plan.changes and configuration.fail_on.threshold else ExitCode.CLEAN


def _tell(mended: Mended, report: Report, wanted: _Wanted) -> None:
    """What was fixed: below the report for people, beside one for programs."""
    tell_what_is_left(mended.plan, report, mended.unwritten)
    if wanted.shown is Format.TEXT:
        print_text(summary_of(mended))
    else:
        sys.stderr.write(f"secure-lint: {summary_of(mended)}")


def exit_code(result: ScanResult, configuration: Configuration) -> ExitCode:
    """The code for a finished scan. With ``strict`` a gap comes first: nobody can tell what it hides."""
    if configuration.strict and result.problems:
        return ExitCode.INCOMPLETE
    threshold = configuration.fail_on.threshold
    if threshold and any(finding.severity.rank >= threshold.rank for finding in result.findings):
        return ExitCode.FINDINGS
    return ExitCode.CLEAN


def _scan(engine: Engine, roots: Sequence[Path], configuration: Configuration) -> ScanResult:
    progress = terminal_progress()
    with progress or contextlib.nullcontext():
        return engine.scan(roots, configuration, progress)


def _write(report: Report, outputs: Sequence[Output], profile: SarifProfile) -> None:
    for form, file in outputs:
        if file == STANDARD_OUTPUT:
            text = render(report, form, color=wants_color(), profile=profile)
            print_text(text, machine=form in (Format.JSON, Format.SARIF))
        else:
            write_report(Path(file), render(report, form, color=False, profile=profile))


def check_paths(paths: Sequence[Path]) -> None:
    """Raise `UsageError` for a path that does not exist or cannot be read."""
    for path in paths:
        try:
            path.stat()
        except FileNotFoundError:
            raise UsageError(f"{path}: no such file or folder{nearest_command(str(path))}") from None
        except OSError as problem:
            raise UsageError(f"{path}: {problem.strerror or problem}") from None
