"""What a model says of the entities of a framework: how classes, literals and lists declare them."""

from __future__ import annotations

import msgspec


class ListedEntities(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Classes that count as entities because other code lists them, in a product that imports one of ``used_with``.

    The fields of a database context do: they are the arguments of the types of these ``fields``. The class with the
    field has to be opened by one of the methods ``opened_by``, in a function of its own or in one that names it. So do
    calls of the methods ``calls``: they are their type arguments, or the classes that are handed to them.
    """

    used_with: tuple[str, ...]
    fields: tuple[str, ...] = ()
    opened_by: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()


class EntityModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Which classes are stored entities, and which of their fields are attributes.

    A class is one if it has one of the annotations in ``annotated``, or a field with one of those in ``keyed``, or
    extends one of ``extending``.
    ``only`` restricts the attributes to fields with one of these annotations; ``without`` leaves out those with one of
    these annotations or modifiers, or of one of these types. ``column`` maps an annotation to the argument that names
    the column; ``converters`` are annotations that name a converter, and ``converting`` those of functions that make of
    any value of the type that they take what is stored; ``generated`` maps an annotation of keys that the store makes
    up to the argument that has to be true for that (empty: always); ``embedded`` are annotations of fields whose own
    class is stored inside. ``stored_by`` are types whose implementations store objects of the class that is their last
    argument, ``listed`` tells of those that other code lists.
    """

    engine: str
    annotated: tuple[str, ...] = ()
    keyed: tuple[str, ...] = ()
    extending: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    name: dict[str, str] = {}
    column: dict[str, str] = {}
    converters: tuple[str, ...] = ()
    converting: tuple[str, ...] = ()
    generated: dict[str, str] = {}
    embedded: tuple[str, ...] = ()
    stored_by: tuple[str, ...] = ()
    listed: ListedEntities | None = None


class LiteralEntityModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Object literals outside of functions that describe stored entities, where no class does.

    They are arguments of one of the functions or constructors ``called``; without these, all literals that have the
    members ``having`` and none of ``lacking``, which are then ``argument(0)``. ``name`` is the port of the entity's
    name, which is that of the variable where there is none. ``attributes`` is the port of an object with a member for
    each attribute or, with ``named``, of a list of objects each of which has the attribute's name as that member, or of
    calls that have it as an argument when it is a port. ``typed`` are the members of an object that name the type of an
    attribute, of which the first counts that it has. With ``used_with`` they count only in a product that imports
    one of these packages.
    """

    engine: str
    attributes: str
    name: str | None = None
    named: str | None = None
    called: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    typed: tuple[str, ...] = ("type",)
    used_with: tuple[str, ...] = ()


class SchemaModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A class that lists the entities of a store: ``annotated`` with an annotation whose ``entities`` argument does."""

    engine: str
    annotated: str
    entities: str
