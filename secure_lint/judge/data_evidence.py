"""Why a value counts as sensitive: the name that says so, and what the classifier makes of that name."""

from __future__ import annotations

from secure_lint.judge.context import Analysed, Data
from secure_lint.model.finding import Evidence
from secure_lint.sensitivity.subject import Role, Subject


def evidence_of(analysed: Analysed, data: Data) -> tuple[Evidence, ...]:
    """The evidence for the data type of a value that was followed here."""
    holds = Evidence("data", f"`{data.subject}` holds {data.type.title}")
    entity, _, name = data.subject.rpartition(".")
    for subject in _readings(name, entity):
        said = analysed.classifier.classify(subject)
        if said.data_type == data.type.id:
            return holds, *(Evidence("data", reason.detail) for reason in said.reasons)
    return (holds,)


def _readings(name: str, entity: str) -> tuple[Subject, ...]:
    """What the name may have been: a label does not keep where its name stood."""
    alone = tuple(Subject(name, role) for role in (Role.VARIABLE, Role.KEY, Role.FIELD))
    return (*alone, Subject(name, Role.ATTRIBUTE, None, entity)) if entity else alone
