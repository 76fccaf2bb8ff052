"""Exceptions for hosts that the code calls weigh more than those that it does not."""

from __future__ import annotations

from pathlib import Path

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import Severity

CASE = Path(__file__).parents[2] / "fixtures" / "transport" / "cleartext-domain-allowed" / "called-bad"


def test_an_exception_that_is_used_shows_the_call_and_another_is_a_note() -> None:
    found = scan([CASE], Configuration(cache=False, jobs=1, respect_gitignore=False)).findings
    called, uncalled = (one for one in found if one.code == "SL202")
    assert called.severity is Severity.WARNING
    assert [step.location.path.rpartition("/")[2] for step in called.related] == ["Banner.kt"]
    assert uncalled.severity is Severity.NOTE
    assert uncalled.related == ()
