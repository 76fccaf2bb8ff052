"""Files that are broken, newer than the grammar, or extreme."""

from __future__ import annotations

import msgspec
import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.kotlin.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.printing import print_module
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

EVERYTHING = WantedBodies(everything=True)


def read(text: str) -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText("A.kt", text.encode("utf-8", "surrogatepass")), EVERYTHING)


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


@pytest.mark.parametrize("last", ["@", "@Test", "@:a", "\n@Suppress"])
def test_files_that_end_in_the_middle_of_an_annotation(last: str) -> None:
    """As they do while somebody types them: what stands before is read."""
    result = read(f"val base = host\n{last}")
    assert [field.name for field in result.module.fields] == ["base"]


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
