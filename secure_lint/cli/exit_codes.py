"""What the exit codes mean; the same for every format."""

from __future__ import annotations

import enum


class ExitCode(enum.IntEnum):
    """The codes that the program ends with."""

    CLEAN = 0
    FINDINGS = 1
    """Findings at or above ``--fail-on``."""
    USAGE = 2
    """The command line, the configuration or a rule is wrong, or a report cannot be written."""
    INCOMPLETE = 3
    """With ``--strict``: something could not be analysed."""
    INTERNAL = 70
    """A defect of secure-lint."""
    INTERRUPTED = 130
    """Ctrl-C."""
