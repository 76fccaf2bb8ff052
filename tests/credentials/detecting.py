"""What the tests of credentials share: the rules of the checkout, a detector, and short ways to run it."""

from __future__ import annotations

import functools
from pathlib import Path

from secure_lint.credentials.candidates import Candidate
from secure_lint.credentials.detector import Detector
from secure_lint.credentials.judgement import CredentialJudge
from secure_lint.credentials.places import ProjectContext
from secure_lint.credentials.shapes import CredentialDocument, CredentialRules, load_shapes, read_document
from secure_lint.engine.grouping import joined as joined_findings
from secure_lint.errors import RuleError
from secure_lint.knowledge.documents import load_yaml
from secure_lint.knowledge.policies import Policy
from secure_lint.model.finding import Finding
from secure_lint.text.source import SourceText

KEY = "qV3mZb81KcYw0RtX7LhDs92PgFu4NjEa"
GOOGLE = "AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"
ASSIGNED = f'const apiKey = "{KEY}"\n'
MAIN = "app/src/main/java/a/Api.js"
"""A made-up key, one of the form of Google's, a line that gives a key to a name, and the path of a product's code."""

RULES = Path(__file__).resolve().parents[2] / "rules"


@functools.cache
def documents() -> tuple[CredentialDocument, ...]:
    """All files of ``rules/credentials`` with their samples."""
    return tuple(
        read_document(path.name, path.read_text("utf-8")) for path in sorted((RULES / "credentials").glob("*.yaml"))
    )


@functools.cache
def rules() -> CredentialRules:
    """The rules of the checkout."""
    return load_shapes((path.name, path.read_text("utf-8")) for path in sorted((RULES / "credentials").glob("*.yaml")))


@functools.cache
def detector() -> Detector:
    """One detector for all tests; it keeps nothing between files."""
    return Detector(rules())


@functools.cache
def policies() -> tuple[Policy, ...]:
    """The policies about secrets."""
    return tuple(
        load_yaml(path.read_text("utf-8"), path.name, Policy, RuleError)[0]
        for path in sorted((RULES / "policies" / "secrets").glob("*.yaml"))
    )


def candidates(path: str, text: str) -> tuple[Candidate, ...]:
    """Candidates of a file that no front end and no format reader has read."""
    return detector().find(SourceText(path, text.encode()), None, None)


def found_lines(path: str, text: str) -> list[int]:
    """Lines on which candidates start."""
    return sorted({one.span.start_line for one in candidates(path, text)})


def judged(files: dict[str, str | bytes]) -> tuple[Finding, ...]:
    """What is shown of a small project given as paths and contents."""
    found: list[Candidate] = []
    for path, content in files.items():
        raw = content if isinstance(content, bytes) else content.encode()
        found.extend(detector().find(SourceText(path, raw), None, None))
    return tuple(
        joined_findings(CredentialJudge(found, ProjectContext(tuple(files), {}), policies(), rules()).findings())
    )


def joined(*pieces: str) -> str:
    """A made-up secret, put together so that no push filter takes the test for a leak."""
    return "".join(pieces)


def only(findings: tuple[Finding, ...]) -> Finding:
    """The one finding that there is."""
    (finding,) = findings
    return finding
