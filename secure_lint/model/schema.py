"""What a product stores and how: entities, attributes, stores, and settings of configuration files."""

from __future__ import annotations

import msgspec

from secure_lint.model.span import Location, Span


class Attribute(msgspec.Struct, frozen=True):
    """A column, property or key of an entity. ``column`` is the stored name where it differs from ``name``.

    ``converter`` names a type converter or transformer that sees the value before the write. ``declared`` holds what
    the developers themselves say the value is: data types of the taxonomy, or words for them. ``protection`` is what
    they say protects it: a state of the verdict table. ``within`` is the attribute whose object it is a part of, for
    objects that are stored inside the record. ``modelled_at`` is the place in a model file of which its class is made.
    """

    name: str
    type: str | None
    location: Location
    column: str | None = None
    annotations: tuple[str, ...] = ()
    converter: str | None = None
    comment: str | None = None
    declared: tuple[str, ...] = ()
    protection: str | None = None
    within: str | None = None
    modelled_at: Location | None = None


class Entity(msgspec.Struct, frozen=True):
    """A record kind that is stored. ``engine`` is the storage engine's name in the models (``room``, ``sqlite``).

    ``declared_by`` says what declared it: annotation, ddl, literal, model-file (of which
    classes are made), schema-file (which is made of classes), state or supertype. ``type`` is the
    qualified type name of a class-backed entity. One that is not ``on_device`` lies on the server. ``copy_of`` names
    the entity that this one copies, where that is known, and ``reason`` says why the device needs it offline. ``table``
    is the stored name where it differs from ``name``. ``uses_are_known`` when the facts tell all uses of its
    attributes.
    """

    name: str
    attributes: tuple[Attribute, ...]
    engine: str
    declared_by: str
    location: Location
    type: str | None = None
    comment: str | None = None
    on_device: bool = True
    copy_of: str | None = None
    reason: str | None = None
    table: str | None = None
    uses_are_known: bool = False


class Store(msgspec.Struct, frozen=True):
    """A store that exists by declaration, without code that opens it. ``app`` is the part of the product it is in."""

    engine: str
    name: str
    location: Location
    app: str


class Setting(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One value of a manifest, property list, build file or other configuration.

    ``path`` leads from the root to the value: element or key names joined by ``/``; an XML attribute is ``@name``, a
    list item ``[n]``. A Gradle call becomes a path of block names and the call's name. Namespace prefixes are kept
    as written. ``span`` is the place of the value, ``key_span`` of its name.
    """

    path: str
    value: str
    span: Span
    key_span: Span


class Document(msgspec.Struct, frozen=True):
    """The settings of one configuration file, in document order.

    ``kind`` is the format: xml, plist, json, yaml, toml, gradle, properties, dotenv, xcconfig, outsystems. ``app`` is
    the folder or container whose files describe one app together; empty when the file stands for itself.
    """

    path: str
    kind: str
    settings: tuple[Setting, ...]
    app: str = ""
