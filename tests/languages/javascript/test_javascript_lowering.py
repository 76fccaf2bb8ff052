"""Each construct of JavaScript and TypeScript lowers to the text that stands next to its case."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.javascript.front_end import FRONT_END
from secure_lint.model.printing import print_module
from secure_lint.text.source import SourceText

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.suffix != ".txt")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_lowers_to_the_expected_text(case: Path) -> None:
    """A change of any construct shows in the text."""
    read = FRONT_END.read(SourceText(f"src/app/{case.name}", case.read_bytes()), WantedBodies(everything=True))
    assert print_module(read.module) == case.with_suffix(".txt").read_text()


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_reads_without_problems(case: Path) -> None:
    """What the grammar knows is read whole."""
    read = FRONT_END.read(SourceText(f"src/app/{case.name}", case.read_bytes()), WantedBodies(everything=True))
    assert read.problems == ()
