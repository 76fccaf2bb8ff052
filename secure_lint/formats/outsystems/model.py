"""An OutSystems module, whatever it was read from.

Every element has a `Place`: its path in the module's tree, the same in every form of the module, and the file.
"""

from __future__ import annotations

import enum

import msgspec

from secure_lint.formats.outsystems.declarations import Declaration
from secure_lint.formats.outsystems.extensibility import ExtensibilityConfigurations
from secure_lint.formats.outsystems.flow_model import Action
from secure_lint.formats.outsystems.place import Place
from secure_lint.model.facts import AttributeUse


class ModuleKind(enum.Enum):
    """What a module runs as."""

    MOBILE = "mobile"
    REACTIVE = "reactive"
    """New-runtime screens; a mobile module without local entities looks the same in a file."""
    TRADITIONAL = "traditional"
    SERVICE = "service"


class EntityKind(enum.Enum):
    """Where an entity's records are."""

    SERVER = "server"
    STATIC = "static"
    CLIENT = "client"
    """Local Storage: on the device."""


class Attribute(msgspec.Struct, frozen=True):
    """An attribute of an entity; ``length`` in characters, ``decimals`` in digits, ``default`` as written.

    ``is_reference`` where a form of the module says that it refers to a record, but not to which entity. ``used_by``
    are the screens and actions that read it, where a description says so.
    """

    name: str
    data_type: str
    place: Place
    length: int | None = None
    decimals: int | None = None
    description: str = ""
    is_identifier: bool = False
    is_reference: bool = False
    is_auto_number: bool = False
    is_mandatory: bool = False
    default: str | None = None
    declaration: Declaration | None = None
    used_by: tuple[str, ...] | None = None


class Entity(msgspec.Struct, frozen=True):
    """An entity. ``synced_from`` and ``offline_reason`` are known from descriptions in the neutral file only."""

    name: str
    kind: EntityKind
    attributes: tuple[Attribute, ...]
    place: Place
    key: str | None = None
    description: str = ""
    is_public: bool = False
    is_read_only: bool = False
    table: str | None = None
    synced_from: str | None = None
    offline_reason: str | None = None


class Variable(msgspec.Struct, frozen=True):
    """A client variable, session variable or site property (a Setting in ODC)."""

    name: str
    data_type: str
    place: Place
    description: str = ""
    default: str | None = None
    is_secret: bool = False


class Reference(msgspec.Struct, frozen=True):
    """A dependency on a producer module; ``actions`` and ``entities`` are those that this module uses.

    ``kind`` is module or extension, or what the neutral file says that the module is for.
    """

    name: str
    place: Place
    kind: str = "module"
    actions: tuple[str, ...] = ()
    entities: tuple[Entity, ...] = ()


class Role(msgspec.Struct, frozen=True):
    """A role that the module declares."""

    name: str
    place: Place


class Screen(msgspec.Struct, frozen=True):
    """A screen. ``is_anonymous``: anyone may open it; ``roles``: those who may. ``http_security`` only where set."""

    name: str
    flow: str
    place: Place
    roles: tuple[str, ...] = ()
    is_anonymous: bool = False
    aggregates: tuple[str, ...] = ()
    http_security: str | None = None


class RestMethod(msgspec.Struct, frozen=True):
    """A method of a REST API; ``path`` is relative to the API's base."""

    name: str
    path: str = ""


class ConsumedRest(msgspec.Struct, frozen=True):
    """A REST API that the module calls, with the credentials that are stored in the module."""

    name: str
    place: Place
    base_url: str = ""
    username: str = ""
    password: str = ""
    methods: tuple[RestMethod, ...] = ()


class ExposedRest(msgspec.Struct, frozen=True):
    """A REST API that the module offers. Defaults are the platform's: SSL/TLS, no authentication."""

    name: str
    place: Place
    authentication: str = "None"
    http_security: str = "SSL/TLS"
    is_internal: bool = False
    is_documented: bool = True
    methods: tuple[RestMethod, ...] = ()


class LiteralKind(enum.Enum):
    """What a literal is written in."""

    TEXT = "text"
    JAVASCRIPT = "javascript"
    SQL = "sql"


class Literal(msgspec.Struct, frozen=True):
    """A text written in the module: of an expression, of a JavaScript node, of an SQL node."""

    value: str
    kind: LiteralKind
    place: Place


class ServerCall(msgspec.Struct, frozen=True):
    """A call from client code to the server, from a bundle.

    ``kind`` is ServerAction, ServiceAction, DataAction or Aggregate.
    """

    name: str
    kind: str
    endpoint: str
    screen: str | None
    place: Place
    inputs: tuple[str, ...] = ()


class RecordType(msgspec.Struct, frozen=True):
    """A record that client code of a bundle holds in memory, such as ``PatientRec`` for the entity Patient."""

    name: str
    attributes: tuple[Attribute, ...]
    place: Place


class OutSystemsModule(msgspec.Struct, frozen=True):
    """A module.

    ``platform`` is another one where a description is of another app. ``is_pwa``: its data is in the browser, which
    ``pwa_place`` says. ``notes`` say what was not understood, for the report.
    """

    name: str
    kind: ModuleKind
    place: Place
    platform: str = "outsystems"
    key: str | None = None
    studio_version: str | None = None
    description: str = ""
    entities: tuple[Entity, ...] = ()
    client_variables: tuple[Variable, ...] = ()
    session_variables: tuple[Variable, ...] = ()
    site_properties: tuple[Variable, ...] = ()
    references: tuple[Reference, ...] = ()
    roles: tuple[Role, ...] = ()
    screens: tuple[Screen, ...] = ()
    actions: tuple[Action, ...] = ()
    consumed_rest: tuple[ConsumedRest, ...] = ()
    exposed_rest: tuple[ExposedRest, ...] = ()
    extensibility: ExtensibilityConfigurations | None = None
    literals: tuple[Literal, ...] = ()
    server_calls: tuple[ServerCall, ...] = ()
    records: tuple[RecordType, ...] = ()
    uses: tuple[AttributeUse, ...] = ()
    is_pwa: bool = False
    pwa_place: Place | None = None
    notes: tuple[str, ...] = ()

    def entities_of(self, kind: EntityKind) -> tuple[Entity, ...]:
        """The entities of one kind."""
        return tuple(entity for entity in self.entities if entity.kind is kind)
