"""Properties that hold for every name."""

from __future__ import annotations

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.sensitivity.classifier import Classifier
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.sensitivity.taxonomy import Taxonomy
from tests.sensitivity.conftest import checkout_taxonomy

_TAXONOMY: Taxonomy = checkout_taxonomy()
_CLASSIFIER = Classifier(_TAXONOMY)
_PHRASES = {phrase for item in _TAXONOMY.types for group in item.terms for phrase in group.phrases}
_TERM_WORDS = sorted({word for phrase in _PHRASES for word in phrase.split() if word.isalpha()})
_WORDS = st.one_of(st.sampled_from(_TERM_WORDS), st.text(string.ascii_lowercase, min_size=2, max_size=9))
_NAMES = st.lists(_WORDS.filter(lambda word: len(word) > 1), min_size=1, max_size=4)


def _camel(words: list[str]) -> str:
    return words[0] + "".join(word.capitalize() for word in words[1:])


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60), st.sampled_from(Role), st.text(max_size=20), st.text(max_size=30), st.text(max_size=60))
def test_no_text_is_too_strange(name: str, role: Role, declared: str, entity: str, comment: str) -> None:
    subject = Subject(name, role, declared, entity, (name, comment), (comment,), comment, name)
    answer = _CLASSIFIER.classify(subject)
    assert 0.0 <= answer.score <= 1.0
    assert (answer.data_type is None) == (answer.keeping is None)


@settings(max_examples=400, deadline=None)
@given(_NAMES)
def test_the_case_style_does_not_matter(words: list[str]) -> None:
    snake, pascal = "_".join(words), "".join(map(str.capitalize, words))
    styles = {_camel(words), snake, snake.upper(), "-".join(words), pascal}
    answers = {_CLASSIFIER.classify(Subject(style)).data_type for style in styles}
    assert len(answers) == 1


@settings(max_examples=300, deadline=None)
@given(_NAMES, st.sampled_from(["hint", "label", "url", "button", "factory", "listener"]))
def test_a_negative_head_never_raises_a_score(words: list[str], head: str) -> None:
    plain = _CLASSIFIER.classify(Subject("_".join(words)))
    headed = _CLASSIFIER.classify(Subject("_".join([*words, head])))
    if plain.data_type is not None:
        assert headed.score <= plain.score


@settings(max_examples=100, deadline=None)
@given(_NAMES, st.lists(_NAMES, max_size=4))
def test_the_order_of_siblings_does_not_matter(words: list[str], others: list[list[str]]) -> None:
    siblings = tuple(_camel(other) for other in others)
    forward = Subject(_camel(words), Role.ATTRIBUTE, None, "Record", siblings)
    backward = Subject(_camel(words), Role.ATTRIBUTE, None, "Record", siblings[::-1])
    assert _CLASSIFIER.classify(forward) == _CLASSIFIER.classify(backward)
