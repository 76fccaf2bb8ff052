"""The grammar of a name: what the words around a term make of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from secure_lint.sensitivity.classification import Reason
from secure_lint.sensitivity.data_type import DataType, Group, Tail, ValueKind
from secure_lint.sensitivity.matcher import Match, Meaning
from secure_lint.sensitivity.subject import Role
from secure_lint.sensitivity.surroundings import Record, SurroundingsReader
from secure_lint.sensitivity.taxonomy import Taxonomy

_STRONG: Final = 0.95
_TYPED: Final = 0.02
_BY_HEAD: Final = 0.85
# In code the words of a name speak of the program more often than of a record (accountCell, statusData).
_BY_OWN_WORD: Final = 0.55
_BY_MODIFIER: Final = 0.72
_BY_ROLE: Final = 0.72
_BY_SIBLINGS: Final = 0.68
_MODIFIED: Final = 0.9
_NARROW: Final = 0.02
_NO_CONTEXT: Final = 0.3
_VETO: Final = 0.2
_UNKNOWN_TAIL: Final = 0.4
_MODIFIER_TAIL: Final = 0.92
_TEXTUAL: Final = frozenset({ValueKind.TEXT, ValueKind.INTEGER, ValueKind.REAL, ValueKind.DATE, ValueKind.BLOB})


class Situation(NamedTuple):
    """Where a name stands, as far as its words do not say."""

    role: Role
    kind: ValueKind
    declared: str | None
    record: Record
    siblings: frozenset[str]
    roles: frozenset[str]


class Verdict(NamedTuple):
    """How far a term decides a name, why, and whether the value is a protected form."""

    score: float
    reasons: tuple[Reason, ...]
    protected: bool


class PhraseJudge:
    """Weighs one match of a term in its name and situation."""

    def __init__(self, taxonomy: Taxonomy, surroundings: SurroundingsReader) -> None:
        grammar = taxonomy.grammar
        self._grammar = grammar
        self._surroundings = surroundings
        self._groups: dict[str, Group] = {group.id: group for group in taxonomy.groups}
        self._unless = {group.id: frozenset(group.unless) for group in taxonomy.groups}
        self._negative = {
            group.id: frozenset().union(*(grammar.negative_heads[name] for name in group.negative_heads))
            for group in taxonomy.groups
        }
        self._narrow = frozenset(context.id for context in taxonomy.contexts if context.narrow)
        self._owners = next((context.heads for context in taxonomy.contexts if context.id == "person"), frozenset())

    def judge(self, words: Sequence[str], match: Match, meaning: Meaning, situation: Situation) -> Verdict:
        """Weigh ``meaning`` of the words ``match.start .. match.end``."""
        data_type = meaning.data_type
        before, after = words[: match.start], words[match.end :]
        score, context = self._base(before, meaning, situation)
        term = " ".join(words[match.start : match.end])
        reasons = [Reason("term", f"{term!r} ({meaning.language}) names {data_type.title.lower()}")]
        if context:
            reasons.append(context)
        if score <= _NO_CONTEXT:
            return Verdict(score, tuple(reasons), protected=False)
        protected = False
        for factor, reason, enciphered in (
            self._gate(data_type, situation),
            self._tail(after, meaning, situation),
            self._lead(before, meaning, situation),
            self._record(words[: match.end], meaning, situation.record),
        ):
            score *= factor
            protected = protected or enciphered
            if reason:
                reasons.append(reason)
        return Verdict(score, tuple(reasons), protected)

    def _record(self, words: Sequence[str], meaning: Meaning, record: Record) -> tuple[float, Reason | None, bool]:
        about = record.heads | record.modifiers
        blocking = about & (self._unless[meaning.data_type.group] | meaning.unless)
        if "instance" in record.modifiers or not self._owners.isdisjoint(words):
            # What a person has of a catalogue (PrescribedDrug), a person in a record about a thing (Book.authorName).
            blocking -= {"catalogue"}
        if not blocking or ("person" in record.heads and "catalogue" not in blocking):
            return 1.0, None, False
        return _VETO, Reason("entity", f"the record is about {_listing(blocking)}, not about a person"), False

    def _gate(self, data_type: DataType, situation: Situation) -> tuple[float, Reason | None, bool]:
        kind = situation.kind
        if kind is ValueKind.UNKNOWN or kind in data_type.values:
            return 1.0, None, False
        if kind is ValueKind.WIDGET and ValueKind.TEXT in data_type.values:
            return 1.0, None, False
        return _VETO, Reason("type", f"a value of type {situation.declared} is no {data_type.title.lower()}"), False

    def _tail(self, after: Sequence[str], meaning: Meaning, situation: Situation) -> tuple[float, Reason | None, bool]:
        grammar, group = self._grammar, self._groups[meaning.data_type.group]
        in_form = situation.role is Role.FIELD or situation.kind is ValueKind.WIDGET
        unknown = ""
        for word in after:
            if word in grammar.prepositions:
                break
            if word in grammar.transparent or word.isdigit() or (in_form and word in grammar.widgets):
                continue
            if word in grammar.protected:
                return 1.0, Reason("protected", f"{word!r} says that the value is a protected form"), True
            if word in self._negative[group.id]:
                return _VETO, Reason("head", f"the head {word!r} makes it something about the data"), False
            if word not in self._owners:
                unknown = unknown or word
        if not unknown:
            return 1.0, None, False
        lenient = group.tail is Tail.LENIENT and not meaning.contexts and not self._is_bare(situation)
        if lenient or meaning.language in grammar.head_first_languages:
            return _MODIFIER_TAIL, None, False
        return _UNKNOWN_TAIL, Reason("head", f"the head is {unknown!r}, not the term"), False

    def _lead(self, before: Sequence[str], meaning: Meaning, situation: Situation) -> tuple[float, Reason | None, bool]:
        grammar = self._grammar
        if not before:
            return 1.0, None, False
        for word in before:
            if word in grammar.protected:
                return 1.0, Reason("protected", f"{word!r} says that the value is a protected form"), True
        allows_flags = ValueKind.FLAG in meaning.data_type.values
        for place, word in enumerate(before):
            if word in grammar.statements and word not in grammar.leading and not allows_flags:
                return _VETO, Reason("head", f"{word!r} makes it a statement about the data"), False
            if word in ("of", "for", "per") and place and not self._surroundings.of_word(before[place - 1]):
                return _VETO, Reason("head", f"what stands before {word!r} is the head"), False
        if place_of_head := self._leading_head(before, meaning):
            return _VETO, Reason("head", f"the head {place_of_head!r} makes it something about the data"), False
        first = before[0]
        romance = meaning.language in grammar.head_first_languages
        if first in grammar.bounds and first not in grammar.leading and not romance:
            return _VETO, Reason("head", f"{first!r} makes it a bound or a count"), False
        if first in grammar.actions and first not in grammar.leading and self._can_be_action(situation):
            return _VETO, Reason("head", f"{first!r} makes it an action"), False
        return 1.0, None, False

    def _is_bare(self, situation: Situation) -> bool:
        """Whether nothing but its name is known of a variable."""
        return situation.role is Role.VARIABLE and situation.kind is ValueKind.UNKNOWN

    def _can_be_action(self, situation: Situation) -> bool:
        return situation.role is not Role.ATTRIBUTE and situation.kind not in _TEXTUAL

    def _leading_head(self, before: Sequence[str], meaning: Meaning) -> str | None:
        """Return the noun before a term that is the head of the name."""
        if self._groups[meaning.data_type.group].tail is Tail.LENIENT:
            return None
        for word in before[:2] if meaning.language in self._grammar.head_first_languages else before[:1]:
            if word in self._grammar.leading_heads:
                return word
        return None

    def _base(self, before: Sequence[str], meaning: Meaning, situation: Situation) -> tuple[float, Reason | None]:
        if not meaning.contexts:
            return _STRONG + (_TYPED if situation.kind in _TEXTUAL else 0.0), None
        wanted = meaning.contexts
        named: frozenset[str] = frozenset()
        modifier = ""
        for word in reversed(before):
            shared = wanted & self._surroundings.of_word(word)
            named |= shared
            if word in self._owners:
                # The owner is named; what stands before says more about the owner (lockOwnerName).
                break
            if not shared and word not in self._grammar.prepositions and not self._is_filler(word):
                modifier = word
        if modifier and not meaning.modifiable:
            return _NO_CONTEXT, Reason("context", f"{modifier!r} says that it is another thing")
        weight = _MODIFIED if modifier else 1.0
        own_word = _BY_OWN_WORD if situation.role is Role.VARIABLE else _BY_HEAD
        best, reason = _NO_CONTEXT, None
        for held, score, where in (
            (named, own_word, "the name"),
            (situation.record.heads, _BY_HEAD, "the record"),
            (situation.roles, _BY_ROLE, "its role"),
            (situation.record.modifiers, _BY_MODIFIER, "the record's name"),
            (situation.siblings, _BY_SIBLINGS, "the attributes beside it"),
        ):
            shared = wanted & held
            if shared:
                narrow = bool(shared & self._narrow) and score != _BY_OWN_WORD
                strength = (max(score, _BY_HEAD) + _NARROW if narrow else score) * weight
                if strength > best:
                    best, reason = strength, Reason("context", f"{where} speaks of {_listing(shared)}")
        if reason:
            return best, reason
        return _NO_CONTEXT, Reason("context", f"nothing around it speaks of {_listing(wanted)}")

    def _is_filler(self, word: str) -> bool:
        grammar = self._grammar
        return word in grammar.transparent or word in grammar.leading or word.isdigit() or word in grammar.statements


def _listing(words: frozenset[str]) -> str:
    return ", ".join(sorted(words)).replace("_", " ")
