"""Files that are broken, minified, or extreme."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.javascript.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.printing import print_module
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

EVERYTHING = WantedBodies(everything=True)
CASES = [path for path in sorted((Path(__file__).parent / "cases").iterdir()) if path.suffix != ".txt"]
SNIPPETS = [path.read_text() for path in CASES]
SCRAPS = ["{", "}", "(", ")", "<", "</", "`", "${", "/*", "=>", "?.", "...", "é", "😀", "@", "class A", "\n", "="]


def read(text: str, name: str = "src/a.ts") -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText(name, text.encode("utf-8", "surrogatepass")), EVERYTHING)


def spans(value: object) -> list[Span]:
    """All spans in a part of the model."""
    found: list[Span] = []
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, Span):
            found.append(each)
        elif isinstance(each, msgspec.Struct):
            pending.extend(getattr(each, name) for name in each.__struct_fields__)
        elif isinstance(each, tuple):
            pending.extend(each)
    return found


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A case with pieces cut out, doubled, or put in."""
    text = draw(st.sampled_from(SNIPPETS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, *SCRAPS]))
        text = text[:start] + piece + text[end:]
    return text


def check_places(result: ReadModule, text: str) -> None:
    """Spans are ordered and inside the file; members lie inside their types and functions."""
    lines = text.split("\n")
    for span in spans(result):
        assert (1, 1) <= (span.start_line, span.start_column) <= (span.end_line, span.end_column)
        assert span.end_line <= len(lines)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1
    for declared in result.module.types:
        assert all(declared.span.contains(each.span) for each in declared.fields)
    for function in result.module.functions:
        assert function.body is None or all(function.span.contains(each) for each in spans(function.body))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated(), st.sampled_from([".js", ".ts", ".tsx", ".vue"]))
def test_whatever_is_read_lies_inside_the_file(text: str, suffix: str) -> None:
    """No exception, whatever the grammar makes of it; and the outcome can be cached."""
    result = read(text, f"src/a{suffix}")
    check_places(result, text)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=ReadModule) == result


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".cjs", ".mts", ".jsx", ".vue"]))
def test_any_bytes_are_a_module(raw: bytes, suffix: str) -> None:
    """Text or not."""
    result = FRONT_END.read(SourceText(f"a{suffix}", raw), EVERYTHING)
    assert result.module.package == "a"
    assert all(problem.partial for problem in result.problems)


@pytest.mark.parametrize(
    "text",
    [
        "const a = " + "(" * 10_000 + "1" + ")" * 10_000,
        "const a = " + "f(" * 10_000 + "1" + ")" * 10_000,
        "const a = " + "[" * 10_000 + "]" * 10_000,
        "const a = " + "{b:" * 10_000 + "1" + "}" * 10_000,
        "const a = " + "() => " * 10_000 + "1",
        "function a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "}",
        "function a() {" + "if (b) {} else " * 10_000 + "{} }",
        "class A { b() {\n" * 3_000 + "} }\n" * 3_000,
        "const a = b" + ".c()" * 10_000,
        "const a = b" + " - c * d" * 10_000,
        "const a = " + "!" * 10_000 + "b",
        "const a = " + "b ? c : " * 10_000 + "d",
        "let a; " + "a = " * 10_000 + "1",
        "const a = " + "`${" * 3_000 + "b" + "}`" * 3_000,
        "const " + "[" * 5_000 + "a" + "]" * 5_000 + " = b",
        "const a = {b() { return " * 2_000 + "1" + "} }" * 2_000,
        "namespace A {" * 3_000 + "}" * 3_000,
    ],
    ids=lambda text: text[:24].strip(),
)
def test_deep_nesting_becomes_a_problem(text: str) -> None:
    """Neither parser, nor lowering, nor the encoder of the cache runs out of stack."""
    result = read(text + "\n")
    encoded = msgspec.msgpack.encode(result)
    assert msgspec.msgpack.decode(encoded, type=ReadModule) == result
    if "(" * 100 not in text:
        assert any(problem.partial for problem in result.problems)


def test_long_sums_are_one_operator() -> None:
    """Generated code adds thousands of strings."""
    result = read("const a = " + " +\n    ".join(f'"{number}"' for number in range(5_000)) + "\n")
    (field,) = result.module.fields
    assert isinstance(field.initial, p.Operator)
    assert len(field.initial.operands) == 5_000
    assert result.problems == ()


def test_long_switches_stay_shallow() -> None:
    """A table of hundreds of cases can be read and encoded, and keeps all of them."""
    cases = "\n".join(f"    case 'k{number}': value{number}(); break;" for number in range(600))
    result = read(f"function f(key) {{\n  switch (key) {{\n{cases}\n    default: g();\n  }}\n}}\n")
    encoded = msgspec.msgpack.encode(result)
    assert msgspec.msgpack.decode(encoded, type=ReadModule) == result
    assert all(f"value{number}".encode() in encoded for number in range(600))
    assert result.problems == ()


def test_a_minified_file_is_read_on_its_one_line() -> None:
    """Functions in expressions, sequences and conditions that stand for statements."""
    text = '!function(e,t){"use strict";e&&t(),n=e?t:null,t.send("http://a.example",e)}(window,function(){return 1});'
    read_module = read(text * 200, "dist/app.min.js").module
    assert read_module.top_level is not None
    assert len(read_module.top_level.statements) == 200
    assert print_module(read_module).count('t.send("http://a.example", e)') == 200


def test_one_broken_member_leaves_the_others() -> None:
    """The class, its fields and its other functions are read; a problem tells where the gap is."""
    result = read(
        "class A {\n  secret = 1;\n\n  broken = = 3;\n\n  whole() {\n    use(this.secret);\n  }\n}\n\nconst last = 2;\n"
    )
    assert "whole" in {each.name for each in result.module.functions}
    assert "secret" in {field.name for each in result.module.types for field in each.fields}
    assert result.problems
    assert all(problem.partial for problem in result.problems)


def test_a_broken_statement_leaves_the_others() -> None:
    """What stands around an error in a body is read."""
    result = read("function f() {\n  first();\n  const = = 3;\n  last();\n}\n")
    text = print_module(result.module)
    assert "first()" in text
    assert "last()" in text
    assert result.problems


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "// only a comment", "}}}}", "<html></html>", "\x00\x01", '"'])
def test_files_that_hold_nothing(text: str) -> None:
    """They are empty modules."""
    assert read(text).module.functions == ()
