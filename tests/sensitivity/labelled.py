"""The labelled names in ``data/`` and how a classifier does on them.

- ``schemas.tsv``: entities of public schemas, all attributes of each, labelled by one person who wrote the guide first.
- ``apps.tsv``: the same for other public apps, labelled before a classifier saw them.
- ``attributes.tsv``: made-up entities of all groups of data types.
- ``contrast.tsv``: look-alikes, one by one.
- ``identifiers.tsv``: variables, preference keys, JSON fields and fields of forms in public apps.

A label is a data type, several of them with ``|`` where each is right, ``-`` for not sensitive, ``?`` for unsure.
Unsure rows count for nothing but stand beside their siblings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject

_DATA = Path(__file__).parent / "data"
_HARMLESS, _UNSURE = "-", "?"


class Labelled(msgspec.Struct, frozen=True):
    """A subject and the data types that a person allows for it; none when it is not sensitive.

    ``record`` tells records of one name apart.
    """

    subject: Subject
    data_types: tuple[str, ...]
    unsure: bool = False
    repository: str = ""
    record: str = ""


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
        """The share of the names found whose data type is a labelled one."""
        return self.right / max(1, self.right + self.wrong_type)

    def count(self, labelled: tuple[str, ...], said: str | None) -> None:
        """Add one name."""
        if labelled and said:
            self.right += said in labelled
            self.wrong_type += said not in labelled
        elif labelled:
            self.missed += 1
        elif said:
            self.noisy += 1
        else:
            self.quiet += 1

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.3f} recall {self.recall:.3f} F1 {self.f1:.3f} type right {self.type_right:.3f}"
        )


def schemas(file: str) -> list[Labelled]:
    """Attributes of real entities: repository, record, entity, attribute, type, label."""
    return [
        _labelled(Subject(name, Role.ATTRIBUTE, declared or None, entity), label, repository, record)
        for repository, record, entity, name, declared, label in table(file)
    ]


def attributes(file: str) -> list[Labelled]:
    """Attributes of entities: entity, attribute, type, label."""
    return [
        _labelled(Subject(name, Role.ATTRIBUTE, declared or None, entity), label)
        for entity, name, declared, label in table(file)
    ]


def identifiers() -> list[Labelled]:
    """Names in code, preference keys, JSON fields and form fields: name, role, type, entity, label."""
    return [
        _labelled(Subject(name, Role(role), declared or None, entity or None), label)
        for name, role, declared, entity, label in table("identifiers.tsv")
    ]


def by_group(classifier: Classifier, rows: Iterable[Labelled]) -> dict[str, Tally]:
    """Classify entity by entity and count per group of data types; ``all`` counts everything."""
    entities: dict[tuple[str, str, str], list[Labelled]] = defaultdict(list)
    for row in rows:
        entities[row.repository, row.record, row.subject.entity or ""].append(row)
    group_of = {item.id: item.group for item in classifier.taxonomy.types}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for (_, _, entity), members in entities.items():
        answers = classifier.classify_entity(entity, [row.subject for row in members]).attributes
        for row, answer in zip(members, answers, strict=True):
            name = next(iter(row.data_types), answer.data_type)
            for key in ("all", group_of[name]) if name else ("all",):
                if not row.unsure:
                    tallies[key].count(row.data_types, answer.data_type)
    return tallies


def _labelled(subject: Subject, label: str, repository: str = "", record: str = "") -> Labelled:
    data_types = () if label in (_HARMLESS, _UNSURE) else tuple(label.split("|"))
    return Labelled(subject, data_types, label == _UNSURE, repository, record)


def table(file: str) -> list[list[str]]:
    """Return the rows of a file without its heading."""
    lines = (_DATA / file).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]
