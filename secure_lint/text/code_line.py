"""A line of scanned code in the form that may be shown: printable, and without secrets."""

from __future__ import annotations

import msgspec

from secure_lint.model.span import Span
from secure_lint.text.printable import display_offset, printable_code
from secure_lint.text.redaction import redact_marked, redact_tokens
from secure_lint.text.source import SourceText

LONGEST_LINE = 4000
"""A longer line is minified or data; it is not shown at all."""


_DATA = (
    *(".properties", ".yaml", ".yml", ".env", ".xml", ".plist", ".strings", ".json", ".toml", ".xcconfig", ".ini"),
    *(
        ".conf",
        ".cfg",
        ".config",
        ".txt",
        ".md",
        ".csv",
        ".tfvars",
        ".html",
        ".resx",
        ".arb",
        ".xliff",
        ".pem",
        ".ipynb",
    ),
)
"""Endings of files in which a value stands without quotes, and is no code whatever signs it holds."""


class CodeLine(msgspec.Struct, frozen=True):
    """One line: its number, its text for display, and the part ``[start, end)`` of that text which is meant."""

    number: int
    text: str
    start: int
    end: int


def code_line(source: SourceText, span: Span, *, secret: bool) -> CodeLine | None:
    """The first line of ``span``; ``None`` when it cannot be shown.

    A line with a secret loses its literals, and then no part of it is marked, because the columns no longer agree.
    """
    raw = source.line(span.start_line)
    if not raw.strip() or len(raw) > LONGEST_LINE:
        return None
    end = span.end_column if span.end_line == span.start_line else len(raw) + 1
    start, end = min(span.start_column - 1, len(raw)), min(end - 1, len(raw))
    safe = redact_marked(raw, start, end, code=not _holds_data(source.path)) if secret else redact_tokens(raw)
    if safe != raw:
        return CodeLine(span.start_line, printable_code(safe), 0, 0)
    return CodeLine(span.start_line, printable_code(raw), display_offset(raw, start), display_offset(raw, end))


def _holds_data(path: str) -> bool:
    """Whether a file holds values rather than code, by its name; one without an ending does."""
    name = path.rpartition("/")[2].lower()
    return "." not in name or name.startswith(".") or name.endswith(_DATA)
