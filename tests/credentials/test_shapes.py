"""Tests of the shapes in ``rules/credentials``: their samples, and that none takes more than linear time."""

from __future__ import annotations

import re
import time

import msgspec
import pytest

from secure_lint.credentials.matching import ShapeMatcher
from secure_lint.credentials.named import NamedMatcher
from secure_lint.credentials.names import NameModel
from secure_lint.credentials.shapes import CredentialRules, NamedShape, Shape, load_shapes
from secure_lint.credentials.structures import CHECKS
from secure_lint.credentials.values import ValueModel
from secure_lint.errors import RuleError
from tests.credentials.detecting import documents, rules

SHAPES = [shape for document in documents() for shape in document.shapes]
NAMED = [shape for document in documents() for shape in document.named]
MOST_SECONDS = 2.0


def matcher() -> ShapeMatcher:
    return ShapeMatcher(rules().shapes, ValueModel(rules().values, NameModel(rules().names).words()))


def matched(shape: Shape, text: str) -> bool:
    data = f'key = "{text}" {" ".join(shape.near)} end'.encode()
    return any(match.shape.id == shape.id for match in matcher().find(data, data.lower(), path_of(shape)))


def path_of(shape: Shape) -> str:
    """A path on which the shape is looked for."""
    return shape.files[0].replace("**/", "app/").replace("*", "x") if shape.files else "app/keys.txt"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_samples_of_shapes(shape: Shape) -> None:
    assert shape.samples.hits
    assert shape.samples.misses
    assert [pieces for pieces in shape.samples.hits if not matched(shape, "".join(pieces))] == []
    assert [pieces for pieces in shape.samples.misses if matched(shape, "".join(pieces))] == []


@pytest.mark.parametrize("shape", NAMED, ids=lambda shape: shape.id)
def test_samples_of_named_shapes(shape: NamedShape) -> None:
    matcher = NamedMatcher((shape,))
    assert shape.samples.hits
    assert all(matcher.match(name, "".join(value)) for name, *value in shape.samples.hits)
    assert not any(matcher.match(name, "".join(value)) for name, *value in shape.samples.misses)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_samples_are_cut_within_the_token(shape: Shape) -> None:
    """A push filter must not see a whole token in the rules."""
    assert all(len(pieces) > 1 for pieces in shape.samples.hits)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_checks_exist(shape: Shape) -> None:
    assert shape.check in CHECKS
    assert shape.source


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_repetitions_are_bounded(shape: Shape) -> None:
    """An unbounded repetition would make the work at each hit depend on the length of the file."""
    without_classes = re.sub(r"\[(?:\\.|[^\]\\])*\]", "c", shape.pattern)
    assert re.search(r"(?<!\\)[*+]|,\}", without_classes) is None


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_shapes_take_linear_time(shape: Shape) -> None:
    sample = "".join(shape.samples.hits[0])
    literal = shape.literals[0]
    hostile = [literal * 20_000, sample[:-1] * (200_000 // len(sample)), (sample[: len(sample) // 2] + " ") * 4000]
    hostile.append(literal + sample[-1] * 200_000)
    for text in hostile:
        data = (text + " " + " ".join(shape.near)).encode()
        started = time.process_time()
        found = [
            match.shape.id
            for match in ShapeMatcher((shape,), matcher()._values).find(data, data.lower(), path_of(shape))
        ]
        assert time.process_time() - started < MOST_SECONDS, (shape.id, text[:60], len(found))


@pytest.mark.parametrize("shape", NAMED, ids=lambda shape: shape.id)
def test_named_patterns_take_linear_time(shape: NamedShape) -> None:
    pattern = re.compile(shape.pattern)
    sample = "".join(shape.samples.hits[0][1:])
    started = time.process_time()
    hostile = (sample * 5000, sample[0] * 100_000, sample[:-1] * 5000)
    assert all(pattern.fullmatch(text + "\n") is None for text in hostile)
    assert time.process_time() - started < MOST_SECONDS


def test_rules_survive_the_bundle() -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(rules()), type=CredentialRules) == rules()


def test_the_bundle_holds_no_samples() -> None:
    samples = [shape.samples for shape in rules().shapes] + [shape.samples for shape in rules().named]
    assert all(not one.hits and not one.misses for one in samples)


def test_an_id_that_stands_twice_is_an_error() -> None:
    text = "shapes:\n- {id: one, title: One, vendor: V, literals: [ab], pattern: ab}\n"
    with pytest.raises(RuleError, match="'one' stands twice"):
        load_shapes([("a.yaml", text), ("b.yaml", text)])


def test_a_missing_vocabulary_is_an_error() -> None:
    with pytest.raises(RuleError, match="no file holds names, values, calls, places"):
        load_shapes([])


def test_an_unknown_key_is_an_error_with_its_line() -> None:
    with pytest.raises(RuleError, match=r"a.yaml:2: .*unknown key 'regex'"):
        load_shapes([("a.yaml", "shapes:\n- {id: one, title: One, vendor: V, literals: [ab], regex: ab}\n")])
