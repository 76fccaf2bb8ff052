"""What models say of objects that are written out: by serialisers, and in texts."""

from __future__ import annotations

import msgspec


class SerialisingModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which members of an object serialisers leave out.

    ``left_out`` are annotations of such members. ``listed_by`` are names of types inside a class whose entries are the
    only members that are written. ``written_by`` are methods by which a class puts what it keeps into an object of one
    of the types ``written_into``; a class that has one is written out as it does.
    """

    left_out: frozenset[str] = frozenset()
    listed_by: tuple[str, ...] = ()
    written_by: tuple[str, ...] = ()
    written_into: frozenset[str] = frozenset()


class TextModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the objects of classes of a language read in a text.

    ``own`` are the methods or properties by which a class writes its objects out, the first that it has counts. Without
    one the members are shown of objects of classes that are one of ``shows``: a kind (``record``), a modifier, or the
    last name of an annotation or of a type that they extend. ``logged`` says so for objects that are handed to a log as
    they are, where that differs. ``left_out`` are annotations of members that are not shown, or their types;
    ``switches`` names arguments of the call that declares a member which are false when it is not shown.
    """

    own: tuple[str, ...] = ()
    shows: frozenset[str] = frozenset()
    logged: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    switches: frozenset[str] = frozenset()
