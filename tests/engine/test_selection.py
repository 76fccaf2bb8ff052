"""Which findings are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import CommandLineSettings, Configuration, override
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.selection import Selection, make_selection
from secure_lint.errors import ConfigurationError, UsageError
from secure_lint.model.finding import Audience, Confidence, Severity
from tests.rule_samples import INDEX, finding

HERE = Path.cwd()


def selection(configuration: Configuration) -> Selection:
    return make_selection(configuration, INDEX, HERE)


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (("ALL",), (), {"SL101", "SL102", "SL301", "SL701", "SL901", "SL902", "SL903", "SL904"}),
        (("SL1",), (), {"SL101", "SL102"}),
        (("SL1", "sl301"), ("unread-sensitive-attribute",), {"SL101", "SL301"}),
        (("sensitive-data-in-log",), (), {"SL701"}),
        (("all",), ("SL9", "SL1"), {"SL301", "SL701"}),
    ],
)
def test_rules_by_code_beginning_and_name(select: tuple[str, ...], ignore: tuple[str, ...], expected: set[str]) -> None:
    assert selection(Configuration(select=select, ignore=ignore)).codes == expected


def test_policies_narrow_the_selection() -> None:
    assert selection(Configuration(policies=("P1", "3"))).codes == {"SL101", "SL102", "SL301"}


@pytest.mark.parametrize("word", ["SL8", "S", "hardcoded-apikey", ""])
def test_an_unknown_rule_is_an_error(word: str) -> None:
    with pytest.raises(UsageError, match="is no rule code"):
        selection(Configuration(select=(word,)))


def test_the_error_names_the_nearest_rule() -> None:
    with pytest.raises(UsageError, match="did you mean 'hardcoded-api-key'"):
        selection(override(Configuration(), CommandLineSettings(ignore=("hardcoded-apikey",))))


def test_an_unknown_policy_is_an_error() -> None:
    with pytest.raises(UsageError, match="they are P1, P3, hygiene, leak"):
        selection(Configuration(policies=("P7",)))


def test_an_unknown_rule_in_a_file_is_reported_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_text("jobs = 1\n[per-file-ignores]\n'a.kt' = ['SL1']\n'b.kt' = ['SL555']\n")
    with pytest.raises(ConfigurationError) as caught:
        make_selection(load_configuration([tmp_path]), INDEX, tmp_path)
    assert caught.value.line == 4
    assert "'SL555'" in caught.value.message


def test_minimum_severity() -> None:
    chosen = selection(Configuration(severity=Severity.WARNING))
    assert not chosen.wants(finding("SL102"))
    assert chosen.wants(finding("SL101"))


def test_severities_are_replaced_before_they_are_compared() -> None:
    chosen = selection(Configuration(severity=Severity.ERROR, severities={"SL1": Severity.ERROR}))
    raised = chosen.with_severity(finding("SL102"))
    assert raised.severity is Severity.ERROR
    assert chosen.wants(raised)
    assert chosen.with_severity(finding("SL701")).severity is Severity.WARNING


def test_low_confidence_and_auditor_findings_are_for_auditors() -> None:
    unsure, special = finding(confidence=Confidence.LOW), finding(audience=Audience.AUDITOR)
    developer = selection(Configuration())
    auditor = selection(Configuration(audience=Audience.AUDITOR))
    assert developer.select([unsure, finding(), special]) == [finding()]
    assert auditor.select([unsure, special]) == [unsure, special]


def test_per_file_ignores_are_relative_to_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "secure-lint.toml").write_text("[per-file-ignores]\n'/app/src/test/' = ['SL1']\n'*.java' = ['ALL']\n")
    app = tmp_path / "app"
    app.mkdir()
    chosen = make_selection(load_configuration([tmp_path]), INDEX, app)
    assert not chosen.wants(finding("SL101", "src/test/A.kt"))
    assert chosen.wants(finding("SL301", "src/test/A.kt"))
    assert chosen.wants(finding("SL101", "src/main/A.kt"))
    assert not chosen.wants(finding("SL301", "src/main/A.java"))


def test_per_file_ignores_of_a_configuration_below_the_scan_root(tmp_path: Path) -> None:
    app = tmp_path / "app"
    app.mkdir()
    (app / "secure-lint.toml").write_text("[per-file-ignores]\n'/test/' = ['SL1']\n")
    chosen = make_selection(load_configuration([app]), INDEX, tmp_path)
    assert not chosen.wants(finding("SL101", "app/test/A.kt"))
    assert chosen.wants(finding("SL101", "app/main/A.kt"))
    assert chosen.wants(finding("SL101", "test/A.kt"))


def test_per_file_ignores_of_a_configuration_from_elsewhere(tmp_path: Path) -> None:
    for name in ("app", "shared"):
        (tmp_path / name).mkdir()
    (tmp_path / "shared" / "strict.toml").write_text("[per-file-ignores]\n'/test/' = ['SL1']\n")
    configuration = load_configuration([tmp_path / "app"], tmp_path / "shared" / "strict.toml")
    chosen = make_selection(configuration, INDEX, tmp_path / "app")
    assert not chosen.wants(finding("SL101", "test/A.kt"))
    assert chosen.wants(finding("SL101", "main/A.kt"))
