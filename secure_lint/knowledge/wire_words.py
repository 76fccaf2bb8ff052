"""Words in which models say by what names the fields of objects go over the wire."""

from __future__ import annotations

import msgspec


class WireModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How objects and parameters become the body of a request, or the other way round.

    ``names`` maps annotations of fields, or calls that describe fields, to the port of the name that the field has in
    the message; where nothing is given there, it keeps its own. ``listed_by`` are names of types inside a class whose
    entries map its fields to such names. Of the parameters of a function without code that sends a request, those with
    an annotation in ``body`` are sent as a whole; ``parts`` maps annotations of those that are one field of the body to
    the port of its name.
    """

    names: dict[str, str] = {}
    listed_by: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    parts: dict[str, str] = {}

    @property
    def ports(self) -> tuple[str, ...]:
        """All ports that it names."""
        return (*self.names.values(), *self.parts.values())
