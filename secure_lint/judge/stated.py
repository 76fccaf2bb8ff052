"""What developers say themselves that an attribute holds: a data type of the taxonomy, a group, or words for one."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.judge.context import Analysed
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.schema import Attribute
from secure_lint.sensitivity.classification import NOT_SENSITIVE, PROBABLE, Classification, Reason
from secure_lint.sensitivity.data_type import DataType
from secure_lint.sensitivity.subject import Role, Subject

_STATED = 1.0
_NOTHING = ("none", "public", "not-sensitive", "internal")


def stated_class(analysed: Analysed, attribute: Attribute) -> Classification | None:
    """The class that a declaration gives the attribute; ``None`` without one, or when its words mean nothing."""
    for word in attribute.declared:
        if word in _NOTHING:
            return NOT_SENSITIVE
        data_type = named_type(analysed, word)
        if data_type is not None:
            reason = Reason("statement", f"the developers declare it as {word!r}")
            title, group = data_type.title, data_type.group
            return Classification(data_type.id, title, group, data_type.keeping, _STATED, (reason,), False)
    return None


def unknown_statements(analysed: Analysed) -> Iterator[Problem]:
    """Declarations whose words name no data, so that they count for nothing."""
    for entity in analysed.entities:
        for attribute in entity.attributes:
            for word in attribute.declared:
                if word not in _NOTHING and named_type(analysed, word) is None:
                    message = f"`{entity.name}.{attribute.name}` is declared as {word!r}, which names no data type"
                    yield Problem(entity.location.path, message, Stage.LINK, partial=True)


def named_type(analysed: Analysed, word: str) -> DataType | None:
    """The data type that a word stands for: its id, a name of such data, or the first of the group so called."""
    found = analysed.data_types.get(word)
    if found is not None:
        return found
    for role in (Role.ATTRIBUTE, Role.KEY):
        said = analysed.classifier.classify(Subject(word, role))
        if said.data_type is not None and said.score >= PROBABLE:
            return analysed.data_types[said.data_type]
    members = [one for one in analysed.data_types.values() if one.group == word.rstrip("s") or one.group == word]
    return members[0] if members else None
