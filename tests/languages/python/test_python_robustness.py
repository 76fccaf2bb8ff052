"""Files that are broken, of another version, or extreme."""

from __future__ import annotations

import msgspec
import pytest

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.python.front_end import FRONT_END
from secure_lint.model import program as p
from secure_lint.model.printing import print_module
from secure_lint.text.source import SourceText

EVERYTHING = WantedBodies(everything=True)


def read(text: str) -> ReadModule:
    """Lower a source text."""
    return FRONT_END.read(SourceText("a.py", text.encode("utf-8", "surrogatepass")), EVERYTHING)


BROKEN_CASE = (
    "def f(a):\n    match a:\n        case A(x=0,( > 0:\n            b\n        case {'k': v}:\n            c\n"
)


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
