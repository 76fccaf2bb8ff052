"""Findings that belong together are shown as one."""

from __future__ import annotations

import msgspec

from secure_lint.engine.grouping import MOST_NAMED, joined
from secure_lint.model.finding import ALIKE, SAME_VALUE, Audience, Confidence, Evidence, Finding, Part, Severity, Step
from tests.rule_samples import finding


def part(line: int, name: str, group: str = "Patient") -> Finding:
    made = finding(line=line)
    return msgspec.structs.replace(
        made,
        message=f"`Patient.{name}` is kept in clear",
        fingerprint=f"{name}-print",
        evidence=(Evidence("data", f"{name} is a term"), Evidence("store", "keeps values as they are")),
        part=Part(group, f"`{name}`"),
    )


def test_the_parts_of_a_group_become_one_finding_at_the_first() -> None:
    (one,) = joined([part(3, "diagnosis"), part(4, "allergies"), part(5, "iban")])
    assert one.location.span.start_line == 3
    assert one.message == "`Patient.diagnosis` is kept in clear; likewise `allergies` and `iban`"
    assert [place.span.start_line for place in one.joined] == [4, 5]
    assert [(step.location.span.start_line, step.note) for step in one.related] == [(4, "`allergies`"), (5, "`iban`")]
    assert [reason.text for reason in one.evidence] == [
        "diagnosis is a term",
        "keeps values as they are",
        "`allergies`: allergies is a term",
        "`iban`: iban is a term",
    ]


def test_long_groups_name_some_parts_and_point_at_all() -> None:
    (one,) = joined([part(line, f"result{line}") for line in range(1, MOST_NAMED + 4)])
    assert one.message.endswith("`result6` and 2 more")
    assert len(one.joined) == MOST_NAMED + 2


def test_groups_rules_severities_and_audiences_are_not_mixed() -> None:
    doubtful = msgspec.structs.replace(part(6, "note"), confidence=Confidence.LOW)
    mild = msgspec.structs.replace(part(7, "room"), severity=Severity.NOTE)
    other_rule = msgspec.structs.replace(part(8, "pin"), code="SL701")
    for_auditors = msgspec.structs.replace(part(9, "hint", "Debug"), audience=Audience.AUDITOR)
    shown = part(10, "word", "Debug")
    findings = [part(3, "diagnosis"), part(4, "iban", "Account"), doubtful, mild, other_rule, for_auditors, shown]
    assert len(joined(findings)) == len(findings)
    assert all(one.part is None and not one.joined for one in joined(findings))


def test_a_finding_without_a_group_stays_as_it_is() -> None:
    alone = finding(line=9)
    assert joined([alone, alone]) == [alone, alone]


def test_the_fingerprint_changes_when_a_part_comes_or_goes() -> None:
    two = joined([part(3, "diagnosis"), part(4, "iban")])[0].fingerprint
    moved = joined([part(8, "diagnosis"), part(9, "iban")])[0].fingerprint
    three = joined([part(3, "diagnosis"), part(4, "iban"), part(5, "allergies")])[0].fingerprint
    assert two == moved
    assert two != three


def test_confidence_is_that_of_the_surest_part() -> None:
    probable = msgspec.structs.replace(part(3, "diagnosis"), confidence=Confidence.MEDIUM)
    sure = msgspec.structs.replace(part(4, "iban"), confidence=Confidence.HIGH)
    assert joined([probable, sure])[0].confidence is Confidence.HIGH


def test_parts_without_a_label_are_counted() -> None:
    first, second, third = (
        msgspec.structs.replace(part(line, f"word{line}"), part=Part("in tests", "", declares=line == 5))
        for line in (3, 4, 5)
    )
    second = msgspec.structs.replace(second, related=(Step(finding(line=9).location, SAME_VALUE),))
    (one,) = joined([first, second, third])
    assert one.location.span.start_line == 5
    assert one.message == "`Patient.word5` is kept in clear, and 2 more like it"
    assert [(step.location.span.start_line, step.note) for step in one.related] == [(3, ALIKE), (4, ALIKE), (9, ALIKE)]
