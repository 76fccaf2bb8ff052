"""Whatever a file holds, each front end makes a module of it: broken, binary, or nested without end."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secure_lint.languages.front_end import ReadModule, WantedBodies, load_front_end
from secure_lint.text.source import SourceText
from tests.languages.parts import check_places, mutated
from tests.languages.samples import SAMPLES, Sample

EVERYTHING = WantedBodies(everything=True)
LANGUAGES = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.language)


def read(sample: Sample, name: str, data: bytes) -> ReadModule:
    """Lower a file of a language."""
    return load_front_end(sample.language).read(SourceText(name, data), EVERYTHING)


@LANGUAGES
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(draw=st.data())
def test_whatever_is_read_lies_inside_the_file(sample: Sample, draw: st.DataObject) -> None:
    """No exception, whatever the grammar makes of a case with mistakes in it."""
    text = draw.draw(mutated(sample.snippets, sample.scraps))
    name = draw.draw(st.sampled_from(sample.files))
    check_places(read(sample, name, text.encode("utf-8", "surrogatepass")), text)


@LANGUAGES
@settings(max_examples=60, deadline=None)
@given(draw=st.data())
def test_any_bytes_are_a_module(sample: Sample, draw: st.DataObject) -> None:
    """One that can be kept in the cache; what was not read is a partial problem."""
    data = draw.draw(st.binary(max_size=300))
    result = read(sample, draw.draw(st.sampled_from(sample.files)), data)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=ReadModule) == result
    assert all(problem.partial for problem in result.problems)


@pytest.mark.parametrize(
    ("sample", "text"),
    [
        pytest.param(sample, text, id=f"{sample.language}-{text[:24].strip()}")
        for sample in SAMPLES
        for text in sample.deep
    ],
)
def test_deep_nesting_becomes_a_problem(sample: Sample, text: str) -> None:
    """Neither parser, nor lowering, nor the encoder of the cache runs out of stack."""
    result = read(sample, sample.files[-1] if len(sample.files) == 1 else sample.files[1], f"{text}\n".encode())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=ReadModule) == result
    if "(" * 100 not in text:
        assert any(problem.partial for problem in result.problems)
