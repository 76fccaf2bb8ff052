"""``secure-lint rules``, ``secure-lint rules test`` and ``secure-lint explain``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from secure_lint.cli.engine import Engine
from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.output import print_text, wants_color
from secure_lint.engine.configuration import Configuration
from secure_lint.engine.rule_index import RuleIndex
from secure_lint.engine.selection import make_selection
from secure_lint.model.rule import RuleDescription
from secure_lint.report.json_text import Json, json_text

_FIXABLE = "fix"
"""Marks a rule in the table that has automatic fixes."""


@click.group("rules", invoke_without_command=True)
@click.option("--select", multiple=True, metavar="RULES", help="Only these: codes, beginnings of codes, or names.")
@click.option("--policy", "policies", multiple=True, metavar="P1,P4", help="Only rules of these policies.")
@click.option("--platform", metavar="NAME", help="Only rules with a fix for this platform.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def rules_command(
    context: click.Context, *, select: tuple[str, ...], policies: tuple[str, ...], platform: str | None, form: str
) -> None:
    """List the rules, or test them on their fixtures. Those marked fix have automatic fixes (scan --fix)."""
    if context.invoked_subcommand is not None:
        return
    engine: Engine = context.obj
    index = RuleIndex(engine.rules())
    wanted = Configuration(
        select=_split(select) or ("ALL",), policies=_split(policies), overridden=frozenset(("select", "policies"))
    )
    codes = make_selection(wanted, index, Path()).codes
    chosen = [
        rule
        for code, rule in index.by_code.items()
        if code in codes and (platform is None or platform in rule.fix_by_platform)
    ]
    print_text(_as_json(chosen) if form == "json" else _as_table(chosen), machine=form == "json")


@rules_command.command("test")
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.pass_obj
def rules_test_command(engine: Engine, *, folders: tuple[Path, ...]) -> int:
    """Run the rules over the fixtures in FOLDERS (default: those that come with the rules) and compare."""
    report = engine.run_fixtures(folders)
    lines = [f"{failure.path}:{failure.line}: {failure.deviation.value} {failure.code}" for failure in report.failures]
    lines.append(f"{report.cases} fixture cases, {len(report.failures)} deviations")
    print_text("".join(f"{line}\n" for line in lines))
    return ExitCode.FINDINGS if report.failures else ExitCode.CLEAN


@click.command("explain")
@click.argument("rule", metavar="CODE|NAME")
@click.pass_obj
def explain_command(engine: Engine, *, rule: str) -> None:
    """Show what a rule is about, why it matters, how to fix it, and a bad and a good example."""
    from secure_lint.report.rule_page import rule_page  # noqa: PLC0415  (imports are the cost of start-up)

    page = rule_page(RuleIndex(engine.rules()).get(rule))
    if not wants_color():
        print_text(page)
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    console = Console()
    with console.capture() as capture:
        console.print(Markdown(page))
    print_text(capture.get())


def _split(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _as_table(rules: Sequence[RuleDescription]) -> str:
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{rule.code}  {rule.policy:<7}  {rule.severity.value:<7}  {_FIXABLE if rule.autofix else '':<3}  "
        f"{rule.name:<{width}}  {rule.title}\n"
        for rule in rules
    )


def _as_json(rules: Sequence[RuleDescription]) -> str:
    plain: Json = msgspec.to_builtins(rules)
    return json_text(plain, indent=2)
