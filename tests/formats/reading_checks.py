"""What holds for every reader, whatever it is given."""

from __future__ import annotations

from secure_lint.formats.reading import ReadDocument
from secure_lint.model.span import Span
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText


def text_at(text: str, span: Span) -> str:
    """The characters that a span covers; fails when the span leaves the text."""
    places = Places(text)
    start, end = places.offset(span.start_line, span.start_column), places.offset(span.end_line, span.end_column)
    assert 0 <= start <= end <= len(text)
    assert places.span(start, end) == span
    return text[start:end]


def assert_spans_inside(source: SourceText, read: ReadDocument) -> None:
    """Every span of the result lies inside the text."""
    for setting in read.document.settings if read.document else ():
        text_at(source.text, setting.span)
        text_at(source.text, setting.key_span)
    for problem in read.problems:
        assert problem.path == source.path
        if problem.span:
            text_at(source.text, problem.span)
    for comment in read.comments:
        text_at(source.text, comment.span)
    for entity in read.entities:
        text_at(source.text, entity.location.span)
        for attribute in entity.attributes:
            text_at(source.text, attribute.location.span)


def values(read: ReadDocument) -> dict[str, str]:
    """Path → value of all settings."""
    assert read.document is not None
    return {setting.path: setting.value for setting in read.document.settings}
