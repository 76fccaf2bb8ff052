"""The ``@auth`` rules of an Amplify data model: who may do what with the records of a type.

Rules only add: what none allows is denied, which the older transformer did not do for a type without any. Source:
https://docs.amplify.aws/gen1/react/build-a-backend/graphqlapi/customize-authorization-rules/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from secure_lint.formats.graphql.definitions import (
    Directive,
    ListValue,
    ObjectValue,
    Scalar,
    TypeDefinition,
    Value,
)
from secure_lint.model.access import ACTIONS, WRITES, AccessGrant, Action, Principal
from secure_lint.model.span import Location
from secure_lint.text.places import Places

_BACKEND = "amplify"
_OPERATIONS: Mapping[str, Action] = {
    **dict.fromkeys(("read", "get", "list", "sync", "listen", "search"), "read"),
    "create": "create",
    "update": "update",
    "delete": "delete",
}
_PRINCIPALS = {"public": Principal.ANYONE, "private": Principal.SIGNED_IN}
_SERVER_PROVIDERS = ("iam", "identityPool", "function")
_GLOBAL_TYPE, _GLOBAL_RULE = "AMPLIFY", "globalAuthRule"


def amplify_grants(types: Sequence[TypeDefinition], path: str, places: Places) -> Iterator[AccessGrant]:
    """What the rules of the models grant; nothing for a schema without models."""
    models = [one for one in types if one.kind == "type" and _directive(one.directives, "model") is not None]
    if not models:
        return
    sandbox = next((one for one in types if one.name == _GLOBAL_TYPE), None)
    rule = next((one.default for one in sandbox.fields if one.name == _GLOBAL_RULE), None) if sandbox else None
    if isinstance(rule, ObjectValue):
        yield _grant(_GLOBAL_RULE, "", rule, ACTIONS, Location(path, places.span(rule.start, rule.end)))
    for model in models:
        auth = _directive(model.directives, "auth")
        if auth is not None:
            yield from _model_grants(model, auth, path, places)
        elif rule is None:
            location = Location(path, places.span(model.start, model.end))
            yield AccessGrant(_BACKEND, model.name, model.name, ACTIONS, Principal.ANYONE, location, via="default")


def _model_grants(model: TypeDefinition, auth: Directive, path: str, places: Places) -> Iterator[AccessGrant]:
    rules = auth.arguments.get("rules")
    served = _served(model)
    own = [one for one in model.fields if _directive(one.directives, "auth") is None]
    attributes = tuple(one.name for one in own if not _is_relation(one.directives))
    for rule in rules.items if isinstance(rules, ListValue) else (rules,):
        if not isinstance(rule, ObjectValue):
            continue
        actions = tuple(one for one in _allowed(rule) if one in served)
        if actions:
            location = Location(path, places.span(rule.start, rule.end))
            yield _grant(model.name, model.name, rule, actions, location, attributes)


def _grant(
    resource: str,
    record: str,
    rule: ObjectValue,
    actions: tuple[Action, ...],
    location: Location,
    attributes: tuple[str, ...] = (),
) -> AccessGrant:
    allow, provider = _text(rule.entries.get("allow")), _text(rule.entries.get("provider"))
    principal = _PRINCIPALS.get(allow, Principal.RESTRICTED)
    if principal is Principal.SIGNED_IN and provider in _SERVER_PROVIDERS:
        principal = Principal.RESTRICTED
    return AccessGrant(
        backend=_BACKEND,
        resource=resource,
        record=record,
        actions=actions,
        principal=principal,
        location=location,
        condition=f"allow: {allow}",
        attributes=attributes,
        all_attributes=bool(record),
        everything=not record,
    )


def _allowed(rule: ObjectValue) -> tuple[Action, ...]:
    """The actions that a rule names; all without any."""
    named = [rule.entries[key] for key in ("operations", "queries", "mutations") if key in rule.entries]
    if not named:
        return ACTIONS
    words = {item.text for one in named if isinstance(one, ListValue) for item in one.items if isinstance(item, Scalar)}
    found = {_OPERATIONS[word] for word in words if word in _OPERATIONS}
    return tuple(one for one in ACTIONS if one in found)


def _served(model: TypeDefinition) -> frozenset[Action]:
    """The actions for which the model has operations at all."""
    directive = _directive(model.directives, "model")
    served = set(ACTIONS)
    if directive is not None and _text(directive.arguments.get("mutations")) == "null":
        served.difference_update(WRITES)
    if directive is not None and _text(directive.arguments.get("queries")) == "null":
        served.discard("read")
    return frozenset(served)


def _directive(directives: Sequence[Directive], name: str) -> Directive | None:
    return next((one for one in directives if one.name == name), None)


def _is_relation(directives: Sequence[Directive]) -> bool:
    return any(one.name in ("hasMany", "hasOne", "belongsTo", "manyToMany", "connection") for one in directives)


def _text(value: Value | None) -> str:
    return value.text if isinstance(value, Scalar) else ""
