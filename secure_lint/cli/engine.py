"""What the commands ask of the rest of the program; loaded when a command needs it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from secure_lint.engine.configuration import Configuration
    from secure_lint.engine.fixture_report import FixtureReport
    from secure_lint.engine.progress import Progress
    from secure_lint.fixes.plan import FixPlan
    from secure_lint.model.endpoint import Inventory
    from secure_lint.model.finding import ScanResult
    from secure_lint.model.fix import Fix
    from secure_lint.model.rule import RuleDescription


class Engine(Protocol):
    """The scanner, its rules and its rule tests."""

    def scan(self, roots: Sequence[Path], configuration: Configuration, progress: Progress | None) -> ScanResult:
        """Scan files and folders."""

    def endpoints(self, roots: Sequence[Path], configuration: Configuration, progress: Progress | None) -> Inventory:
        """The endpoints of the servers in files and folders."""

    def plan_fixes(self, result: ScanResult, *, unsafe: bool) -> FixPlan:
        """The changes that mend findings of a scan; nothing is written."""

    def proposed_fixes(self, result: ScanResult, *, unsafe: bool) -> dict[str, Fix]:
        """The fixes of single findings, by their fingerprints."""

    def rules(self) -> tuple[RuleDescription, ...]:
        """The rules that are installed."""

    def run_fixtures(self, folders: Sequence[Path]) -> FixtureReport:
        """Run the rules over fixtures and compare; no folder means all of them."""


class InstalledEngine:
    """The engine of this installation."""

    def scan(self, roots: Sequence[Path], configuration: Configuration, progress: Progress | None) -> ScanResult:
        """Scan files and folders."""
        from secure_lint.engine.scan import scan  # noqa: PLC0415  (imports are the cost of start-up)

        return scan(roots, configuration, progress)

    def endpoints(self, roots: Sequence[Path], configuration: Configuration, progress: Progress | None) -> Inventory:
        """The endpoints of the servers in files and folders."""
        from secure_lint.engine.scan import endpoints  # noqa: PLC0415

        return endpoints(roots, configuration, progress)

    def plan_fixes(self, result: ScanResult, *, unsafe: bool) -> FixPlan:
        """The changes that mend findings of a scan; nothing is written."""
        from secure_lint.engine.fixing import planner  # noqa: PLC0415

        return planner(result).plan(result, unsafe=unsafe)

    def proposed_fixes(self, result: ScanResult, *, unsafe: bool) -> dict[str, Fix]:
        """The fixes of single findings, by their fingerprints."""
        from secure_lint.engine.fixing import planner  # noqa: PLC0415

        proposed, _ = planner(result).proposals(result.findings)
        return {one.finding.fingerprint: one.fix for one in proposed if one.fix.safe or unsafe}

    def rules(self) -> tuple[RuleDescription, ...]:
        """The rules that are installed."""
        from secure_lint.knowledge.bundle import load_rules  # noqa: PLC0415

        return load_rules().descriptions

    def run_fixtures(self, folders: Sequence[Path]) -> FixtureReport:
        """Run the rules over fixtures and compare; no folder means all of them."""
        from secure_lint.engine.fixture_runner import run_fixtures  # noqa: PLC0415

        return run_fixtures(folders)
