"""Spans, comments, modules' names, and which bodies are lowered."""

from __future__ import annotations

import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.python.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.facts import Comment
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText
from tests.languages.parts import nodes

EVERYTHING = WantedBodies(everything=True)


def read(text: str, wanted: WantedBodies = EVERYTHING, path: str = "a.py") -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText(path, text.encode()), wanted)


def test_calls_of_a_chain_start_at_their_own_names() -> None:
    """The links of a chain are told apart by their spans."""
    module = read("def f():\n    (store\n        .edit()\n        .put(\n            key\n        ))\n").module
    calls = {node.callee.name: node.span for node in nodes(module) if isinstance(node, p.Call)}  # type: ignore[union-attr]
    assert calls == {"edit": Span(3, 10, 3, 16), "put": Span(4, 10, 6, 10)}


def test_a_member_covers_its_name() -> None:
    """Not its receiver."""
    module = read("a = user.name\n").module
    assert module.fields[0].initial == p.Member(Span(1, 10, 1, 14), p.Name(Span(1, 5, 1, 9), "user"), "name")


def test_columns_count_code_points() -> None:
    """Bytes and UTF-16 units do not matter."""
    module = read('a = "é😀" + b\n').module
    spans = {node.identifier: node.span for node in nodes(module) if isinstance(node, p.Name)}
    assert spans == {"b": Span(1, 12, 1, 13)}


def test_the_parts_of_a_template_have_their_own_places() -> None:
    """Text and what is embedded."""
    template = read('a = f"é{user}: {b!r}"\n').module.fields[0].initial
    assert isinstance(template, p.Template)
    assert [part.span for part in template.parts] == [
        Span(1, 7, 1, 8),
        Span(1, 9, 1, 13),
        Span(1, 14, 1, 16),
        Span(1, 17, 1, 18),
    ]


def test_only_wanted_bodies_are_lowered() -> None:
    """Those that hold an offset; the others are marked. Constants are always there, the script when it is wanted."""
    text = "KEY = 1\n\n\ndef a():\n    first()\n\n\ndef b():\n    second()\n\n\nthird()\n"
    module = read(text, WantedBodies((text.index("second"),))).module
    assert [(each.name, each.body is not None, each.deferred) for each in module.functions] == [
        ("a", False, True),
        ("b", True, False),
    ]
    assert [field.name for field in module.fields] == ["KEY"]
    assert module.top_level is None
    assert read(text, WantedBodies((text.index("third"),))).module.top_level is not None


def test_a_word_in_the_name_of_a_function_asks_for_its_body() -> None:
    text = "class A:\n    def check(self):\n        pass\n\n    def other(self):\n        pass\n"
    functions = read(text, WantedBodies((text.index("check"),))).module.functions
    assert [(one.name, one.deferred) for one in functions] == [("check", False), ("other", True)]


def test_comments_for_the_linter() -> None:
    """Only those that start with the linter's name, outside strings."""
    text = 'a = "secure-lint: no"  # secure-lint: disable=SL101 why\n# not secure-lint: this\n# secure-lint: here\n'
    assert read(text).comments == (
        Comment("secure-lint: disable=SL101 why", Span(1, 24, 1, 56), own_line=False),
        Comment("secure-lint: here", Span(3, 1, 3, 20), own_line=True),
    )


@pytest.mark.parametrize(
    ("path", "name"),
    [("main.py", "main"), ("app/keys.py", "app.keys"), ("app/__init__.py", "app"), ("v1.2/api-x/m.py", "v1_2.api-x.m")],
)
def test_names_of_modules(path: str, name: str) -> None:
    """They follow from the path."""
    assert read("", path=path).module.package == name


@pytest.mark.parametrize(
    ("path", "statement", "name"),
    [
        ("app/api/views.py", "from . import forms", "app.api.forms"),
        ("app/api/views.py", "from .forms import Login", "app.api.forms.Login"),
        ("app/api/views.py", "from ..models import User", "app.models.User"),
        ("app/api/__init__.py", "from .views import index", "app.api.views.index"),
        ("app/api/views.py", "from ..... import far", "far"),
        ("views.py", "from app.models import User", "app.models.User"),
    ],
)
def test_relative_imports_are_absolute(path: str, statement: str, name: str) -> None:
    """Relative to the package of the file."""
    assert [one.name for one in read(statement + "\n", path=path).module.imports] == [name]


def test_imports_inside_functions_count() -> None:
    """As if they stood at the top."""
    text = "def f():\n    from a import b as c\n    import d; import e\n"
    assert [(one.name, one.alias) for one in read(text).module.imports] == [("a.b", "c"), ("d", None), ("e", None)]
