"""Who may import whom, and through which door a third party comes in."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "secure_lint"
DOORS = {
    "attr": ("secure_lint.report.sarif_serialization",),
    "click": ("secure_lint.cli",),
    "libcst": ("secure_lint.fixes.python",),
    "rich": ("secure_lint.cli", "secure_lint.report.console"),
    "sarif_om": ("secure_lint.report.sarif", "secure_lint.report.sarif_results", "secure_lint.report.sarif_rules"),
    "tree_sitter": ("secure_lint.languages",),
    "yaml": ("secure_lint.knowledge.yaml_nodes", "secure_lint.formats.yaml_document"),
}
NETWORK = ("http", "socket", "ssl", "urllib", "ftplib", "smtplib", "requests", "httpx")


@functools.cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(PACKAGE, include_external_packages=True)


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_imports_go_down_the_layers() -> None:
    outcome = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout


def test_front_ends_do_not_know_each_other() -> None:
    imports = graph()
    languages = {name for name in imports.find_children("secure_lint.languages") if imports.find_children(name)}
    assert languages
    for language in languages:
        others = tuple(languages - {language})
        for module in {language, *imports.find_descendants(language)}:
            known = imports.find_modules_directly_imported_by(module)
            assert not [name for name in known if within(name, others)], module


@pytest.mark.parametrize("library", sorted(DOORS))
def test_a_third_party_has_one_door(library: str) -> None:
    imports = graph()
    users = imports.find_modules_that_directly_import(library)
    assert users
    assert [user for user in sorted(users) if not within(user, DOORS[library])] == []


def test_no_module_can_reach_the_network() -> None:
    sources = sorted((ROOT / PACKAGE).rglob("*.py"))
    assert sources
    reaching = {
        f"{source.relative_to(ROOT)}: {name}"
        for source in sources
        for name in imported(ast.parse(source.read_text(encoding="utf-8")))
        if name.partition(".")[0] in NETWORK and name != "urllib.parse"
    }
    assert reaching == set()


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names
