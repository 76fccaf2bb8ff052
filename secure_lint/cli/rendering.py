"""From a scan's result to the text of a format."""

from __future__ import annotations

import enum
import functools
from collections.abc import Sequence
from pathlib import Path

from secure_lint import __version__
from secure_lint.engine.configuration_files import repository_root
from secure_lint.engine.loading import is_binary
from secure_lint.model.finding import ScanResult
from secure_lint.model.fix import Fix
from secure_lint.model.rule import RuleDescription
from secure_lint.report.contents import Report
from secure_lint.report.profile import SarifProfile
from secure_lint.text.source import SourceText

_CACHED_FILES = 64


class Format(enum.Enum):
    """The formats of a report."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"


FORMATS = tuple(form.value for form in Format)


def make_report(result: ScanResult, rules: Sequence[RuleDescription], fixes: dict[str, Fix] | None = None) -> Report:
    """The result with its rules and fixes, the sources, and how paths are to be written."""
    root = Path(result.root).absolute()

    @functools.lru_cache(maxsize=_CACHED_FILES)
    def read(path: str) -> SourceText | None:
        try:
            raw = (root / path).read_bytes()
            return None if is_binary(raw) else SourceText(path, raw)
        except (OSError, ValueError):
            return None

    return Report(
        result=result,
        rules={rule.code: rule for rule in rules},
        read=read,
        version=__version__,
        fixes=fixes or {},
        display_prefix=_prefix(root, Path.cwd(), f"{root.as_posix()}/"),
        repository_prefix=_prefix(root, repository_root(root) or Path.cwd(), ""),
    )


def render(report: Report, form: Format, *, color: bool, profile: SarifProfile) -> str:
    """The text of the report in one format; each format's libraries are imported only for it."""
    match form:
        case Format.TEXT:
            from secure_lint.report.console import render_console  # noqa: PLC0415

            return render_console(report, color=color)
        case Format.CONCISE:
            from secure_lint.report.concise import render_concise  # noqa: PLC0415

            return render_concise(report)
        case Format.JSON:
            from secure_lint.report.json_report import render_json  # noqa: PLC0415

            return render_json(report)
        case Format.SARIF:
            from secure_lint.report.sarif import render_sarif  # noqa: PLC0415

            return render_sarif(report, profile=profile)


def _prefix(root: Path, base: Path, otherwise: str) -> str:
    """The way from ``base`` to the scan root, with a slash at the end."""
    if not root.is_relative_to(base):
        return otherwise
    relative = root.relative_to(base).as_posix()
    return "" if relative == "." else f"{relative}/"
