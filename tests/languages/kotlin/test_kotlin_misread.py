"""What the grammar misreads although it is valid: annotated declarations, delegates, forms that are newer than it."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.kotlin.front_end import FRONT_END
from secure_lint.text.source import SourceText

ANNOTATIONS = [
    "@A\n",
    "@A(1)\n",
    "@A\n@B\n",
    "@A\n@B(1)\n",
    "@A(1)\n@B\n",
    "@A(1)\n@B(2)\n",
    "@A @B ",
    "@A(X::class)\n@B\n@C(\n    a = 1,\n)\n",
]
DECLARATIONS = [
    "class One",
    "class One()",
    "class One {\n    fun z() {}\n}",
    "class One : Base() {\n    fun z() {}\n}",
    "open class One(val x: Int) {\n    fun z() {}\n}",
    "abstract class One {\n    fun z() {}\n}",
    "sealed class One",
    "annotation class One",
    "data class One(val kept: Int)",
    "enum class One {\n    A, B\n}",
    "actual class One {\n    fun z() {}\n}",
    "public class One",
    "object One",
    "internal object One : B",
    "data object One",
    "interface One {\n    fun z()\n}",
    "internal interface One",
    "private val One = 1",
    "const val One = 1",
    "internal fun One() {\n}",
    "private fun One(x: Int = 1) {\n    w()\n}",
    "actual fun One() {\n}",
]
REST = "class Last {\n    fun y() {\n        w()\n    }\n}\n"


def read(text: str) -> ReadModule:
    return FRONT_END.read(SourceText("A.kt", text.encode()), WantedBodies(everything=True))


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize("annotations", ANNOTATIONS)
def test_nothing_is_lost(annotations: str, declaration: str) -> None:
    """Neither the declaration nor its annotations, nor what stands in it or behind it."""
    result = read(f"package app\n\nimport app.base.Base\n\n{annotations}{declaration}\n\n{REST}")
    module = result.module
    declared = {one.name: len(one.annotations) for one in module.types}
    declared.update((one.name, len(one.annotations)) for one in module.fields)
    declared.update((one.name, len(one.annotations)) for one in module.functions)
    assert result.problems == ()
    assert declared["One"] == annotations.count("@")
    assert {"Last", "y"} <= declared.keys()
    assert ("z" in declared) is (" z" in declaration)
    assert (module.package, [one.name for one in module.imports]) == ("app", ["app.base.Base"])


def test_places_are_those_of_the_file() -> None:
    """In a file that is read in another form, with comments and characters of several bytes."""
    text = "// größe\npackage app\n\nimport b.C // ü\n\n@A @B\nclass One {\n    // key\n    val größe = 1\n}\n"
    module = read(text).module
    (one,) = module.types
    (field,) = one.fields
    assert (one.name_span.start_line, one.name_span.start_column) == (7, 7)
    assert (field.name_span.start_line, field.name_span.start_column, field.comment) == (9, 9, "key")


def test_a_comment_for_the_linter_stays_one() -> None:
    """Above the package, between imports and in what is read as a class."""
    comments = "// secure-lint: ignore[a] -- one\npackage app\n// secure-lint: ignore[b] -- two\nimport b.C\n"
    result = read(f"{comments}@A @B\nclass One {{\n    // secure-lint: ignore[c] -- three\n    val x = 1\n}}\n")
    assert [one.text.rpartition(" ")[2] for one in result.comments] == ["one", "two", "three"]


def test_scripts_may_hold_statements() -> None:
    result = FRONT_END.read(SourceText("a.kts", b"package app\n@A @B\nfoo(1)\n"), WantedBodies(everything=True))
    assert result.module.top_level is not None
    assert len(result.module.top_level.statements) == 1


DELEGATING = [
    "class One(\n    private val store: Store,\n) : Store by store {\n    BODY\n}",
    "class One(store: Store) : Base(), Store by store.inner, Other by other(1) {\n    BODY\n}",
    "object One : Store by lazily(1) {\n    BODY\n}",
    "class Outer(s: Store) : Store by s {\n    class One(t: Store) : Store by t {\n        BODY\n    }\n}",
    "@A\n@B\nclass One(store: Store) : Store by store {\n    BODY\n}",
    "class One(store: Store) : Store by store {\n    val x = 1 }\nclass Two : Store by store {\n    BODY\n}",
]


@pytest.mark.parametrize("text", DELEGATING)
@pytest.mark.parametrize("body", ["fun z() {}", "fun z() {}\n    companion object {\n        const val KEY = 1\n    }"])
def test_the_body_of_a_type_that_delegates_is_read(text: str, body: str) -> None:
    result = read(f"package app\n\n{text.replace('BODY', body)}\n\n{REST}")
    assert result.problems == ()
    assert {"z", "y"} <= {one.name for one in result.module.functions}
    assert {"One", "Last"} <= {one.name for one in result.module.types}


def test_what_cannot_be_read_is_a_problem() -> None:
    """A misread declaration in a file that the class around it does not mend, for another fault."""
    result = read("package app\n\n@A @B\nclass One {\n    fun z() {}\n}\n\nval x = ((\n")
    assert [one.partial for one in result.problems]


def test_strings_with_two_dollars() -> None:
    """They are newer than the grammar."""
    result = read('package app\n\nprivate val ID = Id($$"$one")\n\n@A\n@B\ninternal fun One() {\n    w()\n}\n')
    assert result.problems == ()
    assert [one.name for one in result.module.functions] == ["One"]


NEWER = [
    "fun z() {\n    val x = 1\n    suspend {\n        w()\n    }.run()\n}",
    "class One : Base<\n    A,\n    B,\n    >(\n    1,\n) {\n    fun z() {}\n}",
    "fun z(block: suspend (Timeline.() -> Unit)) {\n    w(block)\n}",
    "fun z(text: @Composable (() -> String), x: Int) {\n    w(text)\n}",
]


@pytest.mark.parametrize("text", NEWER)
def test_forms_that_the_grammar_does_not_know(text: str) -> None:
    result = read(f"package app\n\n{text}\n\n{REST}")
    assert result.problems == ()
    assert {"z", "y"} <= {one.name for one in result.module.functions}
    assert "w" in repr(result.module.functions) or "class" in text
