"""The requests that clients send: verb, path and the fields of the body, by the names that go over the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.models.serialised import WRITTEN_OUT
from secure_lint.flow.models.wrappers import Wrapper
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.known import single_constant
from secure_lint.flow.values.server_labels import items_of, labels_of
from secure_lint.flow.values.value import ELEMENT, Alias, Value, all_taints
from secure_lint.knowledge.models import Model
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.endpoint import ClientRequest, SentField
from secure_lint.model.program import Function
from secure_lint.model.span import Location
from secure_lint.parity.paths import PLACE, segments
from secure_lint.parity.wire import WireNames
from secure_lint.server.facts import ServerFact, server_facts

REQUEST, ROUTE = "client.request", "server.route"
"""The kinds of fact that the request of a client is, and what answers it."""

_GET = "GET"


def client_requests(
    program: Program, index: ModelIndex, events: Mapping[str, tuple[Event, ...]]
) -> tuple[ClientRequest, ...]:
    """The requests of a program whose path is known, in the order of their places."""
    wire = WireNames(program, index)
    told = [one for one in server_facts(events) if one.kind == REQUEST]
    found = (request for fact in told for request in _of_fact(program, wire, fact))
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.location, one.verb, one.path)))


def _of_fact(program: Program, wire: WireNames, fact: ServerFact) -> Iterator[ClientRequest]:
    verb = next((text.rpartition(".")[2].upper() for text in fact.texts("verb") if text), _GET)
    fields = tuple({one.name: one for one in _sent(program, wire, fact)}.values())
    for path in dict.fromkeys(text for url in fact.items("url") for text in _addresses(url)):
        if segments(path):
            yield ClientRequest(verb, path, fact.event.location, fact.event.symbol, fields, fact.location)


def _addresses(url: Value) -> Iterator[str]:
    """What is known of an address, with braces for what is not."""
    for constant in url.constants:
        yield str(constant.value if constant.outline is None else constant.outline)
    if url.ending is not None and not url.constants:
        known = (PLACE if isinstance(one, Alias) else str(one.value) for one in url.ending.parts)
        yield PLACE + "".join(known)


def _sent(program: Program, wire: WireNames, fact: ServerFact) -> Iterator[SentField]:
    for declared in fact.items("declared"):
        function = program.function_of(declared.closure.function or "") if declared.closure is not None else None
        if function is not None:
            yield from _of_parameters(program, wire, function)
    for body in fact.items("body"):
        yield from _of_value(wire, body, fact.location)


def _of_parameters(program: Program, wire: WireNames, function: Function) -> Iterator[SentField]:
    """What a function without code sends: the members of a parameter that is the body, and each that is a part."""
    module = program.module_of(function)
    for parameter in function.parameters:
        place = Location(module.path, parameter.span)
        part = wire.part_of(module, parameter)
        if part is not None:
            yield SentField(part, place)
        elif wire.is_body(module, parameter):
            yield from _of_type(wire, program.names.resolve(module, parameter.type or ""))


def _of_value(wire: WireNames, value: Value, place: Location) -> Iterator[SentField]:
    """The members of an object that is known, else the fields of its class."""
    written_out = next(iter(labels_of(value, WRITTEN_OUT)), "")
    kind = written_out or value.type or ""
    names = wire.names_of(kind)
    members = (value.members or {}).keys() - {ELEMENT}
    if not members or (written_out and not members <= names.keys()):
        # What is written out bears the members of the writer besides.
        yield from _of_type(wire, kind)
        return
    for name, held in (value.members or {}).items():
        if name != ELEMENT:
            yield SentField(names.get(name, name), _place(held, place), _constant(held), _is_changed(held))


def _of_type(wire: WireNames, type_name: str) -> Iterator[SentField]:
    for name, location in wire.fields_of(type_name):
        yield SentField(name, location)


def _place(value: Value, otherwise: Location) -> Location:
    return next((one.location for one in value.constants), otherwise)


def _constant(value: Value) -> str | int | float | bool | None:
    """The one constant that is always sent; ``None`` when it may be anything."""
    known = single_constant(value)
    return known.value if known is not None and known.whole else None


def _is_changed(value: Value) -> bool:
    """Whether what the user entered is sent in another form, so that its limits say nothing of what arrives."""
    marks = {protection.kind for taint in all_taints(value) for protection in taint.protections}
    return not marks.isdisjoint({"encrypted", "hashed", "encoded"})


def is_served(interpreted: Interpreted) -> bool:
    """Whether the code answers requests."""
    return any(event.kind == ROUTE for events in interpreted.events_by_function.values() for event in events)


def unscreened_requests(models: Iterable[Model]) -> frozenset[Wrapper]:
    """Calls that send requests and are not looked for in every product, each beside the names of what it is called on.

    Those that are no methods count beside what the model's files import.
    """
    return frozenset(
        Wrapper(simple_name(name), tuple(sorted(map(simple_name, call.on))) or model.imports, False)
        for model in models
        for call in model.calls
        if call.screened is False and any(fact.kind == REQUEST and "url" in fact.parts for fact in call.facts)
        for name in call.name
        if not any("declared" in fact.parts for fact in call.facts)
    )


def modules_with_addresses(program: Program, interpreted: Interpreted) -> tuple[str, ...]:
    """What files import that send a request for an address which nobody knows: it may be defined there.

    Only where a server answers requests is anything asked for.
    """
    if not is_served(interpreted):
        return ()
    unknown = {
        event.location.path
        for events in interpreted.events_by_function.values()
        for event in events
        if event.kind == REQUEST and not _is_known(event)
    }
    modules = (program.modules[path] for path in sorted(unknown) if path in program.modules)
    return tuple(one.name for module in modules if module.explicit for one in module.imports)


def types_sent(program: Program, interpreted: Interpreted) -> tuple[str, ...]:
    """The types of bodies of requests that nothing declares so far, where a server answers requests."""
    if not is_served(interpreted):
        return ()
    bodies = (
        body
        for events in interpreted.events_by_function.values()
        for event in events
        if event.kind == REQUEST
        for body in items_of(event.value, "body")
    )
    unread = {one.type for one in bodies if one.type is not None and not one.members}
    return tuple(sorted(one for one in unread if one not in program.types))


def _is_known(event: Event) -> bool:
    return any(one.constants or one.ending is not None for one in items_of(event.value, "url"))
