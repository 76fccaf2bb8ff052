"""Tests of file discovery."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from secure_lint.engine.configuration import Configuration, Origin
from secure_lint.engine.discovery import Discovery, Selection, discover, find_files, scan_root


def readable(name: str) -> bool:
    """Stands for the registry of front ends and formats."""
    return name.endswith((".kt", ".xml"))


def write(root: Path, *names: str, text: str = "x") -> None:
    """Create files with their folders."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def found(root: Path, *targets: Path, **options: object) -> Discovery:
    """Discover with the given selection."""
    selection = Selection(readable, **options)  # type: ignore[arg-type]
    return find_files(root, targets or (root,), selection)


def paths(discovery: Discovery) -> list[str]:
    """The paths of all files."""
    return [file.path for file in discovery.files]


def test_files_are_sorted_and_relative(tmp_path: Path) -> None:
    write(tmp_path, "b/B.kt", "a/A.kt", "a/notes.md", "C.kt", text="four")
    discovery = found(tmp_path)
    assert paths(discovery) == ["C.kt", "a/A.kt", "b/B.kt"]
    assert {file.size for file in discovery.files} == {4}
    assert discovery.files[1].absolute == tmp_path / "a" / "A.kt"
    assert discovery.problems == ()


def test_gitignore_files_nest(tmp_path: Path) -> None:
    write(tmp_path, "a/Gen.kt", "a/Keep.kt", "a/b/Gen.kt", "only/x/A.kt", "x/A.kt", "gone/deep/A.kt")
    (tmp_path / ".gitignore").write_text("Gen.kt\n/x/\ngone\n!\n")
    (tmp_path / "a" / "b" / ".gitignore").write_text("!Gen.kt\n")
    assert paths(found(tmp_path)) == ["a/Keep.kt", "a/b/Gen.kt", "only/x/A.kt"]
    assert len(paths(found(tmp_path, gitignore=False))) == 6


def test_rules_of_the_repository_above_hold(tmp_path: Path) -> None:
    write(tmp_path, ".git/HEAD", "app/Gen.kt", "app/A.kt", "out/only/A.kt")
    (tmp_path / ".gitignore").write_text("Gen.kt\n/out/\n")
    assert paths(found(tmp_path / "app")) == ["A.kt"]
    assert paths(found(tmp_path / "out")) == ["only/A.kt"]


def test_build_output_and_packages_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "app/build/generated/R.kt", "node_modules/x/A.kt", "ios/Pods/A.xml", "app/src/org/acme/build/A.kt")
    write(tmp_path, ".secure-lint-cache/facts.json")
    assert paths(found(tmp_path)) == ["app/src/org/acme/build/A.kt"]


def test_folder_names_above_the_root_do_not_count(tmp_path: Path) -> None:
    root = tmp_path / "build" / "node_modules" / "test"
    write(root, "A.kt")
    assert paths(found(root)) == ["A.kt"]


def test_include_and_exclude(tmp_path: Path) -> None:
    write(tmp_path, "a/A.kt", "a/A.xml", "b/A.kt", "b/c/A.kt")
    assert paths(found(tmp_path, include=("*.kt",), exclude=("b/c/",))) == ["a/A.kt", "b/A.kt"]


def test_named_files_are_taken_even_if_ignored(tmp_path: Path) -> None:
    write(tmp_path, "build/A.kt", "B.kt")
    (tmp_path / ".gitignore").write_text("*.kt\n")
    named = (tmp_path / "build" / "A.kt", tmp_path / "B.kt")
    assert paths(found(tmp_path, *named)) == ["B.kt", "build/A.kt"]
    assert paths(found(tmp_path, *named, exclude=("B.kt",))) == ["build/A.kt"]


def test_a_file_named_twice_is_one_file(tmp_path: Path) -> None:
    write(tmp_path, "a/A.kt")
    assert paths(found(tmp_path, tmp_path, tmp_path / "a", tmp_path / "a" / "A.kt")) == ["a/A.kt"]


def test_targets_that_cannot_be_scanned_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "picture.png")
    os.mkfifo(tmp_path / "pipe.kt")
    discovery = found(tmp_path, tmp_path / "absent", tmp_path / "picture.png", tmp_path / "pipe.kt")
    assert discovery.files == ()
    messages = {problem.path: problem.message for problem in discovery.problems}
    assert "No such file" in messages["absent"]
    assert "no files of this kind" in messages["picture.png"]
    assert "neither a file nor a folder" in messages["pipe.kt"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    root = tmp_path / "root"
    write(root, "a/A.kt")
    write(tmp_path, "outside/Secret.kt")
    (root / "a" / "loop").symlink_to(root)
    (root / "inside.kt").symlink_to(root / "a" / "A.kt")
    (root / "folder").symlink_to(tmp_path / "outside")
    (root / "file.kt").symlink_to(tmp_path / "outside" / "Secret.kt")
    (root / "broken.kt").symlink_to(root / "absent.kt")
    (root / "self.kt").symlink_to(root / "self.kt")
    discovery = found(root)
    assert paths(discovery) == ["a/A.kt"]
    assert [problem.path for problem in discovery.problems] == ["broken.kt", "file.kt", "folder", "self.kt"]
    assert "out of the scanned folder" in discovery.problems[1].message


def test_large_files_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "Big.kt", text="x" * 2000)
    discovery = found(tmp_path, max_size=1024)
    assert discovery.files == ()
    assert "2000 bytes" in discovery.problems[0].message


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_unreadable_folders_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "a/A.kt", "closed/B.kt")
    (tmp_path / "closed").chmod(0)
    discovery = found(tmp_path)
    (tmp_path / "closed").chmod(0o700)
    assert paths(discovery) == ["a/A.kt"]
    assert discovery.problems[0].path == "closed"


def test_a_folder_that_vanishes_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a/A.kt", "b/B.kt")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("/b"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    discovery = found(tmp_path)
    assert paths(discovery) == ["a/A.kt"]
    assert "Permission denied" in discovery.problems[0].message


def test_names_that_are_not_utf8_survive(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.kt"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"class A")
    (discovered,) = found(tmp_path).files
    assert os.fsencode(discovered.path) == b"caf\xe9.kt"
    assert discovered.absolute.read_bytes() == b"class A"


def test_targets_outside_of_the_root_keep_a_relative_path(tmp_path: Path) -> None:
    write(tmp_path, "project/A.kt", "library/B.kt")
    assert paths(found(tmp_path / "project", tmp_path / "library")) == ["../library/B.kt"]


def test_discovery_by_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "app/A.kt", "app/B.kt", "app/photo.png", "app/build.gradle", "app/release.pem")
    configuration = Configuration(exclude=("app/B.*",), origin=Origin("secure-lint.toml", str(tmp_path), {}))
    discovery = discover([tmp_path / "app"], configuration)
    assert discovery.root == tmp_path / "app"
    assert paths(discovery) == ["A.kt", "build.gradle", "release.pem"]
    monkeypatch.chdir(tmp_path)
    assert paths(discover([Path("app/A.kt")], configuration)) == ["app/A.kt"]


def test_scan_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "one/a/A.kt", "one/b/B.kt", "two/C.kt")
    monkeypatch.chdir(tmp_path / "two")
    assert scan_root([tmp_path / "one"]) == tmp_path / "one"
    assert scan_root([Path("C.kt")]) == tmp_path / "two"
    assert scan_root([tmp_path / "one" / "a" / "A.kt", tmp_path / "one" / "b"]) == tmp_path / "one"


def test_empty_folder(tmp_path: Path) -> None:
    assert found(tmp_path) == Discovery(tmp_path, ())


def test_ten_thousand_files_take_less_than_a_second(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("".join(f"generated{number}/\n*.tmp{number}\n" for number in range(20)))
    for folder in range(100):
        (tmp_path / f"module{folder}").mkdir()
        for number in range(100):
            (tmp_path / f"module{folder}" / f"File{number}.kt").touch()
    start = time.process_time()
    discovery = found(tmp_path)
    assert time.process_time() - start < 1
    assert len(discovery.files) == 10_000
