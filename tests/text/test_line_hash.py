"""The line hash of code scanning services."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secure_lint.text.line_hash import line_hashes


def by_definition(text: str, line: int) -> str:
    """The hash part of a line, by summing powers instead of rolling."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    rest = "\n".join(lines[line - 1 :]).replace(" ", "").replace("\t", "")
    data = rest.encode("utf-16-le", "surrogatepass")
    units = [int.from_bytes(data[at : at + 2], "little") for at in range(0, len(data), 2)]
    block = [*units, 65535, *[0] * 100][:100]
    return f"{sum(unit * 37 ** (99 - at) for at, unit in enumerate(block)) % 2**64:x}"


def test_the_values_documented_by_the_upload_action() -> None:
    assert line_hashes("") == ["c129715d7a2bc9a3:1"]
    assert line_hashes(" a\nb\n  \t\tc\n d") == [
        "271789c17abda88f:1",
        "54703d4cd895b18:1",
        "180aee12dab6264:1",
        "a23a3dc5e078b07b:1",
    ]


def test_equal_blocks_are_counted() -> None:
    hashes = line_hashes("val pin = form.pin // the same again\n" * 10)
    assert [text.partition(":")[2] for text in hashes[:4]] == ["1", "2", "3", "4"]
    assert len({text.partition(":")[0] for text in hashes[:4]}) == 1


def test_blanks_and_line_ends_do_not_matter() -> None:
    assert line_hashes("a b\r\n\tc\rd\n") == line_hashes("ab\nc\nd\n")


@given(st.text(alphabet=st.sampled_from("ab {}=\t\n\r\N{SNOWMAN}\N{GRINNING FACE}"), max_size=260))
def test_every_line_agrees_with_the_definition(text: str) -> None:
    hashes = line_hashes(text)
    assert [value.partition(":")[0] for value in hashes] == [
        by_definition(text, number) for number in range(1, len(hashes) + 1)
    ]
