"""Policies about the access that the rules of a back-end grant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from secure_lint.judge.context import Analysed, confidence_of, make_finding
from secure_lint.judge.holding import LEAST_SCORE
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import GrantMatch
from secure_lint.link.schema_access import schema_grants
from secure_lint.model.access import WRITES, AccessGrant, Principal
from secure_lint.model.finding import Confidence, Evidence, Finding
from secure_lint.model.schema import Attribute, Entity
from secure_lint.sensitivity.classification import CERTAIN, Keeping
from secure_lint.sensitivity.subject import Role, Subject

_STRICTNESS = (Keeping.NEVER, Keeping.KEYSTORE, Keeping.ENCRYPT, Keeping.MINIMISE)
_WHO = {Principal.ANYONE: "anyone", Principal.SIGNED_IN: "every signed-in user"}
_VERBS = {"read": "read", "create": "create", "update": "change", "delete": "delete"}
_MOST_NAMED = 4


class _Content(msgspec.Struct, frozen=True):
    """The sensitive data that records hold: what to call it, how sure that is, and why."""

    data: str
    score: float
    reasons: tuple[Evidence, ...]
    data_type: str | None = None


_UNKNOWN = _Content("data", CERTAIN, ())


def judge_grants(analysed: Analysed, policy: Policy, match: GrantMatch) -> Iterator[Finding]:
    """The findings of a policy about access."""
    columns = _Columns(analysed)
    for grant in (*analysed.program.grants, *schema_grants(analysed.program.schema_steps)):
        if not _fits(grant, match):
            continue
        own = columns.self_service(grant, match.self_service) if match.self_service is not None else ()
        if match.self_service is not None and not own:
            continue
        content = _content(analysed, grant, columns, match) if match.sensitive else _UNKNOWN
        if content is not None:
            yield _finding(policy, match, grant, content, own)


def _fits(grant: AccessGrant, match: GrantMatch) -> bool:
    wanted = (
        (match.everything, grant.everything),
        (match.expires, grant.expires is not None),
        (match.owner_claimed, grant.owner_claimed),
        (match.fields_checked, grant.fields_checked),
        (match.overruled, grant.overruled),
    )
    return (
        grant.principal.word in match.principals
        and grant.via in match.via
        and (not match.backends or grant.backend in match.backends)
        and any(action in match.actions for action in grant.actions)
        and not any(action in match.without_actions for action in grant.actions)
        and (match.lacks is None or match.lacks in grant.lacks)
        and all(asked is None or asked == given for asked, given in wanted)
        and (match.named is None or re.search(match.named, grant.record) is not None)
        and (match.unless_named is None or re.search(match.unless_named, grant.record) is None)
    )


class _Columns:
    """The attributes of the tables that schemas in the tree declare."""

    def __init__(self, analysed: Analysed) -> None:
        self._by_name: dict[str, list[Entity]] = {}
        for entity in analysed.program.schema_entities:
            self._by_name.setdefault(entity.name.lower(), []).append(entity)

    def of(self, grant: AccessGrant) -> tuple[Attribute, ...]:
        """The attributes that a grant reaches: those it names, with their types where the schema tells them."""
        if grant.via == "function":
            return ()
        declared = self._declared(grant)
        if not grant.attributes:
            return () if grant.all_attributes else declared
        known = {one.name.lower(): one for one in declared}
        return tuple(known.get(one.lower()) or Attribute(one, None, grant.location) for one in grant.attributes)

    def are_complete(self, grant: AccessGrant) -> bool:
        """Whether the attributes that a grant reaches are all known."""
        return grant.all_attributes or (not grant.attributes and bool(self._declared(grant)))

    def self_service(self, grant: AccessGrant, pattern: str) -> tuple[str, ...]:
        """The fields in the caller's own hand by which rules go; an empty name where the record's existence counts."""
        declared = {one.name.lower() for one in self._declared(grant)}
        return tuple(
            one
            for one in grant.self_service
            if re.search(pattern, one or grant.record) and (not one or not declared or one in declared)
        )

    def _declared(self, grant: AccessGrant) -> tuple[Attribute, ...]:
        return tuple(one for entity in self._by_name.get(grant.record.lower(), ()) for one in entity.attributes)


def _content(analysed: Analysed, grant: AccessGrant, columns: _Columns, match: GrantMatch) -> _Content | None:
    """What sensitive data the records hold: by their attributes, or by what they are called if not all are known."""
    attributes = columns.of(grant)
    subjects = [
        Subject(one.name, Role.ATTRIBUTE, one.type, annotations=one.annotations, comment=one.comment)
        for one in attributes
    ]
    said = analysed.classifier.classify_entity(grant.record, subjects)
    found = [
        (one, attribute)
        for one, attribute in zip(said.attributes, attributes, strict=True)
        if one.keeping is not None
        and one.score >= LEAST_SCORE
        and (not match.keeping or one.keeping.value in match.keeping)
        and (not match.groups or one.group in match.groups)
    ]
    if found:
        found.sort(key=lambda pair: (_STRICTNESS.index(pair[0].keeping or Keeping.MINIMISE), -pair[0].score))
        strictest, _ = found[0]
        titles = list(dict.fromkeys(one.title.lower() for one, _ in found))
        reasons = tuple(
            Evidence("data", f"`{grant.record}.{attribute.name}` holds {one.title}")
            for one, attribute in found[:_MOST_NAMED]
        )
        return _Content(", ".join(titles[:_MOST_NAMED]), strictest.score, reasons, strictest.data_type)
    return None if columns.are_complete(grant) else _by_name(analysed, grant, said.about, match)


def _by_name(analysed: Analysed, grant: AccessGrant, contexts: Sequence[str], match: GrantMatch) -> _Content | None:
    """What the name of the records says that they hold."""
    if match.unless_about is not None and re.search(match.unless_about, grant.record):
        return None
    said = analysed.classifier.classify(Subject(grant.record, Role.KEY))
    if said.keeping is not None and said.keeping is not Keeping.MINIMISE and said.score >= LEAST_SCORE:
        reason = Evidence("data", f"`{grant.record}` is by its name {said.title}")
        return _Content(said.title.lower(), said.score, (reason,), said.data_type)
    topic = next((one.replace("_", " ") for one in match.about if one in contexts), None)
    if topic is None:
        return None
    reason = Evidence("data", f"`{grant.record}` is by its name a record about {topic}")
    return _Content(f"{topic} records", CERTAIN, (reason,))


def _finding(policy: Policy, match: GrantMatch, grant: AccessGrant, content: _Content, own: Sequence[str]) -> Finding:
    words = {
        "subject": grant.resource,
        "name": grant.record or grant.resource,
        "state": _WHO.get(grant.principal, "whoever the condition lets in"),
        "sink": _verbs(grant),
        "data": content.data,
        "constant": grant.expires or "",
        "key": ", ".join(one for one in own if one) or "content",
        "store": grant.backend,
        "value": f" (`{grant.condition}`)" if grant.condition else "",
    }
    confidence = match.confidence or policy.confidence
    by_data = confidence_of(policy, content.score)
    if by_data.rank < confidence.rank:
        confidence = by_data
    condition = grant.condition or "no condition"
    return make_finding(
        policy,
        grant.location,
        words,
        symbol=grant.resource,
        severity=match.severity,
        confidence=Confidence(confidence),
        data_type=content.data_type,
        evidence=(Evidence("grant", f"{grant.resource}: {_verbs(grant)}, {condition}"), *content.reasons),
    )


def _verbs(grant: AccessGrant) -> str:
    """What may be done, in words: ``read, create and change``."""
    actions = [one for one in ("read", *WRITES) if one in grant.actions]
    verbs = [_VERBS[one] for one in actions]
    return verbs[0] if len(verbs) == 1 else f"{', '.join(verbs[:-1])} and {verbs[-1]}"
