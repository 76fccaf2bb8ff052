"""Each construct of a language lowers to the text that stands next to its case."""

from __future__ import annotations

from pathlib import Path

import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies, load_front_end
from secure_lint.model.printing import print_module
from secure_lint.model.reading import read_module
from secure_lint.text.source import SourceText
from tests.languages.samples import SAMPLES, Sample

CASES = [pytest.param(sample, case, id=f"{sample.language}-{case.stem}") for sample in SAMPLES for case in sample.cases]


def lowered(sample: Sample, case: Path) -> ReadModule:
    """The module of a case, all of its bodies included."""
    source = SourceText(f"{sample.folder}{case.name}", case.read_bytes())
    return load_front_end(sample.language).read(source, WantedBodies(everything=True))


@pytest.mark.parametrize(("sample", "case"), CASES)
def test_lowers_to_the_expected_text(sample: Sample, case: Path) -> None:
    """A change of any construct shows in the text; what the grammar knows is read whole."""
    read = lowered(sample, case)
    assert print_module(read.module) == case.with_suffix(".txt").read_text()
    assert case.stem in sample.broken or read.problems == ()


@pytest.mark.parametrize(("sample", "case"), CASES)
def test_its_text_reads_back(sample: Sample, case: Path) -> None:
    """The program model has words for all of it."""
    module = lowered(sample, case).module
    assert read_module(print_module(module, spans=True)) == module
