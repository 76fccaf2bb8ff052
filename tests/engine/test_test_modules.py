"""Modules of a Gradle project that hold tests: what is found there is not for developers."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan

LOGIN = """package org.example.login

import android.util.Log

class Login {
    fun enter(password: String) {
        Log.d("Login", "signing in with $password")
    }
}
"""
GROOVY = "dependencies {\n%s}\n"
TESTS = "  implementation(libs.androidx.test.runner)\n  implementation('androidx.test.uiautomator:uiautomator:2.3.0')\n"
MISTAKE = "  implementation 'androidx.test.ext:junit:1.1.5'\n  implementation 'com.squareup.okhttp3:okhttp:4.12.0'\n"
OWN = "  androidTestImplementation(libs.androidx.test.runner)\n  androidTestImplementation(libs.espresso.core)\n"


@pytest.mark.parametrize(
    ("folder", "build", "of_tests"),
    [
        ("release", GROOVY % TESTS, True),
        ("release", "plugins {\n  id 'com.android.test'\n}\n", True),
        ("app", GROOVY % MISTAKE, False),
        ("app", GROOVY % OWN, False),
        ("", GROOVY % TESTS, False),
    ],
)
def test_the_build_file_of_a_module_says_that_it_is_for_tests(
    tmp_path: Path, folder: str, build: str, of_tests: bool
) -> None:
    module = tmp_path / folder
    source = module / "src" / "main" / "java" / "Login.kt"
    source.parent.mkdir(parents=True)
    source.write_text(LOGIN)
    (module / "build.gradle").write_text(build)
    found = scan([tmp_path], Configuration(cache=False, jobs=1, respect_gitignore=False)).findings
    assert ("SL701" in {one.code for one in found}) is not of_tests
