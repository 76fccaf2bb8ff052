"""Models: what an API, an annotation or a type does, stated in kinds and ports.

A model file states facts only. A *port* says where a value enters or leaves a call:

- ``receiver``, ``return``, ``argument(0)``, ``argument(last)``, ``argument(name)``, ``arguments`` or ``list`` (all);
- ``argument(2|key)``: the argument of that name or, where it was given without one, at that position; several names
  (``argument(0|value|path)``) mean the same argument;
- ``argument(**)``: a mapping whose entries are handed over as named arguments;
- with ``.member`` behind it, a member of that value (``argument(0).password``), where a model recorded one; ``.[]`` is
  an element of a collection, or what a generic type, or one that a class extends, is of (``Repository<Order>``);
- ``written``: the last name by which the source writes the receiver, as a text;
- ``around``: in facts, the implicit receiver of the code around the call, as in the blocks of Kotlin;
- ``decorated``: what an annotation or decorator, which is a call too, stands on; ``module``: the module of the call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from secure_lint.knowledge.binding_words import BindingModel
from secure_lint.knowledge.call_words import CallBack, Keep, Open, Pass, Protect, Read, Sink, UnseenCallModel, Write
from secure_lint.knowledge.entity_words import EntityModel, LiteralEntityModel, SchemaModel
from secure_lint.knowledge.import_words import ImpliedImportModel, PathAliasModel
from secure_lint.knowledge.limit_words import LimitWords
from secure_lint.knowledge.object_words import SerialisingModel, TextModel
from secure_lint.knowledge.server_words import (
    ActionModel,
    Fact,
    FieldListing,
    FileRouteModel,
    NamedResultModel,
    OperationModel,
    ParameterModel,
    RecordSettingModel,
    RefusalModel,
    SchemaFields,
)
from secure_lint.knowledge.wire_words import WireModel

PORT = re.compile(
    r"^(receiver|return|around|decorated|module|written|arguments|list"
    r"|argument\((?:\d+(?:\|[A-Za-z_]\w*)*|last|\*\*|[A-Za-z_]\w*)\))((?:\.(?:[A-Za-z_$][\w-]*|\[\]))*)$"
)


class OptionModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A property of an options object whose name alone tells what it does, whatever takes the object.

    Its value, in an object literal or assigned to a member of that name, arrives at a sink of ``kind``. ``beside`` maps
    other properties of the object to regular expressions for their values as they are written.
    """

    name: tuple[str, ...]
    kind: str
    beside: dict[str, str] = {}


class CallModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a call does.

    ``on`` is the receiver's type, or the type whose static function it is; without it, ``name`` is the qualified
    name of a free function. ``<init>`` names a constructor, ``[]`` a member whose name is a value,
    which is then the first argument. A name that ends in ``*`` stands for all methods or
    functions that begin so, where no other model answers. Property reads and writes of ``name`` match the accessor
    calls ``getName()`` and ``setName(value)`` and may be modelled as either. ``arguments`` is the number of
    arguments a call must have. ``when`` maps a port to a regular expression that a constant there must match,
    ``unless`` one to a regular expression that none there may match.
    ``without`` lists ports of arguments, or of members of known ones, that the call must leave out, so that their
    defaults hold, ``given`` ports of arguments that it must have.
    ``returning`` is a regular expression for the declared result of a method that the project declares without code.
    ``distinctive`` says that the name alone identifies the call when the receiver's type is unknown and the file
    imports something of the model. ``origin`` says where the value at ``origin_port`` comes from afterwards, ``yields``
    which type of data the result holds, whatever it is called.
    ``cipher`` is the port of a key that ciphers the store of the receiver, or of the object that is made.
    ``constant`` is the constant that the result stands for: the object ``SHA256()`` is the name of an algorithm.
    ``record`` maps members to the ports whose values are recorded under them on the receiver, or on the object that is
    made; ``results`` does so for the result.
    ``uses`` is the port of an object all of whose members are read, as a serialiser does; they are in the result, and
    in what the call writes if that is the object.
    ``drops`` means that nothing of the receiver or the arguments is in the result. ``screened`` is false for a call
    that is in every file and makes none worth reading, and ``data`` for one that is worth reading only beside
    sensitive data. ``facts`` are what the call says about the server that the code is. ``guard`` is the kind of guard
    that the result is when it is put before an endpoint. ``fetches`` says that the result is a record out of a store
    of the server, ``instance_of`` is a port with the type of which the result is an object, and ``compares`` are
    the ports of values that the call compares. ``of_records`` says that the receiver is an object of a class of
    handlers: it has the records that this handles as the member ``records``, and as ``key`` what the client sends to
    choose one. ``acts_on`` is the port of the argument that stands for the receiver of a function that has none, as
    those of C interfaces do. ``filters`` is the port of a function that is asked about each record: what it compares
    them with is in the receiver of the call, a query, and in what that yields. ``holds`` is the port of the argument of
    which the call tells whether the receiver, a collection, holds it. ``onto`` is the port of an object to which
    the call adds members: its sinks count only where that is a record of the server.
    """

    name: tuple[str, ...]
    on: tuple[str, ...] = ()
    acts_on: str | None = None
    arguments: tuple[int, ...] = ()
    when: dict[str, str] = {}
    unless: dict[str, str] = {}
    without: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    returning: str | None = None
    distinctive: bool = False
    returns: str | None = None
    constant: str | None = None
    origin: str | None = None
    origin_port: str = "return"
    yields: str | None = None
    sinks: tuple[Sink, ...] = ()
    write: Write | None = None
    read: Read | None = None
    open: Open | None = None
    keep: Keep | None = None
    cipher: str | None = None
    uses: str | None = None
    establish: bool = False
    protect: tuple[Protect, ...] = ()
    passes: tuple[Pass, ...] = ()
    record: dict[str, str] = {}
    results: dict[str, str] = {}
    call_back: tuple[CallBack, ...] = ()
    drops: bool = False
    screened: bool | Literal["data"] = True
    facts: tuple[Fact, ...] = ()
    guard: str | None = None
    fetches: bool = False
    instance_of: str | None = None
    compares: tuple[str, ...] = ()
    of_records: bool = False
    filters: str | None = None
    holds: str | None = None
    onto: str | None = None


def call_ports(call: CallModel) -> Iterator[tuple[str, str]]:
    """All ports that a model of a call names, with the key under which it names them."""
    for sink in call.sinks:
        yield "sinks", sink.port
        if sink.name is not None:
            yield "sinks", sink.name
    for protection in call.protect:
        yield "protect", protection.source
        yield "protect", protection.target
        if protection.key is not None:
            yield "protect", protection.key
    for flow in call.passes:
        yield "passes", flow.source
        yield "passes", flow.target
    if call.write is not None:
        yield from (("write", one) for one in (call.write.value, call.write.key, call.write.store) if one is not None)
    if call.read is not None:
        yield from (("read", one) for one in (call.read.key, call.read.store) if one is not None)
    for key, words in (("open", call.open), ("keep", call.keep)):
        if words is not None:
            yield from ((key, port) for port in words.ports)
    yield from (("record", port) for port in (*call.record.values(), *call.results.values()))
    yield from (("when", port) for port in call.when)
    yield from (("unless", port) for port in call.unless)
    yield from (("without", port) for port in call.without)
    yield from (("given", port) for port in call.given)
    yield from (("call_back", one.port) for one in call.call_back)
    single = {"cipher": call.cipher, "uses": call.uses, "acts_on": call.acts_on, "instance_of": call.instance_of}
    yield from ((key, port) for key, port in single.items() if port is not None)
    if call.filters is not None:
        yield "filters", call.filters
    for key, port in (("holds", call.holds), ("onto", call.onto)):
        if port is not None:
            yield key, port
    yield from (("compares", port) for port in call.compares)
    yield from (("facts", port) for fact in call.facts for ports in fact.parts.values() for port in ports.split())
    yield "origin_port", call.origin_port


def takes_arguments(call: CallModel) -> bool:
    """Whether a call does something with what it is handed, so that it is no reading of a property."""
    return any(call.arguments) or any(port.startswith(("argument", "list")) for _, port in call_ports(call))


class TypeModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Facts of a type that the source does not show.

    ``store`` is the engine that a value of this type stands for when nothing more is known. ``function`` is the method
    of a functional interface. ``widget`` marks user-interface elements: reading one yields what its name says.
    ``constant`` marks a type without data of its own (its members are not worth classifying). ``entries`` says that
    assigning a member of the store writes an entry of that name.
    ``data`` is the type of the sensitive data that every value of this type holds.

    ``origin`` is where every value of the type comes from. Objects of a ``record`` are kept by the server as records. A
    ``schema`` holds only the members that it declares, each of its type, unless one of the ``opened_by`` (a keyword of
    the class, or a setting in it, ``Inner.name`` in a nested class) matches its regular expression; ``schema_fields``
    tells how its members are bounded.

    ``handlers`` maps methods of a class that answers requests to their verbs, each with the path below that of the
    class behind it where there is one (``GET <pk>``), and ``provides`` lists those that it has without code of the
    project. All types that a class extends tell their part. ``runs`` are methods of the class that the framework calls
    for a request beside the handler. ``verb_fields`` are fields that list the only verbs, ``key_fields`` those that
    name the key in the path (the first that is set counts).
    ``guard`` is the kind of guard that the type is before an endpoint (``none`` for one that lets everybody pass),
    or that endpoints of a class get by extending it; ``guard_fields`` are fields of such a class that list guards,
    ``guard_methods`` methods that return them in their place. ``answering`` maps members of its objects to what
    they tell of the request that is answered: the name of the ``handler``, or the ``verb``. A guard of a type with
    ``guards_only`` stands before handlers of classes of these types only. ``object_checks`` are methods of a type
    of guards that are asked about a single record, where the handler gets one that way.
    ``decides`` are methods in which a class of the project decides itself whom such a guard refuses, nobody if they
    throw no error.
    ``guards_verbs`` are the only verbs that the guard stands before; the others it leaves open.
    ``records`` are methods and fields of a class of handlers that say which records it handles; the first that a class
    has counts; ``finds`` lists provided methods that get one of them by the key in the path, if the
    project has written none of the methods ``found_by`` that get it instead. ``elements`` is the member
    of a query's result that tells the type of the records which a loop finds in it. ``members`` is the type
    of all its members, which bear their names as their ``name``. ``field_listing`` tells which fields of a record a
    class takes over. ``filled_by_staff`` are fields of a class that name such a class which only administrators fill.
    """

    extends: tuple[str, ...] = ()
    store: str | None = None
    function: str | None = None
    widget: bool = False
    constant: bool = False
    entries: bool = False
    data: str | None = None
    origin: str | None = None
    record: bool = False
    schema: bool = False
    opened_by: dict[str, str] = {}
    schema_fields: SchemaFields | None = None
    handlers: dict[str, str] = {}
    provides: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    verb_fields: tuple[str, ...] = ()
    key_fields: tuple[str, ...] = ()
    guard: str | None = None
    guard_fields: tuple[str, ...] = ()
    members: str | None = None
    guard_methods: tuple[str, ...] = ()
    answering: dict[str, Literal["handler", "verb"]] = {}
    guards_only: tuple[str, ...] = ()
    guards_verbs: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()
    object_checks: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    finds: tuple[str, ...] = ()
    found_by: tuple[str, ...] = ()
    elements: str | None = None
    field_listing: FieldListing | None = None
    filled_by_staff: tuple[str, ...] = ()


class AccessorModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Methods of an annotated interface that move entities: a data access object.

    ``writes`` and ``reads`` are annotations of the methods.
    """

    engine: str
    annotated: tuple[str, ...]
    writes: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()


class DeclarationModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Functions of the project that a library implements: they have no body, and one of these annotations.

    It may be that of the function or of a parameter. Ports of ``sinks`` are arguments of the annotation. ``receives``
    lists kinds of sink at which everything arrives that is handed to a call of the function.
    """

    annotated: tuple[str, ...]
    sinks: tuple[Sink, ...] = ()
    receives: tuple[str, ...] = ()


class GuardModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A condition with a meaning: a constant (``BuildConfig.DEBUG``) or a call, by its last names, or the word ``in``.

    ``named`` is a regular expression for the last name of any other value or call that says by convention what it is.
    ``checks_input`` is for any condition about a parameter of the function, if one of its branches only refuses;
    ``complaints`` is a regular expression for the variables in which code collects what is wrong with its input.
    ``inspecting`` is one for the names of calls, in small letters with words joined by ``_``, that look at the texts
    they are asked about: how these begin, or whether something is in them. Where that is a literal, ``signs`` must
    match it. It is the guard of what runs behind them, and a protection of the same name of what a function returns
    that has looked at it.
    """

    kind: str
    expression: tuple[str, ...] = ()
    named: str = ""
    checks_input: bool = False
    complaints: str = ""
    inspecting: str = ""
    signs: str = ""


class StoreSettingModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A setting that decides how the declared stores of an engine lie at rest, in the app that it belongs to.

    ``path`` is a glob over the settings of documents of the kind ``document``, ``matches`` a regular expression for the
    value. ``without`` lists globs of settings that the app must not have, ``with_settings`` those that it must have.
    The first setting in a model that applies decides. ``key`` is the origin of the key.
    """

    engine: str
    document: str
    path: str
    at_rest: str
    key: str | None = None
    matches: str | None = None
    without: tuple[str, ...] = ()
    with_settings: tuple[str, ...] = ()


class KeptModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a document by which the platform itself keeps what a user enters, in a store of an engine.

    ``path`` is a glob over the settings of documents of the kind ``document``: those whose value is the key. ``title``
    is the name, beside it, of the setting with the words that the user reads. ``without`` maps the name of a setting
    beside it to a regular expression that spares the part. ``replaced_by`` are types of which a project makes its own
    to keep the values elsewhere: nothing is known of the part where such a one never writes to the engine.
    """

    engine: str
    document: str
    path: str
    title: str | None = None
    without: dict[str, str] = {}
    replaced_by: tuple[str, ...] = ()


class Model(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One file of ``rules/models``. ``model`` is its path without the ending, ``source`` names what was read.

    ``bundled`` are globs of files that come with the framework: they are no part of the product and not judged.
    ``globals`` are names that every module of these languages knows without an import, with the types they mean.
    ``asking`` are regular expressions for the names of calls, in small letters with words joined by ``_``, that ask
    whether the caller may have something, if they are handed both.
    ``conventions`` are names that by convention hold an object of a type, where nothing tells another type.
    ``reflected`` are annotations of classes, fields and parameters whose objects a library reads as a whole.
    ``hands_on`` are methods that go through all attributes of their object and use none. ``serialising`` tells
    what serialisers leave out of objects, ``texts`` how objects read in texts, ``wire`` by what names fields go over
    the wire, ``limits`` how values are limited. ``named_by`` are packages in the imports of files that use the
    framework, or other texts in them (``$.ajax``), where they name none of its types. ``packages_by_name`` says of a
    language that an import without a path is of a package, never of a file of the project.
    """

    model: str
    platforms: tuple[str, ...]
    languages: tuple[str, ...]
    source: str
    imports: tuple[str, ...] = ()
    types: dict[str, TypeModel] = {}
    constants: dict[str, str | int | bool] = {}
    globals: dict[str, str] = {}
    conventions: dict[str, str] = {}
    options: tuple[OptionModel, ...] = ()
    calls: tuple[CallModel, ...] = ()
    unseen: tuple[UnseenCallModel, ...] = ()
    entities: tuple[EntityModel, ...] = ()
    literal_entities: tuple[LiteralEntityModel, ...] = ()
    schemas: tuple[SchemaModel, ...] = ()
    accessors: tuple[AccessorModel, ...] = ()
    declarations: tuple[DeclarationModel, ...] = ()
    guards: tuple[GuardModel, ...] = ()
    parameters: tuple[ParameterModel, ...] = ()
    bindings: tuple[BindingModel, ...] = ()
    operations: tuple[OperationModel, ...] = ()
    record_settings: tuple[RecordSettingModel, ...] = ()
    file_routes: tuple[FileRouteModel, ...] = ()
    actions: tuple[ActionModel, ...] = ()
    refusals: tuple[RefusalModel, ...] = ()
    results: tuple[NamedResultModel, ...] = ()
    asking: tuple[str, ...] = ()
    store_settings: tuple[StoreSettingModel, ...] = ()
    implied_imports: tuple[ImpliedImportModel, ...] = ()
    path_aliases: tuple[PathAliasModel, ...] = ()
    kept: tuple[KeptModel, ...] = ()
    bundled: tuple[str, ...] = ()
    widget_accessors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    reflected: tuple[str, ...] = ()
    serialising: SerialisingModel | None = None
    texts: TextModel | None = None
    wire: WireModel | None = None
    limits: LimitWords | None = None
    hands_on: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    packages_by_name: bool = False
    used_with: tuple[str, ...] = ()
