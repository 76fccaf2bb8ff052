"""How well the classifier does on labelled names, as floors."""

from __future__ import annotations

import pytest

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.taxonomy import Taxonomy
from tests.sensitivity.cross_validation import cross_validate, labelled_elsewhere
from tests.sensitivity.labelled import Labelled, Tally, attributes, by_group, identifiers, schemas

MADE_UP_FLOOR = 0.95
SCHEMA_FLOORS = {
    "children": 0.95, "comms": 0.9, "contact": 0.93, "credentials": 0.94, "device": 0.95, "financial": 0.95,
    "government": 0.95, "health": 0.94, "identity": 0.95, "location": 0.9,
}  # fmt: skip
APP_FLOORS = {
    "comms": 0.8, "contact": 0.9, "credentials": 0.93, "financial": 0.9, "government": 0.95,
    "health": 0.9, "identity": 0.95, "location": 0.9,
}  # fmt: skip
"""Groups with at least ten labelled names."""


@pytest.fixture(scope="module")
def made_up(classifier: Classifier) -> dict[str, Tally]:
    return by_group(classifier, attributes("attributes.tsv"))


@pytest.fixture(scope="module")
def in_schemas(classifier: Classifier) -> dict[str, Tally]:
    return by_group(classifier, schemas("schemas.tsv"))


@pytest.fixture(scope="module")
def in_apps(classifier: Classifier) -> dict[str, Tally]:
    return by_group(classifier, schemas("apps.tsv"))


@pytest.mark.parametrize("group", [*SCHEMA_FLOORS, "biometric", "special"])
def test_each_group_on_made_up_entities(made_up: dict[str, Tally], group: str) -> None:
    assert made_up[group].f1 >= MADE_UP_FLOOR


@pytest.mark.parametrize("group", SCHEMA_FLOORS)
def test_each_group_on_public_schemas(in_schemas: dict[str, Tally], group: str) -> None:
    assert in_schemas[group].f1 >= SCHEMA_FLOORS[group], in_schemas[group]


@pytest.mark.parametrize("group", APP_FLOORS)
def test_each_group_on_other_apps(in_apps: dict[str, Tally], group: str) -> None:
    assert in_apps[group].f1 >= APP_FLOORS[group], in_apps[group]


def test_public_schemas(in_schemas: dict[str, Tally]) -> None:
    everything = in_schemas["all"]
    assert everything.precision >= 0.93, everything
    assert everything.recall >= 0.90, everything
    assert everything.type_right >= 0.95, everything


def test_other_apps(in_apps: dict[str, Tally]) -> None:
    everything = in_apps["all"]
    assert everything.precision >= 0.95, everything
    assert everything.recall >= 0.90, everything
    assert everything.type_right >= 0.95, everything


@pytest.mark.parametrize(("held_out", "others"), [("schemas.tsv", "apps.tsv"), ("apps.tsv", "schemas.tsv")])
def test_words_known_from_one_repository_carry_little(taxonomy: Taxonomy, held_out: str, others: str) -> None:
    known = [*schemas(others), *labelled_elsewhere()]
    assert cross_validate(taxonomy, schemas(held_out), known)["all"].f1 >= 0.85


def test_identifiers_outside_schemas(classifier: Classifier) -> None:
    tally = Tally()
    rows = identifiers()
    for row in rows:
        tally.count(row.data_types, classifier.classify(row.subject).data_type)
    assert len(rows) >= 300
    assert tally.precision >= 0.97, tally
    assert tally.recall >= 0.95, tally
    assert tally.type_right >= 0.97, tally


@pytest.mark.parametrize("row", attributes("contrast.tsv"), ids=lambda row: f"{row.subject.entity}.{row.subject.name}")
def test_look_alikes_are_told_apart(classifier: Classifier, row: Labelled) -> None:
    said = classifier.classify(row.subject).data_type
    assert said in row.data_types if row.data_types else said is None
