"""One classifier for all tests of the sensitivity package."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.taxonomy import Taxonomy, load_taxonomy

_RULES = Path(__file__).resolve().parents[2] / "rules"


def taxonomy_documents() -> list[tuple[str, str]]:
    """The taxonomy's documents, as the bundle hands them over."""
    paths = sorted(path for path in (_RULES / "taxonomy").rglob("*.yaml") if path.name != "kinds.yaml")
    return [(f"rules/{path.relative_to(_RULES).as_posix()}", path.read_text(encoding="utf-8")) for path in paths]


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The taxonomy of this checkout."""
    return load_taxonomy(taxonomy_documents())


@pytest.fixture(scope="session")
def classifier(taxonomy: Taxonomy) -> Classifier:
    """A classifier without overrides."""
    return Classifier(taxonomy)
