"""Tests of the choice of readers, and of what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secure_lint.formats.registry import is_document, read_document
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside

NAMES = [
    "app/src/main/AndroidManifest.xml",
    "ios/App/Info.plist",
    "ios/App/App.entitlements",
    "Model.xcdatamodeld/Model.xcdatamodel/contents",
    "capacitor.config.json",
    "app/build.gradle",
    "app/build.gradle.kts",
    "gradle.properties",
    ".env",
    ".env.production",
    "Release.xcconfig",
    "pubspec.yaml",
    "gradle/libs.versions.toml",
    "schema.sql",
    "Patient.sq",
    "1.sqm",
]


@pytest.mark.parametrize("name", NAMES)
def test_known_names(name: str) -> None:
    assert is_document(name)


@pytest.mark.parametrize("name", ["A.kt", "contents", "settings.kts", "a.env.kt", "README", "a/.envrc", "x.xml/A.java"])
def test_other_names(name: str) -> None:
    assert not is_document(name)
    assert read_document(SourceText(name, b"a=b")).document is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_windows_text(name: str, mark: bytes) -> None:
    text = b'# secure-lint: ignore[X]\r\nkey: "value"\r\nother = 1\r\n'
    source = SourceText(name, mark + text)
    assert_spans_inside(source, read_document(source))


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(raw=st.binary())
def test_any_bytes_are_read(name: str, raw: bytes) -> None:
    source = SourceText(name, raw)
    assert_spans_inside(source, read_document(source))


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(".kts")])
@pytest.mark.parametrize("filler", [bytes([byte]) for byte in b"\0{a\n<\"([$#'\\"] + [b"a.", b"/*"])
def test_long_runs_are_read(name: str, filler: bytes) -> None:
    source = SourceText(name, filler * 20_000)
    assert_spans_inside(source, read_document(source))
