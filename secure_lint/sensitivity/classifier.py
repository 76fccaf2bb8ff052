"""Deciding whether a name holds sensitive data, which, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from secure_lint.sensitivity.classification import (
    NOT_SENSITIVE,
    PROBABLE,
    Classification,
    EntityClassification,
    Reason,
)
from secure_lint.sensitivity.data_type import DataType
from secure_lint.sensitivity.literal import proves
from secure_lint.sensitivity.matcher import Match, TermMatcher
from secure_lint.sensitivity.overrides import NO_OVERRIDES, Overrides
from secure_lint.sensitivity.phrase import PhraseJudge, Situation, Verdict
from secure_lint.sensitivity.subject import Subject
from secure_lint.sensitivity.surroundings import SurroundingsReader
from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.value_kind import TypeReader
from secure_lint.sensitivity.words import WordSplitter

_MEMO_LIMIT: Final = 200_000
_COMPOSED: Final = 0.93
_DECLARED: Final = 0.99
_PROVEN: Final = 0.97


class Classifier:
    """Classifies names against a taxonomy. The same subject always gets the same answer."""

    def __init__(self, taxonomy: Taxonomy, overrides: Overrides = NO_OVERRIDES) -> None:
        self._taxonomy = taxonomy
        self._overrides = overrides
        self._types = {item.id: item for item in taxonomy.types}
        self._splitter = WordSplitter(taxonomy.spelling)
        self._matcher = TermMatcher(taxonomy)
        self._type_reader = TypeReader(taxonomy.type_names)
        self._surroundings = SurroundingsReader(taxonomy, self._splitter)
        self._judge = PhraseJudge(taxonomy, self._surroundings)
        self._memo: dict[Subject, Classification] = {}

    def classify(self, subject: Subject) -> Classification:
        """Classify one name by its words and everything the subject tells of its surroundings."""
        found = self._memo.get(subject)
        if found is None:
            if len(self._memo) >= _MEMO_LIMIT:
                self._memo.clear()
            found = self._memo[subject] = self._decide(subject)
        return found

    def classify_entity(self, entity: str, subjects: Sequence[Subject]) -> EntityClassification:
        """Classify the attributes of one entity together: each is a sibling of the others."""
        names = tuple(subject.name for subject in subjects)
        answers = tuple(
            self.classify(msgspec.structs.replace(subject, entity=entity, siblings=names)) for subject in subjects
        )
        record = self._surroundings.record(entity)
        return EntityClassification(entity, answers, tuple(sorted(record.heads)), None)

    def _decide(self, subject: Subject) -> Classification:
        words = self._splitter.split(subject.name)
        matches = self._matcher.find(words)
        if not matches and subject.entity is None and subject.literal is None:
            return NOT_SENSITIVE
        record = self._surroundings.record(subject.entity)
        situation = Situation(
            subject.role,
            self._type_reader.kind(subject.type),
            subject.type,
            record,
            self._surroundings.siblings(subject.siblings, tuple(words)) if subject.siblings else frozenset(),
            self._surroundings.role(subject.role.value),
        )
        if subject.literal is not None:
            proven = self._proven(subject.literal)
            if proven:
                return proven
        best = self._composed(words, situation) or self._best(words, matches, situation, 1.0)
        return _answer(best) if best else NOT_SENSITIVE

    def _composed(self, words: Sequence[str], situation: Situation) -> tuple[Verdict, DataType] | None:
        """Read a generic name with its entity: ``RecoveryCode.code``, ``ApiKey.value``."""
        record = situation.record.words
        if not record or not words or not all(self._is_generic(word) for word in words):
            return None
        composed = [*record, *(word for word in words if word != record[-1])]
        matches = [match for match in self._matcher.find(composed) if match.start < len(record) <= match.end]
        best = self._best(composed, matches, situation, _COMPOSED)
        return best if best and best[0].score >= PROBABLE else None

    def _is_generic(self, word: str) -> bool:
        return word in self._taxonomy.grammar.generic or word.isdigit()

    def _proven(self, literal: str) -> Classification | None:
        for data_type in self._types.values():
            if data_type.proof and proves(literal, data_type.proof):
                reason = Reason("literal", f"the value has the form and check digits of {data_type.title.lower()}")
                return _classification(data_type, _PROVEN, (reason,), False)
        return None

    def _best(
        self, words: Sequence[str], matches: Sequence[Match], situation: Situation, weight: float
    ) -> tuple[Verdict, DataType] | None:
        best: tuple[Verdict, DataType] | None = None
        for match in matches:
            for meaning in match.meanings:
                verdict = self._judge.judge(words, match, meaning, situation)
                if weight != 1.0:
                    verdict = verdict._replace(score=verdict.score * weight)
                if best is None or verdict.score >= best[0].score + 0.001:
                    best = verdict, meaning.data_type
        return best


def _answer(best: tuple[Verdict, DataType]) -> Classification:
    verdict, data_type = best
    protected = verdict.protected or data_type.protected
    if verdict.score < PROBABLE or (verdict.protected and not data_type.protected):
        named = protected and verdict.score >= PROBABLE
        return Classification(
            None,
            data_type.title if named else "",
            data_type.group if named else "",
            None,
            verdict.score,
            verdict.reasons,
            protected and named,
        )
    return _classification(data_type, verdict.score, verdict.reasons, protected)


def _classification(data_type: DataType, score: float, reasons: tuple[Reason, ...], protected: bool) -> Classification:
    return Classification(
        data_type.id, data_type.title, data_type.group, data_type.keeping, round(score, 3), reasons, protected
    )
