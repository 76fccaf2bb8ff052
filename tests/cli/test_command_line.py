"""The command line, with a scanner that finds what the test says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from secure_lint import __version__
from secure_lint.cli import output
from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.run import run
from secure_lint.engine.configuration import Configuration, FailOn
from secure_lint.engine.fixture_report import Deviation, FixtureFailure, FixtureReport
from secure_lint.engine.progress import Progress
from secure_lint.errors import RuleError
from secure_lint.fixes.plan import FixPlan
from secure_lint.model.endpoint import Inventory
from secure_lint.model.finding import Audience, Finding, ScanResult, Severity, Statistics
from secure_lint.model.fix import Fix, Replacement
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.rule import RuleDescription
from secure_lint.model.span import WHOLE_FILE
from tests.rule_samples import RULES, finding


class Scanner:
    """An engine that yields a given result, or fails in a given way, and keeps what it was asked."""

    def __init__(
        self,
        *findings: Finding,
        problems: tuple[Problem, ...] = (),
        failure: BaseException | None = None,
        fixtures: FixtureReport | None = None,
    ) -> None:
        self.findings = findings
        self.problems = problems
        self.failure = failure
        self.fixtures = fixtures or FixtureReport(0)
        self.inventory = Inventory(())
        self.roots: list[Path] = []
        self.configuration = Configuration()

    def endpoints(self, roots: Sequence[Path], configuration: Configuration, progress: Progress | None) -> Inventory:
        assert progress is None
        self.roots, self.configuration = list(roots), configuration
        return self.inventory

    def scan(self, roots: Sequence[Path], configuration: Configuration, progress: Progress | None) -> ScanResult:
        self.roots, self.configuration = list(roots), configuration
        if self.failure is not None:
            raise self.failure
        if progress is not None:
            progress.stage("reading", 1)
            progress.advance()
        root = roots[0] if roots[0].is_dir() else roots[0].parent
        return ScanResult(str(root), self.findings, (), self.problems, Statistics(files_discovered=7))

    def plan_fixes(self, result: ScanResult, *, unsafe: bool) -> FixPlan:
        assert result.findings == self.findings
        return FixPlan(unsafe=0 if unsafe else 1)

    def proposed_fixes(self, result: ScanResult, *, unsafe: bool) -> dict[str, Fix]:
        span = result.findings[0].location.span if result.findings else WHOLE_FILE
        fix = Fix("app/Login.kt", "use the vault", safe=not unsafe, replacements=(Replacement(span, "vault"),))
        return {one.fingerprint: fix for one in result.findings}

    def rules(self) -> tuple[RuleDescription, ...]:
        return RULES

    def run_fixtures(self, folders: Sequence[Path]) -> FixtureReport:
        self.roots = list(folders)
        return self.fixtures


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository that is the working folder."""
    (tmp_path / ".git").mkdir()
    source = tmp_path / "app" / "Login.kt"
    source.parent.mkdir()
    source.write_text("prefs.edit().putString(name, pin)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SECURE_LINT_DEBUG", raising=False)
    return tmp_path


@pytest.mark.parametrize("arguments", [[], ["scan"], ["."], ["scan", "."], ["-f", "text"]])
def test_scan_is_the_default_command_and_the_working_folder_the_default_path(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    scanner = Scanner()
    assert run(arguments, scanner) == ExitCode.CLEAN
    assert scanner.roots == [Path()]
    assert capsys.readouterr().out == "No findings in 7 files.\n"


def test_every_option_reaches_the_configuration() -> None:
    scanner = Scanner()
    arguments = (
        "app --select SL1,SL3 --select SL7 --ignore SL102 --policy P1,P3 --severity warning --fail-on never "
        "--audience auditor --jobs 2 --no-cache --include *.kt --exclude build/ --no-gitignore --strict"
    )
    assert run(arguments.split(), scanner) == ExitCode.CLEAN
    asked = scanner.configuration
    assert scanner.roots == [Path("app")]
    assert asked.select == ("SL1", "SL3", "SL7")
    assert (asked.ignore, asked.policies) == (("SL102",), ("P1", "P3"))
    assert (asked.severity, asked.fail_on, asked.audience) == (Severity.WARNING, FailOn.NEVER, Audience.AUDITOR)
    assert (asked.jobs, asked.cache, asked.respect_gitignore, asked.strict) == (2, False, False, True)
    assert (asked.include, asked.exclude) == (("*.kt",), ("build/",))


def test_options_win_over_the_file_and_the_rest_of_the_file_stays(project: Path) -> None:
    (project / "secure-lint.toml").write_text("jobs = 5\nfail-on = 'note'\n")
    scanner = Scanner()
    run(["--fail-on", "error"], scanner)
    assert (scanner.configuration.jobs, scanner.configuration.fail_on) == (5, FailOn.ERROR)
    (project / "other.toml").write_text("jobs = 6\n")
    run(["--config", "other.toml"], scanner)
    assert scanner.configuration.jobs == 6


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif"])
@pytest.mark.parametrize(
    ("severity", "options", "code"),
    [
        (Severity.NOTE, [], ExitCode.CLEAN),
        (Severity.WARNING, [], ExitCode.FINDINGS),
        (Severity.WARNING, ["--fail-on", "error"], ExitCode.CLEAN),
        (Severity.ERROR, ["--fail-on", "error"], ExitCode.FINDINGS),
        (Severity.NOTE, ["--fail-on", "note"], ExitCode.FINDINGS),
        (Severity.ERROR, ["--fail-on", "never"], ExitCode.CLEAN),
    ],
)
def test_exit_codes_are_the_same_in_every_format(
    form: str, severity: Severity, options: list[str], code: ExitCode
) -> None:
    assert run(["--format", form, *options], Scanner(finding(severity=severity))) == code


def test_strict_fails_when_something_was_not_analysed() -> None:
    gap = Scanner(finding(), problems=(Problem("app/Big.kt", "too large", Stage.DISCOVER),))
    assert run([], gap) == ExitCode.FINDINGS
    assert run(["--strict"], gap) == ExitCode.INCOMPLETE
    assert run(["--strict"], Scanner(finding())) == ExitCode.FINDINGS


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["absent"], "secure-lint: error: absent: no such file or folder\n"),
        (["explian"], "secure-lint: error: explian: no such file or folder; did you mean the command 'explain'?\n"),
        (["--format", "xml"], "'xml' is not one of 'text', 'concise', 'json', 'sarif'"),
        (["--jobs", "many"], "'many' is not a valid integer"),
        (["--unknown"], "No such option"),
        (["-o", "sarif"], "'sarif' is not FORMAT=FILE"),
        (["-o", "pdf=x.pdf"], "'pdf=x.pdf' is not FORMAT=FILE"),
        (["-o", "sarif=nowhere/x.sarif"], "there is no folder"),
        (["--config", "absent.toml"], "absent.toml: cannot be read: No such file or directory"),
        (["explain", "SL1O1"], "no rule 'SL1O1'; did you mean 'SL101'?"),
        (["rules", "--select", "SL888"], "--select: 'SL888' is no rule code"),
    ],
)
def test_wrong_usage_is_one_clear_message_and_code_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments, Scanner()) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert message in captured.err
    assert "Traceback" not in captured.err
    assert captured.out == ""


def test_wrong_configuration_is_reported_with_file_and_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "secure-lint.toml").write_text("\njobz = 1\n")
    assert run([], Scanner()) == ExitCode.USAGE
    error = capsys.readouterr().err
    assert error == "secure-lint: error: secure-lint.toml:2: jobz: unknown key 'jobz'; did you mean 'jobs'?\n"


def test_a_broken_rule_is_reported_with_file_and_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], Scanner(failure=RuleError("rules/x.yaml", 3, "unknown key 'cod'"))) == ExitCode.USAGE
    assert capsys.readouterr().err == "secure-lint: error: rules/x.yaml:3: unknown key 'cod'\n"


def test_a_defect_is_code_70_without_traceback_or_scanned_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], Scanner(failure=KeyError("hunter2"))) == ExitCode.INTERNAL
    error = capsys.readouterr().err
    assert "internal error: KeyError in cli/scan.py:" in error
    assert "SECURE_LINT_DEBUG=1" in error
    assert "Traceback" not in error
    assert "hunter2" not in error


def test_a_defect_shows_its_traceback_when_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SECURE_LINT_DEBUG", "1")
    assert run([], Scanner(failure=KeyError("name"))) == ExitCode.INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_ctrl_c_ends_with_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([], Scanner(failure=KeyboardInterrupt())) == ExitCode.INTERRUPTED
    assert capsys.readouterr().err.strip() == "secure-lint: interrupted"


def test_reports_go_to_files_too(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = Scanner(finding())
    code = run(["-f", "concise", "-o", "sarif=out.sarif", "-o", "json=out.json", "-o", "text=out.txt"], found)
    assert code == ExitCode.FINDINGS
    assert capsys.readouterr().out.startswith("app/Login.kt:1:1: warning: ")
    assert json.loads((project / "out.sarif").read_text())["runs"][0]["results"][0]["ruleId"] == "SL101"
    assert json.loads((project / "out.json").read_text())["findings"][0]["code"] == "SL101"
    assert "\x1b" not in (project / "out.txt").read_text()
    assert sorted(path.name for path in project.iterdir() if path.name.endswith(".part")) == []


def test_a_report_can_go_to_a_device(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-o", f"json={os.devnull}"], Scanner()) == ExitCode.CLEAN
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-o", "json=/dev/full"], Scanner()) == ExitCode.USAGE
    assert capsys.readouterr().err == "secure-lint: error: cannot write /dev/full: No space left on device\n"


def test_a_folder_is_no_report_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-o", "json=app"], Scanner()) == ExitCode.USAGE
    assert capsys.readouterr().err == "secure-lint: error: cannot write app: Is a directory\n"
    assert (project / "app" / "Login.kt").exists()


def test_paths_are_shown_from_the_working_folder_and_in_sarif_from_the_repository(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = Scanner(finding(path="Login.kt"))
    run(["app", "-f", "concise"], found)
    assert capsys.readouterr().out.startswith("app/Login.kt:1:1: ")
    monkeypatch.chdir(project / "app")
    run([".", "-f", "concise", "-o", "sarif=out.sarif"], found)
    assert capsys.readouterr().out.startswith("Login.kt:1:1: ")
    place = json.loads(Path("out.sarif").read_text())["runs"][0]["results"][0]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "app/Login.kt"


def test_rules_are_listed_and_filtered(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"], Scanner()) == ExitCode.CLEAN
    assert len(capsys.readouterr().out.splitlines()) == len(RULES)
    run(["rules", "--policy", "P1", "--select", "SL102,SL3"], Scanner())
    (line,) = capsys.readouterr().out.splitlines()
    assert line.split()[:4] == ["SL102", "P1", "note", "unread-sensitive-attribute"]
    run(["rules", "--platform", "windows"], Scanner())
    assert capsys.readouterr().out == ""


def test_rules_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    run(["rules", "--select", "SL301", "-f", "json"], Scanner())
    (rule,) = json.loads(capsys.readouterr().out)
    assert (rule["code"], rule["severity"], rule["cwe"]) == ("SL301", "error", [312])


@pytest.mark.parametrize("word", ["SL301", "sl301", "hardcoded-api-key"])
def test_a_rule_is_explained_by_code_or_name(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", word], Scanner()) == ExitCode.CLEAN
    page = capsys.readouterr().out
    assert page.startswith("# SL301 hardcoded-api-key\n")
    assert "## Bad" in page
    assert "## Good" in page


def test_rule_tests_name_what_deviates(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    failures = (
        FixtureFailure("storage/a/Bad.kt", 4, "SL101", Deviation.MISSING),
        FixtureFailure("storage/a/Good.kt", 9, "SL101", Deviation.NOISY),
    )
    scanner = Scanner(fixtures=FixtureReport(2, failures))
    assert run(["rules", "test", "app"], scanner) == ExitCode.FINDINGS
    assert scanner.roots == [Path("app")]
    assert capsys.readouterr().out.splitlines() == [
        "storage/a/Bad.kt:4: Missing SL101",
        "storage/a/Good.kt:9: Noisy SL101",
        "2 fixture cases, 2 deviations",
    ]
    assert run(["rules", "test"], Scanner(fixtures=FixtureReport(3))) == ExitCode.CLEAN
    assert project.is_dir()


@pytest.mark.parametrize("subject", ["configuration", "report"])
def test_schemas_are_printed(subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", subject], Scanner()) == ExitCode.CLEAN
    assert "$defs" in json.loads(capsys.readouterr().out)


def test_help_names_the_commands_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"], Scanner()) == ExitCode.CLEAN
    text = capsys.readouterr().out
    for word in ("scan", "rules", "explain", "classify", "schema", "--strict", "70"):
        assert word in text


def in_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_version_imports_no_library() -> None:
    code = (
        "import sys; sys.argv = ['secure-lint', '--version']\n"
        "from secure_lint.cli import main; main()\n"
        "print(sorted({'click', 'msgspec', 'rich', 'yaml', 'attr', 'tree_sitter'} & set(sys.modules)))"
    )
    assert in_process("-c", code).stdout == f"secure-lint {__version__}\n[]\n"


def test_the_scan_command_imports_no_report_library() -> None:
    code = (
        "import sys\nfrom secure_lint.cli.run import run\nimport secure_lint.cli.scan\n"
        "print(sorted({'rich', 'yaml', 'attr', 'sarif_om', 'tree_sitter', 'sqlglot', 'libcst'} & set(sys.modules)))"
    )
    assert in_process("-c", code).stdout == "[]\n"


def test_a_reader_that_goes_away_early_is_no_error(project: Path) -> None:
    program = (
        "import sys\nfrom secure_lint.cli.output import print_text\nprint_text('line\\n' * 200_000)\nsys.exit(5)\n"
    )
    (project / "print.py").write_text(program)
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, "print.py"],
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    error = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=30), error) == (5, b"")


def test_what_the_terminal_cannot_show_is_escaped() -> None:
    code = "from secure_lint.cli.output import print_text; print_text('größe \\N{SNOWMAN}\\n')"
    assert in_process("-c", code, PYTHONIOENCODING="ascii").stdout == "gr\\xf6\\xdfe \\u2603\n"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False), ({"NO_COLOR": ""}, True)],
)
def test_color_only_on_a_terminal_that_wants_it(
    variables: dict[str, str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert not output.wants_color()
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert output.wants_color() is expected
