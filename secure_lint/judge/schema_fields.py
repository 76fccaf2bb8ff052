"""Policies about fields of the types that requests are checked against: those that bound a value in no way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.endpoints import shown
from secure_lint.knowledge.models import TypeModel
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import FieldMatch
from secure_lint.link.type_names import simple_name
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.finding import Finding, Step
from secure_lint.model.program import Argument, Call, Expression, Field, If, Member, TypeDecl
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.server.names import joined_words

USES_SCHEMA = "server.schema"
_CHANGING = frozenset({"POST", "PUT", "PATCH", "MUTATION", "*"})


def judge_fields(analysed: Analysed, policy: Policy, match: FieldMatch) -> Iterator[Finding]:
    """The findings of a policy about fields; with ``alone`` one for a type of which no such field is bounded."""
    if match.holds == "any":
        yield from _of_any_kind(analysed, policy, match)
        return
    for type_name, endpoint in _schemas(analysed, match).items():
        declaration = analysed.program.types[type_name]
        model = analysed.index.type_model(analysed.program, type_name)
        if model is None or model.schema_fields is None or _is_checked(analysed, type_name, model):
            continue
        words = model.schema_fields
        wanted = words.numbers if match.holds == "number" else words.texts
        fields = [one for one in declaration.fields if _kind_of(one) & frozenset(wanted)]
        loose = [one for one in fields if not _is_bounded(one, frozenset(words.bounds))]
        named = [one for one in loose if re.search(match.named, joined_words(one.name))]
        if match.alone and (len(loose) < len(fields) or not named):
            continue
        path = analysed.program.module_of_type[type_name].path
        for field in named[:1] if match.alone else named:
            span = declaration.name_span if match.alone else field.name_span
            yield _finding(policy, Location(path, span), declaration, field, endpoint)


def _of_any_kind(analysed: Analysed, policy: Policy, match: FieldMatch) -> Iterator[Finding]:
    seen = set()
    for endpoint in analysed.server.endpoints:
        if endpoint.verb not in _CHANGING or endpoint.unresolved or endpoint.has(*match.lacks):
            continue
        for type_name in _sent_as_body(analysed, endpoint):
            model = analysed.index.type_model(analysed.program, type_name)
            declaration = analysed.program.types[type_name]
            if type_name in seen or model is None or not model.schema:
                continue
            seen.add(type_name)
            path = analysed.program.module_of_type[type_name].path
            for field in declaration.fields:
                if re.search(match.named, joined_words(field.name)) and not _is_asked(analysed, endpoint, field.name):
                    yield _finding(policy, Location(path, field.name_span), declaration, field, endpoint)


def _is_asked(analysed: Analysed, endpoint: Endpoint, name: str) -> bool:
    """Whether a condition in the code of an endpoint is about a member of a name."""
    functions = (
        one
        for code in endpoint.code
        for one in analysed.program.modules[code.path].functions
        if one.span == code.span or code.holds(Location(code.path, one.span))
    )
    conditions = (one.condition for function in functions for one in all_of(If, function.body))
    return any(one.name == name for condition in conditions for one in all_of(Member, condition))


def _sent_as_body(analysed: Analysed, endpoint: Endpoint) -> Iterator[str]:
    """The types of the parameters of a handler that are filled from the body of a request."""
    module = analysed.program.modules.get(endpoint.location.path)
    bodies = {one.name for one in endpoint.inputs if one.where == "body"}
    for function in module.functions if module is not None else ():
        if function.name_span == endpoint.location.span:
            for parameter in function.parameters:
                resolved = analysed.program.names.resolve(module, parameter.type or "") if module is not None else ""
                if parameter.name in bodies and resolved in endpoint.schemas:
                    yield resolved


def _schemas(analysed: Analysed, match: FieldMatch) -> dict[str, Endpoint]:
    """The types of the program that requests for an endpoint that changes something are checked against.

    Only of endpoints that lack the guards that a policy names.
    """
    found: dict[str, Endpoint] = {}
    for endpoint in analysed.server.endpoints:
        if endpoint.verb in _CHANGING and endpoint.reaches and not endpoint.has(*match.lacks):
            for type_name in endpoint.schemas:
                found.setdefault(type_name, endpoint)
    return found


def _is_checked(analysed: Analysed, type_name: str, model: TypeModel) -> bool:
    """Whether methods of a type check its fields."""
    words = model.schema_fields
    if words is None:
        return False
    for (owner, name), functions in analysed.program.methods.items():
        if owner == type_name and (
            any(re.search(one, name) for one in words.checkers)
            or any(simple_name(note.name) in words.checks for function in functions for note in function.annotations)
        ):
            return True
    return False


def _kind_of(field: Field) -> frozenset[str]:
    """The words by which a field says what it holds: those of its type, or the call that describes it."""
    words = set(re.findall(r"[A-Za-z_]\w*", field.type or ""))
    if isinstance(field.initial, Call):
        words.add(last_name(field.initial.callee))
    return frozenset(words)


def _is_bounded(field: Field, bounds: frozenset[str]) -> bool:
    if bounds & set(re.findall(r"[A-Za-z_]\w*", field.type or "")):
        return True
    given = [argument for note in field.annotations for argument in note.arguments]
    given.extend(_arguments(field.initial))
    return any(one.name in bounds for one in given)


def _arguments(expression: Expression | None) -> Iterator[Argument]:
    if isinstance(expression, Call):
        for argument in expression.arguments:
            yield argument
            yield from _arguments(argument.value)


def _finding(policy: Policy, location: Location, declaration: TypeDecl, field: Field, endpoint: Endpoint) -> Finding:
    words = {"name": field.name, "subject": declaration.name, "endpoint": shown(endpoint)}
    related = (Step(endpoint.location, f"`{endpoint.handler}` answers {shown(endpoint)}"),)
    return make_finding(policy, location, words, symbol=declaration.name, related=related)
