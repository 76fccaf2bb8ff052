"""Where values come from: blank arrays, and what a name without an import means."""

from __future__ import annotations

import pytest

from secure_lint.flow.values.value import origins
from tests.flow.programs import events_of, kotlin, run

IMPORTS = "import java.security.SecureRandom\nimport javax.crypto.spec.IvParameterSpec\nimport java.io.InputStream\n"

BLANK = {
    "at once": "fun f() = IvParameterSpec(ByteArray(16))",
    "variable": "fun f() { val iv = ByteArray(16); IvParameterSpec(iv) }",
    "field": "class A { private val iv = ByteArray(16)\n fun f() = IvParameterSpec(iv) }",
    "used in a block": "fun f(t: Timer) { val iv = ByteArray(16); t.measure { IvParameterSpec(iv) } }",
    "returned": "fun zeros() = ByteArray(12)\nfun f() = IvParameterSpec(zeros())",
}

FILLED = {
    "random": "fun f() { val iv = ByteArray(16); SecureRandom().nextBytes(iv); IvParameterSpec(iv) }",
    "also": "fun f() = IvParameterSpec(ByteArray(16).also { SecureRandom().nextBytes(it) })",
    "field": (
        "class A { private val iv = ByteArray(16)\n init { SecureRandom().nextBytes(iv) }\n"
        " fun f() = IvParameterSpec(iv) }"
    ),
    "member": (
        "class Header { var iv = ByteArray(16) }\n"
        "fun f(h: Header) { h.iv = ByteArray(12); SecureRandom().nextBytes(h.iv); IvParameterSpec(h.iv) }"
    ),
    "unknown call": "fun f(s: InputStream) { val iv = ByteArray(16); s.read(iv); IvParameterSpec(iv) }",
    "helper": (
        "fun fill(b: ByteArray, s: InputStream) { s.read(b) }\n"
        "fun f(s: InputStream) { val iv = ByteArray(16); fill(iv, s); IvParameterSpec(iv) }"
    ),
    "loop": "fun f(b: ByteArray) { val iv = ByteArray(16); for (i in 0 until 16) iv[i] = b[i]; IvParameterSpec(iv) }",
    "buffer": "fun f(b: java.nio.ByteBuffer) { val iv = ByteArray(16); b.get(iv); IvParameterSpec(iv) }",
    "operator": "fun f(b: java.nio.ByteBuffer) { val iv = ByteArray(16); b[iv]; IvParameterSpec(iv) }",
    "block": (
        "fun f(t: Timer, s: InputStream) { val iv = ByteArray(16); t.measure { s.read(iv) }; IvParameterSpec(iv) }"
    ),
    "elements in a block": (
        "fun f(t: Timer, b: ByteArray) { val iv = ByteArray(16); t.measure { iv[0] = b[0] }; IvParameterSpec(iv) }"
    ),
    "one branch": "fun f(s: InputStream?) { val iv = ByteArray(16); if (s != null) s.read(iv); IvParameterSpec(iv) }",
}


def iv_origins(code: str) -> set[str]:
    found = events_of(kotlin(IMPORTS + code), "crypto.iv")
    assert found
    return {origin for event in found for origin in origins(event.value)}


@pytest.mark.parametrize("code", BLANK.values(), ids=BLANK.keys())
def test_a_new_array_that_nothing_fills_is_blank(code: str) -> None:
    assert iv_origins(code) == {"blank"}


@pytest.mark.parametrize("code", FILLED.values(), ids=FILLED.keys())
def test_an_array_that_may_have_been_filled_is_not_blank(code: str) -> None:
    assert "blank" not in iv_origins(code)


def constants_of(text: str) -> list[object]:
    return [one.value for event in events_of(run(Main_java=text), "crypto.digest") for one in event.value.constants]


def test_a_type_written_with_its_package_needs_no_import() -> None:
    body = 'class A { Object f() throws Exception { return java.security.MessageDigest.getInstance("MD5"); } }'
    assert constants_of(f"package app;\n{body}") == ["MD5"]


def test_a_name_without_import_means_a_neighbour_of_the_package() -> None:
    body = 'class A { Object f() throws Exception { return MessageDigest.getInstance("MD5"); } }'
    assert constants_of(f"package app;\n{body}") == []
    assert constants_of(body) == ["MD5"]


def test_statements_outside_types_are_interpreted_past_a_return() -> None:
    text = 'return 1;\nString name = "MD5";\nMessageDigest digest = MessageDigest.getInstance(name);\n'
    assert constants_of(text) == ["MD5"]


def test_a_package_further_down_belongs_to_a_later_piece() -> None:
    body = 'class A { Object f() throws Exception { return MessageDigest.getInstance("MD5"); } }'
    later = "class MessageDigest { static Object getInstance(String name) { return name; } }"
    assert constants_of(f"{body}\npackage app;\n") == ["MD5"]
    assert constants_of(f"package app;\n{body}\n{later}") == []
