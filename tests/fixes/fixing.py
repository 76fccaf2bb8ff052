"""Fixing what a scan of some files finds."""

from __future__ import annotations

from pathlib import Path

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.fixing import planner
from secure_lint.engine.scan import scan
from secure_lint.fixes.fixer import TextFile
from secure_lint.fixes.plan import FixPlan, FixPlanner
from secure_lint.fixes.writing import write_changes
from secure_lint.knowledge.fixes import AutomaticFix
from secure_lint.knowledge.policies import Policy
from secure_lint.model.finding import Audience, Confidence, Finding, ScanResult, Severity
from secure_lint.model.span import Location, Span
from secure_lint.text.source import SourceText

CONFIGURATION = Configuration(cache=False, jobs=1)
TURN_ON = AutomaticFix("replace-value", "Set verify to True.", named=("verify",), values={"False": "True"})
SECURE = AutomaticFix(
    "replace-scheme", "Use https.", values={"http": "https"}, matches=r"http://([a-z-]+\.)+[a-z]+(?=[/?#]|$)"
)


def scanned(root: Path, **files: str | bytes) -> ScanResult:
    """Write files, of which ``name_py`` is ``name.py``, and scan them."""
    for name, text in files.items():
        (root / file_name(name)).write_bytes(text if isinstance(text, bytes) else text.encode())
    return scan([root], CONFIGURATION)


def file_name(name: str) -> str:
    """The file that a keyword stands for."""
    stem, _, ending = name.rpartition("_")
    return f"{stem}.{ending}"


def fixed(root: Path, text: str | bytes, *, unsafe: bool = False, name: str = "client_py") -> str:
    """The text of a file after the fixes for what a scan finds in it."""
    plan = planned(scanned(root, **{name: text}), unsafe=unsafe)
    assert write_changes(root, plan.changes) == ()
    return (root / file_name(name)).read_bytes().decode()


def planned(result: ScanResult, *, unsafe: bool = False) -> FixPlan:
    """The plan for a result."""
    return planner(result).plan(result, unsafe=unsafe)


def finding_at(path: str, place: Span, constant: Span | None, code: str = "SL204") -> Finding:
    """A finding at a call, with the place of its constant."""
    return Finding(
        code=code,
        name="trust-all-certificates",
        message="certificates are not checked",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        audience=Audience.DEVELOPER,
        location=Location(path, place),
        policy="P2",
        constant=Location(path, constant) if constant is not None else None,
    )


def policy(*fixes: AutomaticFix, language: str = "python", code: str = "SL204") -> Policy:
    """A policy with automatic fixes in one language."""
    return Policy(
        code=code,
        name="trust-all-certificates",
        policy="P2",
        title="Certificates are not checked",
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        cwe=(295,),
        masvs=(),
        any_of=(),
        message="",
        why="",
        fix={language: "Check them."},
        examples={},
        autofix={language: fixes},
    )


def planner_of(path: str, raw: bytes, *policies: Policy) -> FixPlanner:
    """A planner that knows one file."""
    file = TextFile(raw, SourceText(path, raw))
    return FixPlanner(policies, lambda wanted: file if wanted == path else None)
