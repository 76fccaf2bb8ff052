"""The command group: ``scan`` is the default, and a command's module is imported when the command is asked for."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Mapping

import click

from secure_lint import __version__

_COMMANDS: Mapping[str, str] = {
    "scan": "secure_lint.cli.scan:scan_command",
    "rules": "secure_lint.cli.rules:rules_command",
    "explain": "secure_lint.cli.rules:explain_command",
    "endpoints": "secure_lint.cli.endpoints:endpoints_command",
    "classify": "secure_lint.cli.classify:classify",
    "entities": "secure_lint.cli.entities:entities_command",
    "schema": "secure_lint.cli.schema:schema_command",
}
_DEFAULT = "scan"
_GROUP_OPTIONS = ("--help", "-h", "--version")


class LazyGroup(click.Group):
    """A group whose commands are imported on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The names of the commands, as shown in the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put ``scan`` before arguments that name no command."""
        if not args or (args[0] not in _COMMANDS and args[0] not in _GROUP_OPTIONS):
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)


def nearest_command(word: str) -> str:
    """``; did you mean the command ...?``, or nothing; for a path that does not exist."""
    close = difflib.get_close_matches(word, _COMMANDS, n=1)
    return f"; did you mean the command {close[0]!r}?" if close else ""


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="secure-lint %(version)s")
def secure_lint() -> None:
    """Find breaches of mobile data-security policies in a source tree.

    `secure-lint PATH` is short for `secure-lint scan PATH`.

    Exit codes: 0 clean; 1 findings at or above --fail-on; 2 usage, configuration or rule error; 3 with --strict, when
    something could not be analysed; 70 internal error.
    """
