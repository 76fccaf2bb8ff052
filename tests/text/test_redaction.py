"""Secrets never appear in what is shown."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secure_lint.model.span import Span
from secure_lint.text.code_line import code_line
from secure_lint.text.redaction import HIDDEN, redact, redact_literals, redact_marked, redact_tokens
from secure_lint.text.source import SourceText

LONG = "qW7" + "eR4tY8uI2oP6" + "aS9dF"


def test_a_long_value_keeps_its_ends_and_a_hash() -> None:
    shown = redact(LONG)
    assert shown.startswith("qW7e...dF (sha256:")
    assert redact(LONG) == shown != redact(LONG + "x")


@given(st.text(max_size=15))
def test_a_short_value_keeps_nothing(value: str) -> None:
    assert redact(value) == HIDDEN


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=16, max_size=80))
def test_a_long_value_never_shows_more_than_its_ends(value: str) -> None:
    assert value[4:-2] not in redact(value)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('val key = "hunter2"', f'val key = "{HIDDEN}"'),
        ("let pin = '1234' + \"\"", f"let pin = '{HIDDEN}' + \"\""),
        ('login("a\\"b", x)', f'login("{HIDDEN}", x)'),
        ('val text = """open', f'val text = """{HIDDEN}'),
        ("byte[] k = {1, 2, 3, 4, 5, 6, 7, 8, 9};", f"byte[] k = {{{HIDDEN}}};"),
        ("byteArrayOf(0x1F, 0x2a, 0x3b, 0x4c, 0x5d, 0x6e, 0x7f, 0x11)", f"byteArrayOf({HIDDEN})"),
        ("val n = 5", "val n = 5"),
    ],
)
def test_literals_of_a_line(line: str, expected: str) -> None:
    assert redact_literals(line) == expected


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("api.key=abcdefgh", 8, 16, f"api.key={HIDDEN}"),
        ("api.key=it's-mine", 8, 17, f"api.key={HIDDEN}"),
        ('<string name="k">abcdefgh</string>', 17, 25, f'<string name="{HIDDEN}">{HIDDEN}</string>'),
        ('init("hunter2", mode)', 0, 21, f'init("{HIDDEN}", mode)'),
        ("cipher.init(mode, key)", 0, 22, "cipher.init(mode, key)"),
        ('field "API_KEY", "hunter2"', 17, 26, f'field "API_KEY", "{HIDDEN}"'),
        ('field "API_KEY", "hunter2"', 0, 26, f'field "{HIDDEN}", "{HIDDEN}"'),
        ('field "API_KEY", "hunter2"', 6, 15, f'field "{HIDDEN}", "{HIDDEN}"'),
        ('open("hunter2", "swordfish")', 5, 14, f'open("{HIDDEN}", "{HIDDEN}")'),
    ],
)
def test_the_marked_text_of_a_line(line: str, start: int, end: int, expected: str) -> None:
    assert redact_marked(line, start, end) == expected


@pytest.mark.parametrize("path", ["app.properties", ".env", "settings.yaml", "Dockerfile", "deploy/.netrc"])
@pytest.mark.parametrize("value", ["Sommer(Wiese)", "tr0ut{m0on}", "a(b)"])
def test_a_bare_value_with_brackets_is_hidden(path: str, value: str) -> None:
    line = code_line(SourceText(path, f"password={value}\n".encode()), Span(1, 10, 1, 10 + len(value)), secret=True)
    assert line is not None
    assert line.text == f"password={HIDDEN}"


@pytest.mark.parametrize("call", ["open(url, tr0ut-m0on)", "open({ p4ssw0rd })", "open(#tr0ut)"])
def test_what_is_no_plain_code_is_hidden_with_the_call_around_it(call: str) -> None:
    line = code_line(SourceText("a.sh", f"{call}\n".encode()), Span(1, 1, 1, 1 + len(call)), secret=True)
    assert line is not None
    assert "tr0ut" not in line.text
    assert "p4ss" not in line.text


def test_a_call_without_a_literal_stays_readable() -> None:
    call = "cipher.init(Cipher.ENCRYPT_MODE, keyOf(KEY_BYTES, 16), spec2)"
    line = code_line(SourceText("a.kt", f"{call}\n".encode()), Span(1, 1, 1, 1 + len(call)), secret=True)
    assert line is not None
    assert line.text == call


def test_random_looking_words_go_and_identifiers_stay() -> None:
    assert LONG not in redact_tokens(f"client.header(TOKEN, {LONG})")
    name = "fun shouldKeepVeryLongCamelCaseIdentifiersReadable() = R.string.preference_key_user_account_2"
    assert redact_tokens(name) == name
    call = "val key = getPaymentApiKeyV2FromSettings(AppDatabaseMigration3To4)"
    assert redact_tokens(call) == call


def test_random_words_go() -> None:
    draw = random.Random(7)  # noqa: S311  (an equal draw in every run, not a secret)
    words = ["".join(draw.choices(string.ascii_letters + string.digits, k=40)) for _ in range(2000)]
    mixed = [word for word in words if any(map(str.isdigit, word))]
    assert [word for word in mixed if redact_tokens(word) == word] == []


def test_a_shown_line_marks_the_span_and_survives_control_characters() -> None:
    source = SourceText("a.kt", "\tlog(pin)\x1b[2J \u202e\n".encode())
    line = code_line(source, Span(1, 6, 1, 9), secret=False)
    assert line is not None
    assert line.text[line.start : line.end] == "pin"
    assert "\x1b" not in line.text
    assert "\u202e" not in line.text


def test_a_secret_line_is_shown_without_the_secret() -> None:
    source = SourceText("a.kt", b'val key = "hunter2"\n')
    line = code_line(source, Span(1, 11, 1, 20), secret=True)
    assert line is not None
    assert line.text == f'val key = "{HIDDEN}"'


def test_minified_and_missing_lines_are_not_shown() -> None:
    source = SourceText("a.js", b"x" * 5000 + b"\n\n")
    assert [code_line(source, Span(line, 1, line, 2), secret=False) for line in (1, 2, 9)] == [None, None, None]
