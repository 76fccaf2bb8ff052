"""Statements of configuration languages that name a value and give it away from its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from secure_lint.credentials.assignments import Assignment, Form, NamedPredicate
from secure_lint.credentials.vocabularies import Declaration
from secure_lint.text.globs import PathGlobs


class Declarations:
    """Reads such statements by what ``rules/credentials`` says of them."""

    def __init__(self, known: Sequence[Declaration]) -> None:
        self._known = [(PathGlobs(one.files), re.compile(one.pattern.encode())) for one in known]

    def read(self, path: str, data: bytes, hits: Sequence[int], named: NamedPredicate) -> Iterator[Assignment]:
        """The values of the statements on the lines on which credential words stand."""
        patterns = [pattern for files, pattern in self._known if hits and files.match(path)]
        if not patterns:
            return
        for start in sorted({data.rfind(b"\n", 0, hit) + 1 for hit in hits}):
            for pattern in patterns:
                match = pattern.match(data, start)
                if match is not None and named(match["name"].decode("utf-8", "replace")):
                    name, value = (match[group].decode("utf-8", "replace") for group in ("name", "value"))
                    yield Assignment(name, value, match.span("value"), Form.SETTING)
