"""What a field may hold: limits as an app or a server states them."""

from __future__ import annotations

import msgspec

from secure_lint.model.span import Location


class Limit(msgspec.Struct, frozen=True):
    """One limit of a field: its kind (``longest``, ``pattern`` ...), its value, and where it is stated."""

    kind: str
    value: str | int | float
    location: Location


class LimitedField(msgspec.Struct, frozen=True):
    """A field with the limits that its values have to keep, by its name in the message."""

    name: str
    location: Location
    limits: tuple[Limit, ...] = ()


class Form(msgspec.Struct, frozen=True):
    """The fields that a user enters in one place of an app."""

    path: str
    fields: tuple[LimitedField, ...]
