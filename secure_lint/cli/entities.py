"""``secure-lint entities export``: a model of entities in the neutral form."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secure_lint.cli.output import print_text, write_report
from secure_lint.errors import UsageError

if TYPE_CHECKING:
    from secure_lint.formats.outsystems.neutral.document import EntitiesDocument

FILE_NAME = "secure-lint-entities"


@click.group("entities")
def entities_command() -> None:
    """Describe the entities of an app in a neutral file that a scan reads."""


@entities_command.command("export")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-o", "--output", help="Write a file, or into a folder that exists or ends with a slash.", metavar="PATH")
@click.option("-f", "--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True)
@click.option("--module", metavar="NAME", help="Only the module of this name.")
def export_command(*, source: Path, output: str | None, form: str, module: str | None) -> None:
    """Write the entities in SOURCE as secure-lint-entities.yaml.

    SOURCE is an OutSystems module (.oml) or package (.oap), an exported schema of Room, a model of ObjectBox,
    userstore.json of the Salesforce Mobile SDK, or rows of the OSSYS query as CSV or JSON. Values of settings and
    passwords are left out.
    """
    from secure_lint.formats.outsystems.neutral.exporting import as_json, as_yaml, export  # noqa: PLC0415  (start-up)

    try:
        raw = source.read_bytes()
    except OSError as problem:
        raise UsageError(f"cannot read {source}: {problem.strerror or problem}") from None
    documents = [one for one in export(str(source), raw) if module is None or one.module == module]
    if not documents:
        raise UsageError(f"{source} has no module {module!r}" if module else f"{source} has no module")
    texts = [as_json(one) if form == "json" else as_yaml(one) for one in documents]
    target = Path(output) if output is not None else None
    if target is not None and (target.is_dir() or str(output).endswith(("/", os.sep))):
        for document, text in zip(documents, texts, strict=True):
            folder = target / _folder(document) if len(documents) > 1 else target
            folder.mkdir(parents=True, exist_ok=True)
            write_report(folder / f"{FILE_NAME}.{form}", text)
        return
    if len(documents) > 1:
        names = ", ".join(one.module for one in documents)
        raise UsageError(f"{source} has several modules ({names}); choose one with --module, or give -o FOLDER")
    if target is not None:
        write_report(target, texts[0])
    else:
        print_text(texts[0], machine=True)


def _folder(document: EntitiesDocument) -> str:
    """A folder's name for a module: its own name as far as that is safe."""
    return "".join(one if one.isalnum() or one in "-_" else "_" for one in document.module) or "module"
