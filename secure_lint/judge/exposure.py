"""Whether what happens at a sink can be had through an endpoint, and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from secure_lint.flow.comparisons import CALLER, REQUEST
from secure_lint.flow.events import Event
from secure_lint.flow.value import GIVEN, ORIGINS, all_taints, origins
from secure_lint.judge.context import Analysed
from secure_lint.judge.endpoints import is_capability, is_privileged, shown
from secure_lint.knowledge.policies import SinkMatch
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.finding import Step
from secure_lint.server.endpoints import record_name
from secure_lint.server.guards import LOGIN, OWNER, ROLE
from secure_lint.server.ownership import Ownership
from secure_lint.server.server import ITSELF

READ = "server.read"


class Exposure(msgspec.Struct, frozen=True):
    """How a sink is reached from outside: words for the message, and the places that show it."""

    words: Mapping[str, str] = {}
    related: tuple[Step, ...] = ()


def exposure_of(analysed: Analysed, match: SinkMatch, event: Event) -> Exposure | None:
    """How requests reach a sink, as far as a policy asks for that; ``None`` when they do not in the way it means."""
    if not (match.in_endpoint or match.ownership):
        return Exposure()
    owner = _owner(analysed, event) if match.ownership else ""
    if owner is None:
        return None
    endpoints = analysed.server.endpoints_at(event.location)
    endpoint = next((one for one in endpoints if _is_exposed(analysed, match, event, one, owner)), None)
    if endpoint is None:
        return None
    steps = [Step(endpoint.location, f"`{endpoint.handler}` answers {shown(endpoint)}")]
    if endpoint.route is not None and endpoint.route.path != endpoint.location.path:
        steps.append(Step(endpoint.route, "the route"))
    steps.extend(_sources(match, event))
    steps.extend(event.inner)
    whose = "the account itself" if owner == ITSELF else f"`{owner}`"
    return Exposure({"endpoint": shown(endpoint), "owner": whose}, tuple(steps))


def _sources(match: SinkMatch, event: Event) -> Iterator[Step]:
    """Where what the sink is about was taken from the request, if that is in another file."""
    for taint in all_taints(event.value):
        if taint.label.kind in ORIGINS and taint.label.name in match.origin and taint.trace is not None:
            start = taint.trace.steps()[0]
            if start.location.path != event.location.path:
                yield start
                return


def _is_exposed(analysed: Analysed, match: SinkMatch, event: Event, endpoint: Endpoint, owner: str) -> bool:
    if endpoint.has(*match.endpoint_without) or endpoint.unresolved or not _is_sent(match, event, endpoint):
        return False
    return not match.ownership or _is_anybodys(analysed, event, endpoint, owner)


def _is_sent(match: SinkMatch, event: Event, endpoint: Endpoint) -> bool:
    """Whether a client sends what arrives; what functions beside the handler are handed in, their callers know."""
    labels = [one.label for one in all_taints(event.value) if one.label.name in match.origin]
    kinds = {label.kind for label in labels if label.kind in ORIGINS}
    return kinds != {GIVEN} or not endpoint.code or endpoint.code[0].holds(event.location)


def _is_anybodys(analysed: Analysed, event: Event, endpoint: Endpoint, owner: str) -> bool:
    """Whether callers get the record whoever they are. A role says nothing where others with it are told apart."""
    server = analysed.server
    if endpoint.has(OWNER) or is_capability(analysed, endpoint):
        return False
    if server.is_compared(event, endpoint) or server.is_asked_for_caller(event, endpoint):
        return False
    if owner == ITSELF:
        changes = server.is_changed(event, endpoint) and not is_privileged(analysed, endpoint)
        return changes and endpoint.has(LOGIN) and not endpoint.has(ROLE)
    return not endpoint.has(ROLE) or (event.name.type is not None and server.is_scoped_elsewhere(event.name.type))


def _owner(analysed: Analysed, event: Event) -> str | None:
    """The attribute by which the record at a sink belongs to a user, unless the query asks for the caller's own.

    What a query asks for by the key of an owner has one. Only these count where records are listed.
    """
    if CALLER in (*origins(event.store_value), *origins(event.value)):
        return None
    ownership = analysed.server.ownership
    members = sorted((event.value.members or {}).items())
    asked = next((key for key, one in members if REQUEST in origins(one) and ownership.names_owner(key)), None)
    if event.kind == READ or asked is not None:
        return asked
    if event.name.type is None or event.name.constants:
        return _owner_by_name(ownership, event)
    attribute = ownership.attribute_of(event.name.type)
    return ITSELF if attribute is None and ownership.is_principal(event.name.type) else attribute


def _owner_by_name(ownership: Ownership, event: Event) -> str | None:
    """The same for a record that is known by a name only."""
    name = record_name(event.name)
    if not name:
        return None
    attribute = ownership.attribute_of_record(name)
    return ITSELF if attribute is None and ownership.is_principal(name) else attribute
