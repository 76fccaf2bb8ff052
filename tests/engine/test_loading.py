"""Tests of reading files from disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.engine.discovery import DiscoveredFile
from secure_lint.engine.loading import is_binary, load
from secure_lint.model.problem import Problem


def test_text_is_returned_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "A.kt").write_bytes(b"\xef\xbb\xbfclass A\r\n")
    assert load(DiscoveredFile("A.kt", str(tmp_path / "A.kt"), 12)) == b"\xef\xbb\xbfclass A\r\n"


def test_binary_and_absent_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "AndroidManifest.xml").write_bytes(b"\x03\x00\x08\x00")
    binary = load(DiscoveredFile("AndroidManifest.xml", str(tmp_path / "AndroidManifest.xml"), 4))
    absent = load(DiscoveredFile("B.kt", str(tmp_path / "B.kt"), 1))
    assert isinstance(binary, Problem)
    assert "binary" in binary.message
    assert isinstance(absent, Problem)
    assert "No such file" in absent.message


@pytest.mark.parametrize(("raw", "binary"), [(b"a\0b", True), ("é".encode("utf-16"), False), (b"", False), (b"a", False)])
def test_binary_detection(raw: bytes, binary: bool) -> None:
    assert is_binary(raw) is binary
