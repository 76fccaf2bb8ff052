"""What the tests of all front ends ask of a module: its nodes, its places, and sources with mistakes in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from hypothesis import strategies as st

from secure_lint.languages.front_end import ReadModule
from secure_lint.model import program as p
from secure_lint.model.span import Span


def parts(value: object) -> Iterator[object]:
    """A part of the model and everything in it."""
    pending = [value]
    while pending:
        each = pending.pop()
        yield each
        if isinstance(each, Span):
            continue
        if isinstance(each, msgspec.Struct):
            pending.extend(getattr(each, name) for name in each.__struct_fields__)
        elif isinstance(each, tuple):
            pending.extend(each)


def nodes(value: object) -> list[p.Node]:
    """All statements and expressions in a part of the model."""
    return [each for each in parts(value) if isinstance(each, p.Node)]


def spans(value: object) -> list[Span]:
    """All spans in a part of the model."""
    return [each for each in parts(value) if isinstance(each, Span)]


@st.composite
def mutated(draw: st.DrawFn, snippets: Sequence[str], scraps: Sequence[str]) -> str:
    """One of the snippets with pieces cut out, doubled, or put in."""
    text = draw(st.sampled_from(snippets))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.sampled_from(["", text[start:end] * 2, *scraps]))
        text = text[:start] + piece + text[end:]
    return text


def check_places(result: ReadModule, text: str) -> None:
    """Spans are ordered and inside the file; members lie inside their types and functions."""
    lines = text.split("\n")
    for span in spans(result):
        assert (1, 1) <= (span.start_line, span.start_column) <= (span.end_line, span.end_column)
        assert span.end_line <= len(lines)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1
    for declared in result.module.types:
        assert all(declared.span.contains(each.span) for each in declared.fields)
    for function in result.module.functions:
        assert function.body is None or all(function.span.contains(each) for each in spans(function.body))
