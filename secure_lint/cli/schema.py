"""``secure-lint schema``."""

from __future__ import annotations

import click

from secure_lint.cli.output import print_text
from secure_lint.engine.configuration import configuration_schema
from secure_lint.formats.outsystems.neutral.document import json_schema
from secure_lint.report.json_report import report_schema


@click.command("schema")
@click.argument("subject", type=click.Choice(["configuration", "report", "entities"]))
def schema_command(*, subject: str) -> None:
    """Print the JSON Schema of the configuration file, of the JSON report or of the neutral entity file."""
    schemas = {"configuration": configuration_schema, "report": report_schema, "entities": json_schema}
    print_text(schemas[subject]().decode().rstrip("\n") + "\n", machine=True)
