"""Deciding whether a name holds sensitive data, which, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from secure_lint.sensitivity.classification import (
    NOT_SENSITIVE,
    PROBABLE,
    Classification,
    EntityClassification,
    Keeping,
    Reason,
)
from secure_lint.sensitivity.data_type import DataType, ValueKind
from secure_lint.sensitivity.enciphered import has_vector, is_enciphered_type, is_vector
from secure_lint.sensitivity.grounds import Ground, reasons
from secure_lint.sensitivity.literal import proves
from secure_lint.sensitivity.matcher import Match, Meanings, TermMatcher
from secure_lint.sensitivity.overrides import NO_OVERRIDES, Overrides, PathRules, extend
from secure_lint.sensitivity.phrase import PhraseJudge, Situation, Verdict, situate
from secure_lint.sensitivity.relation import is_relation
from secure_lint.sensitivity.statements import Saying, StatementReader
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.sensitivity.surroundings import NO_RECORD, SurroundingsReader
from secure_lint.sensitivity.taxonomy import Taxonomy
from secure_lint.sensitivity.value_kind import TypeReader
from secure_lint.sensitivity.words import WordSplitter

DECLARED_TYPE: Final = "declared.sensitive"
"""The data type of a value that the source calls sensitive and no term names."""

_MEMO_LIMIT: Final = 200_000
_COMPOSED: Final = 0.93
_DECLARED: Final = 0.97
_DECLARED_ONLY: Final = 0.85
_OVERRIDDEN: Final = 1.0
_PROVEN: Final = 0.97
_SUPPORTED: Final = 0.25
_SHORTEST_TELLING: Final = 3
_INHERITED: Final = 0.6


class _Candidate(NamedTuple):
    """The best reading of a name so far."""

    verdict: Verdict
    data_type: DataType


class Classifier:
    """Classifies names against a taxonomy. The same subject always gets the same answer.

    ``taxonomy`` is the one in use: the given one with the project's own types, terms and keeping, the ``overrides``.

    Raises ``ValueError`` when ``overrides`` name a data type that neither they nor the taxonomy have.
    """

    def __init__(self, taxonomy: Taxonomy, overrides: Overrides = NO_OVERRIDES) -> None:
        taxonomy = extend(taxonomy, overrides)
        self.overrides: Final = overrides
        self.taxonomy: Final = taxonomy
        self._types = {item.id: item for item in taxonomy.types}
        unknown = sorted({item.data_type for item in overrides.sensitive} - self._types.keys())
        if unknown:
            raise ValueError(f"no data type {unknown[0]!r}")
        self._paths = PathRules(overrides)
        self._proofs = [item for item in taxonomy.types if item.proof is not None]
        self._generic = taxonomy.grammar.generic
        self._captions = taxonomy.grammar.generic_captions
        self._measures = taxonomy.grammar.measures
        self._holders = {group.id: group.holders for group in taxonomy.groups}
        # When the thing was is no more the thing than its key is (LabTest.date).
        self._held_captions = self._captions - taxonomy.grammar.negative_heads["time"]
        self._generic_names = self._generic.union(self._captions, *self._holders.values())
        self._splitter = WordSplitter(taxonomy.spelling)
        self._matcher = TermMatcher(taxonomy)
        self._type_reader = TypeReader(taxonomy.type_names)
        self._surroundings = SurroundingsReader(taxonomy, self._splitter, self._matcher)
        self._judge = PhraseJudge(taxonomy, self._surroundings)
        self._bare = {
            role: situate(role, ValueKind.UNKNOWN, None, NO_RECORD, frozenset(), self._surroundings.role(role.value))
            for role in Role
        }
        self._statements = StatementReader(taxonomy, self._splitter)
        self._record_types = {item.id: item.record_type for item in taxonomy.contexts if item.record_type}
        self._memo: dict[Subject, Classification] = {}
        self._alone: dict[Meanings, Classification] = {}
        self._has_paths = bool(self._paths)

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
        about = record.heads | record.modifiers | self._surroundings.siblings(names, ())
        return EntityClassification(entity, answers, tuple(sorted(about)), self._inherited(entity, about, answers))

    def _decide(self, subject: Subject) -> Classification:
        if self._has_paths:
            overridden = self._overridden(subject)
            if overridden:
                return overridden
        words = self._splitter.split(subject.name)
        if subject.siblings:
            words = self._surroundings.without_prefix(words, subject.siblings)
        matches = self._matcher.find(words)
        if subject.literal is not None:
            proven = self._proven(subject.literal)
            if proven:
                return proven
        best: _Candidate | None = None
        if matches or subject.entity is not None:
            situation = self._situation(subject, words)
            best = self._best(words, matches, situation, 1.0)
            if subject.entity is not None:
                best = self._better_composed(words, situation, best)
            if best is not None and (subject.siblings or subject.type):
                best = self._in_its_form(subject, best)
        if subject.annotations or subject.comment:
            declared = self._declared(subject, best)
            if declared:
                return declared
        return self._answer(best) if best else NOT_SENSITIVE

    def _answer(self, best: _Candidate) -> Classification:
        alone = best.verdict.alone
        if alone is None:
            return _answer(best)
        found = self._alone.get(alone)
        if found is None:
            found = self._alone[alone] = _answer(best)
        return found

    def _in_its_form(self, subject: Subject, best: _Candidate) -> _Candidate | None:
        """The reading of a name, enciphered where its type or a vector beside it says so; none of a vector itself."""
        if is_vector(subject.name, subject.siblings, self.taxonomy.vectors):
            return None
        if subject.type and is_enciphered_type(subject.type, self.taxonomy.grammar.protected):
            ground = Ground("type", "its type says that it is enciphered")
        elif has_vector(subject.name, subject.siblings, self.taxonomy.vectors):
            ground = Ground("sibling", "the vector or mode of a cipher beside it shows that it is enciphered")
        else:
            return best
        grounds = (*best.verdict.grounds, ground)
        return best._replace(verdict=best.verdict._replace(protected=True, alone=None, grounds=grounds))

    def _situation(self, subject: Subject, words: Sequence[str]) -> Situation:
        if subject.type is None and subject.entity is None and not subject.siblings:
            return self._bare[subject.role]
        siblings = self._surroundings.siblings(subject.siblings, tuple(words)) if subject.siblings else frozenset()
        record, roles = self._surroundings.record(subject.entity), self._surroundings.role(subject.role.value)
        return situate(subject.role, self._kind(subject), subject.type, record, siblings, roles)

    def _kind(self, subject: Subject) -> ValueKind:
        kind = self._type_reader.kind(subject.type)
        if kind is not ValueKind.UNKNOWN or not subject.type or subject.role is not Role.ATTRIBUTE:
            return kind
        return ValueKind.REFERENCE if is_relation(subject.name, subject.type, subject.siblings) else kind

    def _overridden(self, subject: Subject) -> Classification | None:
        path = self._paths.harmless(subject.entity, subject.name)
        if path is not None:
            reason = Reason("configuration", f"the configuration says that {path!r} is not sensitive")
            return msgspec.structs.replace(NOT_SENSITIVE, reasons=(reason,))
        declared = self._paths.data_type(subject.entity, subject.name)
        if declared is None:
            return None
        data_type, path = self._types[declared[0]], declared[1]
        reason = Reason("configuration", f"the configuration says that {path!r} is {data_type.title.lower()}")
        return _classification(data_type, _OVERRIDDEN, (reason,), protected=data_type.protected)

    def _declared(self, subject: Subject, best: _Candidate | None) -> Classification | None:
        said = self._statements.read(subject.annotations, subject.comment)
        if said is None:
            return None
        saying, words = said
        reason = Reason("statement", f"the source says {words!r}")
        if saying is Saying.HARMLESS:
            return msgspec.structs.replace(NOT_SENSITIVE, reasons=(reason,))
        if best and best.verdict.score >= _SUPPORTED and not best.verdict.protected and self._tells(best):
            score = max(best.verdict.score, _DECLARED)
            why = (*reasons(best.verdict.grounds), reason)
            return _classification(best.data_type, score, why, best.data_type.protected)
        return _classification(self._types[DECLARED_TYPE], _DECLARED_ONLY, (reason,), protected=False)

    def _tells(self, candidate: _Candidate) -> bool:
        """Whether the term of a candidate says more than that there is a value (``x``, ``text``)."""
        term = candidate.verdict.grounds[0].sentence
        return len(term) >= _SHORTEST_TELLING and term not in self._generic

    def _proven(self, literal: str) -> Classification | None:
        for data_type in self._proofs:
            if data_type.proof and proves(literal, data_type.proof):
                reason = Reason("literal", f"the value has the form of {data_type.title.lower()}")
                return _classification(data_type, _PROVEN, (reason,), protected=False)
        return None

    def _better_composed(
        self, words: Sequence[str], situation: Situation, best: _Candidate | None
    ) -> _Candidate | None:
        composed = self._composed(words, situation, direct=best is not None and best.verdict.score >= PROBABLE)
        if composed and (best is None or composed.verdict.score > best.verdict.score):
            return composed
        return best

    def _composed(self, words: Sequence[str], situation: Situation, *, direct: bool) -> _Candidate | None:
        """Read a generic name with its entity: ``RecoveryCode.code``, ``ApiKey.value``."""
        record = situation.record.words
        if not record or not words or not self._generic_names.issuperset(words):
            return None
        composed = [*record, *(word for word in words if word != record[-1])]
        best: _Candidate | None = None
        for match in self._matcher.find(composed):
            if match.start < len(record) < match.end and not direct:
                # A phrase that reaches across must decide by itself: the two names were not written together.
                alone = match._replace(meanings=Meanings(match.meanings.decisive))
                found = self._best(composed, [alone], situation, _COMPOSED)
            elif match.end == len(record):
                found = self._held(words, composed, match, situation, direct=direct)
            else:
                continue
            if found and (best is None or found.verdict.score > best.verdict.score):
                best = found
        return best if best and best.verdict.score >= PROBABLE else None

    def _held(
        self, words: Sequence[str], composed: Sequence[str], match: Match, situation: Situation, *, direct: bool
    ) -> _Candidate | None:
        """Read a name that may hold what its record is named for (``Allergy.name``, ``ApiKey.code``)."""
        best: _Candidate | None = None
        measured = not self._measures.isdisjoint(words)
        for meaning in match.meanings:
            if measured and meaning.data_type.keeping is Keeping.KEYSTORE:
                continue
            holders = self._holders[meaning.data_type.group]
            plain = all(word in self._generic or word in holders for word in words)
            if (direct and not plain) or not (plain or self._held_captions.issuperset(words)):
                continue
            single = match._replace(meanings=Meanings([meaning]))
            found = self._best(situation.record.words if plain else composed, [single], situation, _COMPOSED)
            if found and (best is None or found.verdict.score > best.verdict.score):
                best = found
        return best

    def _best(
        self, words: Sequence[str], matches: Sequence[Match], situation: Situation, weight: float
    ) -> _Candidate | None:
        best: _Candidate | None = None
        above = 0.0
        for match in matches:
            found = self._judge.best(words, match, situation, above)
            if found is not None:
                best = _Candidate(*found)
                above = best.verdict.score
        if best is None or weight == 1.0:
            return best
        return best._replace(verdict=best.verdict._replace(score=above * weight, alone=None))

    def _inherited(
        self, entity: str, about: frozenset[str], answers: Sequence[Classification]
    ) -> Classification | None:
        """Return the class of the record as a whole, where an attribute of that group shows it."""
        groups = {answer.group for answer in answers if answer.sensitive}
        for context in sorted(about & self._record_types.keys()):
            data_type = self._types[self._record_types[context]]
            if data_type.group in groups:
                reason = Reason(
                    "record",
                    f"{entity} is a record about {context.replace('_', ' ')}; all that it holds belongs to that",
                )
                return _classification(data_type, _INHERITED, (reason,), protected=False)
        return None


def _answer(best: _Candidate) -> Classification:
    verdict, data_type = best
    protected = verdict.protected or data_type.protected
    if verdict.score >= PROBABLE and (data_type.protected or not verdict.protected):
        return _classification(data_type, verdict.score, reasons(verdict.grounds), protected)
    named = protected and verdict.score >= PROBABLE
    title, group = (data_type.title, data_type.group) if named else ("", "")
    return Classification(None, title, group, None, round(verdict.score, 3), reasons(verdict.grounds), named)


def _classification(data_type: DataType, score: float, reasons: tuple[Reason, ...], protected: bool) -> Classification:
    keeping = data_type.keeping
    return Classification(data_type.id, data_type.title, data_type.group, keeping, round(score, 3), reasons, protected)
