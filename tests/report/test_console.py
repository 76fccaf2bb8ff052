"""The annotated text."""

from __future__ import annotations

import re

import msgspec

from secure_lint.model.finding import Step
from secure_lint.model.span import Location, Span
from secure_lint.report.console import render_console
from tests.report_samples import FLOW, HARDCODED, SECRET, UNICODE, report
from tests.rule_samples import finding

FLOW_TEXT = """\
mobile/app/Login.kt:6:9 warning SL101 plaintext-sensitive-storage
  `pin` (PIN) is written in plain text
    in mobile/app/Form.kt
  2 | val pin: String = read(
    |     ^^^^^^^^^^^^^^^^^^^ 1. the user's PIN is read from the form
    in mobile/app/Login.kt
  5 | val pin = form.pin
    |           ^^^^^^^^ 2. and copied to `pin`
  6 | prefs.edit().putString("pin", pin).apply()
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ 3. then written
  see mobile/app/Login.kt:3 the store is opened here
  data    PIN: the name `pin` and the type String
  store   shared preferences are plain text
  policy  P1: A sensitive attribute that must be stored locally is encrypted before the write.
  fix     (android) Keep it in the Android Keystore.

1 finding (1 warning) in 4 files.
"""


def test_a_flow_is_shown_step_by_step_with_evidence_policy_and_fix() -> None:
    assert render_console(report((FLOW,), (), (), display_prefix="mobile/"), color=False) == FLOW_TEXT


def test_the_mark_stands_under_wide_and_unicode_text() -> None:
    lines = render_console(report((UNICODE,), (), ()), color=False).splitlines()
    code = next(index for index, line in enumerate(lines) if "straße" in line)
    assert lines[code].index("straße") == lines[code + 1].index("^")
    assert lines[code + 1].count("^") == len("straße")


def test_a_secret_is_never_printed() -> None:
    text = render_console(report((HARDCODED,), (), ()), color=False)
    assert SECRET not in text
    assert f'apiKey = "{SECRET[:4]}...' in text


def test_counts_problems_and_suppressions_are_summed_up() -> None:
    text = render_console(report(), color=False)
    assert "4 findings (1 error, 2 warnings, 1 note) in 4 files; 1 suppressed; 2 places not analysed.\n" in text
    assert "  app/Big.kt: larger than 2 MiB\n  app/Form.kt:4 (in part): syntax error\n" in text
    assert render_console(report((), (), ()), color=False) == "No findings in 4 files.\n"


def test_color_is_only_decoration() -> None:
    plain, colored = (render_console(report(), color=color) for color in (False, True))
    assert "\x1b[" not in plain
    assert "\x1b[1;31m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_escapes_in_scanned_text_never_reach_the_terminal() -> None:
    files = {"app/E\x1b[2J.kt": "val pin = read() // \x1b]0;title\x07\n"}
    evil = finding(path="app/E\x1b[2J.kt", message="a\x1b[31mb")
    text = render_console(report((evil,), (), (), files=files), color=False)
    assert "\x1b" not in text
    assert "\x07" not in text


def test_markup_in_scanned_text_is_plain_text() -> None:
    text = render_console(report((finding(message="[bold]x[/bold] [link=http://e.example]"),), (), ()), color=True)
    assert "[bold]x[/bold] [link=http://e.example]" in text


def test_a_long_flow_loses_its_middle() -> None:
    trace = tuple(Step(Location("app/Login.kt", Span(6, 9, 6, 42)), f"step {number}") for number in range(30))
    text = render_console(report((finding(line=6, column=9, end_column=42, trace=trace),), (), ()), color=False)
    assert "... 18 more steps" in text
    assert "6. step 5\n" in text
    assert "7. step 6\n" not in text
    assert "30. step 29\n" in text


def test_a_long_line_is_shown_around_its_mark() -> None:
    line = "x" * 900 + "PIN" + "y" * 900
    found = finding(path="app/min.js", line=1, column=901, end_column=904)
    text = render_console(report((found,), (), (), files={"app/min.js": line}), color=False)
    shown = next(row for row in text.splitlines() if "PIN" in row)
    marks = next(row for row in text.splitlines() if "^" in row)
    assert len(shown) < 200
    assert shown[marks.index("^") : marks.rindex("^") + 1] == "PIN"


def test_long_details_are_wrapped_under_their_label() -> None:
    advice = "Keep it in a store whose key lives in the keystore. " * 4
    text = render_console(report((msgspec.structs.replace(FLOW, fix=advice),), (), ()), color=False)
    lines = text.partition("  fix     ")[2].splitlines()
    assert lines[0].startswith("(android) Keep it")
    assert lines[1].startswith(" " * 10)
    assert lines[1].strip()
    assert max(len(line) for line in lines) <= 115


def test_of_many_related_places_the_first_are_shown() -> None:
    steps = tuple(Step(Location("app/Login.kt", Span(line, 1, line, 2)), "like it") for line in range(1, 21))
    text = render_console(report((msgspec.structs.replace(FLOW, related=steps),), (), ()), color=False)
    assert text.count("  see ") == 8
    assert "  ... and 12 more; --format json lists them all\n" in text
