"""Tests of the YAML reader."""

from __future__ import annotations

from typing import cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.reading import MAX_DEPTH
from secure_lint.formats.yaml_document import read_yaml
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

PUBSPEC = """# secure-lint: ignore[SL301] -- sample
name: clinic  # secure-lint: ignore[SL302] -- another
dependencies:
  flutter_secure_storage: ^9.0.0
  "quoted key": 'it''s # no comment secure-lint: x'
flutter:
  assets:
    - .env
    - assets/data.json
    - {deep: [1, two]}
empty: {}
nothing:
text: |
  first
  second
---
second: true
"""


def test_settings() -> None:
    source = SourceText("pubspec.yaml", PUBSPEC.encode())
    read = read_yaml(source)
    assert read.problems == ()
    assert values(read) == {
        "name": "clinic",
        "dependencies/flutter_secure_storage": "^9.0.0",
        "dependencies/quoted key": "it's # no comment secure-lint: x",
        "flutter/assets/[0]": ".env",
        "flutter/assets/[1]": "assets/data.json",
        "flutter/assets/[2]/deep/[0]": "1",
        "flutter/assets/[2]/deep/[1]": "two",
        "empty": "",
        "nothing": "",
        "text": "first\nsecond\n",
        "[1]/second": "true",
    }
    assert [(comment.text, comment.own_line) for comment in read.comments] == [
        ("secure-lint: ignore[SL301] -- sample", True),
        ("secure-lint: ignore[SL302] -- another", False),
    ]
    assert read.document is not None
    version = read.document.settings[1]
    assert text_at(source.text, version.span) == "^9.0.0"
    assert text_at(source.text, version.key_span) == "flutter_secure_storage"
    assert_spans_inside(source, read)


def test_aliases_and_merge_keys() -> None:
    text = """base: &base {host: api.example.org, port: 443}
word: &word secret
release: {<<: *base, port: 8443}
copy: *base
other: *word
unknown: *gone
"""
    found = values(read_yaml(SourceText("a.yml", text.replace("unknown: *gone\n", "").encode())))
    assert found["release/host"] == "api.example.org"
    assert found["copy/port"] == "443"
    assert found["other"] == "secret"
    assert read_yaml(SourceText("a.yml", text.encode())).problems


def test_alias_bombs_are_problems() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    read = read_yaml(SourceText("bomb.yaml", "\n".join(lines).encode()))
    assert "aliases repeat" in read.problems[0].message


@pytest.mark.parametrize("text", ["[" * 10_000, "- " * 10_000, "{a: " * 10_000])
def test_deep_nesting_is_a_problem(text: str) -> None:
    read = read_yaml(SourceText("deep.yaml", text.encode()))
    assert f"more than {MAX_DEPTH} levels" in read.problems[0].message


@pytest.mark.parametrize("text", ["a: [1", "a: 'open", "\tb: 1", "a: b: c", "%YAML 9", "a: \x00"])
def test_mistakes_are_problems(text: str) -> None:
    source = SourceText("a.yaml", text.encode())
    read = read_yaml(source)
    assert "not valid YAML" in read.problems[0].message
    assert_spans_inside(source, read)


Tree = str | int | bool | list["Tree"] | dict[str, "Tree"]
CHARACTERS = st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x2FFF, exclude_characters="/[")
WORDS = st.text(CHARACTERS, min_size=1, max_size=6).filter(lambda word: word != "<<")
TREES = st.dictionaries(
    WORDS,
    st.recursive(
        st.one_of(WORDS, st.integers(), st.booleans()),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
        max_leaves=8,
    ),
    max_size=4,
)


def flattened(tree: Tree, path: str = "") -> dict[str, str]:
    """Path → value as the reader should see them."""
    if isinstance(tree, dict | list):
        items = tree.items() if isinstance(tree, dict) else ((f"[{i}]", item) for i, item in enumerate(tree))
        prefix = f"{path}/" if path else ""
        found = {inner: value for key, child in items for inner, value in flattened(child, f"{prefix}{key}").items()}
        return found or ({path: ""} if path else {})
    return {path: tree if isinstance(tree, str) else str(tree).lower()}


@settings(deadline=None)
@given(TREES, st.sampled_from([True, False, None]))
def test_agrees_with_the_dumper(tree: dict[str, object], flow: bool | None) -> None:
    class Plain(yaml.SafeDumper):
        """Writes no aliases: the generated values share objects."""

        def ignore_aliases(self, data: object) -> bool:
            del data
            return True

    source = SourceText("a.yaml", yaml.dump(tree, Dumper=Plain, default_flow_style=flow, allow_unicode=True).encode())
    read = read_yaml(source)
    assert values(read) == flattened(cast("Tree", tree))
    assert_spans_inside(source, read)


@given(st.text(alphabet="ab: -\n[]{},'\"|>&*#!%?é\t"))
def test_any_text_is_read(text: str) -> None:
    source = SourceText("a.yaml", text.encode())
    assert_spans_inside(source, read_yaml(source))
