import pytest

from secure_lint.knowledge.kinds import Relays
from secure_lint.screen.relays import FURTHEST_HEADER, RelayNames

NAMES = RelayNames((Relays(anywhere=("log", "logger"), leading=("debug", "print")),))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("core/AppLogger.kt", True),
        ("src/file_log.py", True),
        ("app/LoginActivity.java", False),
        ("app/Catalog.kt", False),
    ],
)
def test_a_file_that_is_named_for_logging(path: str, expected: bool) -> None:
    assert NAMES.in_path(path) is expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (b"fun debugLine(text: String) { HERE(text) }", True),
        (b"fun Any.logLine(text: String) = HERE(text)", True),
        (b"private static void log(String text) { HERE(text); }", True),
        (b"const logLine = (text) => HERE(text)", True),
        (b"object FileLogger { fun put(text: String) { HERE(text) } }", True),
        (b"fun login(user: String) { HERE(user) }", False),
        (b"fun setDebug(on: Boolean) { HERE(on) }", False),
        (b"fun logLine(text: String) {} fun send(text: String) { HERE(text) }", False),
    ],
)
def test_a_function_that_is_named_for_logging(code: bytes, expected: bool) -> None:
    assert NAMES.around(code, code.index(b"HERE")) is expected


def test_a_head_far_away_is_no_wrapper() -> None:
    code = b"fun logLine(text: String) {" + b" " * FURTHEST_HEADER + b"HERE(text) }"
    assert not NAMES.around(code, code.index(b"HERE"))
