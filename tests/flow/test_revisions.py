"""What is interpreted again after fields have grown, and that the rest would have come out the same."""

from __future__ import annotations

import msgspec
import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.flow.interpreter import Interpreter
from secure_lint.flow.revisions import Revisions
from secure_lint.flow.values.summaries import Summary
from secure_lint.knowledge.bundle import rules_directory
from secure_lint.model.finding import Audience
from secure_lint.model.program import Function
from tests.flow.programs import kotlin, written

FIXTURES = rules_directory().parent / "fixtures"

LATE_FIELD = """
class Session {
    fun remember(prefs: SharedPreferences) = prefs.edit { putString("kept", held()) }
    fun outer(prefs: SharedPreferences) = remember(prefs)
    fun untouched(prefs: SharedPreferences) = prefs.edit { putString("theme", theme) }
    private fun held(): String = token
    var token = ""
    var theme = "dark"
    fun zSignIn(password: String) { token = password }
}
"""


def interpreted_again(monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    """The functions that are interpreted more than once."""
    names: list[str] = []
    original = Interpreter._summarise

    def summarise(self: Interpreter, function: Function, key: str) -> Summary:
        names.append(function.name)
        return original(self, function, key)

    monkeypatch.setattr(Interpreter, "_summarise", summarise)
    assert ("kept", "cred.password") in written(kotlin(text))
    return sorted({name for name in names if names.count(name) > 1})


def test_only_what_consults_something_that_changed_is_interpreted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert interpreted_again(monkeypatch, LATE_FIELD) == ["held", "remember"]


def test_recursion_is_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    text = LATE_FIELD.replace("= token\n", "= if (theme.isEmpty()) held() else token\n")
    assert interpreted_again(monkeypatch, text) == ["held", "remember"]


def test_a_getter_that_reads_a_field_is_consulted(monkeypatch: pytest.MonkeyPatch) -> None:
    text = LATE_FIELD.replace("private fun held(): String = token", "private val current: String get() = token")
    assert interpreted_again(monkeypatch, text.replace("held()", "current")) == ["remember"]


@pytest.mark.parametrize("area", ["sample-app", "leaks", "server"])
def test_what_is_kept_is_what_interpreting_again_yields(monkeypatch: pytest.MonkeyPatch, area: str) -> None:
    configuration = Configuration(cache=False, jobs=1, respect_gitignore=False, audience=Audience.AUDITOR)
    kept = scan([FIXTURES / area], configuration)
    monkeypatch.setattr(Revisions, "kept", lambda *_: None)
    again = scan([FIXTURES / area], configuration)
    assert msgspec.json.encode(kept.findings) == msgspec.json.encode(again.findings)
    assert kept.findings
