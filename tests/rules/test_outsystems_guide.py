"""The table in ``docs/outsystems.md``: every statement of the guide has rules, and fixtures that prove them."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from secure_lint.engine.fixture_runner import read_expectations
from secure_lint.knowledge.policies import Policy
from tests.rules.test_invariants import FIXTURES, POLICIES, ROOT

PLATFORM = "outsystems"
BY_CODE = {policy.code: policy for policy in POLICIES}


class Row(NamedTuple):
    """A statement of the guide."""

    statement: str
    codes: list[str]
    bad: list[str]
    good: list[str]
    unverified: str


def table() -> list[Row]:
    text = (ROOT / "docs" / "outsystems.md").read_text(encoding="utf-8").partition("\n## ")[0]
    lines = [line for line in text.split("\n") if line.startswith("| ")][1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        Row(statement, codes.split(", "), bad.split("<br>"), good.split("<br>"), unverified)
        for statement, codes, bad, good, unverified in rows
    ]


ROWS = table()


def reported(case: str) -> set[str]:
    """The codes that a fixture expects."""
    assert (FIXTURES / case).is_dir(), case
    return {code for _, _, code in read_expectations(FIXTURES / case).wanted}


def rule_of(case: str) -> Policy:
    """The rule that a fixture is of."""
    return next(policy for policy in POLICIES if policy.name == case.split("/")[1])


def test_the_table_has_all_statements() -> None:
    assert len(ROWS) == 22
    assert len({row.statement for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.statement)
def test_every_rule_of_a_statement_has_a_bad_and_a_good_fixture(row: Row) -> None:
    for cases, guilty in ((row.bad, True), (row.good, False)):
        for case in cases:
            policy = rule_of(case)
            assert policy.code in row.codes, case
            assert (policy.code in reported(case)) is guilty, case
        assert {rule_of(case).code for case in cases} == set(row.codes)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.statement)
def test_rules_say_the_remedy_and_what_was_not_verified(row: Row) -> None:
    policies = [BY_CODE[code] for code in row.codes]
    for policy in policies:
        assert policy.fix.get(PLATFORM), policy.code
    if row.unverified != "nothing":
        assert all(policy.limits for policy in policies), [one.code for one in policies if not one.limits]


def test_every_rule_for_the_platform_is_in_the_table() -> None:
    listed = {code for row in ROWS for code in row.codes}
    assert listed == {policy.code for policy in POLICIES if PLATFORM in policy.fix}
