"""``secure-lint scan``."""

from __future__ import annotations

import contextlib
import enum
from collections.abc import Sequence
from pathlib import Path

import click

from secure_lint.cli.commands import nearest_command
from secure_lint.cli.engine import Engine
from secure_lint.cli.exit_codes import ExitCode
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
    configuration = override(load_configuration(roots, config), given)
    result = _scan(engine, roots, configuration)
    report = make_report(result, engine.rules())
    _write(report, ((Format(format_name), STANDARD_OUTPUT), *outputs), SarifProfile(sarif_profile))
    return exit_code(result, configuration)


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
