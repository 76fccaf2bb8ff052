"""Tests of the TOML reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.toml_document import read_toml
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

CATALOG = r'''# secure-lint: ignore[SL5] -- sample
[versions]
room = "2.6.1"   # secure-lint: ignore[SL4] -- other
"quoted.key" = 'lit\eral'
agp = { strictly = "8.1", prefer = '8.0' }

[libraries]
room-runtime = { module = "androidx.room:room-runtime", version.ref = "room" }
list = [
  "a", # one
  { x = 1 }, [true],
]
empty = []
none = {}
text = """
multi \
  line"""
date = 2024-05-01 10:00:00

[[plugin]]
id = "a\tb"
[[plugin]]
id = "c"
[plugin.more]
x = 1_000
'''


def test_settings() -> None:
    source = SourceText("gradle/libs.versions.toml", CATALOG.encode())
    read = read_toml(source)
    assert read.problems == ()
    assert values(read) == {
        "versions/room": "2.6.1",
        "versions/quoted.key": "lit\\eral",
        "versions/agp/strictly": "8.1",
        "versions/agp/prefer": "8.0",
        "libraries/room-runtime/module": "androidx.room:room-runtime",
        "libraries/room-runtime/version/ref": "room",
        "libraries/list/[0]": "a",
        "libraries/list/[1]/x": "1",
        "libraries/list/[2]/[0]": "true",
        "libraries/empty": "",
        "libraries/none": "",
        "libraries/text": "multi line",
        "libraries/date": "2024-05-01 10:00:00",
        "plugin/[0]/id": "a\tb",
        "plugin/[1]/id": "c",
        "plugin/[1]/more/x": "1_000",
    }
    assert read.document is not None
    module = read.document.settings[4]
    assert text_at(source.text, module.span) == module.value
    assert text_at(source.text, module.key_span) == "module"
    assert [(comment.text, comment.own_line) for comment in read.comments] == [
        ("secure-lint: ignore[SL5] -- sample", True),
        ("secure-lint: ignore[SL4] -- other", False),
    ]


def test_a_mistake_hides_nothing_else() -> None:
    source = SourceText("a.toml", b'[a]\nb = "1"\nc = = 2\nd = "3"\n')
    read = read_toml(source)
    assert values(read)["a/d"] == "3"
    (problem,) = read.problems
    assert problem.span is not None
    assert problem.span.start_line == 3


@pytest.mark.parametrize("text", ["a = " + "[" * 10_000, "a = " + "{b = " * 10_000, "a." * 20_000 + "b = 1"])
def test_deep_nesting_is_a_problem(text: str) -> None:
    source = SourceText("deep.toml", text.encode())
    read = read_toml(source)
    assert "levels deep" in read.problems[0].message
    assert_spans_inside(source, read)


KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)


@given(st.dictionaries(KEYS, st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])), max_size=5))
def test_values_stand_at_their_spans(pairs: dict[str, str]) -> None:
    written = {key: value.replace("\\", "\\\\").replace('"', '\\"') for key, value in pairs.items()}
    source = SourceText("a.toml", "".join(f'{key} = "{value}"\n' for key, value in written.items()).encode())
    read = read_toml(source)
    assert values(read) == pairs
    assert read.document is not None
    for setting in read.document.settings:
        assert text_at(source.text, setting.span) == written[setting.path]
        assert text_at(source.text, setting.key_span) == setting.path


@given(st.text(alphabet="ab=[]{}.,\"'#\n\\ 1é-"))
def test_any_text_is_read(text: str) -> None:
    source = SourceText("a.toml", text.encode())
    assert_spans_inside(source, read_toml(source))
