"""Policies about classes that take over the fields of a record: which of them a client sees, and may set."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.endpoints import shown
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import ListingMatch
from secure_lint.knowledge.server_words import FieldListing
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.finding import Confidence, Finding, Step
from secure_lint.model.program import Expression, Field, Member, Name, Record, TypeDecl
from secure_lint.model.span import Location
from secure_lint.model.walking import texts_in
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.server.guard_names import ROLE
from secure_lint.server.names import joined_words

LEAST_SCORE = 0.6
CHECKS = ("server.schema", "server.validated")
"""The kinds of sink at which an object of a class arrives that checks what a client sent."""
_MOST_NAMED = 3


class Listing(msgspec.Struct, frozen=True):
    """What a class takes of a record: the place that says so, the names it takes, and those it says more about.

    ``everything`` says that it does not list them; ``fixed`` are those that a client cannot set, or not see.
    """

    declaration: TypeDecl
    record: TypeDecl
    location: Location
    taken: tuple[Field, ...]
    everything: bool
    fixed: frozenset[str]


def judge_listings(analysed: Analysed, policy: Policy, match: ListingMatch) -> Iterator[Finding]:
    """The findings of a policy: one for each class."""
    written = _written_by_clients(analysed, match) if match.named is not None else frozenset()
    staffs = _filled_by_staff(analysed) - written
    for qualified in sorted(analysed.program.types):
        model = analysed.index.type_model(analysed.program, qualified)
        if model is None or model.field_listing is None or qualified in staffs:
            continue
        listing = _listing_of(analysed, qualified, model.field_listing)
        if listing is None or (match.everything and not listing.everything):
            continue
        if match.owned:
            yield from _owned(analysed, policy, match, listing)
        else:
            yield from _exposed(analysed, policy, match, listing, written)


# -- what a class takes -----------------------------------------------------------------------------------------------


def _listing_of(analysed: Analysed, qualified: str, words: FieldListing) -> Listing | None:
    declaration = analysed.program.types[qualified]
    options = analysed.program.types.get(f"{qualified}.{words.options}")
    record = _record_of(analysed, options, words) if options is not None else None
    if options is None or record is None:
        return None
    values = {field.name: field for field in options.fields}
    listed, left_out = values.get(words.listed), values.get(words.left_out)
    stated = listed or left_out
    if stated is None:
        return None
    names = frozenset(_texts(listed.initial)) if listed is not None else frozenset()
    everything = bool(names & frozenset(words.every)) or listed is None
    without = frozenset(_texts(left_out.initial)) if left_out is not None else frozenset()
    fields = [one for one in _fields_of(analysed, record) if one.name not in without]
    taken = fields if everything else [one for one in fields if one.name in names]
    path = analysed.program.module_of_type[options.qualified].path
    fixed = {name for option in words.fixed if option in values for name in _texts(values[option].initial)}
    fixed.update(field.name for field in _fields_of(analysed, declaration))
    place = Location(path, stated.span)
    return Listing(declaration, record, place, tuple(taken), everything, frozenset(fixed))


def _record_of(analysed: Analysed, options: TypeDecl, words: FieldListing) -> TypeDecl | None:
    field = next((one for one in options.fields if one.name == words.record), None)
    name = _written(field.initial) if field is not None else ""
    module = analysed.program.module_of_type[options.qualified]
    return analysed.program.types.get(analysed.program.names.resolve(module, name)) if name else None


def _fields_of(analysed: Analysed, record: TypeDecl) -> Iterator[Field]:
    for ancestor in analysed.program.ancestors(record.qualified, {}):
        declared = analysed.program.types.get(ancestor)
        yield from declared.fields if declared is not None else ()


def _texts(expression: Expression | None) -> Iterator[str]:
    """The texts of a list, or the names in a mapping."""
    if isinstance(expression, Record):
        yield from (one.name for one in expression.fields if one.name is not None)
        return
    yield from texts_in(expression)


def _written(expression: Expression | None) -> str:
    match expression:
        case Name(identifier=name):
            return name
        case Member(receiver=receiver, name=name):
            owner = _written(receiver)
            return f"{owner}.{name}" if owner else ""
    return ""


# -- what is said of it -----------------------------------------------------------------------------------------------


def _exposed(
    analysed: Analysed, policy: Policy, match: ListingMatch, listing: Listing, written: frozenset[str]
) -> Iterator[Finding]:
    """Fields that are sensitive or protected, taken without being named."""
    fields = [one for one in listing.taken if one.name not in listing.fixed]
    subjects = [Subject(one.name, Role.ATTRIBUTE, one.type) for one in fields]
    said = analysed.classifier.classify_entity(listing.record.name, subjects)
    is_written = listing.declaration.qualified in written
    of_users = analysed.server.ownership.is_principal(listing.record.qualified)
    patterns = [one for one in (match.named, match.named_of_users if of_users else None) if one is not None]
    found = [
        field.name
        for field, one in zip(fields, said.attributes, strict=True)
        if (one.keeping is not None and one.keeping.value in match.keeping and one.score >= LEAST_SCORE)
        or (is_written and any(re.search(pattern, joined_words(field.name)) for pattern in patterns))
    ]
    if found and analysed.server.endpoints:
        yield _finding(policy, listing, ", ".join(f"`{one}`" for one in found[:_MOST_NAMED]))


def _written_by_clients(analysed: Analysed, match: ListingMatch) -> frozenset[str]:
    """The classes that are given what clients send, by code or by the framework."""
    events = (one for kind in CHECKS for one in analysed.events_by_kind.get(kind, ()))
    given = {name for one in events for name in (one.name.type, one.value.type) if name is not None}
    for endpoint in analysed.server.endpoints:
        owner = _class_of(endpoint, analysed) if endpoint.verb in match.verbs else None
        given.update(_used(analysed, match, owner) if owner is not None else ())
    return frozenset(given)


def _filled_by_staff(analysed: Analysed) -> frozenset[str]:
    """The classes that others name at which only administrators work."""
    found: set[str] = set()
    for qualified, declaration in analysed.program.types.items():
        models = analysed.index.type_models(analysed.program, qualified) if declaration.fields else ()
        options = {name for model in models for name in model.filled_by_staff}
        module = analysed.program.module_of_type[qualified]
        named = (_written(one.initial) for one in declaration.fields if one.name in options)
        found.update(analysed.program.names.resolve(module, name) for name in named if name)
    return frozenset(found)


def _owned(analysed: Analysed, policy: Policy, match: ListingMatch, listing: Listing) -> Iterator[Finding]:
    """A reference to the owner of the record, or to a record with one, that a client sets."""
    attribute = analysed.server.ownership.attribute_of(listing.record.qualified) or ""
    name = attribute.partition(".")[0]
    if not any(one.name == name and one.name not in listing.fixed for one in listing.taken):
        return
    classes = (listing.declaration.qualified, listing.record.qualified)
    if any(analysed.program.method(one, method) for one in classes for method in match.settled_by):
        return
    if analysed.program.method(listing.declaration.qualified, f"validate_{name}"):
        return
    for endpoint in analysed.server.endpoints:
        owner = _class_of(endpoint, analysed)
        if owner is None or endpoint.verb not in match.verbs or endpoint.has(ROLE) or endpoint.unresolved:
            continue
        settled = any(_is_own(analysed, owner, one) for one in match.settled_by)
        if not settled and listing.declaration.qualified in _used(analysed, match, owner):
            sure = attribute == name and analysed.server.ownership.says_owner(name)
            confidence = None if sure else Confidence.LOW
            yield _finding(policy, listing, f"`{name}`", endpoint, confidence)
            return


def _class_of(endpoint: Endpoint, analysed: Analysed) -> str | None:
    """The class of the project whose method answers."""
    return endpoint.owner if endpoint.owner in analysed.program.types else None


def _is_own(analysed: Analysed, owner: str, method: str) -> bool:
    return bool(analysed.program.method(owner, method))


def _used(analysed: Analysed, match: ListingMatch, owner: str) -> Iterator[str]:
    """The classes that a class of handlers names as those that check what clients send."""
    for name in match.used_as:
        declared = analysed.program.field(owner, name)
        if declared is not None:
            module = analysed.program.module_of_type[declared[0]]
            yield analysed.program.names.resolve(module, _written(declared[1].initial))


def _finding(
    policy: Policy,
    listing: Listing,
    names: str,
    endpoint: Endpoint | None = None,
    confidence: Confidence | None = None,
) -> Finding:
    words = {"subject": listing.declaration.name, "name": names, "data": listing.record.name}
    related: tuple[Step, ...] = ()
    if endpoint is not None:
        words["endpoint"] = shown(endpoint)
        related = (Step(endpoint.location, f"`{endpoint.handler}` answers {shown(endpoint)}"),)
    return make_finding(
        policy, listing.location, words, symbol=listing.declaration.name, confidence=confidence, related=related
    )
