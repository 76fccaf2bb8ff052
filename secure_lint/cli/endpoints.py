"""``secure-lint endpoints``: what the server in a tree answers, behind which guards, and who asks in the same tree."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click
import msgspec

from secure_lint.cli.engine import Engine
from secure_lint.cli.output import print_text
from secure_lint.cli.progress import terminal_progress
from secure_lint.cli.scan import check_paths, words
from secure_lint.engine.configuration import CommandLineSettings, override
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.model.endpoint import ClientRequest, Endpoint, Inventory
from secure_lint.model.span import Location


@click.command("endpoints")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--unguarded", is_flag=True, help="Only endpoints that no guard was found for.")
@click.option("--include", multiple=True, metavar="GLOB", callback=words, help="Only files that match.")
@click.option("--exclude", multiple=True, metavar="GLOB", callback=words, help="No files that match.")
@click.option("--no-gitignore", is_flag=True, help="Read files that git ignores, too.")
@click.option("--config", type=click.Path(path_type=Path), metavar="FILE", help="Use this configuration file.")
@click.pass_obj
def endpoints_command(
    engine: Engine,
    *,
    paths: tuple[Path, ...],
    form: str,
    unguarded: bool,
    include: tuple[str, ...] | None,
    exclude: tuple[str, ...] | None,
    no_gitignore: bool,
    config: Path | None,
) -> None:
    """List the endpoints of the servers in PATHS: verb, path, handler, guards, and what each reaches."""
    roots = paths or (Path(),)
    check_paths(roots)
    given = CommandLineSettings(include=include, exclude=exclude, respect_gitignore=False if no_gitignore else None)
    configuration = override(load_configuration(roots, config), given)
    progress = terminal_progress()
    with progress or contextlib.nullcontext():
        inventory = engine.endpoints(roots, configuration, progress)
    shown = [one for one in inventory.endpoints if not (unguarded and (one.guards or one.unresolved))]
    print_text(_json(shown, inventory) if form == "json" else _text(shown, inventory), machine=form == "json")


def _text(shown: Sequence[Endpoint], inventory: Inventory) -> str:
    callers = _callers(inventory)
    lines = [line for endpoint in shown for line in _lines(endpoint, callers[endpoint.location])]
    resolved = sum(1 for one in inventory.endpoints if not one.unresolved)
    total = len(inventory.endpoints)
    summary = f"{total} endpoints, {sum(1 for one in inventory.endpoints if one.guards)} behind a guard"
    lines.append(f"{summary}; the guards of {resolved} could be followed" if total else "no endpoints found")
    return "\n".join(lines) + "\n"


def _callers(inventory: Inventory) -> dict[Location, list[ClientRequest]]:
    """The requests of clients, by the place of the handler that answers them."""
    found: dict[Location, list[ClientRequest]] = defaultdict(list)
    for one in inventory.exchanges:
        found[one.endpoint.location].append(one.request)
    return found


def _lines(endpoint: Endpoint, callers: Sequence[ClientRequest]) -> list[str]:
    lines = [f"{endpoint.verb:<7} {endpoint.path}", f"        {_place(endpoint.location)}  {endpoint.handler}"]
    if endpoint.inputs:
        lines.append("        inputs  " + ", ".join(f"{one.name} ({one.where})" for one in endpoint.inputs))
    guards = [f"{one.shown} ({one.kind})" if one.shown else one.kind for one in endpoint.guards]
    unknown = [f"{one}?" for one in endpoint.unresolved]
    lines.append("        guards  " + (", ".join((*guards, *unknown)) or "none"))
    if endpoint.reaches:
        reached = dict.fromkeys(f"{one.kind.partition('.')[2]} {one.name}".strip() for one in endpoint.reaches)
        lines.append("        reaches " + ", ".join(reached))
    return [*lines, *map(_called, callers)]


def _called(request: ClientRequest) -> str:
    sent = f"  {', '.join(one.name for one in request.fields)}" if request.fields else ""
    return f"        called  {_place(request.location)}{sent}"


def _place(location: Location) -> str:
    return f"{location.path}:{location.span.start_line}:{location.span.start_column}"


def _json(shown: Sequence[Endpoint], inventory: Inventory) -> str:
    callers = _callers(inventory)
    listed = [
        {
            "verb": one.verb,
            "path": one.path,
            "handler": one.handler,
            "location": _place(one.location),
            "inputs": [{"name": each.name, "where": each.where} for each in one.inputs],
            "guards": [{"kind": guard.kind, "name": guard.shown} for guard in one.guards],
            "unresolved": list(one.unresolved),
            "reaches": [
                {"kind": each.kind, "name": each.name, "location": _place(each.location)} for each in one.reaches
            ],
            "callers": [
                {"location": _place(each.location), "path": each.path, "fields": [sent.name for sent in each.fields]}
                for each in callers[one.location]
            ],
        }
        for one in shown
    ]
    problems = [{"path": one.path, "message": one.message} for one in inventory.problems]
    document = {"version": 1, "endpoints": listed, "problems": problems}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"
