"""The server of a product, as the policies ask about it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.server.comparisons import ASKED, CALLER, COMPARED
from secure_lint.flow.server.records import SET
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.server_labels import RECORD, place_of
from secure_lint.flow.values.value import GIVEN, ORIGINS, REQUEST, Value, all_taints, origins
from secure_lint.knowledge.kinds import Kinds
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Endpoint
from secure_lint.model.span import Location
from secure_lint.server.accounts import LOGGED_IN, with_roles
from secure_lint.server.default_guards import DEFAULT
from secure_lint.server.endpoints import EndpointFinder, record_name
from secure_lint.server.entities import declared_entities, described_entities
from secure_lint.server.facts import server_facts
from secure_lint.server.guard_names import ROLE, GuardNames
from secure_lint.server.names import joined_words
from secure_lint.server.ownership import Ownership
from secure_lint.server.refusals import Refusals
from secure_lint.server.roles import Roles
from secure_lint.server.senders import SenderChecks

FINDS = ("server.find", "server.read", "server.delete")
NARROWED = "server.narrow"
"""The kind of sink at which the conditions of a query arrive."""
READING = ("GET", "HEAD", "OPTIONS", "QUERY", "SUBSCRIPTION")
_CHANGES = (SET, "server.save", "server.delete", "server.assign")
MANY, FEW = 20, 0.1
"""So many endpoints are more than a sample has, and so small a share behind a guard is no habit of the server."""
ITSELF = "itself"
"""The owner of a record that is a user's own."""


class Server:
    """Endpoints, with what runs for them, and whose records they handle. ``by_kind`` are the interpreted events."""

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        kinds: Kinds,
        interpreted: Interpreted,
        by_kind: Mapping[str, Sequence[Event]],
    ) -> None:
        self._privileged = re.compile(kinds.server.privileged)
        facts = server_facts(interpreted.events_by_function)
        self.guard_names = GuardNames(kinds.guard_names)
        words = kinds.server
        senders = SenderChecks(program, words.signed, words.shared_secret)
        refusals = Refusals(program, self.guard_names, words.proof, words.rank, words.rights, senders)
        found_endpoints = EndpointFinder(
            program, index, self.guard_names, refusals, senders, interpreted, facts, by_kind.get(DEFAULT, ())
        ).endpoints()
        self.endpoints = with_roles(found_endpoints, by_kind.get(LOGGED_IN, ()), words.privileged)
        entities = {**described_entities(program, index.models), **declared_entities(facts)}
        self.ownership = Ownership(program, kinds.server, entities)
        self._by_path: dict[str, list[tuple[Code, Endpoint]]] = defaultdict(list)
        for endpoint in self.endpoints:
            for code in endpoint.code:
                self._by_path[code.path].append((code, endpoint))
        self._by_resource: dict[tuple[str, ...], list[Endpoint]] = defaultdict(list)
        for endpoint in self.endpoints:
            self._by_resource[endpoint.resource].append(endpoint)
        asked = (one for one in by_kind.get(ASKED, ()) if CALLER in origins(one.value))
        compared = (*by_kind.get(COMPARED, ()), *asked)
        found = [one for kind in FINDS for one in by_kind.get(kind, ())]
        self._compared = _with_belonging(_places_by_record(compared), found)
        self._known_callers = _places_by_record(one for one in compared if CALLER in origins(one.value))
        self._compared_sources = _places_by_source(compared)
        self._owner_asked = _owners_asked(compared, self.ownership)
        self._compared_finds: dict[Location | str, list[Event]] = defaultdict(list)
        for event in found:
            tied = bool(_of_record(event, self._compared)) or self._is_scoped(event)
            for source in _sources(event.value) if tied else ():
                self._compared_finds[source].append(event)
        self._changed = _places_by_record(event for kind in _CHANGES for event in by_kind.get(kind, ()))
        self._asked_roles = Roles(program)
        self._tied: dict[str, set[bool]] = defaultdict(set)
        self._scoped: dict[str, set[str]] = defaultdict(set)
        self._asked_for_caller: dict[str, list[Location]] = defaultdict(list)
        self._narrowed_to_caller: dict[str, list[Location]] = defaultdict(list)
        self._note_scopes(by_kind)

    @property
    def is_guarded_elsewhere(self) -> bool:
        """Whether hardly any of many endpoints is behind a guard: what asks for callers is not part of the code."""
        guarded = sum(bool(one.guards) for one in self.endpoints)
        return len(self.endpoints) >= MANY and guarded < FEW * len(self.endpoints)

    def endpoints_at(self, location: Location) -> tuple[Endpoint, ...]:
        """The endpoints for whose requests the code at a place runs."""
        found = (endpoint for code, endpoint in self._by_path.get(location.path, ()) if code.holds(location))
        return tuple(dict.fromkeys(found))

    def is_behind(self, place: Location, kinds: Sequence[str]) -> bool:
        """Whether all endpoints that the function at a place answers are behind a guard of one of these kinds."""
        answered = [one for one in self.endpoints_at(place) if one.location == place]
        return bool(kinds and answered) and all(one.has(*kinds) for one in answered)

    def endpoints_for(self, resource: tuple[str, ...]) -> Sequence[Endpoint]:
        """The endpoints whose paths have the same parts before their first parameters."""
        return self._by_resource.get(resource, ())

    def is_compared(self, event: Event, endpoint: Endpoint) -> bool:
        """Whether the record that a look-up yields is compared with the caller in the code of an endpoint.

        Or the record that another one there yields, which asks for the same: first it is read, then it is changed. That
        one may have asked for the owner as well. Or
        one that the look-up asks for: a thread of a forum. Or what is called an owner there, of something that was made
        of a record.
        """
        within = (place for name in _records_in(event) for place in self._compared.get(name, ()))
        if _runs(endpoint.code, (*_of_record(event, self._compared), *within, *self._owner_asked)):
            return True
        alike = (one for source in _sources(event.value) for one in self._compared_finds.get(source, ()))
        return any(
            record_name(one.name) == record_name(event.name)
            and _runs(endpoint.code, (one.location,))
            and (self._was_scoped(one, event) or _runs(endpoint.code, _of_record(one, self._compared)))
            for one in alike
        )

    def _was_scoped(self, first: Event, event: Event) -> bool:
        """Whether a look-up before another one, in the same file, was for the record of a known owner."""
        before = first.location.span.start_line < event.location.span.start_line
        return before and first.location.path == event.location.path and self._is_scoped(first)

    def _is_scoped(self, event: Event) -> bool:
        """Whether a look-up asks for the caller's own record, or that of an owner whom the client does not choose."""
        return CALLER in origins(event.value) or self.ownership.is_asked_for(event.value)

    def is_asked_for_caller(self, event: Event, endpoint: Endpoint) -> bool:
        """Whether what a look-up asks for was compared with the caller before: the request names the caller itself."""
        places = (place for source in _sources(event.value) for place in self._compared_sources.get(source, ()))
        return _runs(endpoint.code, places)

    def is_changed(self, event: Event, endpoint: Endpoint) -> bool:
        """Whether the record that a look-up yields is changed in the code of an endpoint."""
        return _runs(endpoint.code, _of_record(event, self._changed))

    def is_scoped_elsewhere(self, type_name: str, endpoint: Endpoint) -> bool:
        """Whether callers with the role of an endpoint are elsewhere told apart where they get records of a type."""
        return not self._scoped.get(type_name, set()).isdisjoint(self._roles(endpoint))

    def is_tied_somewhere(self, type_name: str, like: Endpoint | None = None) -> bool:
        """Whether records of a type are anywhere asked for as the caller's own, or compared with the caller.

        With an endpoint, by one that only reads as it does, or changes something as it does.
        """
        tied = self._tied.get(type_name, set())
        return bool(tied) if like is None else (like.verb in READING) in tied

    def is_found_for_caller(self, event: Event) -> bool:
        """Whether the function that is called there also asks for such a record by what is sent and the caller."""
        return bool(event.inner) and event.location in self._narrowed_to_caller.get(event.name.type or "", ())

    def is_tied_in(self, endpoint: Endpoint) -> bool:
        """Whether the code of an endpoint asks for something that is the caller's."""
        return any(code.holds(place) for code in endpoint.code for place in self._asked_for_caller.get(code.path, ()))

    def _note_scopes(self, by_kind: Mapping[str, Iterable[Event]]) -> None:
        for kind in (*FINDS, NARROWED):
            for event in by_kind.get(kind, ()):
                places = _of_record(event, self._known_callers)
                asked = {*origins(event.value), *origins(event.store_value)}
                if CALLER in asked:
                    self._asked_for_caller[event.location.path].append(event.location)
                    if REQUEST in asked and event.name.type is not None:
                        self._narrowed_to_caller[event.name.type].append(event.location)
                    places = (*places, event.location)
                if event.name.type is not None:
                    for place in places:
                        self._note_tie(event.name.type, place)

    def _roles(self, endpoint: Endpoint) -> Iterator[str]:
        """The roles that the guards before an endpoint ask for, as the source writes them, but for administrators."""
        for one in endpoint.guards:
            if one.kind == ROLE and not one.inline and not self._privileged.search(joined_words(one.shown)):
                yield self._asked_roles.of(one)

    def _note_tie(self, type_name: str, place: Location) -> None:
        endpoints = self.endpoints_at(place)
        # What runs before handlers, in a guard, say, stands before those that change something.
        self._tied[type_name].update({one.verb in READING for one in endpoints} or {False})
        self._scoped[type_name].update(role for one in endpoints for role in self._roles(one))


def _places_by_record(events: Iterable[Event]) -> Mapping[str, tuple[Location, ...]]:
    """Where something happens to a record, by the place where the record was looked up."""
    found: dict[str, list[Location]] = defaultdict(list)
    for event in events:
        for taint in (*all_taints(event.value), *all_taints(event.store_value)):
            if taint.label.kind == RECORD:
                found[taint.label.name].append(event.location)
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


def _with_belonging(
    compared: Mapping[str, tuple[Location, ...]], found: Iterable[Event]
) -> Mapping[str, tuple[Location, ...]]:
    """The places of comparisons by record; a record by which a compared one was found (its order) is compared, too."""
    all_places = {name: list(places) for name, places in compared.items()}
    for event in found:
        places = _of_record(event, compared)
        for name in _records_in(event) if places else ():
            all_places.setdefault(name, []).extend(places)
    return {name: tuple(dict.fromkeys(places)) for name, places in all_places.items()}


def _records_in(event: Event) -> Iterator[str]:
    """The records that a look-up asks for, or whose members it asks for, by the places where they were looked up."""
    yield from (one.label.name for one in all_taints(event.value) if one.label.kind == RECORD)


def _owners_asked(compared: Iterable[Event], ownership: Ownership) -> tuple[Location, ...]:
    """Where the caller is compared with a member that is named for an owner, of something that is no known record."""
    return tuple(
        event.location
        for event in compared
        if CALLER in origins(event.value)
        and REQUEST not in origins(event.value)
        and not any(one.label.kind == RECORD for one in all_taints(event.value))
        and any(ownership.names_owner(str(one.value)) for one in event.name.constants)
    )


def _places_by_source(compared: Iterable[Event]) -> Mapping[Location | str, tuple[Location, ...]]:
    """Where what a client sent is compared with the caller, by where it came from."""
    found: dict[Location | str, list[Location]] = defaultdict(list)
    for event in compared:
        for source in _sources(event.value) if CALLER in origins(event.value) else ():
            found[source].append(event.location)
    return {source: tuple(dict.fromkeys(places)) for source, places in found.items()}


def _sources(value: Value) -> Iterator[Location | str]:
    """Where what a client sent comes from: the parameter of a handler, or the name by which code takes it."""
    for taint in all_taints(value):
        if taint.label.kind in ORIGINS and taint.label.name == REQUEST:
            if taint.label.kind == GIVEN and taint.trace is not None:
                yield taint.trace.steps()[0].location
            elif taint.label.subject:
                yield taint.label.subject


def _of_record(event: Event, places: Mapping[str, tuple[Location, ...]]) -> tuple[Location, ...]:
    at = (event.location, *(step.location for step in event.inner))
    return tuple(place for one in at for place in places.get(place_of(one), ()))


def _runs(codes: Iterable[Code], places: Iterable[Location]) -> bool:
    return any(code.holds(place) for place in places for code in codes)
