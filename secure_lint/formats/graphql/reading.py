"""GraphQL schema files."""

from __future__ import annotations

import re

from secure_lint.formats.graphql.amplify import amplify_grants
from secure_lint.formats.graphql.definitions import DefinitionReader
from secure_lint.formats.reading import ReadDocument, TooMuchError, linter_comments, read_problem
from secure_lint.text.places import Places
from secure_lint.text.source import SourceText

_COMMENT_OR_STRING = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|"(?:[^"\\\n]|\\.)*+"?|#[^\n]*+')


def read_graphql(source: SourceText) -> ReadDocument:
    """Read a GraphQL file; only data models with their rules matter."""
    if "@model" not in source.text:
        return ReadDocument()
    places = Places(source.text)
    reader = DefinitionReader(source.text)
    try:
        grants = tuple(amplify_grants(reader.read(), source.path, places))
    except TooMuchError as error:
        return ReadDocument(problems=(read_problem(source.path, str(error), None, partial=False),))
    problems = tuple(
        read_problem(
            source.path,
            f"not a valid GraphQL schema: {error}",
            places.span(error.offset, error.offset),
            partial=bool(grants),
        )
        for error in reader.errors[:1]
    )
    return ReadDocument(
        grants=grants,
        problems=problems,
        comments=linter_comments(source.text, places, _COMMENT_OR_STRING, "#"),
        platform="amplify",
    )
