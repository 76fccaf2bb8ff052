"""Whether what happens at a sink can be had through an endpoint, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import msgspec

from secure_lint.flow.server.comparisons import CALLER
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.server_labels import RECORD
from secure_lint.flow.values.value import GIVEN, ORIGINS, REQUEST, Taint, all_taints, origins
from secure_lint.judge.context import Analysed
from secure_lint.judge.endpoints import is_by_secret, is_capability, is_open, is_privileged, is_staffs, shown
from secure_lint.knowledge.policies import SinkMatch
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.finding import Step
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.server.endpoints import record_name
from secure_lint.server.guard_names import LOGIN, OWNER, ROLE
from secure_lint.server.names import joined_words
from secure_lint.server.ownership import Ownership
from secure_lint.server.server import ITSELF

READ, SAVE = "server.read", "server.save"
CONFIDENTIAL = ("never", "encrypt")
"""How data must be kept that a user's record does not show to other users."""
LEAST_SCORE = 0.6


class Exposure(msgspec.Struct, frozen=True):
    """How a sink is reached from outside: words for the message, and the places that show it.

    It is ``doubtful`` where a record refers to somebody who need not be the only one to have it, where the folders of
    the code say that it is for administrators, or where callers log in or register.
    """

    words: Mapping[str, str] = {}
    related: tuple[Step, ...] = ()
    doubtful: bool = False


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
    doubtful = match.ownership and (
        _is_shared(analysed, event, endpoint, owner)
        or is_staffs(analysed, endpoint)
        or _is_entrance(analysed, endpoint, owner)
    )
    return Exposure({"endpoint": shown(endpoint), "owner": whose}, tuple(steps), doubtful)


def _is_entrance(analysed: Analysed, endpoint: Endpoint, owner: str) -> bool:
    """Whether an endpoint is by its names one for callers whom nobody knows yet, as a login is, or for their accounts.

    A guard for all requests often stands before these as well, for want of a better place.
    """
    unknown = owner == ITSELF or not endpoint.guards
    return unknown and not endpoint.opened and is_open(analysed, endpoint)


def _is_shared(analysed: Analysed, event: Event, endpoint: Endpoint, owner: str) -> bool:
    """Whether a record may be one that many work on.

    It is an organisation or a project itself, only says who made it or which organisation has it, or refers to its
    owner over others; and nothing in the program asks for the caller's own records of this type. An organisation that
    it refers to over others has many such records in any case. What its maker alone may change is often for all to
    read: there an endpoint that reads must ask for the caller's own, too.
    """
    type_name = event.name.type
    if type_name is None:
        return False
    shared = re.compile(analysed.kinds.server.shared)
    of_many = bool(shared.search(joined_words(type_name.rpartition(".")[2])))
    if owner == ITSELF:
        return of_many
    if of_many or shared.search(joined_words(owner.rpartition(".")[2])):
        return "." in owner or not analysed.server.is_tied_somewhere(type_name, endpoint)
    return "." in owner and not analysed.server.is_tied_somewhere(type_name)


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
    if match.kept and not _is_kept(event, endpoint):
        return False
    if match.across_segments and not _may_hold_slash(analysed, match, event, endpoint):
        return False
    return not match.ownership or _is_anybodys(analysed, event, endpoint, owner)


def _is_sent(match: SinkMatch, event: Event, endpoint: Endpoint) -> bool:
    """Whether a client sends what arrives; what functions beside the handler are handed in, their callers know."""
    labels = [one.label for one in all_taints(event.value) if one.label.name in match.origin]
    kinds = {label.kind for label in labels if label.kind in ORIGINS}
    return kinds != {GIVEN} or not endpoint.code or endpoint.code[0].holds(event.location)


def is_unspared(match: SinkMatch, taint: Taint) -> bool:
    """Whether nothing has been done to what bears a label that a policy spares."""
    return not any(one.kind in match.spared_by for one in taint.protections)


def _may_hold_slash(analysed: Analysed, match: SinkMatch, event: Event, endpoint: Endpoint) -> bool:
    """Whether something that a client sends is more than one segment of the endpoint's path."""
    return any(
        taint.label.kind != GIVEN or not _is_segment(analysed, taint.label.part or taint.label.subject, endpoint.path)
        for taint in all_taints(event.value)
        if taint.label.kind in ORIGINS and taint.label.name in match.origin and is_unspared(match, taint)
    )


def _is_segment(analysed: Analysed, name: str, path: str) -> bool:
    return re.search(analysed.kinds.server.segment.replace("NAME", re.escape(name)), path) is not None


def _is_kept(event: Event, endpoint: Endpoint) -> bool:
    """Whether a record outlives the request: it was looked up, or some record is saved. A preview makes one only."""
    known = any(one.label.kind == RECORD for one in all_taints(event.store_value))
    return known or any(one.kind == SAVE for one in endpoint.reaches)


def _is_anybodys(analysed: Analysed, event: Event, endpoint: Endpoint, owner: str) -> bool:
    """Whether callers get the record whoever they are. A role says nothing where others with it are told apart."""
    server = analysed.server
    if (
        server.is_guarded_elsewhere
        or endpoint.has(OWNER)
        or is_capability(analysed, endpoint)
        or is_by_secret(analysed, endpoint)
    ):
        return False
    if server.is_compared(event, endpoint) or server.is_asked_for_caller(event, endpoint):
        return False
    if server.is_found_for_caller(event) or (endpoint.has(ROLE) and is_privileged(analysed, endpoint)):
        return False
    if _is_by_machine(analysed, endpoint):
        return False
    if owner == ITSELF:
        if is_privileged(analysed, endpoint) or not endpoint.has(LOGIN) or endpoint.has(ROLE):
            return False
        return server.is_changed(event, endpoint) or _is_confidential(analysed, event.name.type)
    type_name = event.name.type
    return not endpoint.has(ROLE) or (type_name is not None and server.is_scoped_elsewhere(type_name, endpoint))


def _is_by_machine(analysed: Analysed, endpoint: Endpoint) -> bool:
    """Whether callers show a key of the whole server and nothing else tells who they are."""
    before = [one for one in endpoint.guards if not one.inline]
    return bool(before) and all(re.search(analysed.kinds.server.machine, joined_words(one.shown)) for one in before)


def _is_confidential(analysed: Analysed, type_name: str | None) -> bool:
    """Whether records of a type hold what nobody shows to others: numbers of cards or of identity papers, say."""
    declaration = analysed.program.types.get(type_name or "")
    if declaration is None:
        return False
    subjects = [Subject(one.name, Role.ATTRIBUTE, one.type) for one in declaration.fields]
    said = analysed.classifier.classify_entity(declaration.name, subjects)
    return any(
        one.keeping is not None and one.keeping.value in CONFIDENTIAL and one.score >= LEAST_SCORE
        for one in said.attributes
    )


def _owner(analysed: Analysed, event: Event) -> str | None:
    """The attribute by which the record at a sink belongs to a user, unless the query asks for the caller's own.

    What a query asks for by the key of an owner has one. Only these count where records are listed. A query for what
    only the right person was sent, or by that, yields nobody else's, and one for the records of somebody whom the
    server knows none that a client chooses.
    """
    if CALLER in (*origins(event.store_value), *origins(event.value)):
        return None
    ownership = analysed.server.ownership
    members = sorted((event.value.members or {}).items())
    if ownership.is_asked_for(event.value):
        return None
    sent = [key for key, one in members if REQUEST in origins(one)]
    proofs = (*sent, (event.name.type or record_name(event.name)).rpartition(".")[2])
    if any(re.search(analysed.kinds.server.secret, joined_words(one)) for one in proofs):
        return None
    asked = next((key for key in sent if ownership.names_owner(key)), None)
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
