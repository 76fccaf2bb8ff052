"""What policies say of automatic fixes, and the code that makes them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from secure_lint.errors import RuleError
from secure_lint.fixes.fixer import languages_with_fixes, make_fixer
from secure_lint.fixes.python.fixer import PYTHON_FIXES
from secure_lint.knowledge.bundle import load_rules, read_rules, rules_directory
from secure_lint.knowledge.fixes import FIXES
from secure_lint.languages.front_end import front_ends

POLICY = "policies/transport/cleartext-url.yaml"


def test_every_fix_has_code_in_each_of_its_languages() -> None:
    assert set(PYTHON_FIXES) == {name for name, kind in FIXES.items() if "python" in kind.languages}
    others = {(name, language) for name, kind in FIXES.items() for language in kind.languages if language != "python"}
    assert {name for name, _ in others} == {"replace-scheme"}
    assert {language for kind in FIXES.values() for language in kind.languages} == set(languages_with_fixes())
    assert set(languages_with_fixes()) <= set(front_ends().values())
    assert all(make_fixer(language, lambda _: None) is not None for language in languages_with_fixes())
    assert make_fixer("cobol", lambda _: None) is None


def test_policies_describe_their_fixes() -> None:
    described = {rule.code: rule.autofix for rule in load_rules().descriptions}
    for policy in load_rules().policies:
        entries = [(language, fix) for language, fixes in policy.autofix.items() for fix in fixes]
        assert [(one.language, one.does) for one in described[policy.code]] == [
            (language, fix.does) for language, fix in entries
        ]
    assert any(one.safe for one in described["SL204"])
    assert {one.language for one in described["SL203"] if one.safe} == {"python"}


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{fix: replace-schem, does: x}", "'replace-schem' is no automatic fix; did you mean 'replace-scheme'?"),
        ("{fix: pray, does: x}", "'pray' is no automatic fix; they are "),
        ("{fix: replace-scheme, does: x, matches: a}", "'replace-scheme' needs the key 'values'"),
        ("{fix: replace-scheme, does: x, values: {a: b}, matches: '('}", "not a regular expression"),
        ("{fix: remove-argument, does: x, named: [a], matches: b}", "'remove-argument' has no use for 'matches'"),
        ("{fix: remove-argument, does: x, nemed: [a]}", "unknown key 'nemed'"),
        ("{fix: remove-argument, named: [a]}", "missing required field `does`"),
    ],
)
def test_a_wrong_entry_is_an_error_with_its_line(tmp_path: Path, entry: str, message: str) -> None:
    with pytest.raises(RuleError, match="cleartext-url") as raised:
        with_entry(tmp_path, "python", entry)
    assert message in str(raised.value)
    assert raised.value.line is not None


def test_a_fix_that_does_not_know_the_language_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="'remove-argument' cannot change kotlin, only python"):
        with_entry(tmp_path, "kotlin", "{fix: remove-argument, does: x, named: [a]}")


def with_entry(folder: Path, language: str, entry: str) -> None:
    """Read the rules with one fix in the place of those of a policy."""
    for path in rules_directory().rglob("*.yaml"):
        copy = folder / path.relative_to(rules_directory())
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        if path.relative_to(rules_directory()).as_posix() == POLICY:
            text = (
                f"{text[: text.index('autofix:')]}autofix:\n  {language}: [{entry}]\n{text[text.index('examples:') :]}"
            )
        copy.write_text(text, encoding="utf-8")
    read_rules(folder, folder)


def test_the_rules_of_a_wheel_keep_their_fixes() -> None:
    policy = load_rules().policy("SL204")
    again = msgspec.msgpack.decode(msgspec.msgpack.encode(policy), type=type(policy))
    assert again.autofix == policy.autofix
    assert again.autofix["python"]
