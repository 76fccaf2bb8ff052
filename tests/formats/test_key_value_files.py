"""Tests of the readers of properties, .env and .xcconfig files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.formats.dotenv import read_dotenv, read_xcconfig
from secure_lint.formats.properties import read_properties
from secure_lint.text.source import SourceText
from tests.formats.reading_checks import assert_spans_inside, text_at, values

PLAIN_KEYS = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)
PLAIN_VALUES = st.from_regex(r"[A-Za-z0-9éß./+=@-]{1,12}", fullmatch=True).filter(lambda text: "//" not in text)


def test_properties_grammar() -> None:
    text = """# secure-lint: ignore[SL301] -- local file
sdk.dir=/opt/android
storePassword : cle\\u0061r\\
    text
! another comment
withoutValue
spaced value of key
key\\ with\\=marks=1
"""
    source = SourceText("local.properties", text.encode())
    read = read_properties(source)
    assert values(read) == {
        "sdk.dir": "/opt/android",
        "storePassword": "cleartext",
        "withoutValue": "",
        "spaced": "value of key",
        "key with=marks": "1",
    }
    assert [comment.text for comment in read.comments] == ["secure-lint: ignore[SL301] -- local file"]
    assert read.document is not None
    assert read.document.settings[1].span.end_line == 4


def test_properties_with_windows_line_ends_and_latin1() -> None:
    read = read_properties(SourceText("a.properties", b"a=caf\xe9\r\nb=2\r\n"))
    assert values(read) == {"a": "café", "b": "2"}


def test_dotenv_grammar() -> None:
    text = """# production
export API_URL=http://api.example.org/v1?a=b#part # secure-lint: ignore[SL201] -- staging
TOKEN="line one\\nline two"
LITERAL='no \\n escape # here'
EMPTY=
not a setting
LONG="spans
lines"
"""
    source = SourceText(".env", text.encode())
    read = read_dotenv(source)
    assert values(read) == {
        "API_URL": "http://api.example.org/v1?a=b#part",
        "TOKEN": "line one\nline two",
        "LITERAL": "no \\n escape # here",
        "EMPTY": "",
        "LONG": "spans\nlines",
    }
    (comment,) = read.comments
    assert comment.text == "secure-lint: ignore[SL201] -- staging"
    assert not comment.own_line


def test_xcconfig_grammar() -> None:
    text = """#include "Base.xcconfig"
API_HOST = api.example.org // secure-lint: ignore[SL2] -- why
API_HOST[config=Debug] = localhost
CODE_SIGN_ENTITLEMENTS = App/App.entitlements
"""
    read = read_xcconfig(SourceText("Release.xcconfig", text.encode()))
    assert values(read) == {
        "API_HOST": "api.example.org",
        "API_HOST[1]": "localhost",
        "CODE_SIGN_ENTITLEMENTS": "App/App.entitlements",
    }
    assert [comment.text for comment in read.comments] == ["secure-lint: ignore[SL2] -- why"]


@pytest.mark.parametrize("reader", [read_properties, read_dotenv, read_xcconfig])
@given(pairs=st.lists(st.tuples(PLAIN_KEYS, PLAIN_VALUES), max_size=5, unique_by=lambda pair: pair[0]))
def test_plain_values_stand_at_their_spans(reader: type, pairs: list[tuple[str, str]]) -> None:
    source = SourceText("x", "".join(f"{key} = {value}\n" for key, value in pairs).encode())
    document = reader(source).document
    assert [(s.path, s.value) for s in document.settings] == [(key, value.lstrip("=")) for key, value in pairs] or any(
        value.startswith("=") for _, value in pairs
    )
    for setting in document.settings:
        assert text_at(source.text, setting.span) == setting.value
        assert text_at(source.text, setting.key_span) == setting.path


@pytest.mark.parametrize("reader", [read_properties, read_dotenv, read_xcconfig])
@given(text=st.text(alphabet="aB1=: \t\\\n\r#!'\"`/[]éx\x00"))
def test_any_text_is_read(reader: type, text: str) -> None:
    source = SourceText("x", text.encode())
    assert_spans_inside(source, reader(source))


def test_long_runs_of_backslashes_take_linear_time() -> None:
    source = SourceText("x.properties", b"a=" + b"\\\n " * 200_000 + b"\\" * 400_001)
    assert len(values(read_properties(source))) == 1
