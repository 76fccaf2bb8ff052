"""The progress bar appears only on long scans and leaves nothing behind."""

from __future__ import annotations

import pytest

from secure_lint.cli import progress


def test_a_quick_scan_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.TerminalProgress() as bar:
        bar.stage("reading", 3)
        bar.advance()
    assert capsys.readouterr() == ("", "")


def test_a_long_scan_shows_its_stage_on_the_error_stream(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "_PATIENCE_SECONDS", 0.0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress.TerminalProgress() as bar:
        bar.stage("reading", 2)
        bar.advance(2)
        bar.stage("judging")
    captured = capsys.readouterr()
    assert "reading" in captured.err
    assert captured.out == ""


def test_without_a_terminal_there_is_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    assert progress.terminal_progress() is None
    assert capsys.readouterr().err == ""
