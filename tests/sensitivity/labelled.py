"""The labelled names in ``data/`` and how a classifier does on them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject

_DATA = Path(__file__).parent / "data"


class Labelled(msgspec.Struct, frozen=True):
    """A subject and the data type a person gave it; ``None`` when it is not sensitive."""

    subject: Subject
    data_type: str | None


class Tally(msgspec.Struct):
    """Answers against labels."""

    right: int = 0
    wrong_type: int = 0
    missed: int = 0
    noisy: int = 0
    quiet: int = 0

    @property
    def precision(self) -> float:
        """The share of the names called sensitive that are."""
        found = self.right + self.wrong_type
        return found / max(1, found + self.noisy)

    @property
    def recall(self) -> float:
        """The share of the sensitive names that were found."""
        found = self.right + self.wrong_type
        return found / max(1, found + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def type_right(self) -> float:
        """The share of the names found whose data type is the labelled one."""
        return self.right / max(1, self.right + self.wrong_type)

    def count(self, labelled: str | None, said: str | None) -> None:
        """Add one name."""
        if labelled and said:
            self.right += labelled == said
            self.wrong_type += labelled != said
        elif labelled:
            self.missed += 1
        elif said:
            self.noisy += 1
        else:
            self.quiet += 1


def attributes(file: str) -> list[Labelled]:
    """Attributes of entities: entity, attribute, type, data type."""
    return [
        Labelled(Subject(name, Role.ATTRIBUTE, declared or None, entity), None if label == "-" else label)
        for entity, name, declared, label in _rows(file)
    ]


def identifiers() -> list[Labelled]:
    """Names in code, preference keys, JSON fields and form fields: name, role, type, entity, data type."""
    return [
        Labelled(Subject(name, Role(role), declared or None, entity or None), None if label == "-" else label)
        for name, role, declared, entity, label in _rows("identifiers.tsv")
    ]


def by_group(classifier: Classifier, rows: list[Labelled]) -> dict[str, Tally]:
    """Classify entity by entity and count per group of data types; ``all`` counts everything."""
    entities: dict[str, list[Labelled]] = defaultdict(list)
    for row in rows:
        entities[row.subject.entity or ""].append(row)
    group_of = {item.id: item.group for item in classifier.taxonomy.types}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for entity, members in entities.items():
        answers = classifier.classify_entity(entity, [row.subject for row in members]).attributes
        for row, answer in zip(members, answers, strict=True):
            name = row.data_type or answer.data_type
            for key in ("all", group_of[name]) if name else ("all",):
                tallies[key].count(row.data_type, answer.data_type)
    return tallies


def _rows(file: str) -> list[list[str]]:
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]
