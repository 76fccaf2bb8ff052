"""What a server answers: endpoints with their guards, inputs and sinks."""

from __future__ import annotations

import itertools

import msgspec

from secure_lint.model.problem import Problem
from secure_lint.model.span import Location, Span


class Code(msgspec.Struct, frozen=True, order=True):
    """A piece of code that runs: a function or a closure, by its place."""

    path: str
    span: Span

    def holds(self, location: Location) -> bool:
        """Whether a place lies within it."""
        if location.path != self.path:
            return False
        start = (location.span.start_line, location.span.start_column)
        return (self.span.start_line, self.span.start_column) <= start <= (self.span.end_line, self.span.end_column)


class Guard(msgspec.Struct, frozen=True, order=True):
    """Something that a request has to pass: its kind, how the source calls it, and where that is.

    One that is ``inline`` is part of the handler's own code. One with ``verbs`` lets all requests with others pass. One
    ``on_record`` is asked only where the handler gets a record in the way of its framework. ``asks`` is what it is
    handed where it stands, such as the role that it asks for.
    """

    kind: str
    shown: str
    location: Location | None = None
    inline: bool = False
    verbs: tuple[str, ...] = ()
    on_record: bool = False
    asks: str = ""


class Input(msgspec.Struct, frozen=True, order=True):
    """A value that the app sends: its name, and where it is sent (path, query, body, header or unknown)."""

    name: str
    where: str
    location: Location | None = None


class Reach(msgspec.Struct, frozen=True, order=True):
    """A sink that a handler reaches: its kind, what it is about, and where in its own code or below.

    ``type`` is the qualified type of the records, where it is known.
    """

    kind: str
    name: str
    location: Location
    type: str | None = None


class Endpoint(msgspec.Struct, frozen=True):
    """A verb and a path, what answers them, and what stands before that.

    ``verb`` is in capitals, ``*`` for any. ``path`` is the template as the framework writes it, prefixes included.
    ``handler`` is how messages call what answers; ``location`` is its name. ``code`` is all code that runs for a
    request, the handler first. ``unresolved`` says what of the guards could not be followed: without it, ``guards`` are
    all there are. ``schemas`` are the types that requests are checked against. ``opened`` says that the code
    states expressly that everybody may pass. ``owner`` is the class whose method answers. ``application`` is the
    folder of the server that it belongs to, where the tree has several and it is not shared by them.
    """

    verb: str
    path: str
    handler: str
    location: Location
    code: tuple[Code, ...] = ()
    guards: tuple[Guard, ...] = ()
    inputs: tuple[Input, ...] = ()
    reaches: tuple[Reach, ...] = ()
    unresolved: tuple[str, ...] = ()
    route: Location | None = None
    schemas: tuple[str, ...] = ()
    opened: bool = False
    owner: str | None = None
    application: str | None = None

    @property
    def resource(self) -> tuple[str, ...]:
        """The parts of the path before its first parameter."""
        parts = [part for part in self.path.split("/") if part]
        return tuple(itertools.takewhile(lambda part: part[0] not in "{:<", parts))

    def has(self, *kinds: str) -> bool:
        """Whether a guard of one of these kinds stands before it."""
        return any(guard.kind in kinds for guard in self.guards)


class SentField(msgspec.Struct, frozen=True):
    """A field of the body of a request, by its name in the message.

    ``constant`` is what is always sent, where that is known. One that is ``changed`` is sent in another form than the
    user entered it in: enciphered, say.
    """

    name: str
    location: Location
    constant: str | int | float | bool | None = None
    changed: bool = False


class ClientRequest(msgspec.Struct, frozen=True):
    """A request that an app sends: ``verb`` in capitals, ``path`` as far as the source tells it, with its address.

    ``location`` is where it is sent; ``sink`` is the call of the library, in a function that all requests go through.
    """

    verb: str
    path: str
    location: Location
    symbol: str
    fields: tuple[SentField, ...] = ()
    sink: Location | None = None


class Exchange(msgspec.Struct, frozen=True):
    """A request of a client with the endpoint that answers it."""

    request: ClientRequest
    endpoint: Endpoint


class Inventory(msgspec.Struct, frozen=True):
    """The endpoints of a product, sorted by path and verb, who calls them, and what could not be read for them."""

    endpoints: tuple[Endpoint, ...]
    problems: tuple[Problem, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
