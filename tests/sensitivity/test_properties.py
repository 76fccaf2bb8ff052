"""Properties that hold for every name."""

from __future__ import annotations

import string

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.sensitivity.taxonomy import Taxonomy
from tests.sensitivity.conftest import checkout_taxonomy

_TAXONOMY: Taxonomy = checkout_taxonomy()
_CLASSIFIER = Classifier(_TAXONOMY)
_PHRASES = {phrase for item in _TAXONOMY.types for group in item.terms for phrase in group.phrases}
_TERM_WORDS = sorted({word for phrase in _PHRASES for word in phrase.split() if word.isalpha()})
# A busy machine draws examples slowly.
_SLOW = [HealthCheck.too_slow]
# Heads that are no part of a term themselves (birth date, card expiry).
_NEGATIVE_HEADS = sorted(
    set().union(*_TAXONOMY.grammar.negative_heads.values())
    - {word for phrase in _PHRASES for word in phrase.split()}
    - {word for phrase in _TAXONOMY.grammar.innocent for word in phrase}
    - _TAXONOMY.grammar.transparent
)
_OF_GROUP = {
    group.id: set().union(*(_TAXONOMY.grammar.negative_heads[name] for name in group.negative_heads))
    for group in _TAXONOMY.groups
}
_DECISIVE = sorted(
    {
        (phrase, item.group)
        for item in _TAXONOMY.types
        for terms in item.terms
        if not terms.contexts
        for phrase in terms.phrases
    }
)
_GROUPS = {item.id: item.group for item in _TAXONOMY.types}
_WORDS = st.one_of(st.sampled_from(_TERM_WORDS), st.text(string.ascii_lowercase, min_size=2, max_size=9))
_NAMES = st.lists(_WORDS.filter(lambda word: len(word) > 1), min_size=1, max_size=4)


def _camel(words: list[str]) -> str:
    return words[0] + "".join(word.capitalize() for word in words[1:])


@settings(max_examples=300, deadline=None, suppress_health_check=_SLOW)
@given(st.text(max_size=60), st.sampled_from(Role), st.text(max_size=20), st.text(max_size=30), st.text(max_size=60))
def test_no_text_is_too_strange(name: str, role: Role, declared: str, entity: str, comment: str) -> None:
    subject = Subject(name, role, declared, entity, (name, comment), (comment,), comment, name)
    answer = _CLASSIFIER.classify(subject)
    assert 0.0 <= answer.score <= 1.0
    assert (answer.data_type is None) == (answer.keeping is None)


@settings(max_examples=400, deadline=None, suppress_health_check=_SLOW)
@given(_NAMES, st.sampled_from([Role.ATTRIBUTE, Role.VARIABLE, Role.KEY]), st.sampled_from(["", "User", "Visit"]))
def test_the_case_style_does_not_matter(words: list[str], role: Role, entity: str) -> None:
    snake, pascal = "_".join(words), "".join(map(str.capitalize, words))
    styles = {_camel(words), snake, snake.upper(), "-".join(words), " ".join(words), pascal}
    answers = {_CLASSIFIER.classify(Subject(style, role, None, entity or None)) for style in styles}
    assert len(answers) == 1


@settings(max_examples=600, deadline=None, suppress_health_check=_SLOW)
@given(_NAMES, st.sampled_from(_NEGATIVE_HEADS), st.sampled_from(Role), st.sampled_from([None, "String", "Boolean"]))
def test_a_negative_head_never_raises_a_score(words: list[str], head: str, role: Role, declared: str | None) -> None:
    entity = "Patient" if role is Role.ATTRIBUTE else None
    plain = _CLASSIFIER.classify(Subject("_".join(words), role, declared, entity))
    headed = _CLASSIFIER.classify(Subject("_".join([*words, head]), role, declared, entity))
    assert headed.score <= plain.score


@settings(max_examples=300, deadline=None, suppress_health_check=_SLOW)
@given(st.sampled_from(_DECISIVE), st.data())
def test_a_negative_head_of_its_group_ends_a_term(chosen: tuple[str, str], data: st.DataObject) -> None:
    phrase, group = chosen
    heads = sorted(_OF_GROUP[group] & set(_NEGATIVE_HEADS))
    if heads:
        head = data.draw(st.sampled_from(heads))
        # The same words may be a term of another group, for which the head is none.
        said = _CLASSIFIER.classify(Subject(f"{phrase} {head}")).data_type
        assert said is None or _GROUPS[said] != group


@settings(max_examples=100, deadline=None, suppress_health_check=_SLOW)
@given(_NAMES, st.lists(_NAMES, max_size=4))
def test_the_order_of_siblings_does_not_matter(words: list[str], others: list[list[str]]) -> None:
    siblings = tuple(_camel(other) for other in others)
    forward = Subject(_camel(words), Role.ATTRIBUTE, None, "Record", siblings)
    backward = Subject(_camel(words), Role.ATTRIBUTE, None, "Record", siblings[::-1])
    assert _CLASSIFIER.classify(forward) == _CLASSIFIER.classify(backward)
