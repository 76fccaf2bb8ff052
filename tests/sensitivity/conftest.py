"""One taxonomy and one classifier for all tests of the sensitivity package."""

from __future__ import annotations

import functools

import pytest

from secure_lint.knowledge.bundle import rules_directory
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.taxonomy import Taxonomy, load_taxonomy


def taxonomy_documents() -> dict[str, str]:
    """The taxonomy's documents by path, as the bundle hands them over."""
    rules = rules_directory()
    paths = sorted(path for path in (rules / "taxonomy").rglob("*.yaml") if path.name != "kinds.yaml")
    return {f"rules/{path.relative_to(rules).as_posix()}": path.read_text(encoding="utf-8") for path in paths}


@functools.cache
def checkout_taxonomy() -> Taxonomy:
    """The taxonomy of this checkout."""
    return load_taxonomy(taxonomy_documents().items())


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The taxonomy of this checkout."""
    return checkout_taxonomy()


@pytest.fixture(scope="session")
def classifier(taxonomy: Taxonomy) -> Classifier:
    """A classifier without overrides."""
    return Classifier(taxonomy)
