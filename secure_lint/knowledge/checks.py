"""Checks of models and policies beyond their schema: kinds that exist, ports that parse, names that agree."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Generic, TypeVar

import msgspec

from secure_lint.errors import RuleError
from secure_lint.knowledge.documents import Path
from secure_lint.knowledge.fixes import FIXES, AutomaticFix
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.limit_words import LIMITS, LimitWords
from secure_lint.knowledge.models import PORT, CallModel, Model, call_ports
from secure_lint.knowledge.policies import Match, Policy, SettingMatch, SinkMatch
from secure_lint.knowledge.server_matches import (
    BoundMatch,
    ConstraintMatch,
    EndpointMatch,
    GrantMatch,
    ParityMatch,
    RereadMatch,
    VerdictMatch,
)
from secure_lint.knowledge.server_words import FACT_PARTS, NONE, FileRouteModel
from secure_lint.model.access import Principal

T = TypeVar("T")

_CODE = re.compile(r"^SL[1-79]\d\d$")
_NAME = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")


class Checked(msgspec.Struct, Generic[T], frozen=True):
    """A document that fits its schema, with the line of each of its parts."""

    name: str
    value: T
    lines: dict[Path, int]

    def mistake(self, place: Path, message: str) -> RuleError:
        """An error at a part of the document."""
        while place and place not in self.lines:
            place = place[:-1]
        return RuleError(self.name, self.lines.get(place), message)


def check_models(documents: Iterable[Checked[Model]], kinds: Kinds) -> tuple[Model, ...]:
    """The models, if all are right; raises `RuleError` at the first that is not."""
    models = []
    for document in documents:
        model = document.value
        expected = document.name.removeprefix("rules/models/").removesuffix(".yaml")
        if model.model != expected:
            raise document.mistake(("model",), f"the model is called {model.model!r} but its file says {expected!r}")
        for index, call in enumerate(model.calls):
            _check_call(document, ("calls", index), call, kinds)
        _check_declared(document, kinds)
        _check_literal_entities(document, kinds)
        _check_wire(document)
        _check_surroundings(document, kinds)
        models.append(model)
    return tuple(models)


def _check_declared(document: Checked[Model], kinds: Kinds) -> None:
    """What a model says of entities, types, options, declarations and guards."""
    model = document.value
    for index, entity in enumerate(model.entities):
        _known(document, ("entities", index, "engine"), entity.engine, kinds.engines, "engine")
    for name, described in model.types.items():
        if described.store is not None:
            _known(document, ("types", name, "store"), described.store, kinds.engines, "engine")
        for pattern in described.opened_by.values():
            _compiles(document, ("types", name, "opened_by"), pattern)
        if described.origin is not None:
            _known(document, ("types", name, "origin"), described.origin, kinds.origins, "origin")
        if described.guard is not None:
            _known(document, ("types", name, "guard"), described.guard, kinds.endpoint_guards, "guard of endpoints")
    for index, option in enumerate(model.options):
        _known(document, ("options", index, "kind"), option.kind, kinds.sinks, "sink")
    for index, declared in enumerate(model.declarations):
        for kind in (*(sink.kind for sink in declared.sinks), *declared.receives):
            _known(document, ("declarations", index), kind, kinds.sinks, "sink")
    for index, guard in enumerate(model.guards):
        _known(document, ("guards", index, "kind"), guard.kind, kinds.guards, "guard")
        if [bool(guard.expression), bool(guard.named), guard.checks_input].count(True) != 1:
            raise document.mistake(("guards", index), "a guard has one of expression, named and checks_input")
        if guard.complaints and not guard.checks_input:
            raise document.mistake(("guards", index), "complaints belong to a guard with checks_input")
        for key, pattern in (("named", guard.named), ("complaints", guard.complaints)):
            _compiles(document, ("guards", index, key), pattern)


def _check_literal_entities(document: Checked[Model], kinds: Kinds) -> None:
    for index, literal in enumerate(document.value.literal_entities):
        at: Path = ("literal_entities", index)
        _known(document, (*at, "engine"), literal.engine, kinds.engines, "engine")
        if bool(literal.called) == bool(literal.having):
            raise document.mistake(at, "a literal is told by called or by having")
        for port in (literal.name, literal.attributes):
            if not port.startswith("argument(") or PORT.match(port) is None:
                raise document.mistake(at, f"{port!r} is no port of an argument")


def _check_wire(document: Checked[Model]) -> None:
    """What a model says of names in messages, and of limits of fields."""
    wire, limits = document.value.wire, document.value.limits or LimitWords()
    for key, ports in (("wire", wire.ports if wire is not None else ()), ("limits", limits.ports())):
        for port in ports:
            if PORT.match(port) is None:
                raise document.mistake((key,), f"{port!r} is not a port")
    for kind in limits.kinds():
        _known(document, ("limits",), kind, {**LIMITS, "length": ""}, "limit")
    layouts = (pattern for layout in limits.layouts for pattern in (layout.files, layout.elements))
    for pattern in (limits.refusing, *layouts, *(test.on for test in limits.tests)):
        _compiles(document, ("limits",), pattern or "")


def check_data_of_types(documents: Iterable[Checked[Model]], data_types: Collection[str]) -> None:
    """Raise `RuleError` at the first type that is said to hold data of a type that the taxonomy does not have."""
    for document in documents:
        for name, described in document.value.types.items():
            if described.data is not None:
                _known(document, ("types", name, "data"), described.data, data_types, "data type")


_WHOSE = ("annotated", "marked", "marking", "beside", "handler_of", "of_actions", "routed")


def _check_surroundings(document: Checked[Model], kinds: Kinds) -> None:
    """What a model says of parameters and of settings."""
    model = document.value
    for index, parameter in enumerate(model.parameters):
        _known(document, ("parameters", index, "origin"), parameter.origin, kinds.origins, "origin")
        if not any(getattr(parameter, one) for one in _WHOSE):
            raise document.mistake(("parameters", index), f"say whose parameters: {', '.join(_WHOSE)}")
    for index, binding in enumerate(model.bindings):
        for pattern in (*binding.spared.values(), *binding.hiding.values()):
            _compiles(document, ("bindings", index), pattern)
    _check_conventions(document)
    for index, result in enumerate(model.results):
        _known(document, ("results", index, "origin"), result.origin, kinds.origins, "origin")
        _compiles(document, ("results", index, "named"), result.named)
    for index, operation in enumerate(model.operations):
        _known(document, ("operations", index, "origin"), operation.origin, kinds.origins, "origin")
        if operation.path.count("**") != 1:
            raise document.mistake(("operations", index, "path"), "the path needs one ** for the path of the requests")
    for index, setting in enumerate(model.store_settings):
        at: Path = ("store_settings", index)
        _known(document, at, setting.engine, kinds.engines, "engine")
        if setting.key is not None:
            _known(document, at, setting.key, kinds.origins, "origin")
        if setting.matches is not None:
            _compiles(document, at, setting.matches)
    for index, implied in enumerate(model.implied_imports):
        _compiles(document, ("implied_imports", index), implied.matches)
    for index, kept in enumerate(model.kept):
        _known(document, ("kept", index), kept.engine, kinds.engines, "engine")
        for pattern in kept.without.values():
            _compiles(document, ("kept", index, "without"), pattern)


def _check_call(document: Checked[Model], at: Path, call: CallModel, kinds: Kinds) -> None:
    for key, port in call_ports(call):
        if PORT.match(port) is None:
            raise document.mistake((*at, key), f"{port!r} is not a port")
    for sink in call.sinks:
        _known(document, (*at, "sinks"), sink.kind, kinds.sinks, "sink")
    for protection in call.protect:
        _known(document, (*at, "protect"), protection.kind, kinds.protections, "protection")
    _check_facts(document, at, call, kinds)
    if call.origin is not None:
        _known(document, (*at, "origin"), call.origin, kinds.origins, "origin")
    if call.open is not None and call.open.key_origin is not None:
        _known(document, (*at, "open", "key_origin"), call.open.key_origin, kinds.origins, "origin")
    if call.open is not None:
        _known(document, (*at, "open"), call.open.engine, kinds.engines, "engine")
    if call.keep is not None:
        _known(document, (*at, "keep"), call.keep.engine, kinds.engines, "engine")
    for key, patterns in (("when", call.when), ("unless", call.unless)):
        for port, pattern in patterns.items():
            _compiles(document, (*at, key, port), pattern)
    if call.returning is not None:
        _compiles(document, (*at, "returning"), call.returning)


def _check_facts(document: Checked[Model], at: Path, call: CallModel, kinds: Kinds) -> None:
    """What a call says of the server: facts that there are, with parts that they have, and guards."""
    if call.guard is not None:
        _known(document, (*at, "guard"), call.guard, kinds.endpoint_guards, "guard of endpoints")
    for index, fact in enumerate(call.facts):
        _known(document, (*at, "facts", index, "kind"), fact.kind, FACT_PARTS, "fact")
        for part in (*fact.parts, *fact.constants):
            _known(document, (*at, "facts", index), part, FACT_PARTS[fact.kind], f"part of {fact.kind}")
        guard = fact.constants.get("guard", NONE)
        _known(document, (*at, "facts", index), guard, kinds.endpoint_guards, "guard of endpoints")


def check_policies(documents: Sequence[Checked[Policy]], kinds: Kinds) -> tuple[Policy, ...]:
    """The policies in the order of their codes, if all are right; raises `RuleError` at the first that is not."""
    codes: dict[str, str] = {}
    for document in documents:
        policy = document.value
        if not _CODE.match(policy.code):
            raise document.mistake(("code",), f"{policy.code!r} is no code; codes read SL1nn to SL7nn and SL9nn")
        if policy.code in codes:
            raise document.mistake(("code",), f"{policy.code} belongs to {codes[policy.code]}")
        codes[policy.code] = document.name
        stem = document.name.rpartition("/")[2].removesuffix(".yaml")
        if policy.name != stem or not _NAME.match(policy.name):
            raise document.mistake(("name",), f"the name must be that of the file, {stem!r}, in small letters")
        if not policy.fix:
            raise document.mistake(("fix",), "a policy needs a fix for each platform that it claims")
        for index, match in enumerate(policy.any_of):
            _check_match(document, ("any_of", index), match, kinds)
        for language, fixes in policy.autofix.items():
            for index, fix in enumerate(fixes):
                _check_fix(document, ("autofix", language, index), language, fix)
    return tuple(sorted((document.value for document in documents), key=lambda policy: policy.code))


def _check_fix(document: Checked[Policy], at: Path, language: str, fix: AutomaticFix) -> None:
    kind = FIXES.get(fix.fix)
    if kind is None:
        close = difflib.get_close_matches(fix.fix, FIXES, n=1)
        suggestion = f"; did you mean {close[0]!r}?" if close else f"; they are {', '.join(FIXES)}"
        raise document.mistake((*at, "fix"), f"{fix.fix!r} is no automatic fix{suggestion}")
    if language not in kind.languages:
        raise document.mistake(at, f"{fix.fix!r} cannot change {language}, only {', '.join(kind.languages)}")
    keys = ("named", "values", "matches", "made_by", "unless_left")
    given = {key for key in keys if getattr(fix, key)}
    for key in sorted(kind.needs - given):
        raise document.mistake(at, f"{fix.fix!r} needs the key {key!r}")
    for key in sorted(given - kind.needs - kind.takes):
        raise document.mistake((*at, key), f"{fix.fix!r} has no use for {key!r}")
    for key, pattern in (("matches", fix.matches), ("unsafe_where", fix.unsafe_where)):
        if pattern is not None:
            _compiles(document, (*at, key), pattern)


def _check_match(document: Checked[Policy], at: Path, match: Match, kinds: Kinds) -> None:
    given = [name for name in match.__struct_fields__ if getattr(match, name) is not None]
    if len(given) != 1:
        raise document.mistake(at, f"exactly one form of match is needed, not {len(given)}")
    if match.sink is not None:
        _check_sink(document, (*at, "sink"), match.sink, kinds)
    if match.stored is not None:
        for engine in (*match.stored.engines, *match.stored.outside):
            _known(document, (*at, "stored"), engine, kinds.engines, "engine")
    if match.endpoint is not None:
        _check_endpoint(document, (*at, "endpoint"), match.endpoint, kinds)
    if match.field is not None:
        _compiles(document, (*at, "field"), match.field.named)
    _check_parity(document, (*at, "parity"), match.parity)
    _check_reread(document, (*at, "reread"), match.reread, kinds)
    _check_verdict(document, (*at, "verdict"), match.verdict, kinds)
    if match.store is not None:
        for engine in match.store.engines:
            _known(document, (*at, "store", "engines"), engine, kinds.engines, "engine")
    if match.file_choice is not None:
        for engine in match.file_choice.folders:
            _known(document, (*at, "file_choice", "folders"), engine, kinds.engines, "engine")
        for spared in match.file_choice.spared.values():
            _compiles(document, (*at, "file_choice", "spared"), spared)
    _check_bound(document, at, match.bound, kinds)
    _check_constraint(document, (*at, "constraint"), match.constraint, kinds)
    if match.setting is not None:
        _check_setting(document, (*at, "setting"), match.setting, kinds)
    if match.grant is not None:
        _check_grant(document, (*at, "grant"), match.grant)


def _check_reread(document: Checked[Policy], at: Path, match: RereadMatch | None, kinds: Kinds) -> None:
    if match is not None:
        for kind in (match.checked_at, *match.stored_at):
            _known(document, at, kind, kinds.sinks, "sink")
        _known(document, (*at, "origin"), match.origin, kinds.origins, "origin")


def _check_parity(document: Checked[Policy], at: Path, match: ParityMatch | None) -> None:
    if match is None:
        return
    if bool(match.verdicts) is match.fixed:
        raise document.mistake(at, "a match has either verdicts or fixed")
    for pattern in (match.named, match.unless_named, match.unless_endpoint, match.short_matters):
        _compiles(document, at, pattern or "")


def _check_conventions(document: Checked[Model]) -> None:
    """What a model says of the places and names of what answers requests."""
    model = document.value
    for index, routes in enumerate(model.file_routes):
        _check_file_routes(document, ("file_routes", index), routes, model)
    for index, actions in enumerate(model.actions):
        for pattern in (actions.named or "", actions.only, actions.action_ending, actions.files or ""):
            _compiles(document, ("actions", index), pattern)
        _check_carried_out(document, ("actions", index), actions.carries_out, model)


def _check_file_routes(document: Checked[Model], at: Path, routes: FileRouteModel, model: Model) -> None:
    for pattern in (routes.files, routes.left_out, *routes.rewritten):
        _compiles(document, at, pattern)
    if "path" not in re.compile(routes.files).groupindex:
        raise document.mistake((*at, "files"), "the expression needs a group with the name path")
    _check_carried_out(document, at, routes.carries_out, model)


def _check_carried_out(document: Checked[Model], at: Path, called: str, model: Model) -> None:
    if not any(called in call.name for call in model.calls):
        raise document.mistake((*at, "carries_out"), f"the model describes no call {called!r}")


def _check_verdict(document: Checked[Policy], at: Path, match: VerdictMatch | None, kinds: Kinds) -> None:
    for kind in (*match.unread, *match.unasked) if match is not None else ():
        _known(document, at, kind, kinds.sinks, "sink")


def _check_endpoint(document: Checked[Policy], at: Path, match: EndpointMatch, kinds: Kinds) -> None:
    for guard in (*match.lacks, *match.has, *match.spared_by):
        _known(document, at, guard, kinds.endpoint_guards, "guard of endpoints")
    for kind in match.reaches:
        _known(document, (*at, "reaches"), kind, kinds.sinks, "sink")


def _check_setting(document: Checked[Policy], at: Path, match: SettingMatch, kinds: Kinds) -> None:
    neighbours = (*match.beside.values(), *match.unless_beside.values())
    for pattern in (match.matches, match.excludes, *neighbours):
        if pattern is not None:
            _compiles(document, at, pattern)
    for kind in match.called:
        _known(document, (*at, "called"), kind, kinds.sinks, "sink")


def _check_grant(document: Checked[Policy], at: Path, match: GrantMatch) -> None:
    for principal in match.principals:
        _known(document, (*at, "principals"), principal, {one.word for one in Principal}, "principal")
    for pattern in (match.unless_about, match.named, match.unless_named, match.self_service):
        if pattern is not None:
            _compiles(document, at, pattern)


def _check_constraint(document: Checked[Policy], at: Path, match: ConstraintMatch | None, kinds: Kinds) -> None:
    if match is not None:
        _check_beside(document, at, match, kinds)
        _compiles(document, (*at, "unless_value"), match.unless_value)
        for kind in match.nowhere:
            _known(document, (*at, "nowhere"), kind, kinds.sinks, "sink")


def _check_bound(document: Checked[Policy], at: Path, match: BoundMatch | None, kinds: Kinds) -> None:
    if match is not None:
        _check_beside(document, (*at, "bound"), match, kinds)


def _check_beside(document: Checked[Policy], at: Path, match: BoundMatch | ConstraintMatch, kinds: Kinds) -> None:
    for kind in match.unless_beside:
        _known(document, (*at, "unless_beside"), kind, kinds.sinks, "sink")
    for guard in match.lowered_behind:
        _known(document, (*at, "lowered_behind"), guard, kinds.endpoint_guards, "guard of endpoints")


def _check_sink(document: Checked[Policy], at: Path, match: SinkMatch, kinds: Kinds) -> None:
    words = (
        ("kinds", match.kinds, kinds.sinks, "sink"),
        ("beside", match.beside, kinds.sinks, "sink"),
        ("unless_beside", (*match.unless_beside, *match.unless_together), kinds.sinks, "sink"),
        ("input_at", (match.input_at,) if match.input_at else (), kinds.sinks, "sink"),
        ("origin", match.origin, kinds.origins, "origin"),
        ("without_origin", match.without_origin, kinds.origins, "origin"),
        ("unguarded", match.unguarded, kinds.guards, "guard"),
        ("spared_by", match.spared_by, kinds.protections, "protection"),
        ("endpoint_without", match.endpoint_without, kinds.endpoint_guards, "guard of endpoints"),
        ("data", (*match.data.spared_by, *match.data.marked_by) if match.data else (), kinds.protections, "protection"),
        ("lowered_behind", match.lowered_behind, kinds.endpoint_guards, "guard of endpoints"),
    )
    for key, given, known, role in words:
        for word in given:
            _known(document, (*at, key), word, known, role)
    if match.constant is not None and match.constant.matches is not None:
        _compiles(document, (*at, "constant"), match.constant.matches)
    for pattern in (match.named, match.unless_named, match.unless_within, match.unless_constant):
        if pattern is not None:
            _compiles(document, at, pattern)


def _known(document: Checked[T], at: Path, word: str, words: Iterable[str], role: str) -> None:
    if word not in words:
        raise document.mistake(at, f"{word!r} is no {role} in rules/taxonomy")


def _compiles(document: Checked[T], at: Path, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as problem:
        raise document.mistake(at, f"not a regular expression: {problem}") from None
