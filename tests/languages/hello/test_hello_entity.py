"""Every front end lowers the same small program to the same text."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from secure_lint.languages.front_end import WantedBodies, front_ends, load_front_end
from secure_lint.model.printing import print_module
from secure_lint.text.source import SourceText

HERE = Path(__file__).parent
PROGRAMS = sorted(path for path in HERE.rglob("*") if path.suffix in front_ends() and path != Path(__file__))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.suffix)
def test_same_program_same_text(program: Path) -> None:
    """Only the path and the language differ, whether members need ``this``, and what a language has not."""
    front_end = load_front_end(front_ends()[program.suffix])
    source = SourceText(program.relative_to(HERE).as_posix(), program.read_bytes())
    read = front_end.read(source, WantedBodies(everything=True))
    assert read.problems == ()
    module = msgspec.structs.replace(read.module, path="hello", language="any", explicit=False)
    text = print_module(module).replace("import ``.*\n", "")
    assert text == expected(program.suffix)


def expected(suffix: str) -> str:
    """The text; Swift has neither packages nor ``finally``, and all files of Dart are in one package.

    Objective-C has no packages either, nor annotations and initial values of properties; it labels arguments.
    """
    text = (HERE / "expected.txt").read_text()
    if suffix == ".mm":
        return in_objective_c(text)
    if suffix == ".dart":
        return text.replace("com.example.hello", "app")
    if suffix != ".swift":
        return text
    return without_package(text).replace("  } finally {\n    this.client.close()\n  }\n", "  }\n")


def without_package(text: str) -> str:
    """The text for a language without packages."""
    return text.replace(" package com.example.hello", "").replace("com.example.hello.", "")


def in_objective_c(text: str) -> str:
    """The text for Objective-C, whose imports bring all that a header declares."""
    text = re.sub(r"^ *@.*\n", "", without_package(text), flags=re.MULTILINE)
    text = re.sub(r"^(import .*)$", r"\1.*", text, flags=re.MULTILINE)
    text = re.sub(r"^(  field .*?) = .*$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"<init>\((\w+):", r"<init>(\1/\1:", text)
    return text.replace(": String", ": NSString")


def test_two_languages_at_least() -> None:
    """The comparison means something."""
    assert {program.suffix for program in PROGRAMS} >= {".cs", ".dart", ".java", ".kt", ".mm", ".py", ".swift", ".ts"}
