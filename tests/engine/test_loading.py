"""Telling text from other files."""

from __future__ import annotations

import pytest

from secure_lint.engine.loading import is_binary


@pytest.mark.parametrize("raw", [b"", b"a", "é".encode("utf-16"), "é".encode("utf-32")])
def test_text_is_not_binary(raw: bytes) -> None:
    assert not is_binary(raw)


def test_nul_bytes_are_binary() -> None:
    assert is_binary(b"a\0b")
