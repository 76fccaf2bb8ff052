"""The page of a rule."""

from __future__ import annotations

import msgspec

from secure_lint.model.rule import RuleFix
from secure_lint.report.rule_page import rule_help_text, rule_page
from tests.rule_samples import INDEX


def test_a_page_says_why_how_to_fix_and_shows_bad_before_good() -> None:
    page = rule_page(INDEX.by_code["SL301"])
    assert page.startswith("# SL301 hardcoded-api-key\n")
    headings = [line for line in page.splitlines() if line.startswith("#")]
    assert headings == ["# SL301 hardcoded-api-key", "## Why", "## Fix", "## Bad", "## Good"]
    assert '```kotlin\nprefs.putString("pin", pin)\n```' in page
    assert "- **ios**: Keep it in the Keychain." in page
    assert "[CWE-312](https://cwe.mitre.org/data/definitions/312.html), MASVS-STORAGE-1, MASWE-0006" in page
    assert "secure-lint: ignore[SL301] -- reason" in page


def test_the_plain_help_has_no_markup() -> None:
    assert rule_help_text(INDEX.by_code["SL301"]).splitlines() == [
        "Anyone with the device in hand can read it.",
        "Fix (android): Keep it in the Android Keystore.",
        "Fix (ios): Keep it in the Keychain.",
    ]


def test_automatic_fixes_are_named_with_the_option_that_makes_them() -> None:
    fixes = (
        RuleFix("python", "Use the vault.", safe=True),
        RuleFix("java", "Use the vault.", safe=False),
        RuleFix("kotlin", "Use the vault.", safe=False),
    )
    page = rule_page(msgspec.structs.replace(INDEX.by_code["SL301"], autofix=fixes))
    assert "## Automatic fix\n\n- **python**: Use the vault. (`secure-lint --fix`)\n" in page
    assert "- **java, kotlin**: Use the vault. (`secure-lint --fix --unsafe-fixes`)\n" in page
