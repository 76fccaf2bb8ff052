"""Servers made of a few files, as the analysis sees them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from secure_lint.engine.configuration import CommandLineSettings, override
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.scan import endpoints
from secure_lint.model.endpoint import Endpoint


def endpoints_of(folder: Path, files: Mapping[str, str]) -> tuple[Endpoint, ...]:
    """The endpoints of files, written into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    configuration = override(load_configuration([folder], None), CommandLineSettings(jobs=1, cache=False))
    inventory = endpoints([folder], configuration)
    assert not inventory.problems
    return inventory.endpoints


def listed(found: tuple[Endpoint, ...]) -> list[str]:
    """Endpoints in a line each: verb, path, handler and the kinds of its guards."""
    return [" ".join((one.verb, one.path, one.handler, *sorted({guard.kind for guard in one.guards}))) for one in found]
