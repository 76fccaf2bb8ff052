"""``secure-lint schema``."""

from __future__ import annotations

import click

from secure_lint.cli.output import print_text
from secure_lint.engine.configuration import configuration_schema
from secure_lint.report.json_report import report_schema


@click.command("schema")
@click.argument("subject", type=click.Choice(["configuration", "report"]))
def schema_command(*, subject: str) -> None:
    """Print the JSON Schema of the configuration file or of the JSON report."""
    schema = configuration_schema() if subject == "configuration" else report_schema()
    print_text(schema.decode() + "\n", machine=True)
