"""Files that are broken, of another version, or extreme."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.python.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.printing import print_module
from secure_lint.model.reading import read_module
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

EVERYTHING = WantedBodies(everything=True)
SNIPPETS = [path.read_text() for path in sorted((Path(__file__).parent / "cases").glob("*.py"))]
SCRAPS = [
    "(",
    ")",
    "[",
    "{",
    '"',
    'f"{',
    '"""',
    "\\",
    "lambda",
    "é",
    "😀",
    "@",
    ":=",
    "\n",
    "class A:",
    "def",
    "=",
    "    ",
]


def read(text: str) -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText("a.py", text.encode("utf-8", "surrogatepass")), EVERYTHING)


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


BROKEN_CASE = (
    "def f(a):\n    match a:\n        case A(x=0,( > 0:\n            b\n        case {'k': v}:\n            c\n"
)


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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
@example(BROKEN_CASE)
def test_whatever_is_read_lies_inside_the_file(text: str) -> None:
    """No exception; spans are ordered and inside the file, and members lie inside their types and functions."""
    result = read(text)
    lines = text.split("\n")
    for span in spans(result):
        assert (1, 1) <= (span.start_line, span.start_column) <= (span.end_line, span.end_column)
        assert span.end_line <= len(lines)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1
    for declared in result.module.types:
        assert all(declared.span.contains(each.span) for each in declared.fields)
    for function in result.module.functions:
        assert function.body is None or all(function.span.contains(each) for each in spans(function.body))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes) -> None:
    """Whatever a file holds, it becomes a module that can be kept in the cache."""
    result = FRONT_END.read(SourceText("a.py", data), EVERYTHING)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=ReadModule) == result


@pytest.mark.parametrize("text", SNIPPETS, ids=lambda text: text[:20])
def test_its_text_reads_back(text: str) -> None:
    """The program model has words for all of it."""
    module = read(text).module
    assert read_module(print_module(module, spans=True)) == module


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "(" * 10_000 + "1" + ")" * 10_000,
        "a = " + "f(" * 10_000 + "1" + ")" * 10_000,
        "a = " + "[" * 10_000 + "]" * 10_000,
        "\n".join(" " * depth + "if a:" for depth in range(2_000)) + "\n" + " " * 2_000 + "b()",
        "\n".join(" " * depth + "def a():" for depth in range(2_000)) + "\n" + " " * 2_000 + "b()",
        "\n".join(" " * depth + "class A:" for depth in range(2_000)) + "\n" + " " * 2_000 + "b = 1",
        "a = b" + ".c()" * 10_000,
        "a = b" + " - c + d" * 10_000,
        "a = " + "not " * 10_000 + "b",
        "a = " + "not (b or " * 5_000 + "c" + ")" * 5_000,
        "a = " + "lambda: " * 5_000 + "b",
        "a = b" + " if c else d" * 5_000,
        "a = " + "[b for c in " * 3_000 + "d" + "]" * 3_000,
    ],
    ids=lambda text: text[:24].strip(),
)
def test_deep_nesting_becomes_a_problem(text: str) -> None:
    """Neither parser, nor lowering, nor the encoder of the cache runs out of stack."""
    result = read(text + "\n")
    assert any(problem.partial for problem in result.problems)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=ReadModule) == result


@pytest.mark.parametrize("word", ["+", "or", "and"])
def test_long_chains_are_one_operator(word: str) -> None:
    """Generated code joins thousands of values."""
    result = read("a = " + f" {word} \\\n    ".join(f'"{number}"' for number in range(5_000)) + "\n")
    (field,) = result.module.fields
    assert isinstance(field.initial, p.Operator)
    assert len(field.initial.operands) == 5_000
    assert result.problems == ()


def test_long_chains_of_branches_stay_shallow() -> None:
    """A dispatcher of hundreds of cases can be read and encoded, and keeps all of them."""
    branches = "\n".join(f'    elif key == "k{number}":\n        return value{number}()' for number in range(600))
    result = read(f'def f(key):\n    if key == "k":\n        return 0\n{branches}\n')
    encoded = msgspec.msgpack.encode(result)
    assert msgspec.msgpack.decode(encoded, type=ReadModule) == result
    assert all(f"value{number}".encode() in encoded for number in range(600))
    assert result.problems == ()


def test_one_broken_function_leaves_the_others() -> None:
    """Classes, fields and functions around it are read; one problem tells where the gap is."""
    result = read(
        "SECRET = 1\n\n\ndef broken(:\n    pass\n\n\nclass A:\n    token = 2\n\n"
        "    def whole(self):\n        use(self.token)\n\n\nlast = 3\n"
    )
    assert [(each.name, [field.name for field in each.fields]) for each in result.module.types] == [("A", ["token"])]
    assert [each.qualified for each in result.module.functions if each.name != "broken"] == ["a.A.whole"]
    assert {"SECRET", "last"} <= {each.name for each in result.module.fields}
    assert len(result.problems) == 1
    assert all(problem.partial and problem.span and problem.span.start_line == 4 for problem in result.problems)


def test_a_broken_statement_leaves_the_others() -> None:
    """What stands around an error in a body is read."""
    result = read("def f():\n    first()\n    value = = 3\n    last()\n")
    text = print_module(result.module)
    assert "first()" in text
    assert "last()" in text
    assert len(result.problems) == 1


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "# only a comment", "}}}}", "<html></html>", "\x00\x01", '"'])
def test_files_that_hold_nothing(text: str) -> None:
    """They are empty modules."""
    assert read(text).module.functions == ()
