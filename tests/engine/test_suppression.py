"""Inline suppressions and the linter's watch over them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from secure_lint.engine.suppression import SuppressionResult, apply_suppressions
from secure_lint.model.facts import Comment
from secure_lint.model.finding import Finding
from secure_lint.model.span import Span
from tests.rule_samples import INDEX, finding

PATH = "app/Login.kt"


def comment(text: str, line: int, *, own_line: bool = False, end_line: int | None = None) -> Comment:
    return Comment(text, Span(line, 1, end_line or line, 60), own_line)


def apply(findings: Sequence[Finding], *comments: Comment, active: bool = True) -> SuppressionResult:
    return apply_suppressions(findings, {PATH: comments}, INDEX, lambda _code, _path: active)


def codes(findings: Sequence[Finding]) -> list[str]:
    return [found.code for found in findings]


@pytest.mark.parametrize("word", ["SL101", "sl101", "plaintext-sensitive-storage"])
def test_a_comment_after_code_silences_its_line(word: str) -> None:
    result = apply([finding(line=4), finding(line=5)], comment(f"secure-lint: ignore[{word}] -- demo account", 4))
    assert [found.location.span.start_line for found in result.kept] == [5]
    assert [(entry.finding.location.span.start_line, entry.reason, entry.by) for entry in result.suppressed] == [
        (4, "demo account", "comment")
    ]
    assert result.hygiene == ()


def test_a_comment_of_its_own_silences_the_next_line_of_code() -> None:
    first = comment("secure-lint: ignore[SL101] -- demo account", 3, own_line=True)
    second = comment("secure-lint: ignore[SL701] -- debug build only", 4, own_line=True)
    result = apply([finding(line=5), finding("SL701", line=5), finding(line=3)], first, second)
    assert [found.location.span.start_line for found in result.kept] == [3]
    assert len(result.suppressed) == 2
    assert result.hygiene == ()


def test_a_block_comment_counts_from_its_end() -> None:
    result = apply([finding(line=6)], comment("secure-lint: ignore[SL101] -- why", 3, own_line=True, end_line=5))
    assert result.kept == ()


def test_a_comment_after_the_end_of_the_guilty_code_works() -> None:
    result = apply([finding(line=4, end_line=6)], comment("secure-lint: ignore[SL101] -- why", 6))
    assert result.kept == ()


def test_other_rules_and_other_files_stay() -> None:
    result = apply(
        [finding("SL301", line=4), finding(path="app/Other.kt", line=4)], comment("secure-lint: ignore[SL101] -- x", 4)
    )
    assert len(result.kept) == 2


def test_several_rules_in_one_comment() -> None:
    result = apply(
        [finding(line=4), finding("SL301", line=4)], comment("secure-lint: ignore[SL101, hardcoded-api-key] -- x", 4)
    )
    assert result.kept == ()
    assert len(result.suppressed) == 2


@pytest.mark.parametrize("directive", [" ignore[SL101]", " ignore[SL101] --", "ignore[SL101] x"])
def test_a_missing_reason_is_a_finding_but_still_silences(directive: str) -> None:
    result = apply([finding(line=4)], comment(f"secure-lint:{directive}", 4))
    assert len(result.suppressed) == 1
    assert codes(result.hygiene) == ["SL901"]
    assert result.hygiene[0].message == "the suppression of SL101 has no reason"
    assert result.hygiene[0].location.span.start_line == 4


def test_a_suppression_that_silences_nothing_is_a_finding() -> None:
    result = apply([finding(line=9)], comment("secure-lint: ignore[SL101, SL301] -- x", 4))
    assert codes(result.hygiene) == ["SL902", "SL902"]


def test_a_suppression_of_a_rule_that_is_not_in_force_is_not_unused() -> None:
    assert apply([], comment("secure-lint: ignore[SL101] -- x", 4), active=False).hygiene == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("secure-lint: ignore[SL110] -- x", "`SL110`; did you mean 'SL10"),
        ("secure-lint: ignore[hardcoded-api-keys] -- x", "did you mean 'hardcoded-api-key'?"),
        ("secure-lint: ignore -- everything", "`secure-lint: ignore -- everything`"),
        ("secure-lint: ignroe[SL101] -- x", "`secure-lint: ignroe[SL101] -- x`"),
        ("secure-lint: ignore[] -- x", "`secure-lint: ignore[] -- x`"),
    ],
)
def test_what_names_no_rule_silences_nothing_and_is_a_finding(text: str, shown: str) -> None:
    result = apply([finding(line=4)], comment(text, 4))
    assert codes(result.kept) == ["SL101"]
    assert codes(result.hygiene) == ["SL903"]
    assert shown in result.hygiene[0].message
