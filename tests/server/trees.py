"""Servers made of a few files, as the analysis sees them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secure_lint.engine.configuration import CommandLineSettings, Configuration, override
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.scan import endpoints, scan
from secure_lint.model.endpoint import Endpoint


def endpoints_of(folder: Path, files: Mapping[str, str]) -> tuple[Endpoint, ...]:
    """The endpoints of files, written into a folder."""
    inventory = endpoints([folder], _written(folder, files))
    assert not inventory.problems
    return inventory.endpoints


def places_of(folder: Path, files: Mapping[str, str], rule: str) -> list[tuple[str, int]]:
    """Where the findings of a rule lie in files, written into a folder: path and line."""
    found = scan([folder], _written(folder, files)).findings
    return [(one.location.path, one.location.span.start_line) for one in found if one.name == rule]


def _written(folder: Path, files: Mapping[str, str]) -> Configuration:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return override(load_configuration([folder], None), CommandLineSettings(jobs=1, cache=False))


def listed(found: tuple[Endpoint, ...]) -> list[str]:
    """Endpoints in a line each: verb, path, handler and the kinds of its guards."""
    return [" ".join((one.verb, one.path, one.handler, *sorted({guard.kind for guard in one.guards}))) for one in found]
