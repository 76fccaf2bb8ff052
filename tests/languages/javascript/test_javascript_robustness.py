"""Files that are broken, minified, or extreme."""

from __future__ import annotations

import msgspec
import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.javascript.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.printing import print_module
from secure_lint.text.source import SourceText

EVERYTHING = WantedBodies(everything=True)


def read(text: str, name: str = "src/a.ts") -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText(name, text.encode("utf-8", "surrogatepass")), EVERYTHING)


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
