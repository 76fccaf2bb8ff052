"""Running the program: every way to fail becomes one clear line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click

from secure_lint.cli.commands import secure_lint
from secure_lint.cli.engine import Engine, InstalledEngine
from secure_lint.cli.exit_codes import ExitCode
from secure_lint.errors import DEBUG_VARIABLE, SecureLintError

_PACKAGE = Path(__file__).resolve().parents[1]


def run(arguments: Sequence[str], engine: Engine | None = None) -> int:
    """Run one command line and return the exit code; the last resort that keeps tracebacks from users."""
    try:
        code = secure_lint.main(
            args=list(arguments), prog_name="secure-lint", standalone_mode=False, obj=engine or InstalledEngine()
        )
    except click.exceptions.Abort:
        _complain("interrupted")
        return ExitCode.INTERRUPTED
    except KeyboardInterrupt:
        _complain("interrupted")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except SecureLintError as error:
        _complain(f"error: {error}")
        return ExitCode.USAGE
    except Exception as error:
        return _internal_error(error)
    return code if isinstance(code, int) else ExitCode.CLEAN


def _internal_error(error: Exception) -> int:
    """Report a defect by its type and place; its message might quote scanned text."""
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    else:
        _complain(
            f"internal error: {type(error).__name__} {_place(error)}. This is a defect of secure-lint. Please report "
            f"it with your command and what it prints when {DEBUG_VARIABLE}=1 is set (see CONTRIBUTING.md)."
        )
    return ExitCode.INTERNAL


def _place(error: Exception) -> str:
    """Where in the package it happened."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(_PACKAGE):
            return f"in {Path(frame.filename).relative_to(_PACKAGE).as_posix()}:{frame.lineno}"
    return "outside the package"


def _complain(message: str) -> None:
    """One line on the error stream; a stream that is gone is not worth a second error."""
    try:
        sys.stderr.write(f"secure-lint: {message}\n")
        sys.stderr.flush()
    except OSError:
        return
