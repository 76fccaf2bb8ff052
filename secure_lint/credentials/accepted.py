"""Findings that a team has accepted with another scanner: detect-secrets' baseline and gitleaks' ignore file.

Both are read as signals, so that the judgement can honour them wherever in the tree they lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from secure_lint.credentials.candidates import Candidate
from secure_lint.credentials.shapes import Role
from secure_lint.model.finding import Confidence
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

ACCEPTED = "accepted-elsewhere"
"""The shape of signals that accept a credential: ``name`` is its path, ``baseline_digest`` its digest if known."""

_BASELINE, _IGNORE = ".secrets.baseline", ".gitleaksignore"
_FINGERPRINT = re.compile(r"^(?:[0-9a-f]{40}:)?(?P<path>[^:#]+):(?P<rule>[^:]+):(?P<line>\d+)$")


class _Entry(msgspec.Struct, frozen=True):
    hashed_secret: str = ""
    line_number: int = 0
    is_secret: bool | None = None


class _Baseline(msgspec.Struct, frozen=True):
    results: dict[str, list[_Entry]] = {}


def is_accepted_list(path: str) -> bool:
    """Whether a file is one of the two by its name."""
    return path.rpartition("/")[2] in (_BASELINE, _IGNORE)


def accepted_in(source: SourceText) -> Iterator[Candidate]:
    """One signal for every entry; a malformed baseline has none."""
    folder, _, name = source.path.rpartition("/")
    prefix = f"{folder}/" if folder else ""
    if name == _IGNORE:
        for line in source.text.splitlines():
            match = _FINGERPRINT.match(line.strip())
            if match:
                yield _signal(source.path, prefix + match["path"], int(match["line"]), "")
        return
    try:
        baseline = msgspec.json.decode(source.data, type=_Baseline)
    except msgspec.DecodeError:
        return
    for path, entries in baseline.results.items():
        for entry in entries:
            if entry.is_secret is not True:
                yield _signal(source.path, prefix + path.replace("\\", "/"), entry.line_number, entry.hashed_secret)


def _signal(path: str, accepted: str, line: int, digest: str) -> Candidate:
    return Candidate(
        shape=ACCEPTED,
        span=Span(max(1, line), 1, max(1, line), 1),
        path=path,
        name=accepted,
        redacted="",
        digest="",
        role=Role.SIGNAL,
        confidence=Confidence.HIGH,
        context="accepted",
        baseline_digest=digest,
    )
