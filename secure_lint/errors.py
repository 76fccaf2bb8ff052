"""Errors that a user can act on.

Each message says what is wrong, where, and what to do. Anything else that escapes is a defect of secure-lint.
"""

from __future__ import annotations

DEBUG_VARIABLE = "SECURE_LINT_DEBUG"
"""The environment variable that shows tracebacks of defects instead of one line about each."""


class SecureLintError(Exception):
    """Base of every error that is shown to the user without a traceback."""


class UsageError(SecureLintError):
    """The command line asks for something that cannot be done."""


class DocumentError(SecureLintError):
    """A YAML, JSON or TOML document of ours or of the user is wrong.

    ``path`` is the document as the user would name it and ``line`` its 1-based line, or ``None`` for the whole file.
    """

    def __init__(self, path: str, line: int | None, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.line = line
        self.message = message


class ConfigurationError(DocumentError):
    """The project's configuration cannot be used."""


class RuleError(DocumentError):
    """A file in ``rules/`` (a model, a policy, the taxonomy, a credential shape) cannot be used."""
