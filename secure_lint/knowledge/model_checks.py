"""Checks of models beyond their schema: kinds that exist, ports that parse, names that agree."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from secure_lint.knowledge.checked import Checked
from secure_lint.knowledge.documents import Path
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.limit_words import LIMITS, LimitWords
from secure_lint.knowledge.models import PORT, CallModel, Model, call_ports
from secure_lint.knowledge.server_words import FACT_PARTS, NONE, FileRouteModel


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
        _check_unseen(document, kinds)
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
        document.expect(("entities", index, "engine"), entity.engine, kinds.engines, "engine")
    for name, described in model.types.items():
        if described.store is not None:
            document.expect(("types", name, "store"), described.store, kinds.engines, "engine")
        for pattern in described.opened_by.values():
            document.expect_expression(("types", name, "opened_by"), pattern)
        if described.origin is not None:
            document.expect(("types", name, "origin"), described.origin, kinds.origins, "origin")
        if described.guard is not None:
            document.expect(("types", name, "guard"), described.guard, kinds.endpoint_guards, "guard of endpoints")
    for index, option in enumerate(model.options):
        document.expect(("options", index, "kind"), option.kind, kinds.sinks, "sink")
    for index, declared in enumerate(model.declarations):
        for kind in (*(sink.kind for sink in declared.sinks), *declared.receives):
            document.expect(("declarations", index), kind, kinds.sinks, "sink")
    _check_guards(document, kinds)


def _check_guards(document: Checked[Model], kinds: Kinds) -> None:
    for index, guard in enumerate(document.value.guards):
        document.expect(("guards", index, "kind"), guard.kind, kinds.guards, "guard")
        told_by = [bool(guard.expression), bool(guard.named), guard.checks_input, bool(guard.inspecting)]
        if told_by.count(True) != 1:
            raise document.mistake(("guards", index), "a guard has one of expression, named, checks_input, inspecting")
        if guard.inspecting:
            document.expect(("guards", index, "kind"), guard.kind, kinds.protections, "protection")
        if guard.complaints and not guard.checks_input:
            raise document.mistake(("guards", index), "complaints belong to a guard with checks_input")
        for key, pattern in (
            ("named", guard.named),
            ("complaints", guard.complaints),
            ("inspecting", guard.inspecting),
            ("signs", guard.signs),
        ):
            document.expect_expression(("guards", index, key), pattern)


def _check_literal_entities(document: Checked[Model], kinds: Kinds) -> None:
    for index, literal in enumerate(document.value.literal_entities):
        at: Path = ("literal_entities", index)
        document.expect((*at, "engine"), literal.engine, kinds.engines, "engine")
        if bool(literal.called) == bool(literal.having):
            raise document.mistake(at, "a literal is told by called or by having")
        for port in (literal.name or literal.attributes, literal.attributes):
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
        document.expect(("limits",), kind, {**LIMITS, "length": ""}, "limit")
    layouts = (pattern for layout in limits.layouts for pattern in (layout.files, layout.elements))
    for pattern in (limits.refusing, *layouts, *(test.on for test in limits.tests)):
        document.expect_expression(("limits",), pattern or "")


def check_data_of_types(documents: Iterable[Checked[Model]], data_types: Collection[str]) -> None:
    """Raise `RuleError` at the first type, or result, said to hold data of a type that the taxonomy does not have."""
    for document in documents:
        for name, described in document.value.types.items():
            if described.data is not None:
                document.expect(("types", name, "data"), described.data, data_types, "data type")
        for index, call in enumerate(document.value.calls):
            if call.yields is not None:
                document.expect(("calls", index, "yields"), call.yields, data_types, "data type")


_WHOSE = ("annotated", "marked", "marking", "beside", "handler_of", "of_actions", "routed")


def _check_named_results(document: Checked[Model], kinds: Kinds) -> None:
    for index, result in enumerate(document.value.results):
        if result.origin is not None:
            document.expect(("results", index, "origin"), result.origin, kinds.origins, "origin")
        if result.protection is not None:
            document.expect(("results", index, "protection"), result.protection, kinds.protections, "protection")
        document.expect_expression(("results", index, "named"), result.named)


def _check_surroundings(document: Checked[Model], kinds: Kinds) -> None:
    """What a model says of parameters and of settings."""
    model = document.value
    for index, parameter in enumerate(model.parameters):
        document.expect(("parameters", index, "origin"), parameter.origin, kinds.origins, "origin")
        if not any(getattr(parameter, one) for one in _WHOSE):
            raise document.mistake(("parameters", index), f"say whose parameters: {', '.join(_WHOSE)}")
    for index, binding in enumerate(model.bindings):
        for pattern in (*binding.spared.values(), *binding.hiding.values()):
            document.expect_expression(("bindings", index), pattern)
    _check_conventions(document)
    _check_named_results(document, kinds)
    for index, operation in enumerate(model.operations):
        document.expect(("operations", index, "origin"), operation.origin, kinds.origins, "origin")
        if operation.path.count("**") != 1:
            raise document.mistake(("operations", index, "path"), "the path needs one ** for the path of the requests")
        document.expect_expression(("operations", index, "generated"), operation.generated)
    for index, setting in enumerate(model.store_settings):
        at: Path = ("store_settings", index)
        document.expect(at, setting.engine, kinds.engines, "engine")
        if setting.key is not None:
            document.expect(at, setting.key, kinds.origins, "origin")
        if setting.matches is not None:
            document.expect_expression(at, setting.matches)
    for index, implied in enumerate(model.implied_imports):
        document.expect_expression(("implied_imports", index), implied.matches)
    for index, kept in enumerate(model.kept):
        document.expect(("kept", index), kept.engine, kinds.engines, "engine")
        for pattern in kept.without.values():
            document.expect_expression(("kept", index, "without"), pattern)


def _check_call(document: Checked[Model], at: Path, call: CallModel, kinds: Kinds) -> None:
    for key, port in call_ports(call):
        if PORT.match(port) is None:
            raise document.mistake((*at, key), f"{port!r} is not a port")
    for sink in call.sinks:
        for kind in (sink.kind, sink.after or sink.kind):
            document.expect((*at, "sinks"), kind, kinds.sinks, "sink")
    for protection in call.protect:
        document.expect((*at, "protect"), protection.kind, kinds.protections, "protection")
    _check_facts(document, at, call, kinds)
    if call.origin is not None:
        document.expect((*at, "origin"), call.origin, kinds.origins, "origin")
    if call.open is not None and call.open.key_origin is not None:
        document.expect((*at, "open", "key_origin"), call.open.key_origin, kinds.origins, "origin")
    if call.open is not None:
        document.expect((*at, "open"), call.open.engine, kinds.engines, "engine")
    if call.keep is not None:
        document.expect((*at, "keep"), call.keep.engine, kinds.engines, "engine")
    for key, patterns in (("when", call.when), ("unless", call.unless)):
        for port, pattern in patterns.items():
            document.expect_expression((*at, key, port), pattern)
    if call.returning is not None:
        document.expect_expression((*at, "returning"), call.returning)


def _check_unseen(document: Checked[Model], kinds: Kinds) -> None:
    for index, unseen in enumerate(document.value.unseen):
        document.expect_expression(("unseen", index, "named"), unseen.named)
        for sink in unseen.sinks:
            document.expect(("unseen", index, "sinks"), sink.kind, kinds.sinks, "sink")
            if PORT.match(sink.port) is None:
                raise document.mistake(("unseen", index, "sinks"), f"{sink.port!r} is not a port")


def _check_facts(document: Checked[Model], at: Path, call: CallModel, kinds: Kinds) -> None:
    """What a call says of the server: facts that there are, with parts that they have, and guards."""
    if call.guard is not None:
        document.expect((*at, "guard"), call.guard, kinds.endpoint_guards, "guard of endpoints")
    for index, fact in enumerate(call.facts):
        document.expect((*at, "facts", index, "kind"), fact.kind, FACT_PARTS, "fact")
        for part in (*fact.parts, *fact.constants):
            document.expect((*at, "facts", index), part, FACT_PARTS[fact.kind], f"part of {fact.kind}")
        guard = fact.constants.get("guard", NONE)
        document.expect((*at, "facts", index), guard, kinds.endpoint_guards, "guard of endpoints")


def _check_conventions(document: Checked[Model]) -> None:
    """What a model says of the places and names of what answers requests."""
    model = document.value
    for index, routes in enumerate(model.file_routes):
        _check_file_routes(document, ("file_routes", index), routes, model)
    for index, actions in enumerate(model.actions):
        for pattern in (actions.named or "", actions.only, actions.action_ending, actions.files or ""):
            document.expect_expression(("actions", index), pattern)
        _check_carried_out(document, ("actions", index), actions.carries_out, model)


def _check_file_routes(document: Checked[Model], at: Path, routes: FileRouteModel, model: Model) -> None:
    for pattern in (routes.files, routes.left_out, *routes.rewritten):
        document.expect_expression(at, pattern)
    if "path" not in re.compile(routes.files).groupindex:
        raise document.mistake((*at, "files"), "the expression needs a group with the name path")
    _check_carried_out(document, at, routes.carries_out, model)


def _check_carried_out(document: Checked[Model], at: Path, called: str, model: Model) -> None:
    if not any(called in call.name for call in model.calls):
        raise document.mistake((*at, "carries_out"), f"the model describes no call {called!r}")
