"""The records that a class of handlers says it handles, and those that its provided handlers look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.values.server_labels import RECORD, place_of
from secure_lint.flow.values.value import REQUEST, UNKNOWN, Label, Taint, Trace, Value, merge_taints
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.finding import Step
from secure_lint.model.program import Module, TypeDecl
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

RECORDS, KEY, MODEL = "records", "key", "model"
_STEPS = 500
_FOUND = "server.find"


def with_records(interpreter: Interpreter, receiver: Value, location: Location) -> Value:
    """An object of a class of handlers, with the records that the class handles."""
    if receiver.type is None or receiver.member(RECORDS) is not None:
        return receiver
    known = receiver.with_member(RECORDS, records_of(interpreter, receiver.type))
    return known.with_member(KEY, _sent(location))


def records_of(interpreter: Interpreter, type_name: str) -> Value:
    """The records of a class: what its method for that returns, narrowed by it, else what its fields say."""
    program = interpreter.program
    found = UNKNOWN
    for name in dict.fromkeys(
        one for model in interpreter.index.type_models(program, type_name) for one in model.records
    ):
        functions = program.method(type_name, name)
        if functions:
            value = interpreter.summary_of(functions[0]).result
        else:
            value = interpreter.fields.member(Value(type=type_name), name) or UNKNOWN
        if value.is_type:
            value = Value(members={MODEL: value})
        model = value.member(MODEL)
        found = msgspec.structs.replace(found, taints=merge_taints(found.taints, value.taints))
        if model is not None and model.type is not None:
            return found.with_member(MODEL, model)
    return found


def report_provided(interpreter: Interpreter) -> None:
    """Report the look-ups of the handlers that classes have from a library: a record, by the key in the path."""
    if not any(model.finds for model in interpreter.index.types.values()):
        return
    for path in sorted(interpreter.program.modules):
        module = interpreter.program.modules[path]
        for declaration in module.types:
            finds = provided_finds(interpreter.program, interpreter.index, declaration.qualified)
            if any(not interpreter.program.method(declaration.qualified, name) for name in finds):
                _report(interpreter, module, declaration)


def provided_finds(program: Program, index: ModelIndex, type_name: str) -> frozenset[str]:
    """The methods that a class has from a library and that get a record by the key in the path."""
    models = tuple(index.type_models(program, type_name))
    if any(program.method(type_name, name) for model in models for name in model.found_by):
        return frozenset()
    return frozenset(name for model in models for name in model.finds)


def _report(interpreter: Interpreter, module: Module, declaration: TypeDecl) -> None:
    frame = Frame(module, None, declaration.qualified, declaration.name, _STEPS)
    records = records_of(interpreter, declaration.qualified)
    place = place_of_records(interpreter.program, interpreter.index, declaration.qualified)
    site = CallSite("get_object", (), place or Location(module.path, declaration.name_span), declaration.name)
    emit(frame, site, _FOUND, _sent(site.location), records.member(MODEL) or UNKNOWN, records)
    frame.finished = True
    interpreter.events[f"@{declaration.qualified}.{RECORDS}"] = tuple(frame.events)


def place_of_records(program: Program, index: ModelIndex, type_name: str) -> Location | None:
    """The field of a class of handlers that says which records it handles, else its name; ``None`` if it is unknown.

    Not the method that says so, which other code may call.
    """
    declaration = program.types.get(type_name)
    if declaration is None:
        return None
    module = program.module_of_type[type_name]
    for name in dict.fromkeys(name for model in index.type_models(program, type_name) for name in model.records):
        spans = [one.name_span for one in declaration.fields if one.name == name]
        if spans:
            return Location(module.path, spans[0])
    return Location(module.path, declaration.name_span)


def record_label(interpreter: Interpreter, receiver: Value) -> Label | None:
    """The label of a record that a class of handlers gets in the way of its framework, wherever it does."""
    found = place_of_records(interpreter.program, interpreter.index, receiver.type or "")
    return Label(RECORD, place_of(found)) if found is not None else None


def _sent(location: Location) -> Value:
    """The key in the path of a request."""
    return Value(taints=(Taint(Label("origin", REQUEST, KEY), Trace(Step(location, "the key in the path"))),))
