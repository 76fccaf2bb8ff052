"""Writing reports to the terminal, to a pipe and to files."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from secure_lint.errors import UsageError

STANDARD_OUTPUT = "-"


def wants_color() -> bool:
    """Whether standard output is a terminal that shows colours (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def print_text(text: str, *, machine: bool = False) -> None:
    """Write to standard output: always UTF-8 for machines, else in the encoding of the terminal.

    What the encoding lacks is written as an escape. A reader that closes the pipe early ends the output quietly; any
    other failure raises `UsageError`.
    """
    encoding = "utf-8" if machine else sys.stdout.encoding or "utf-8"
    print_bytes(text.encode(encoding, "backslashreplace"))


def print_bytes(data: bytes) -> None:
    """Write to standard output as it is; for failures see `print_text`."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _discard_standard_output()
    except OSError as problem:
        _discard_standard_output()
        raise UsageError(f"cannot write to standard output: {problem.strerror or problem}") from None


def write_report(path: Path, text: str) -> None:
    """Write a report file whole or not at all. Raises `UsageError` when it cannot be written."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            draft.write_bytes(data)
            draft.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise UsageError(f"cannot write {path}: {problem.strerror or problem}") from None


def _discard_standard_output() -> None:
    """Point standard output nowhere, so that the interpreter's flush at exit does not fail again."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
