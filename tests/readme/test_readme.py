"""What the README says is true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from secure_lint.cli.commands import LazyGroup, secure_lint
from secure_lint.cli.exit_codes import ExitCode
from secure_lint.cli.run import run
from secure_lint.engine.configuration_files import load_configuration
from secure_lint.engine.overrides import sensitivity_overrides
from secure_lint.engine.rule_index import RuleIndex
from secure_lint.engine.selection import make_selection
from secure_lint.engine.suppression import read_suppressions
from secure_lint.knowledge.bundle import load_rules
from secure_lint.model.facts import Comment
from secure_lint.model.span import WHOLE_FILE

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def rules() -> RuleIndex:
    return RuleIndex(load_rules().descriptions)


def blocks(language: str) -> list[str]:
    return [text for found, text in BLOCKS if found == language]


SETUP_COMMANDS = [block.strip() for block in blocks("sh")[:2]]
USES = [line.partition("#")[0].strip() for line in blocks("sh")[2].splitlines()]
FIXES = [line.partition("#")[0].strip() for line in blocks("sh")[3].splitlines()]


def test_each_set_up_command_is_one_line_that_needs_only_python() -> None:
    for command in SETUP_COMMANDS:
        assert "\n" not in command
        words = {part.split()[0] for part in command.split("&&")}
        assert all(word == "python3" or word.startswith(".venv/bin/") for word in words)


def test_the_sample_app_is_there() -> None:
    scanned = SETUP_COMMANDS[0].split()[-1]
    assert (ROOT / scanned / "app" / "src" / "main" / "AndroidManifest.xml").is_file()


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    needles = re.findall(r"readme_command (?:'([^']+)'|\"([^\"]+)\")", script)
    lines = [next(line for line in README.splitlines() if (one or other) in line) for one, other in needles]
    assert lines == SETUP_COMMANDS


@pytest.mark.parametrize("use", USES)
def test_every_command_line_shown_is_understood(use: str) -> None:
    program, *arguments = shlex.split(use)
    assert program == "secure-lint"
    assert isinstance(secure_lint, LazyGroup)
    with secure_lint.make_context("secure-lint", arguments) as group:
        name, command, rest = secure_lint.resolve_command(group, [*group._protected_args, *group.args])
        assert command is not None
        with command.make_context(name, rest, parent=group) as context:
            assert context.params.keys() >= {parameter.name for parameter in command.params if parameter.expose_value}


@pytest.mark.parametrize("use", FIXES)
def test_every_command_that_fixes_does_so(use: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "server" / "client.py"
    file.parent.mkdir()
    text = "import requests\n\nVERIFY = False\nrequests.get(url, verify=VERIFY)\nrequests.get(url, verify=False)\n"
    file.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code = run([*shlex.split(use)[1:], "--no-cache", "--jobs", "1"])
    safe = text.replace("verify=False", "verify=True") if "--fix" in use else text
    fixed = safe.replace("VERIFY = False", "VERIFY = True") if "--unsafe-fixes" in use else safe
    assert file.read_text(encoding="utf-8") == fixed
    assert code == (ExitCode.CLEAN if "--unsafe-fixes" in use else ExitCode.FINDINGS)
    assert ("sarif=" in use) == (tmp_path / "report.sarif").exists()


@pytest.mark.parametrize("use", [use for use in USES if "--select" in use or "explain" in use])
def test_every_rule_named_exists(use: str) -> None:
    words = shlex.split(use)
    named = words[words.index("--select") + 1] if "--select" in words else words[-1]
    assert all(rules().matching(word) for word in named.split(","))


def test_the_exit_codes_are_those_of_the_program() -> None:
    table = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert table == {code.value for code in ExitCode if code is not ExitCode.INTERRUPTED}


def test_the_configuration_shown_is_accepted(tmp_path: Path) -> None:
    (text,) = blocks("toml")
    (tmp_path / "secure-lint.toml").write_text(text, encoding="utf-8")
    configuration = load_configuration([tmp_path])
    selection = make_selection(configuration, rules(), tmp_path)
    assert selection.severities
    (added,) = sensitivity_overrides(configuration, load_rules().taxonomy).types
    assert added.id == "badge_number"


def test_the_suppression_shown_works() -> None:
    (line,) = blocks("kotlin")
    comment = Comment(line.partition("// ")[2].strip(), WHOLE_FILE, own_line=False)
    (suppression,) = read_suppressions("A.kt", [comment], rules())
    assert suppression.code is not None
    assert suppression.reason


def test_the_workflow_shown_is_yaml_and_uploads_what_it_writes() -> None:
    (text,) = blocks("yaml")
    steps = yaml.safe_load(text)["steps"]
    written = next(step["run"] for step in steps if "sarif=" in step.get("run", "")).partition("sarif=")[2]
    assert steps[-1]["with"]["sarif_file"] == written


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
