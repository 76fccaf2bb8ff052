"""The prefilter keeps the places at which a name may be that of a credential, and no others."""

from __future__ import annotations

import pytest

from secure_lint.credentials.calls import CallModel
from secure_lint.credentials.names import NameModel
from secure_lint.credentials.word_search import Hits, WordSearch
from secure_lint.text.source import SourceText
from tests.credentials.detecting import detector, rules

NAMES = NameModel(rules().names)
SEARCH = WordSearch(NAMES.words(), CallModel(rules().calls), lambda name: NAMES.read(name) is not None)


def hits(text: str) -> Hits:
    data = text.encode()
    return SEARCH.hits(data, data.lower())


@pytest.mark.parametrize(
    "text", ["apiKey = x", "api-key: x", "my.api.token: x", "PASSWORD_2=x", "<password>x</password>"]
)
def test_a_word_in_a_name_counts(text: str) -> None:
    assert hits(text).words


@pytest.mark.parametrize("text", ["the author of the keyboard", "compass", "monkey = x", "apiKeyLabel: x"])
def test_a_word_in_another_name_does_not(text: str) -> None:
    assert not hits(text)


def test_a_word_in_a_blob_does_not_count() -> None:
    assert hits("a pwd b").words
    assert not hits("x" * 100 + "/pwd/" + "y" * 100)


def test_a_call_counts_by_its_whole_name() -> None:
    assert hits("key = SecretKeySpec(bytes)").calls == ((6, 19),)
    assert not hits("mysecretkeyspec(bytes)").calls


@pytest.mark.parametrize(
    "text",
    [
        '{"smtp": {"password": "x"}}',
        '{"url": "https://hills.invalid/?token=x"}',
        '[{"name": "API_KEY", "value": "x"}]',
        "{password: 'x'}",
        '{\n// "password": "x"\n"a": 1}',
    ],
)
def test_settings_of_json_are_asked_for_where_a_word_can_name_one(text: str) -> None:
    assert detector().asks_for_settings(SourceText("config.json", text.encode()))


@pytest.mark.parametrize(
    "text",
    ['{"aliases": ["user-key", "password"]}', '[{"name": "account-key", "codepoint": "F0"}]', '{"a": "api_key"}'],
)
def test_settings_of_json_that_only_says_words_are_not(text: str) -> None:
    assert not detector().asks_for_settings(SourceText("config.json", text.encode()))
