"""Tests of turning offsets into places."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from secure_lint.model.span import Span
from secure_lint.text.places import CharacterOffsets, Places

TEXTS = st.text("aé😀\n\r ", max_size=60)


def test_columns_count_code_points() -> None:
    places = Places("é😀x\r\ny")
    assert places.span(2, 3) == Span(1, 3, 1, 4)
    assert places.span(0, 6) == Span(1, 1, 2, 2)


@given(TEXTS, st.data())
def test_offset_is_the_inverse_of_span(text: str, data: st.DataObject) -> None:
    places = Places(text)
    for _ in range(3):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        span = places.span(start, end)
        assert span.start_line == text.count("\n", 0, start) + 1
        assert places.offset(span.start_line, span.start_column) == start
        assert places.offset(span.end_line, span.end_column) == end
        assert places.line_start(start) == text.rfind("\n", 0, start) + 1


@given(TEXTS.map(lambda text: text * 40))
def test_bytes_to_characters(text: str) -> None:
    data = text.encode()
    offsets = CharacterOffsets(data, ascii_only=text.isascii())
    for character in range(0, len(text) + 1, 7):
        assert offsets.character(len(text[:character].encode())) == character
