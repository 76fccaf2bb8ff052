"""What reading one file yields; the unit that worker processes return and the cache keeps."""

from __future__ import annotations

import msgspec

from secure_lint.model.access import AccessGrant, SchemaStep
from secure_lint.model.problem import Problem
from secure_lint.model.program import Module
from secure_lint.model.schema import Document, Entity, Store
from secure_lint.model.span import Span


class Comment(msgspec.Struct, frozen=True, array_like=True):
    """A comment that addresses the linter.

    ``text`` is without the comment's marks; ``own_line`` when no code precedes it.
    """

    text: str
    span: Span
    own_line: bool


class Landmark(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Where an element of a modelled app stands in a file."""

    span: Span
    element: str


class Occurrence(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A word in a file: 1-based line, column in bytes.

    ``assigned`` tells that a single ``=`` stands behind it, ``member`` that a dot stands before it.
    """

    path: str
    line: int
    column: int
    assigned: bool = False
    member: bool = False


class AttributeUse(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A reading of an entity's attribute by the logic or a screen of a modelled app.

    ``owner`` is the record that the attribute is read of, empty where that is not known; ``name`` is `WHOLE_RECORD`
    when all attributes are handed on. ``into`` is the record whose attribute of the same name takes the value, and
    ``by`` the screen or action that reads.
    """

    owner: str
    name: str
    into: str = ""
    by: str = ""


WHOLE_RECORD = "*"
"""Stands for all attributes of a record in an `AttributeUse`."""


class Remark(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A line of code that stands in a comment: its 1-based number and its text."""

    line: int
    text: str


class FileFacts(msgspec.Struct, frozen=True):
    """Facts of one file. A file may yield a module, a document, entities (schema files), or several of them.

    ``landmarks`` name the elements of a modelled app, ``uses`` are what it reads of its entities. The lines of a file
    that is not ``lined`` are those of a listing made of it: they tell its elements apart and mean nothing to people.
    ``platform`` is the one that the app is made with, where the file's ending does not tell. ``container`` is the file
    that holds these facts where ``path`` is that of a piece of code in it, which is no file of its own. ``grants`` are
    what the rules of a back-end allow, ``schema_steps`` what a migration changes of that.
    ``remarks`` are guards of endpoints in comments.
    """

    path: str
    module: Module | None = None
    document: Document | None = None
    entities: tuple[Entity, ...] = ()
    comments: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()
    stores: tuple[Store, ...] = ()
    landmarks: tuple[Landmark, ...] = ()
    uses: tuple[AttributeUse, ...] = ()
    lined: bool = True
    platform: str = ""
    container: str = ""
    grants: tuple[AccessGrant, ...] = ()
    schema_steps: tuple[SchemaStep, ...] = ()
    remarks: tuple[Remark, ...] = ()
