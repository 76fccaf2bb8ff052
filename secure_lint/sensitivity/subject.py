"""What is to be classified: a name with everything known about its surroundings."""

from __future__ import annotations

import enum

import msgspec


class Role(enum.Enum):
    """Where a name stands."""

    ATTRIBUTE = "attribute"
    """An attribute of an entity, or a column."""
    VARIABLE = "variable"
    """A local variable, parameter or member in code."""
    KEY = "key"
    """A preference key, a JSON field, a key of a map."""
    FIELD = "field"
    """A field of a form, the identifier of a widget."""

    # Members are single objects; the inherited hash is that of their names and much slower.
    __hash__ = object.__hash__


class Subject(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """One name and its surroundings.

    ``type`` is the declared type as written, ``entity`` the record or class the name belongs to, ``siblings`` the other
    names of that record, ``annotations`` the names of the annotations on the declaration, ``comment`` its comment or
    description, and ``literal`` a constant value it is known to hold.
    """

    name: str
    role: Role = Role.VARIABLE
    type: str | None = None
    entity: str | None = None
    siblings: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()
    comment: str | None = None
    literal: str | None = None
