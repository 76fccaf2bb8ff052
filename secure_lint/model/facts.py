"""What reading one file yields; the unit that worker processes return and the cache keeps."""

from __future__ import annotations

import msgspec

from secure_lint.model.problem import Problem
from secure_lint.model.program import Module
from secure_lint.model.schema import Document, Entity
from secure_lint.model.span import Span


class Comment(msgspec.Struct, frozen=True, array_like=True):
    """A comment that addresses the linter.

    ``text`` is without the comment's marks; ``own_line`` when no code precedes it.
    """

    text: str
    span: Span
    own_line: bool


class FileFacts(msgspec.Struct, frozen=True):
    """Facts of one file. A file may yield a module, a document, entities (schema files), or several of them."""

    path: str
    module: Module | None = None
    document: Document | None = None
    entities: tuple[Entity, ...] = ()
    comments: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()
