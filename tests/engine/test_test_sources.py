"""Code that is no part of the product: developers are not told of it, auditors are, and credentials count anywhere."""

from __future__ import annotations

from pathlib import Path

from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import Audience

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"

PRODUCT = """package org.example

class Greeter(private val session: SessionHolder) {
    fun greet() {
        android.util.Log.d("Greeter", "for ${session.current}")
    }
}

class SessionHolder(var current: String)
"""
TEST = """package org.example

import java.security.MessageDigest

class GreeterTest {
    private val accessToken = "kept in memory"
    private val holder = SessionHolder(accessToken)

    fun digest(data: ByteArray) = MessageDigest.getInstance("MD5").digest(data)

    fun token() {
        holder.current = accessToken
    }
}
"""


def codes(folder: Path, audience: Audience) -> set[tuple[str, str]]:
    configuration = Configuration(cache=False, jobs=1, audience=audience)
    return {(Path(one.location.path).name, one.code) for one in scan([folder], configuration).findings}


def write(folder: Path) -> None:
    for name, text in (("src/main/kotlin/Greeter.kt", PRODUCT), ("src/test/kotlin/GreeterTest.kt", TEST)):
        path = folder / "app" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)


def test_tests_are_for_auditors_and_label_nothing_of_the_product(tmp_path: Path) -> None:
    write(tmp_path)
    assert codes(tmp_path, Audience.DEVELOPER) == set()
    assert ("GreeterTest.kt", "SL406") in codes(tmp_path, Audience.AUDITOR)


def test_what_stands_in_for_encryption_speaks_for_no_real_one() -> None:
    case = FIXTURES / "storage" / "secret-in-plain-storage" / "fake-encryption"
    assert codes(case, Audience.DEVELOPER) == {("SessionStore.kt", "SL310")}
    configuration = Configuration(cache=False, jobs=1, audience=Audience.DEVELOPER)
    assert [one.location.span.start_line for one in scan([case], configuration).findings] == [15]


def test_files_that_a_test_runner_of_javascript_runs_are_for_auditors(tmp_path: Path) -> None:
    text = "import md5 from 'md5';\nexport const digest = (password) => md5(password);\n"
    for name in ("src/digest.js", "src/digest.test.js", "src/__tests__/hashing.js"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert {name for name, _ in codes(tmp_path, Audience.DEVELOPER)} == {"digest.js"}
    assert {name for name, _ in codes(tmp_path, Audience.AUDITOR)} == {"digest.js", "digest.test.js", "hashing.js"}
