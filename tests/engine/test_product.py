"""Modules of tests, samples and scripts beside a product: what is found there is not for developers."""

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


APP = "plugins {\n  id 'com.android.application'\n}\n"


@pytest.mark.parametrize(
    ("modules", "shown"),
    [
        (("app", "samples/login"), {"app"}),
        (("app", "login-sample"), {"app"}),
        (("samples/login",), {"samples"}),
        (("login-sample",), {"login-sample"}),
    ],
)
def test_samples_are_part_of_the_product_where_nothing_else_is_built(
    tmp_path: Path, modules: tuple[str, ...], shown: set[str]
) -> None:
    for module in modules:
        source = tmp_path / module / "src" / "main" / "java" / "Login.kt"
        source.parent.mkdir(parents=True)
        source.write_text(LOGIN)
        (tmp_path / module / "build.gradle").write_text(APP)
    found = scan([tmp_path], Configuration(cache=False, jobs=1, respect_gitignore=False)).findings
    assert {one.location.path.partition("/")[0] for one in found if one.code == "SL701"} == shown


SCRIPT = """import hashlib


def name(password: str) -> str:
    return hashlib.md5(password.encode()).hexdigest()


print(name(input()))
"""


@pytest.mark.parametrize(
    ("sources", "beside", "shown"),
    [(40, "tools/notes.txt", False), (40, "tools/pyproject.toml", True), (4, "tools/notes.txt", True)],
)
def test_a_few_scripts_beside_an_app_are_not_the_product(
    tmp_path: Path, sources: int, beside: str, shown: bool
) -> None:
    folder = tmp_path / "app" / "src" / "main" / "java"
    folder.mkdir(parents=True)
    for number in range(sources):
        (folder / f"Login{number}.kt").write_text(f"class Login{number}")
    (tmp_path / "app" / "build.gradle").write_text(APP)
    (tmp_path / "tools").mkdir()
    (tmp_path / beside).write_text("")
    (tmp_path / "tools" / "release.py").write_text(SCRIPT)
    found = scan([tmp_path], Configuration(cache=False, jobs=1, respect_gitignore=False)).findings
    assert any(one.code == "SL406" for one in found) is shown
