"""The last stage: suppressions, severities, selection and fingerprints together."""

from __future__ import annotations

import itertools
from pathlib import Path

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.settle import Settled, settle
from secure_lint.model.facts import Comment
from secure_lint.model.finding import Audience, Finding, Severity
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText
from tests.rule_samples import INDEX, finding

CODE = b"""class Login {
  fun save(pin: String) {
    prefs.putString("pin", pin)
    prefs.putString("pin", pin)
    log(pin)
  }
}
"""


def settled(
    findings: list[Finding],
    configuration: Configuration | None = None,
    *,
    code: bytes = CODE,
    comments: tuple[Comment, ...] = (),
    problems: tuple[Problem, ...] = (),
) -> Settled:
    return settle(
        findings,
        comments={"app/Login.kt": comments},
        problems=problems,
        configuration=configuration or Configuration(),
        rules=INDEX,
        root=Path.cwd(),
        read=lambda path: SourceText(path, code) if path == "app/Login.kt" else None,
    )


def test_the_order_of_findings_does_not_matter() -> None:
    findings = [finding(line=4, column=5), finding(line=3, column=5), finding("SL701", line=3, column=5)]
    results = {settled(list(order)).findings for order in itertools.permutations(findings)}
    assert len(results) == 1
    (only,) = results
    places = [(found.location.span.start_line, found.code) for found in only]
    assert places == [(3, "SL101"), (3, "SL701"), (4, "SL101")]


def test_equal_lines_have_fingerprints_of_their_own() -> None:
    prints = [found.fingerprint for found in settled([finding(line=3), finding(line=4)]).findings]
    assert len(set(prints)) == 2
    assert all(len(text) == 32 for text in prints)


def test_a_fingerprint_survives_moved_and_indented_lines() -> None:
    (before,) = settled([finding(line=3)]).findings
    moved = b"// a licence\n\n" + CODE.replace(b"    prefs", b"\t\tprefs")
    (after,) = settled([finding(line=5)], code=moved).findings
    assert before.fingerprint == after.fingerprint


def test_a_fingerprint_changes_with_the_code_the_symbol_and_the_line() -> None:
    (base,) = settled([finding(line=3)]).findings
    others = [
        settled([finding("SL701", line=3)]),
        settled([finding(line=3, symbol="Login.other")]),
        settled([finding(line=5)]),
    ]
    assert base.fingerprint not in {other.findings[0].fingerprint for other in others}


def test_what_is_shown_does_not_change_a_fingerprint() -> None:
    hidden = finding(line=3, audience=Audience.AUDITOR)
    everything = settled([hidden, finding(line=4)], Configuration(audience=Audience.AUDITOR)).findings
    assert settled([hidden, finding(line=4)]).findings == everything[1:]


def test_a_file_that_was_not_read_is_a_note_for_auditors() -> None:
    problem = Problem("app/Big.kt", "larger than 2 MiB", Stage.DISCOVER)
    assert settled([], problems=(problem,)).findings == ()
    (note,) = settled([], Configuration(audience=Audience.AUDITOR), problems=(problem,)).findings
    assert (note.code, note.location.path, note.message) == ("SL904", "app/Big.kt", "not analysed: larger than 2 MiB")


def test_a_suppression_of_a_hidden_finding_is_not_unused() -> None:
    comment = Comment("secure-lint: ignore[SL102] -- kept for sync", Span(3, 40, 3, 80), own_line=False)
    result = settled([finding("SL102", line=3)], Configuration(severity=Severity.ERROR), comments=(comment,))
    assert result == Settled((), ())


def test_a_suppressed_finding_is_kept_apart_with_its_reason() -> None:
    comment = Comment("secure-lint: ignore[SL101] -- demo", Span(3, 40, 3, 80), own_line=False)
    result = settled([finding(line=3)], comments=(comment,))
    assert result.findings == ()
    assert [(entry.reason, bool(entry.finding.fingerprint)) for entry in result.suppressed] == [("demo", True)]
