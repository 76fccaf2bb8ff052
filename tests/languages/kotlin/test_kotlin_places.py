"""Spans, comments, and which bodies are lowered."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.kotlin.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.facts import Comment
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText
from tests.languages.parts import nodes

EVERYTHING = WantedBodies(everything=True)


def read(text: str, wanted: WantedBodies = EVERYTHING) -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText("A.kt", text.encode()), wanted)


def test_calls_of_a_chain_start_at_their_own_names() -> None:
    """The links of a chain are told apart by their spans."""
    module = read("fun f() {\n    store\n        .edit()\n        .putString(\n            key\n        )\n}\n").module
    calls = {node.callee.name: node.span for node in nodes(module) if isinstance(node, p.Call)}  # type: ignore[union-attr]
    assert calls == {"edit": Span(3, 10, 3, 16), "putString": Span(4, 10, 6, 10)}


def test_a_member_covers_its_name() -> None:
    """Not its receiver."""
    module = read("val a = user.name\n").module
    assert module.fields[0].initial == p.Member(Span(1, 14, 1, 18), p.Name(Span(1, 9, 1, 13), "user"), "name")


def test_columns_count_code_points() -> None:
    """Bytes and UTF-16 units do not matter."""
    module = read('val a = "é😀" + b\n').module
    spans = {node.identifier: node.span for node in nodes(module) if isinstance(node, p.Name)}
    assert spans == {"b": Span(1, 16, 1, 17)}


def test_the_parts_of_a_template_have_their_own_places() -> None:
    """Text, plain references and expressions."""
    template = read('val a = "é$user: ${b}"\n').module.fields[0].initial
    assert isinstance(template, p.Template)
    assert [part.span for part in template.parts] == [
        Span(1, 10, 1, 11),
        Span(1, 12, 1, 16),
        Span(1, 16, 1, 18),
        Span(1, 20, 1, 21),
    ]


def test_places_hold_in_repaired_files() -> None:
    """Whatever was replaced to please the grammar, places are those of the file."""
    module = read("class A\n    @Inject\n    constructor(val é: B) {\n    val x = é\n}\n").module
    (declared,) = module.types
    assert [field.name_span for field in declared.fields] == [Span(3, 21, 3, 22), Span(4, 9, 4, 10)]
    assert declared.fields[1].initial == p.Name(Span(4, 13, 4, 14), "é")


def test_only_wanted_bodies_are_lowered() -> None:
    """Those that hold an offset; the others are marked."""
    text = "fun a() {\n    first()\n}\nfun b() {\n    second()\n}\nfun c() = third()\nexternal fun d()\n"
    functions = read(text, WantedBodies((text.index("second"),))).module.functions
    assert [(each.name, each.body is not None, each.deferred) for each in functions] == [
        ("a", False, True),
        ("b", True, False),
        ("c", False, True),
        ("d", False, False),
    ]


def test_a_word_in_the_name_of_a_function_asks_for_its_body() -> None:
    text = "class A {\n    fun check(value: Int) {\n    }\n\n    fun other(value: Int) {\n    }\n}\n"
    functions = read(text, WantedBodies((text.index("check"),))).module.functions
    assert [(one.name, one.deferred) for one in functions] == [("check", False), ("other", True)]


def test_a_wanted_body_holds_all_that_is_in_it() -> None:
    """Methods of anonymous types too, whether an offset lies in them or not."""
    text = "fun a() {\n    run(object : B {\n        override fun c() { d() }\n    })\n}\n"
    functions = read(text, WantedBodies((text.index("run"),))).module.functions
    assert [(each.name, each.deferred) for each in functions] == [("c", False), ("a", False)]


def test_large_lambdas_of_initialisers_wait_until_wanted() -> None:
    """The call around them is lowered always."""
    text = "val a = lazyOf { " + "call(1, 2); " * 10 + "}\n"
    (deferred,) = read(text, WantedBodies()).module.fields
    (lowered,) = read(text, WantedBodies((text.index("2"),))).module.fields
    calls = [sum(isinstance(node, p.Call) for node in nodes(field)) for field in (deferred, lowered)]
    assert calls == [1, 11]


def test_comments_for_the_linter() -> None:
    """Only those that start with the linter's name, outside strings."""
    text = (
        'val a = "secure-lint: no" // secure-lint: disable=SL101 why\n'
        "/* secure-lint: disable-file=SL2\n * because */\n"
        "// not secure-lint: this\n"
    )
    assert read(text).comments == (
        Comment("secure-lint: disable=SL101 why", Span(1, 27, 1, 60), own_line=False),
        Comment("secure-lint: disable-file=SL2 because", Span(2, 1, 3, 14), own_line=True),
    )


@pytest.mark.parametrize(
    ("before", "after", "comment"),
    [
        ("// the pin\n    ", "", "the pin"),
        ("/**\n     * The pin\n     * of a card.\n     */\n    ", "", "The pin of a card."),
        ("", " // the pin", "the pin"),
        ("// the pin\n    ", " // of a card", "the pin of a card"),
        ("// far away\n\n    ", "", None),
    ],
)
def test_comments_of_fields(before: str, after: str, comment: str | None) -> None:
    """Directly before the field or at the end of its line."""
    (declared,) = read(f"class A {{\n    {before}val pin = 1{after}\n    val other = 2\n}}\n").module.types
    assert [field.comment for field in declared.fields] == [comment, None]


def test_the_comment_after_a_constructor_property_is_its_own() -> None:
    """Not that of the next one."""
    (declared,) = read("class A(\n    val a: B, // first\n    /** second */\n    val c: D\n)\n").module.types
    assert [field.comment for field in declared.fields] == ["first", "second"]
