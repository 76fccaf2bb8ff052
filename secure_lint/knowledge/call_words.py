"""Words in which models say what a call does with stores, sinks and values."""

from __future__ import annotations

from typing import Literal

import msgspec


class Write(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value is put into a store. ``key`` is the name it is stored under; the store is that of ``store``.

    ``data`` is the type of the sensitive data that the call writes whatever the value is called, a session say.
    """

    value: str
    key: str | None = None
    store: str = "receiver"
    entries: str | None = None
    data: str | None = None


class Read(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value is taken out of a store; the return value is named by ``key``."""

    key: str | None = None
    store: str = "receiver"


class Keep(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A state, an object with members, is kept in a store from then on.

    It is at the first of the ports ``state`` that is given. Functions there, and those in it, are reducers with an
    initial state as default of their first parameter, or answer with the state; what they put into it counts too.
    An object with the member ``begins`` is a part of the state that begins with that and is changed by the functions
    in its members ``changed_by``. Members that are states themselves are objects of their own.

    ``only`` and ``besides`` are ports with the names of the members that are kept, or are not; a function at the port
    ``chosen_by`` is handed the state and answers with what of it is kept. The store is that of the port ``store``, else
    one of ``engine``; a key at one of the ports ``keys`` ciphers it. An object of the project at ``store`` stands for
    the store into which one of its methods ``writers`` writes.
    """

    engine: str
    state: tuple[str, ...]
    name: str | None = None
    store: str | None = None
    writers: tuple[str, ...] = ()
    only: str | None = None
    besides: str | None = None
    keys: tuple[str, ...] = ()
    begins: str | None = None
    changed_by: tuple[str, ...] = ()
    chosen_by: str | None = None

    @property
    def ports(self) -> tuple[str, ...]:
        """All ports that it names."""
        named = (self.name, self.store, self.only, self.besides, self.chosen_by)
        return (*self.state, *self.keys, *(one for one in named if one is not None))


class Open(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A store is opened or described; the return value (or the receiver) stands for it from then on.

    ``schema`` is a port with the class that lists its entities. ``key`` is a port with the key that ciphers it. A key
    that is not given or null ciphers nothing. ``established`` is false for a builder: its ``build`` call establishes
    it. ``key_origin`` says where a library finds the key that it makes itself. ``unless_known`` leaves a value alone
    that stands for a store already, as a file in a known folder does, but for a name that this has not. ``late_key`` is
    for a store that gets its key after it was opened, or in a callback: it counts as ciphered where a call of the
    program ciphers a store of its engine.
    """

    engine: str
    name: str | None = None
    schema: str | None = None
    key: str | None = None
    at_rest: str = "plain"
    key_origin: str | None = None
    location: str | None = None
    established: bool = True
    unless_known: bool = False
    late_key: bool = False

    @property
    def ports(self) -> tuple[str, ...]:
        """All ports that it names."""
        named = (self.name, self.schema, self.key, self.location)
        return tuple(one for one in named if one is not None)


class Sink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value arrives where it matters. ``name`` is a port with the name that goes with it (a key, a label).

    ``called`` is that name itself where no port has it. Numbers count in units of ``scale`` (8 for a size in bytes).

    ``settled`` is for objects that are set up by several calls in any order: the receiver counts as it is when the
    variable that holds it is left, and is reported at this call. With the port ``return`` it is the new object that
    counts so.

    ``constant`` is what the call itself says where no argument does: the algorithm of a function that is named for it,
    the number that it takes by default. ``entered`` says that it is what a user enters that counts: the argument is
    the element of the user interface, or what holds its text, and is classified by its name as a field. ``referring``
    are members of the members of a value by which these only refer to records that are there already.

    ``after`` is the kind of sink at which something is set up without which nothing happens here: what guards all the
    places in a product that do so guards this one.
    """

    kind: str
    port: str = "argument(0)"
    name: str | None = None
    after: str | None = None
    called: str | None = None
    scale: int = 1
    settled: bool = False
    constant: str | int | None = None
    entered: bool = False
    referring: tuple[str, ...] = ()


class Protect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The value of ``source``, protected, leaves at ``target``. ``key`` is the port of the key that did it."""

    kind: str
    source: str = "argument(0)"
    target: str = "return"
    key: str | None = None


class Pass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is in ``source`` is afterwards also in ``target``.

    ``begins`` says that the target is a text that begins as the source does, up to the first place that is filled in,
    ``fills`` that it is the source with its places (``%s``, or ``{0}`` where they are ``numbered``) filled in by the
    arguments behind it, or by all arguments where the source is the receiver.
    """

    source: str
    target: str = "return"
    begins: bool = False
    fills: bool | Literal["numbered"] = False


class CallBack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The function handed over at ``port`` is called.

    ``this`` is the type of its receiver, or the port ``receiver`` or ``return``, ``parameters`` are ports or types of
    its arguments, in order. With ``result`` what it returns is also in the result of the call; as ``element`` it is
    what the collection is of that the call yields, as ``all`` nothing else is in the result. As ``this`` the result is
    what the receiver of the function has become.
    """

    port: str = "argument(last)"
    this: str | None = None
    result: bool | Literal["element", "all", "this"] = False
    parameters: tuple[str, ...] = ()


class UnseenCallModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Calls of code that is not in the tree and that no other model describes, by what they are named.

    ``named`` is a regular expression for the last two names that the source writes, in small letters with words joined
    by ``_``: ``appLogger.info`` is ``app_logger_info``. ``words`` are names, and ``parts`` parts of names, that make a
    function worth reading if sensitive data stands beside them.
    """

    named: str
    sinks: tuple[Sink, ...]
    words: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
