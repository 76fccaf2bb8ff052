"""The scanner that finds the lines of TOML keys."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from secure_lint.engine.toml_lines import toml_key_lines

DOCUMENT = '''\
# a comment with = and [brackets]
title = "x = y"   # trailing
"quoted key" = 1
a.b.'c.d' = 2

text = """
[not.a.table]
not_a_key = 1
"""
raw = \'\'\'it's
still = text\'\'\'
list = [
  "one", # ]
  { inner = [1, 2] },
]
after = true

[table]
key = { x = 1 }
[table.deeper]
key = 1
[[items]]
name = "first"
[[items]]
name = "second"
[items.part]
size = 3
'''


def test_lines_of_all_forms_of_key() -> None:
    assert tomllib.loads(DOCUMENT)["after"] is True
    lines = toml_key_lines(DOCUMENT)
    assert lines == {
        ("title",): 2,
        ("quoted key",): 3,
        ("a",): 4,
        ("a", "b"): 4,
        ("a", "b", "c.d"): 4,
        ("text",): 6,
        ("raw",): 10,
        ("list",): 12,
        ("after",): 16,
        ("table",): 18,
        ("table", "key"): 19,
        ("table", "deeper"): 20,
        ("table", "deeper", "key"): 21,
        ("items", 0): 22,
        ("items", 0, "name"): 23,
        ("items", 1): 24,
        ("items", 1, "name"): 25,
        ("items", 1, "part"): 26,
        ("items", 1, "part", "size"): 27,
    }


VALUES = st.sampled_from(['"a # b = c"', "'x]'", "1", "[\n1,\n2]", '"""\nk = 1\n"""', "{ k = 1 }", "2026-01-01"])


@given(st.lists(VALUES, max_size=8))
def test_a_value_never_hides_the_keys_after_it(values: list[str]) -> None:
    text, expected, line = "", {}, 1
    for index, value in enumerate(values):
        text += f"key{index} = {value}\n"
        expected[(f"key{index}",)] = line
        line += value.count("\n") + 1
    tomllib.loads(text)
    assert toml_key_lines(text) == expected
