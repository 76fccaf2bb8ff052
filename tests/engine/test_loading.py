"""Tests of reading files from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.discovery import DiscoveredFile
from secure_lint.engine.loading import is_binary, load
from secure_lint.model.problem import Problem


def test_text_is_returned_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "A.kt").write_bytes(b"\xef\xbb\xbfclass A\r\n")
    assert load(DiscoveredFile("A.kt", tmp_path / "A.kt", 12)) == b"\xef\xbb\xbfclass A\r\n"


def test_binary_and_absent_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "AndroidManifest.xml").write_bytes(b"\x03\x00\x08\x00")
    binary = load(DiscoveredFile("AndroidManifest.xml", tmp_path / "AndroidManifest.xml", 4))
    absent = load(DiscoveredFile("B.kt", tmp_path / "B.kt", 1))
    assert isinstance(binary, Problem)
    assert "binary" in binary.message
    assert isinstance(absent, Problem)
    assert "No such file" in absent.message


@pytest.mark.parametrize("raw", [b"", b"a", "é".encode("utf-16"), "é".encode("utf-32")])
def test_text_is_not_binary(raw: bytes) -> None:
    assert not is_binary(raw)


def test_nul_bytes_are_binary() -> None:
    assert is_binary(b"a\0b")
