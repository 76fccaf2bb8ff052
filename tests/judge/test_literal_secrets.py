"""Literals that are written into stores: most say nothing of anybody, those that are secrets do."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan

SWIFT = """import Foundation

final class DemoAccount {{
    func seed() {{
        UserDefaults.standard.set({value}, forKey: "{key}")
    }}
}}
"""
KOTLIN = """package org.example.shelf

import android.content.SharedPreferences

class DemoAccount(private val preferences: SharedPreferences) {{
    fun seed() {{
        preferences.edit().putString("{key}", {value}).apply()
    }}
}}
"""


@pytest.mark.parametrize(("name", "program"), [("DemoAccount.swift", SWIFT), ("DemoAccount.kt", KOTLIN)])
@pytest.mark.parametrize(
    ("key", "value", "reported"),
    [
        ("password", '"Tr4il-Mix9"', True),
        ("password", '""', False),
        ("password", '"none"', False),
        ("password_mode", '"Tr4il-Mix9"', False),
        ("auth_token", '"expired"', False),
    ],
)
def test_a_literal_counts_where_it_is_a_secret(
    tmp_path: Path, name: str, program: str, key: str, value: str, reported: bool
) -> None:
    (tmp_path / name).write_text(program.format(key=key, value=value))
    settings = Configuration(cache=False, jobs=1, respect_gitignore=False)
    codes = {one.code for one in scan([tmp_path], settings).findings}
    assert ("SL310" in codes) is reported
