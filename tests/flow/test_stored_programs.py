"""Programs that come from a worker process or the cache mean what they meant before."""

from __future__ import annotations

import msgspec
import pytest

from secure_lint.flow.analysis import interpret
from secure_lint.flow.values.names import NameLabels
from secure_lint.judge.judge import data_sinks
from secure_lint.knowledge.bundle import load_rules
from secure_lint.label.matching import ModelIndex
from secure_lint.languages.front_end import ReadModule, WantedBodies, front_ends, load_front_end
from secure_lint.link.program import Program
from secure_lint.model.facts import FileFacts
from secure_lint.sensitivity.classifier import Classifier
from secure_lint.text.source import SourceText

DEEP = 22


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("a.js", "function f(a) {{ return {}; }}"),
        ("a.swift", "func f(a: String) -> String {{ return {} }}"),
        ("A.kt", "fun f(a: String?) = {}"),
    ],
)
def test_values_that_are_asked_for_themselves_are_evaluated_once(path: str, template: str) -> None:
    """Nested fallbacks cost what their length is, not twice as much for each level."""
    sign = {"a.js": "||", "a.swift": "??", "A.kt": "?:"}[path]
    nested = "(" * DEEP + "a" + "".join(f" {sign} b{number})" for number in range(DEEP))
    front_end = load_front_end(front_ends()[path[path.rindex(".") :]])
    read = front_end.read(SourceText(path, template.format(nested).encode()), WantedBodies(everything=True))
    stored = msgspec.msgpack.decode(msgspec.msgpack.encode(read), type=ReadModule)
    rules = load_rules()
    index = ModelIndex(rules.models)
    names = NameLabels(Classifier(rules.taxonomy), index.data_of_types)
    program = Program([FileFacts(path, module=stored.module)], index.known_types)
    assert interpret(program, index, names, {}, data_sinks(rules.policies)).exhausted == ()
