"""What a tree can hold that no compiler would take: each is analysed as far as it goes, and each gap is a problem."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
import pytest

from secure_lint.engine import pool, reading
from secure_lint.engine.configuration import Configuration
from secure_lint.engine.scan import scan
from secure_lint.model.finding import ScanResult

IMPORTS = "package org.example\n\nimport java.security.MessageDigest\n\n"
CODE = IMPORTS + 'fun digest(data: ByteArray) = MessageDigest.getInstance("MD5").digest(data)\n'
LINE = CODE.count("\n")


def scanned(folder: Path, **settings: object) -> ScanResult:
    configuration = msgspec.structs.replace(Configuration(cache=False, jobs=1), **settings)
    return scan([folder], configuration)


def lines(result: ScanResult) -> set[tuple[str, int]]:
    return {(Path(one.location.path).name, one.location.span.start_line) for one in result.findings}


def messages(result: ScanResult) -> str:
    return "\n".join(f"{one.path}: {one.message}" for one in result.problems)


@pytest.mark.parametrize(
    "raw",
    [
        CODE.encode(),
        b"\xef\xbb\xbf" + CODE.encode(),
        CODE.encode("utf-16"),
        CODE.replace("\n", "\r\n").encode(),
        CODE.replace("package org.example", "package org.example // ✂ 😀").encode(),
    ],
    ids=["plain", "mark", "utf-16", "windows", "beyond-ascii"],
)
def test_encodings_are_read(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "Hash.kt").write_bytes(raw)
    result = scanned(tmp_path)
    assert lines(result) == {("Hash.kt", LINE)}
    assert result.problems == ()


def test_bytes_that_are_no_text_are_replaced_and_said(tmp_path: Path) -> None:
    (tmp_path / "Hash.kt").write_bytes(CODE.replace("example", "example // caf\xe9").encode("latin-1"))
    result = scanned(tmp_path)
    assert lines(result) == {("Hash.kt", LINE)}
    assert "could not be decoded" in messages(result)


@pytest.mark.parametrize(
    ("broken", "suffix"),
    [
        ("class A {\n fun g() { foo(1, \n }\n}\n", ".kt"),
        ("class A {\n fun g( = 3\n}\n", ".kt"),
        ("class A {\n fun g() { val x = @#$ ; }\n}\n", ".kt"),
        ('class A {\n fun g() { val x = "abc }\n}\n', ".kt"),
        ("context(a: Foo) fun g() { when (a) { is Foo if a.x > 1 -> 1 else -> 2 } }\n", ".kt"),
        ("class A {\n void g() { foo(1, \n }\n}\n", ".java"),
        ("class A {\n void g( { ] }\n}\n", ".java"),
    ],
)
def test_the_rest_of_a_broken_file_is_analysed(tmp_path: Path, broken: str, suffix: str) -> None:
    good = CODE.removeprefix(IMPORTS)
    head = IMPORTS
    if suffix == ".java":
        good = 'class Z { byte[] h(byte[] b) { return MessageDigest.getInstance("MD5").digest(b); } }\n'
        head = "package org.example;\nimport java.security.MessageDigest;\n"
    (tmp_path / f"Broken{suffix}").write_text(head + broken + good)
    result = scanned(tmp_path)
    assert lines(result) == {(f"Broken{suffix}", (head + broken + good).count("\n"))}
    assert "syntax error" in messages(result)
    assert all(problem.partial for problem in result.problems)


def deep(opening: str, closing: str, depth: int = 10_000) -> str:
    return opening * depth + 'MessageDigest.getInstance("MD5")' + closing * depth


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Deep.kt", f"{IMPORTS}fun f() {{ val x = {deep('(', ')')} }}\n"),
        ("Deep.kt", f"{IMPORTS}fun f() {{ {deep('if (a) {', '}')} }}\n"),
        ("Deep.kt", f"{IMPORTS}fun f() {{ {deep('a.let {', '}')} }}\n"),
        ("Deep.kt", f"{IMPORTS}{'class A { ' * 10_000}{'}' * 10_000}\nval x = MessageDigest.getInstance(a)"),
        ("Deep.java", f"import java.security.MessageDigest; class D {{ void f() {{ {deep('if (a) {', '}')} }} }}\n"),
        ("deep.xml", "<a>" * 10_000 + "</a>" * 10_000),
        ("deep.json", "[" * 10_000 + "]" * 10_000),
        ("build.gradle", "a { " * 10_000 + "}" * 10_000),
    ],
)
def test_deep_nesting_is_a_problem(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "Hash.kt").write_text(CODE)
    result = scanned(tmp_path)
    assert ("Hash.kt", LINE) in lines(result)
    assert name in messages(result)


def test_an_entity_bomb_is_a_problem(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x"}">' for n in range(12))
    (tmp_path / "bomb.xml").write_text(f"<!DOCTYPE a [{entities}]><a>&e11;</a>")
    assert "bomb.xml: the entity" in messages(scanned(tmp_path))


def test_large_files_and_nul_bytes_are_problems(tmp_path: Path) -> None:
    (tmp_path / "Large.kt").write_bytes(CODE.encode() + b"// " + b"x" * 50_000_000)
    (tmp_path / "Nul.kt").write_bytes(CODE.encode() + b"\0" * 20)
    said = messages(scanned(tmp_path))
    assert "Large.kt: is larger than" in said
    assert "Nul.kt: is a binary file" in said


def test_one_line_of_a_megabyte_is_analysed(tmp_path: Path) -> None:
    call = 'fun f() { MessageDigest.getInstance("MD5") };'
    (tmp_path / "Minified.kt").write_text(IMPORTS.replace("\n\n", ";") + call * 20_000)
    result = scanned(tmp_path)
    assert lines(result) == {("Minified.kt", 1)}


def test_links_are_problems_and_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "Hash.kt").write_text(CODE)
    tree = tmp_path / "tree"
    (tree / "loop").mkdir(parents=True)
    (tree / "Hash.kt").write_text(CODE)
    (tree / "loop" / "self").symlink_to(tree)
    (tree / "out").symlink_to(outside)
    (tree / "cycle.kt").symlink_to(tree / "cycle.kt")
    result = scanned(tree)
    assert lines(result) == {("Hash.kt", LINE)}
    assert len(result.findings) == 1
    said = messages(result)
    assert "out: is a link out of the scanned folder" in said
    assert "cycle.kt: is a link that cannot be followed" in said


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser reads everything")
def test_unreadable_files_are_problems(tmp_path: Path) -> None:
    (tmp_path / "Hash.kt").write_text(CODE)
    (tmp_path / "Hash.kt").chmod(0)
    assert "Hash.kt: cannot be read" in messages(scanned(tmp_path))


def test_an_empty_folder_is_clean(tmp_path: Path) -> None:
    result = scanned(tmp_path)
    assert (result.findings, result.problems) == ((), ())


def test_a_cache_that_cannot_be_kept_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "Hash.kt").write_text(CODE)
    (tmp_path / "taken").write_text("a file where the folder should be")
    result = scanned(tmp_path, cache=True, cache_dir=str(tmp_path / "taken"))
    assert lines(result) == {("Hash.kt", LINE)}
    assert "the cache is not used" in messages(result)


def test_a_damaged_cache_is_a_problem_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "Hash.kt").write_text(CODE)
    folder = tmp_path / "cache"
    before = scanned(tmp_path, cache=True, cache_dir=str(folder))
    with sqlite3.connect(folder / "facts.sqlite3") as connection:
        connection.execute("UPDATE facts SET value = x'c1'")
    after = scanned(tmp_path, cache=True, cache_dir=str(folder))
    assert after.findings == before.findings
    assert "the cache is not used" in messages(after)


def test_a_warm_cache_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "Hash.kt").write_text(CODE)
    results = [scanned(tmp_path, cache=True, cache_dir=str(tmp_path / "cache")) for _ in range(2)]
    assert results[0].findings == results[1].findings
    assert results[0].problems == results[1].problems == ()


def read_batch_or_die(tasks: Sequence[pool.Task]) -> bytes:
    if any(Path(absolute).name == "Killer.kt" for _, absolute, _ in tasks):
        os._exit(9)
    return real_read_batch(tasks)


real_read_batch = pool._read_batch


def test_a_defect_of_a_reader_is_a_problem_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Hash.kt").write_text(CODE)
    (tmp_path / "strange.json").write_text("{}")

    def fail(*_: object) -> None:
        raise IndexError

    monkeypatch.setattr(reading, "read_document", fail)
    result = scanned(tmp_path)
    assert lines(result) == {("Hash.kt", LINE)}
    assert "strange.json: could not be read: this is a defect of secure-lint" in messages(result)
    monkeypatch.setenv("SECURE_LINT_DEBUG", "1")
    with pytest.raises(IndexError):
        scanned(tmp_path)


def test_a_file_that_could_not_be_read_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong may be mended, by installing what was missing, say, while the file stays as it is."""
    (tmp_path / "strange.json").write_text("{}")

    def fail(*_: object) -> None:
        raise ModuleNotFoundError

    with monkeypatch.context() as broken:
        broken.setattr(reading, "read_document", fail)
        assert "could not be read" in messages(scanned(tmp_path, cache=True))
    assert scanned(tmp_path, cache=True).problems == ()


def test_a_file_that_kills_its_process_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(130):
        (tmp_path / f"Hash{number}.kt").write_text(CODE)
    (tmp_path / "Killer.kt").write_text(CODE)
    monkeypatch.setattr(pool, "_read_batch", read_batch_or_die)
    result = scanned(tmp_path, jobs=2)
    assert lines(result) == {(f"Hash{number}.kt", LINE) for number in range(130)}
    assert [Path(one.path).name for one in result.problems] == ["Killer.kt"]


def test_any_number_of_processes_gives_the_same(tmp_path: Path) -> None:
    for number in range(130):
        (tmp_path / f"Hash{number}.kt").write_text(CODE)
    results: Iterable[ScanResult] = [scanned(tmp_path, jobs=jobs) for jobs in (1, 2, 3)]
    assert len({repr(one.findings) for one in results}) == 1
