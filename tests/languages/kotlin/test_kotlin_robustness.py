"""Files that are broken, newer than the grammar, or extreme."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.kotlin.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.printing import print_module
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

EVERYTHING = WantedBodies(everything=True)
SNIPPETS = [path.read_text() for path in sorted((Path(__file__).parent / "cases").glob("*.kt*"))]
SCRAPS = ["{", "}", "(", ")", '"', "${", "`", "/*", "->", "when", "é", "😀", "@", "?:", "\n", "class A", "fun", "="]


def read(text: str) -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText("A.kt", text.encode("utf-8", "surrogatepass")), EVERYTHING)


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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_whatever_is_read_lies_inside_the_file(text: str) -> None:
    """No exception; spans are ordered, inside the file, and members lie inside their types and functions."""
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


@pytest.mark.parametrize(
    "text",
    [
        "val a = " + "(" * 10_000 + "1" + ")" * 10_000,
        "val a = " + "f(" * 10_000 + "1" + ")" * 10_000,
        "val a = " + "{ " * 10_000 + "}" * 10_000,
        "fun a() {" + "if (b) {\n" * 10_000 + "}" * 10_000 + "}",
        "class A {\n" * 10_000 + "}\n" * 10_000,
        "val a = b" + ".c()" * 10_000,
        "val a = b" + " - c * d" * 10_000,
        "val a = " + "!" * 10_000 + "b",
        "val a = b" + " ?: c" * 10_000,
        "val a = b" + " shl c" * 10_000,
        "val a = " + "f(" * 60 + "b" + " ?: c)" * 60,
        "fun a() { val b = " + "f(" * 60 + "b" + " ?: return)" * 60 + "}",
        "fun a() { " + "b[run { " * 40 + "c" + " }] += 1" * 40 + "}",
        "val a = " + '"${' * 3_000 + "b" + '}"' * 3_000,
    ],
    ids=lambda text: text[:24].strip(),
)
def test_deep_nesting_becomes_a_problem(text: str) -> None:
    """Neither parser, nor lowering, nor the encoder of the cache runs out of stack."""
    result = read(text + "\n")
    assert any(problem.partial for problem in result.problems)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(result), type=ReadModule) == result


ENDLESS = """funés: Array<String>) {
    client
    views.forEach { view -> view.post { clean(it) } }
    `er(object : Listener(1), Closeable {
        private val secret = "s"
        override fun heard(text: String) {
            log(text)
        }
    })
    button.setOnClickListener(View.OnClickListener { open() })
    val reference = names.map(String::trim).filter(this::valid).map(::Wrapper)
    val type = gson.fromJson(text, Session::class.java).javaClass
    val handler = fun(code: Int): Boolean { return code == 0 }
    fun local(x: Int) = x + 1
    factory(1)(2) { local(3) }
}
"""


def test_files_on_which_the_grammar_loops() -> None:
    """Found by the mutations above: parsing ends, and a problem tells that it did not come to its end."""
    result = read(ENDLESS + "fun whole() { use(it) }\n")
    assert result.problems
    assert all(problem.partial for problem in result.problems)


def test_long_sums_are_one_operator() -> None:
    """Generated code adds thousands of strings."""
    result = read("val a = " + " +\n    ".join(f'"{number}"' for number in range(5_000)) + "\n")
    (field,) = result.module.fields
    assert isinstance(field.initial, p.Operator)
    assert len(field.initial.operands) == 5_000
    assert result.problems == ()


@pytest.mark.parametrize("as_value", [True, False])
def test_long_whens_stay_shallow(*, as_value: bool) -> None:
    """A table of hundreds of cases can be read and encoded, and keeps all of them."""
    entries = "\n".join(f'        "k{number}" -> value{number}()' for number in range(600))
    start = "return " if as_value else ""
    result = read(f"fun f(key: String): Int {{\n    {start}when (key) {{\n{entries}\n        else -> 0\n    }}\n}}\n")
    encoded = msgspec.msgpack.encode(result)
    assert msgspec.msgpack.decode(encoded, type=ReadModule) == result
    assert all(f"value{number}".encode() in encoded for number in range(600))
    assert result.problems == ()


def test_one_broken_member_leaves_the_others() -> None:
    """The class, its fields and its other functions are read; one problem tells where the gap is."""
    result = read(
        "class A {\n    val secret = 1\n\n    fun broken( {\n    }\n\n"
        "    fun whole() {\n        use(secret)\n    }\n}\n\nval last = 2\n"
    )
    assert [(each.name, [field.name for field in each.fields]) for each in result.module.types] == [("A", ["secret"])]
    assert [each.qualified for each in result.module.functions] == ["A.whole"]
    assert [each.name for each in result.module.fields] == ["last"]
    assert [(each.span, each.partial) for each in result.problems] == [(Span(4, 5, 5, 6), True)]


def test_a_broken_statement_leaves_the_others() -> None:
    """What stands around an error in a body is read."""
    result = read("fun f() {\n    first()\n    val = = 3\n    last()\n}\n")
    text = print_module(result.module)
    assert "first()" in text
    assert "last()" in text
    assert len(result.problems) == 1


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "// only a comment", "}}}}", "<html></html>", "\x00\x01", '"'])
def test_files_that_hold_nothing(text: str) -> None:
    """They are empty modules."""
    assert read(text).module.functions == ()


@pytest.mark.parametrize(("escaped", "text"), [(r"\uD83D\uDE00", "😀"), (r"\uD83D", "\ufffd"), (r"a\u00e9", "aé")])
def test_escaped_surrogates_leave_no_lone_ones(escaped: str, text: str) -> None:
    module = read(f'val a = "{escaped}"').module
    initial = module.fields[0].initial
    assert isinstance(initial, p.Literal)
    assert initial.value == text
    assert msgspec.msgpack.encode(module)
