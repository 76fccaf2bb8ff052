"""How well the classifier does on labelled names, as floors."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.classifier import Classifier
from tests.sensitivity.labelled import Labelled, Tally, attributes, by_group, identifiers

GROUPS = (
    "biometric", "children", "comms", "contact", "credentials", "device", "financial", "government", "health",
    "identity", "location", "special",
)  # fmt: skip


@pytest.fixture(scope="module")
def tallies(classifier: Classifier) -> dict[str, Tally]:
    return by_group(classifier, attributes("attributes.tsv"))


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_keeps_its_floor(tallies: dict[str, Tally], group: str) -> None:
    assert tallies[group].f1 >= 0.95


def test_the_right_data_type_is_named(tallies: dict[str, Tally]) -> None:
    assert tallies["all"].type_right >= 0.97


def test_identifiers_outside_schemas(classifier: Classifier) -> None:
    tally = Tally()
    rows = identifiers()
    for row in rows:
        tally.count(row.data_type, classifier.classify(row.subject).data_type)
    assert len(rows) >= 300
    assert tally.precision >= 0.97
    assert tally.recall >= 0.95
    assert tally.type_right >= 0.97


@pytest.mark.parametrize("row", attributes("contrast.tsv"), ids=lambda row: f"{row.subject.entity}.{row.subject.name}")
def test_look_alikes_are_told_apart(classifier: Classifier, row: Labelled) -> None:
    assert classifier.classify(row.subject).data_type == row.data_type
