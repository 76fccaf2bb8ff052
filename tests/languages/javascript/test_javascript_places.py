"""Spans, names of modules, comments, and which bodies are lowered."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.javascript.front_end import FRONT_END
from secure_lint.languages.javascript.places import module_name, package_of
from secure_lint.model import program as p
from secure_lint.model.facts import Comment
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText
from tests.languages.parts import nodes

EVERYTHING = WantedBodies(everything=True)


def read(text: str, wanted: WantedBodies = EVERYTHING, name: str = "a.ts") -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText(name, text.encode()), wanted)


def test_calls_of_a_chain_start_at_their_own_names() -> None:
    """The links of a chain are told apart by their spans."""
    module = read("function f() {\n  store\n    .edit()\n    ?.put(\n      key\n    );\n}\n").module
    calls = {node.callee.name: node.span for node in nodes(module) if isinstance(node, p.Call)}  # type: ignore[union-attr]
    assert calls == {"edit": Span(3, 6, 3, 12), "put": Span(4, 7, 6, 6)}


def test_a_member_covers_its_name() -> None:
    """Not its receiver."""
    module = read("const a = user.name;\n").module
    assert module.fields[0].initial == p.Member(Span(1, 16, 1, 20), p.Name(Span(1, 11, 1, 15), "user"), "name")


def test_columns_count_code_points() -> None:
    """Bytes and UTF-16 units do not matter."""
    module = read('const a = "é😀" + b;\n').module
    spans = {node.identifier: node.span for node in nodes(module) if isinstance(node, p.Name)}
    assert spans == {"b": Span(1, 18, 1, 19)}


def test_the_parts_of_a_template_have_their_own_places() -> None:
    """Text and expressions."""
    template = read("const a = `é${user}: ${b}`;\n").module.fields[0].initial
    assert isinstance(template, p.Template)
    assert [part.span for part in template.parts] == [
        Span(1, 12, 1, 13),
        Span(1, 15, 1, 19),
        Span(1, 20, 1, 22),
        Span(1, 24, 1, 25),
    ]


def test_the_script_of_a_component_keeps_its_places() -> None:
    """Whatever stands before it, wide characters included."""
    text = "<template>é {{ pin }}</template>\n<script>\nconst pin = 1;\n</script>\n"
    (field,) = read(text, name="a.vue").module.fields
    assert field.name_span == Span(3, 7, 3, 10)


def test_only_wanted_bodies_are_lowered() -> None:
    """Those that hold an offset; the others are marked."""
    text = "function a() {\n  first();\n}\nconst b = () => {\n  second();\n};\nclass C { d() { third(); } }\n"
    functions = read(text, WantedBodies((text.index("second"),))).module.functions
    assert [(each.name, each.body is not None, each.deferred) for each in functions] == [
        ("a", False, True),
        ("b", True, False),
        ("d", False, True),
    ]


def test_large_values_of_a_module_wait_until_wanted() -> None:
    """Small ones are lowered always: constants must be known."""
    text = "const small = [1];\nconst large = [" + "call(1, 2), " * 1000 + "];\n"
    deferred = read(text, WantedBodies()).module.fields
    lowered = read(text, WantedBodies((text.index("2"),))).module.fields
    assert [field.initial is None for field in deferred] == [False, True]
    assert [field.initial is None for field in lowered] == [False, False]


@pytest.mark.parametrize(
    ("path", "package"),
    [
        ("src/api/client.ts", "src.api.client"),
        ("src/api/index.js", "src.api"),
        ("index.js", ""),
        ("src/storage.native.tsx", "src.storage"),
        ("types/global.d.ts", "types.global"),
        ("src/user.service.ts", "src.user.service"),
    ],
)
def test_a_module_is_named_by_its_path(path: str, package: str) -> None:
    """Without the endings that an import leaves out."""
    assert package_of(path) == package


@pytest.mark.parametrize(
    ("specifier", "name"),
    [
        ("./client", "src.api.client"),
        ("./client.js", "src.api.client"),
        ("../store", "src.store"),
        ("../store/index", "src.store"),
        (".", "src.api"),
        ("..", "src"),
        ("../../../outside", "outside"),
        ("node:crypto", "crypto"),
        ("@scope/package/deep", "@scope/package/deep"),
        ("chart.js", "chart.js"),
        ("@/api/client.js", "@/api/client"),
    ],
)
def test_an_import_names_the_module_that_it_means(specifier: str, name: str) -> None:
    """Relative to the file; packages by their own names."""
    assert module_name("src/api/index.ts", specifier) == name


def test_comments_for_the_linter() -> None:
    """Only those that start with the linter's name, outside strings."""
    text = (
        'const a = "secure-lint: no"; // secure-lint: disable=SL101 why\n'
        "/* secure-lint: disable-file=SL2\n * because */\n"
        "// not secure-lint: this\n"
    )
    assert read(text).comments == (
        Comment("secure-lint: disable=SL101 why", Span(1, 30, 1, 63), own_line=False),
        Comment("secure-lint: disable-file=SL2 because", Span(2, 1, 3, 14), own_line=True),
    )


@pytest.mark.parametrize(
    ("before", "after", "comment"),
    [
        ("// the pin\n  ", "", "the pin"),
        ("/**\n   * The pin\n   * of a card.\n   */\n  ", "", "The pin of a card."),
        ("", " // the pin", "the pin"),
        ("// the pin\n  ", " // of a card", "the pin of a card"),
        ("// far away\n\n  ", "", None),
    ],
)
def test_comments_of_fields(before: str, after: str, comment: str | None) -> None:
    """Directly before the field or at the end of its line."""
    (declared,) = read(f"class A {{\n  {before}pin = 1;{after}\n  other = 2;\n}}\n").module.types
    assert [field.comment for field in declared.fields] == [comment, None]
