"""Tests of the JSON reader."""

from __future__ import annotations

import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.json_document import read_json
from secure_lint.formats.reading import MAX_DEPTH
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

CAPACITOR = """{
  // secure-lint: ignore[SL201] -- development only
  "appId": "org.example.clinic",
  "server": { "cleartext": true, 'url': "http://10.0.2.2:8100", allowNavigation: ["*", "example.org",], },
  "plugins": {},
  /* none yet */ "list": [], "text": "caf\\u00e9 \\ud83d\\ude00 \\"q\\"", "n": -1.5e3, "nothing": null
}
"""


def test_tolerates_what_configuration_files_hold() -> None:
    source = SourceText("capacitor.config.json", CAPACITOR.encode())
    read = read_json(source)
    assert read.problems == ()
    assert values(read) == {
        "appId": "org.example.clinic",
        "server/cleartext": "true",
        "server/url": "http://10.0.2.2:8100",
        "server/allowNavigation/[0]": "*",
        "server/allowNavigation/[1]": "example.org",
        "plugins": "",
        "list": "",
        "text": 'café 😀 "q"',
        "n": "-1.5e3",
        "nothing": "null",
    }
    (comment,) = read.comments
    assert comment.own_line
    assert comment.text == "secure-lint: ignore[SL201] -- development only"
    assert read.document is not None
    url = read.document.settings[2]
    assert text_at(source.text, url.span) == url.value
    assert text_at(source.text, url.key_span) == "url"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": 1', "not closed"),
        ('{"a": 1]}', "unexpected ']'"),
        ("{} }", "unexpected '}'"),
        ('{"a" 1, "b": 2}', "key without a value"),
        ("{[1]}", "value without a key"),
        ('{"a": "unterminated\n, "b": 2}', "a string is not closed"),
        ('{"a": \x00}', "unexpected"),
    ],
)
def test_mistakes_are_reported(text: str, reason: str) -> None:
    source = SourceText("a.json", text.encode())
    read = read_json(source)
    (problem,) = read.problems
    assert reason in problem.message
    assert_spans_inside(source, read)


def test_what_follows_a_mistake_is_read() -> None:
    read = read_json(SourceText("a.json", b'{"a": @, "b": {"c": 2}}'))
    assert values(read)["b/c"] == "2"
    assert read.problems


@pytest.mark.parametrize("opener", ["[", '{"a":'])
def test_deep_nesting_is_a_problem(opener: str) -> None:
    read = read_json(SourceText("deep.json", opener.encode() * 10_000))
    assert f"more than {MAX_DEPTH} levels" in read.problems[0].message


Tree = None | bool | int | str | list["Tree"] | dict[str, "Tree"]
KEYS = st.text(st.characters(codec="utf-8", exclude_characters="/["), min_size=1, max_size=6)
TREES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)


def flattened(tree: Tree, path: str = "") -> list[tuple[str, str]]:
    """Path and value as the reader should see them, in order."""
    prefix = f"{path}/" if path else ""
    if isinstance(tree, dict | list):
        items = tree.items() if isinstance(tree, dict) else ((f"[{i}]", item) for i, item in enumerate(tree))
        found = [pair for key, child in items for pair in flattened(child, f"{prefix}{key}")]
        return found or ([(path, "")] if path else [])
    return [(path, tree if isinstance(tree, str) else json.dumps(tree))]


@given(TREES, st.sampled_from([None, 2]), st.booleans())
def test_agrees_with_the_standard_library(tree: object, indent: int | None, ascii_only: bool) -> None:
    source = SourceText("a.json", json.dumps(tree, indent=indent, ensure_ascii=ascii_only).encode())
    read = read_json(source)
    assert read.document is not None
    assert read.problems == ()
    assert [(s.path, s.value) for s in read.document.settings] == flattened(cast("Tree", tree))
    assert_spans_inside(source, read)
    for setting in read.document.settings:
        raw = text_at(source.text, setting.span)
        assert "\\" in raw or raw in (setting.value, "{}", "[]")


@given(st.text(alphabet="{}[]\",:'\\/*#ab1.- \n\té\x00"))
def test_any_text_is_read(text: str) -> None:
    source = SourceText("a.json", text.encode())
    assert_spans_inside(source, read_json(source))


def test_many_open_strings_take_linear_time() -> None:
    source = SourceText("a.json", b'"\\' * 300_000)
    assert read_json(source).problems
