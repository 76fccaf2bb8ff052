"""The command line."""

from __future__ import annotations

import sys


def main() -> None:
    """The console script. Asking for the version imports nothing."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from secure_lint import __version__  # noqa: PLC0415  (imports are the cost of start-up)

        sys.stdout.write(f"secure-lint {__version__}\n")
        return
    from secure_lint.cli.run import run  # noqa: PLC0415

    sys.exit(run(arguments))
