"""The pre-commit hook is asked for exactly the files that secure-lint reads."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from secure_lint.engine.discovery import is_readable
from secure_lint.languages.front_end import front_ends

ROOT = Path(__file__).resolve().parents[2]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
FILES = re.compile(HOOK["files"])
DOCUMENTS = (
    "build.gradle", "build.gradle.kts", "Info.plist", "App.entitlements", "PrivacyInfo.xcprivacy", "strings.xml",
    "Main.storyboard", "Cell.xib", "App.csproj", "Model.xcdatamodel/contents", "schema.json", "Package.resolved",
    "config.yaml", "ci.yml", "libs.versions.toml", "gradle.properties", ".env", ".env.release", "server.env",
    "Debug.xcconfig", "V1.sql", "Notes.sq", "1.sqm",
)  # fmt: skip
PLAIN_TEXT = (
    "deploy.bat", "setup.cfg", "index.cjs", "nginx.conf", "api.gql", "api.graphql", "index.html", "php.ini", "app.js",
    "App.jsx", "server.key", "main.mjs", "chain.pem", "build.ps1", "views.py", "release.sh", "Localizable.strings",
    "App.swift", "api.ts", "App.tsx",
)  # fmt: skip
OTHERS = ("logo.png", "Inter.ttf", "app-release.apk")


@pytest.mark.parametrize("name", DOCUMENTS + PLAIN_TEXT)
def test_every_format_reaches_the_hook(name: str) -> None:
    assert is_readable(f"app/{name}")
    assert FILES.search(f"app/{name}")


def test_every_language_reaches_the_hook() -> None:
    endings = front_ends()
    assert endings
    assert [ending for ending in endings if not FILES.search(f"app/Main{ending}")] == []


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_do_not(name: str) -> None:
    assert not is_readable(f"app/{name}")
    assert not FILES.search(f"app/{name}")


def test_the_hook_runs_the_installed_command_once() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert HOOK["entry"].split()[0] in scripts
    assert HOOK["require_serial"] is True
    assert HOOK["language"] == "python"
