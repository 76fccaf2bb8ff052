"""Tests of surrogates, and that no reader of escapes lets one through."""

from __future__ import annotations

import pytest

from secure_lint.formats.registry import read_document
from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.text.source import SourceText
from secure_lint.text.surrogates import without_surrogates

PAIR, LONE = r"\ud83d\ude00", r"\ud83d"


def test_pairs_are_joined_and_lone_ones_replaced() -> None:
    assert without_surrogates("a\ud83d\ude00b") == "a\N{GRINNING FACE}b"
    assert without_surrogates("a\ud83db\ude00") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
    assert without_surrogates("plain") == "plain"


@pytest.mark.parametrize("path", ["a.properties", "a.json", "a.gradle"])
def test_formats(path: str) -> None:
    texts = {"a.properties": "a={}\n", "a.json": '{{"a": "{}"}}', "a.gradle": 'ext.a = "{}"\n'}
    for escapes, wanted in ((PAIR, "\N{GRINNING FACE}"), (LONE, "\N{REPLACEMENT CHARACTER}")):
        document = read_document(SourceText(path, texts[path].format(escapes).encode())).document
        assert document is not None
        assert wanted in {setting.value for setting in document.settings}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("a.kt", 'val a = "{}"'),
        ("a.java", 'class A {{ String a = "{}"; }}'),
        ("a.py", 'a = "{}"'),
        ("a.ts", 'const a = "{}"'),
    ],
)
def test_front_ends(path: str, code: str) -> None:
    for escapes in (PAIR, LONE, f"{PAIR}{LONE}"):
        source = SourceText(path, code.format(escapes).encode())
        read = load_front_end(front_ends()[path[path.index(".") :]]).read(source, WantedBodies((10,), (), ()))
        text = repr(read.module)
        assert "'a'" in text
        assert r"\ud83d" not in text
