"""The grammar of a name: what the words around a term make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from secure_lint.sensitivity.data_type import DataType, Group, Tail, ValueKind
from secure_lint.sensitivity.grounds import Ground, Grounds
from secure_lint.sensitivity.matcher import Match, Meaning, Meanings
from secure_lint.sensitivity.relation import names_a_record
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
_ABBREVIATION: Final = 3
_PERSON: Final = "person"
_CATALOGUE: Final = "catalogue"
_TEXT_ONLY: Final = frozenset({ValueKind.TEXT})
_TEXTUAL: Final = frozenset({ValueKind.TEXT, ValueKind.INTEGER, ValueKind.REAL, ValueKind.DATE, ValueKind.BLOB})


class Situation(NamedTuple):
    """Where a name stands, as far as its words do not say.

    ``roles`` are the contexts that its role implies, ``shown`` those that its surroundings show, how surely, and a
    sentence about what shows them.
    """

    role: Role
    kind: ValueKind
    declared: str | None
    record: Record
    siblings: frozenset[str]
    roles: frozenset[str]
    shown: tuple[tuple[frozenset[str], float, str], ...]


def situate(
    role: Role, kind: ValueKind, declared: str | None, record: Record, siblings: frozenset[str], roles: frozenset[str]
) -> Situation:
    """Return the situation of a name; ``roles`` are the contexts that its role implies."""
    held = (
        (record.heads, _BY_HEAD, "the record speaks of {}"),
        (roles, _BY_ROLE, "its role speaks of {}"),
        (record.modifiers, _BY_MODIFIER, "the record's name speaks of {}"),
        (siblings, _BY_SIBLINGS, "the attributes beside it speak of {}"),
    )
    return Situation(role, kind, declared, record, siblings, roles, tuple(one for one in held if one[0]))


class Verdict(NamedTuple):
    """How far a term decides a name, why, and whether the value is a protected form.

    ``alone`` are the meanings of a term that needs a context and has none: the verdict is the same for every name.
    """

    score: float
    grounds: Grounds
    protected: bool
    alone: Meanings | None = None


class _Finding(NamedTuple):
    """What one part of the grammar does to the score."""

    factor: float
    ground: Ground | None = None
    protected: bool = False


_NOTHING: Final = _Finding(1.0)


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
        self._shown_beside = frozenset(context.id for context in taxonomy.contexts if context.shown_beside)
        person = (context.heads | context.ambiguous_heads for context in taxonomy.contexts if context.id == _PERSON)
        self._owners = next(person, frozenset())
        self._unsupported: dict[Meanings, Verdict] = {}
        self._vocabulary = taxonomy.spelling.vocabulary
        self._fillers = grammar.transparent | grammar.leading | grammar.statements

    def best(
        self, words: Sequence[str], match: Match, situation: Situation, above: float
    ) -> tuple[Verdict, DataType] | None:
        """Weigh the meanings of a match and return the best; ``None`` when none scores ``above``."""
        best: tuple[Verdict, DataType] | None = None
        meanings: Iterable[Meaning] = match.meanings
        if not situation.shown and (not match.start or self._surroundings.are_silent(words[: match.start])):
            if match.meanings.dependent and above < _NO_CONTEXT:
                best, above = self._alone(words, match), _NO_CONTEXT
            meanings = match.meanings.decisive
        for meaning in meanings:
            verdict = self._judge(words, match, meaning, situation, above)
            if verdict is not None and verdict.score > above:
                above = verdict.score
                best = verdict, meaning.data_type
        return best

    def _alone(self, words: Sequence[str], match: Match) -> tuple[Verdict, DataType]:
        """Return the verdict on a term that needs a context, where nothing shows any."""
        meaning = match.meanings.dependent[0]
        found = self._unsupported.get(match.meanings)
        if found is None:
            term = Ground("term", " ".join(words[match.start : match.end]), meaning)
            context = Ground("context", "nothing around it speaks of {}", meaning.contexts)
            found = self._unsupported[match.meanings] = Verdict(
                _NO_CONTEXT, (term, context), protected=False, alone=match.meanings
            )
        return found, meaning.data_type

    def _judge(
        self, words: Sequence[str], match: Match, meaning: Meaning, situation: Situation, above: float
    ) -> Verdict | None:
        score, context = self._base(words[: match.start] if match.start else (), meaning, situation)
        if score <= above:
            return None
        grounds: Grounds = (
            Ground("term", " ".join(words[match.start : match.end]), meaning),
            *((context,) if context else ()),
        )
        if score <= _NO_CONTEXT:
            return Verdict(score, grounds, protected=False)
        protected = False
        for factor, ground, enciphered in (
            self._gate(meaning, situation),
            self._tail(words, match, meaning, situation),
            self._lead(words, match, meaning, situation),
            self._record(words[: match.end], meaning, situation),
        ):
            score *= factor
            protected = protected or enciphered
            if ground:
                grounds = (*grounds, ground)
        return Verdict(score, grounds, protected)

    def _record(self, words: Sequence[str], meaning: Meaning, situation: Situation) -> _Finding:
        record = situation.record
        about = record.heads | record.modifiers | situation.roles
        if _PERSON not in record.heads | situation.siblings:
            about |= situation.siblings & self._shown_beside
        blocking = about & (self._unless[meaning.data_type.group] | meaning.unless)
        if "instance" in record.modifiers or not self._owners.isdisjoint(words):
            # What a person has of a catalogue (PrescribedDrug), a person in a record about a thing (Book.authorName).
            blocking -= {_CATALOGUE}
        if not blocking or (_PERSON in record.heads and _CATALOGUE not in blocking):
            return _NOTHING
        return _Finding(_VETO, Ground("entity", "the record is about {}, not about a person", blocking))

    def _gate(self, meaning: Meaning, situation: Situation) -> _Finding:
        kind, data_type = situation.kind, meaning.data_type
        allowed = meaning.values or data_type.values
        if kind in allowed:
            return _NOTHING
        if kind is ValueKind.UNKNOWN and not meaning.values and not _is_record(meaning, situation):
            return _NOTHING
        if kind is ValueKind.WIDGET and ValueKind.TEXT in allowed:
            return _NOTHING
        declared = situation.declared or "unknown"
        return _Finding(_VETO, Ground("type", f"a value of type {declared} is no {data_type.title.lower()}"))

    def _tail(self, words: Sequence[str], match: Match, meaning: Meaning, situation: Situation) -> _Finding:
        if match.end == len(words):
            return _NOTHING
        grammar, group = self._grammar, self._groups[meaning.data_type.group]
        in_form = situation.role is Role.FIELD or situation.kind is ValueKind.WIDGET
        is_flag = situation.kind is ValueKind.FLAG
        unknown, previous = "", words[match.end - 1]
        for word in words[match.end :]:
            measured, previous = previous.isdigit() and word in grammar.units, word
            if word in grammar.prepositions:
                if word == "of" and meaning.contexts and self._owners.isdisjoint(words[match.end :]):
                    return _veto("what stands before {} is the head", word)
                if meaning.contexts and words[match.end - 1] in grammar.verbs_before_prepositions:
                    return _veto("before a preposition, {} makes it an action", words[match.end - 1])
                break
            if word in grammar.transparent or measured or word.isdigit() or (in_form and word in grammar.widgets):
                continue
            if word in grammar.protected:
                return _protected(word)
            if word in self._negative[group.id] or (is_flag and word in grammar.flag_heads):
                return _veto("the head {} makes it something about the data", word)
            if word not in self._owners:
                unknown = unknown or word
        return self._unknown_tail(unknown, match, meaning, situation) if unknown else _NOTHING

    def _unknown_tail(self, unknown: str, match: Match, meaning: Meaning, situation: Situation) -> _Finding:
        lenient = self._is_lenient(meaning) and not meaning.contexts and not self._is_bare(situation)
        head_first = meaning.language in self._grammar.head_first_languages and not match.abbreviates(_ABBREVIATION)
        if lenient or head_first:
            return _Finding(_MODIFIER_TAIL)
        return _Finding(_UNKNOWN_TAIL, Ground("head", "the head is {}, not the term", unknown))

    def _lead(self, words: Sequence[str], match: Match, meaning: Meaning, situation: Situation) -> _Finding:
        before = words[: match.start]
        if not before:
            return _NOTHING
        for word in before:
            if word in self._grammar.protected:
                return _protected(word)
        return (
            self._statement(words, match, meaning, situation)
            or self._leading_head(before, meaning)
            or self._bound(before[0], meaning, situation)
            or self._action(before, situation)
            or _NOTHING
        )

    def _statement(self, words: Sequence[str], match: Match, meaning: Meaning, situation: Situation) -> _Finding | None:
        grammar, before = self._grammar, words[: match.start]
        allows_flags = ValueKind.FLAG in (meaning.values or meaning.data_type.values)
        for place, word in enumerate(before):
            states = word in grammar.statements and word not in grammar.leading
            if states and not (allows_flags and word in grammar.fact_verbs):
                return _veto("{} makes it a statement about the data", word)
            if word in ("of", "for", "per") and place and not self._surroundings.of_word(before[place - 1]):
                return _veto("what stands before {} is the head", word)
        if situation.kind is ValueKind.FLAG and before[0] in grammar.copulas:
            noun = next((word for word in words[match.start : match.end] if word in grammar.record_nouns), None)
            if noun:
                return _veto("as a flag, {} says what the record is", noun)
        return None

    def _bound(self, first: str, meaning: Meaning, situation: Situation) -> _Finding | None:
        grammar = self._grammar
        if first not in grammar.bounds or first in grammar.leading:
            return None
        if meaning.language in grammar.head_first_languages:
            return None
        if first in grammar.extremes and self._is_lenient(meaning) and not self._is_bare(situation):
            return None
        return _veto("{} makes it a bound or a count", first)

    def _action(self, before: Sequence[str], situation: Situation) -> _Finding | None:
        first = before[0]
        if first not in self._grammar.actions or first in self._grammar.leading:
            return None
        if situation.role is Role.ATTRIBUTE or situation.kind in _TEXTUAL:
            return None
        if situation.role is Role.KEY and not all(self._is_filler(word) for word in before[1:]):
            # A key often begins with the name of a product that is written like a verb (openbank_token).
            return None
        return _veto("{} makes it an action", first)

    def _is_lenient(self, meaning: Meaning) -> bool:
        return self._groups[meaning.data_type.group].tail is Tail.LENIENT

    def _is_bare(self, situation: Situation) -> bool:
        """Whether nothing but its name is known of a variable."""
        return situation.role is Role.VARIABLE and situation.kind is ValueKind.UNKNOWN

    def _leading_head(self, before: Sequence[str], meaning: Meaning) -> _Finding | None:
        """Look for the noun before a term that is the head of the name."""
        if self._is_lenient(meaning):
            return None
        for word in before[:2] if meaning.language in self._grammar.head_first_languages else before[:1]:
            if word in self._grammar.leading_heads:
                return _veto("the head {} makes it something about the data", word)
        return None

    def _base(self, before: Sequence[str], meaning: Meaning, situation: Situation) -> tuple[float, Ground | None]:
        if not meaning.contexts:
            return _STRONG + (_TYPED if situation.kind in _TEXTUAL else 0.0), None
        named, modifier = self._named(before, meaning) if before else (_NO_WORDS, "")
        if modifier and not meaning.modifiable:
            return _NO_CONTEXT, Ground("context", "{} says that it is another thing", modifier)
        return self._supported(named, _MODIFIED if modifier else 1.0, meaning, situation)

    def _named(self, before: Sequence[str], meaning: Meaning) -> tuple[frozenset[str], str]:
        """Return the contexts that the words before a term show, and one that makes it another thing."""
        named, modifier = _NO_WORDS, ""
        for place in range(len(before) - 1, -1, -1):
            word = before[place]
            shared = meaning.contexts & self._surroundings.of_word(word)
            named |= shared
            if word in self._owners:
                # The owner is named; what stands before says more about the owner (lockOwnerName).
                break
            if shared or word in self._grammar.prepositions or self._is_filler(word):
                continue
            if place or len(word) > _ABBREVIATION or word in self._vocabulary:
                # An unknown abbreviation at the front is that of a table or a product (cp_name).
                modifier = word
        return named, modifier

    def _supported(
        self, named: frozenset[str], weight: float, meaning: Meaning, situation: Situation
    ) -> tuple[float, Ground]:
        """Return how well the surroundings show one of the contexts that a meaning needs."""
        wanted, shown = meaning.contexts, situation.shown
        if named:
            own_word = _BY_OWN_WORD if situation.role is Role.VARIABLE else _BY_HEAD
            shown = ((named, own_word, "the name speaks of {}"), *shown)
        best, ground = _NO_CONTEXT, None
        for held, score, where in shown:
            if not wanted.isdisjoint(held):
                shared = wanted & held
                narrow = score != _BY_OWN_WORD and not shared.isdisjoint(self._narrow)
                strength = (max(score, _BY_HEAD) + _NARROW if narrow else score) * weight
                if strength > best:
                    best, ground = strength, Ground("context", where, shared)
        return best, ground or Ground("context", "nothing around it speaks of {}", wanted)

    def _is_filler(self, word: str) -> bool:
        return word in self._fillers or word.isdigit()


_NO_WORDS: Final[frozenset[str]] = frozenset()


def _is_record(meaning: Meaning, situation: Situation) -> bool:
    """Whether an attribute of an unknown type is another record: a term that needs help names it (``user: User``)."""
    if situation.role is not Role.ATTRIBUTE or not situation.declared or not meaning.contexts:
        return False
    return meaning.data_type.values == _TEXT_ONLY and names_a_record(situation.declared)


def _veto(template: str, word: str) -> _Finding:
    return _Finding(_VETO, Ground("head", template, word))


def _protected(word: str) -> _Finding:
    return _Finding(1.0, Ground("protected", "{} says that the value is a protected form", word), protected=True)
