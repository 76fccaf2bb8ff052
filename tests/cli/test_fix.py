"""``--fix`` and ``--diff`` from the command line to the files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.run import run

PROGRAM = Path(sys.executable).with_name("secure-lint")
CLIENT = """\
import requests

BASE = "http://api.shop.com/v1/"
VERIFY_TLS = False


def load(path):
    return requests.get(BASE + path, verify=False)


def save(path, order):
    return requests.post(f"https://{path}", data=order, verify=VERIFY_TLS)
"""
SAFE = CLIENT.replace("http:", "https:").replace("verify=False", "verify=True")
UNSAFE = SAFE.replace("VERIFY_TLS = False", "VERIFY_TLS = True")
OPTIONS = ["--no-cache", "--jobs", "1"]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with one client, as the working folder."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "client.py").write_text(CLIENT)
    monkeypatch.chdir(tmp_path)
    return folder


def installed(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the installed program."""
    return subprocess.run([PROGRAM, "scan", *OPTIONS, *arguments], capture_output=True, text=True, check=False)


def test_a_diff_is_shown_and_nothing_is_written(project: Path) -> None:
    outcome = installed("--diff")
    assert outcome.returncode == ExitCode.FINDINGS
    lines = outcome.stdout.splitlines()
    assert lines[:2] == ["--- a/shop/client.py", "+++ b/shop/client.py"]
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        '-BASE = "http://api.shop.com/v1/"',
        '+BASE = "https://api.shop.com/v1/"',
        "-    return requests.get(BASE + path, verify=False)",
        "+    return requests.get(BASE + path, verify=True)",
    ]
    assert outcome.stderr == "secure-lint: 1 more can be fixed with --unsafe-fixes\n"
    assert (project / "client.py").read_text() == CLIENT


def test_fixed_findings_count_no_more(project: Path) -> None:
    outcome = installed("--fix")
    assert (project / "client.py").read_text() == SAFE
    assert outcome.stdout.endswith("Fixed 2, 1 left (1 more can be fixed with --unsafe-fixes).\n")
    assert outcome.stdout.count(" error SL204 ") == 1
    assert outcome.returncode == ExitCode.FINDINGS
    outcome = installed("--fix", "--unsafe-fixes")
    assert (project / "client.py").read_text() == UNSAFE
    assert outcome.stdout == "No findings in 1 file.\nFixed 1, 0 left.\n"
    assert outcome.returncode == ExitCode.CLEAN
    outcome = installed("--fix", "--unsafe-fixes")
    assert outcome.stdout == "No findings in 1 file.\nFixed 0, 0 left.\n"
    assert installed("--diff").stdout == ""
    assert installed("--diff").returncode == ExitCode.CLEAN


def test_a_diff_fails_no_build_that_nothing_may_fail() -> None:
    assert run(["--diff", "--fail-on", "never", *OPTIONS]) == ExitCode.CLEAN


def test_the_preview_wins_when_both_are_asked_for(project: Path) -> None:
    assert run(["--fix", "--diff", *OPTIONS]) == ExitCode.FINDINGS
    assert (project / "client.py").read_text() == CLIENT


def test_only_selected_rules_are_fixed(project: Path) -> None:
    run(["--fix", "--select", "SL203", *OPTIONS])
    assert (project / "client.py").read_text() == CLIENT.replace("http:", "https:")


def test_programs_read_the_report_and_people_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--fix", "-f", "json", *OPTIONS])
    captured = capsys.readouterr()
    assert [one["code"] for one in json.loads(captured.out)["findings"]] == ["SL204"]
    assert captured.err == "secure-lint: Fixed 2, 1 left (1 more can be fixed with --unsafe-fixes).\n"


def test_a_diff_is_no_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--diff", "-f", "json", *OPTIONS]) == ExitCode.USAGE
    assert "--diff prints a diff and no report" in capsys.readouterr().err
    run(["--diff", "-o", "json=report.json", *OPTIONS])
    assert len(json.loads(Path("report.json").read_text())["findings"]) == 3


def test_a_file_that_cannot_be_written_is_code_2_and_the_others_are_fixed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "other.py").write_text(CLIENT)
    (project / "client.py").chmod(0o444)
    assert run(["--fix", *OPTIONS]) == ExitCode.USAGE
    assert capsys.readouterr().err == "secure-lint: error: cannot fix shop/client.py: is read-only\n"
    assert (project / "client.py").read_text() == CLIENT
    assert (project / "other.py").read_text() == SAFE


def test_a_file_that_is_no_python_3_is_left_alone_with_a_reason(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "client.py").write_text(CLIENT + "print 'done'\n")
    assert run(["--fix", *OPTIONS]) == ExitCode.FINDINGS
    assert "shop/client.py:8:21: SL204 is not fixed: it is not Python 3" in capsys.readouterr().err
    assert (project / "client.py").read_text() == CLIENT + "print 'done'\n"


def test_a_named_link_out_of_the_folder_is_not_followed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = project.parent.parent / "outside.py"
    outside.write_text(CLIENT)
    Path("link.py").symlink_to(outside)
    assert run(["link.py", "--fix", *OPTIONS]) == ExitCode.USAGE
    assert "cannot fix link.py: is a link out of the scanned folder" in capsys.readouterr().err
    assert outside.read_text() == CLIENT
    outside.unlink()


def test_sarif_has_the_safe_fixes_unless_more_is_asked_for() -> None:
    assert fixes_in_sarif() == {"shop/client.py": 2}
    assert fixes_in_sarif("--unsafe-fixes") == {"shop/client.py": 3}
    assert fixes_in_sarif("--fix") == {}


def fixes_in_sarif(*options: str) -> dict[str, int]:
    """How many results have a fix, by the file that it changes."""
    run(["-o", "sarif=out.sarif", "-f", "concise", *options, *OPTIONS])
    counts: dict[str, int] = {}
    for result in json.loads(Path("out.sarif").read_text())["runs"][0]["results"]:
        for fix in result.get("fixes", ()):
            for change in fix["artifactChanges"]:
                uri = change["artifactLocation"]["uri"]
                counts[uri] = counts.get(uri, 0) + 1
    return counts


def test_a_diff_on_a_terminal_holds_no_escapes_of_the_file(project: Path) -> None:
    (project / "client.py").write_text(CLIENT.replace("import requests", "import requests  # \x1b[2J"))
    leader, follower = os.openpty()
    process = subprocess.run([PROGRAM, *OPTIONS, "--diff"], stdout=follower, stderr=subprocess.DEVNULL, check=False)
    os.close(follower)
    shown = os.read(leader, 65536)
    os.close(leader)
    assert process.returncode == ExitCode.FINDINGS
    assert b"+BASE" in shown
    assert b"\x1b" not in shown


def test_libcst_is_loaded_for_a_fix_only() -> None:
    code = (
        "import sys\nfrom secure_lint.cli.run import run\n"
        f"run([{', '.join(repr(one) for one in OPTIONS)}, '-f', 'concise'{{option}}])\n"
        "sys.exit('libcst' in sys.modules)"
    )
    for option, loaded in (("", 0), (", '--fix'", 1)):
        outcome = subprocess.run([sys.executable, "-c", code.format(option=option)], capture_output=True, check=False)
        assert outcome.returncode == loaded, option
