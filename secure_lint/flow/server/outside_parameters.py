"""Where the parameters of functions come from that something outside the project calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import written_form
from secure_lint.flow.server.annotated import declarations, meanings
from secure_lint.flow.server.decorator_owners import holder_of
from secure_lint.flow.server.type_aliases import aliased, calls_in, is_closed, parameter_type
from secure_lint.flow.values.value import Protection
from secure_lint.knowledge.server_words import ParameterModel
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.program import Annotation, Call, Function, Module, New, Parameter
from secure_lint.model.walking import last_name

TYPED, VALIDATED = "typed", "validated"
"""Protections: the value holds no free text, or was checked against what a class declares."""
ANY = "*"
"""Stands for all types."""

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


class Given(msgspec.Struct, frozen=True):
    """The kind of origin of a parameter, and what the framework has done to it: typed, validated or nothing.

    It is ``single`` where it is one part of what is sent, and not all of it.
    """

    origin: str
    protection: str | None = None
    single: bool = False


def marks_of(given: Given) -> tuple[Protection, ...]:
    """What the framework has done to a parameter, as a protection of its value."""
    return (Protection(given.protection),) if given.protection is not None else ()


def given_origins(interpreter: Interpreter, function: Function, module: Module) -> dict[str, tuple[Given, ...]]:
    """Where the parameters of a function come from, by name."""
    operation = interpreter.operations.get(interpreter.key_of(function))
    if operation is not None:
        return {one.name: (Given(operation.origin),) for one in function.parameters}
    models = interpreter.index.parameters.get(module.language, ())
    if not models or not function.parameters:
        return {}
    found: dict[str, list[Given]] = {}
    for declared in declarations(interpreter.program, function):
        for position, given in _given(interpreter, declared, models):
            found.setdefault(function.parameters[position].name, []).append(given)
    return {name: tuple(dict.fromkeys(_checked(kinds))) for name, kinds in found.items()}


def _checked(kinds: Iterable[Given]) -> Iterator[Given]:
    """The kinds, but for those that say of something checked that it came as it is."""
    given = tuple(kinds)
    checked = {one.origin for one in given if one.protection == VALIDATED}
    yield from (one for one in given if one.protection is not None or one.origin not in checked)


def _given(
    interpreter: Interpreter, function: Function, models: Iterable[ParameterModel]
) -> Iterator[tuple[int, Given]]:
    """Where parameters come from, by position, as the annotations of one declaration of a function tell."""
    module = interpreter.program.module_of(function)
    meanings = frozenset(_meanings(interpreter, module, function.annotations, function))
    types = [_type(interpreter, module, one) for one in function.parameters]
    fitting = [
        model
        for model in models
        if (model.annotated is None or model.annotated in meanings)
        and (model.beside is None or model.beside in types)
        and (model.handler_of is None or _answers(interpreter, function, model.handler_of))
        and (not model.of_actions or interpreter.answering.is_action(interpreter.key_of(function)))
        and (not model.routed or interpreter.answering.is_routed(interpreter.key_of(function)))
    ]
    yield from _of_parameters(interpreter, module, function.parameters, types, fitting)


def given_to_closure(
    interpreter: Interpreter, module: Module, parameters: tuple[Parameter, ...]
) -> dict[str, tuple[Given, ...]]:
    """Where the parameters of a function without a name come from that is handed to a route, by name."""
    models = [one for one in interpreter.index.parameters.get(module.language, ()) if one.routed]
    types = [_type(interpreter, module, one) for one in parameters]
    found: dict[str, list[Given]] = {}
    for position, given in _of_parameters(interpreter, module, parameters, types, models):
        found.setdefault(parameters[position].name, []).append(given)
    return {name: tuple(dict.fromkeys(_checked(kinds))) for name, kinds in found.items()}


def _of_parameters(
    interpreter: Interpreter,
    module: Module,
    parameters: Sequence[Parameter],
    types: Sequence[str | None],
    models: Sequence[ParameterModel],
) -> Iterator[tuple[int, Given]]:
    for position, parameter in enumerate(parameters) if models else ():
        marks = frozenset(_marks(interpreter, module, parameter))
        for model in models:
            if _stands(model, parameters, position) and _fits(interpreter, model, parameter, types[position], marks):
                protection = _protection(interpreter, module, model, parameter)
                yield position, Given(model.origin, protection, _is_single(model, parameter))


def _stands(model: ParameterModel, parameters: Sequence[Parameter], position: int) -> bool:
    """Whether a parameter stands where a model says."""
    first = model.first_named
    return model.at in (None, position) and (first is None or re.search(first, parameters[0].name) is not None)


def _answers(interpreter: Interpreter, function: Function, type_name: str) -> bool:
    """Whether a function is a method by which a class that extends a type answers requests."""
    program, index = interpreter.program, interpreter.index
    if function.owner is None or not index.is_a(program, function.owner, (type_name,)):
        return False
    return any(function.name in model.handlers for model in index.type_models(program, function.owner))


def _protection(interpreter: Interpreter, module: Module, model: ParameterModel, parameter: Parameter) -> str | None:
    """What declaring a type does to a parameter: a class takes what it declares, a mapping or text takes anything."""
    declared = parameter.type or ""
    if model.validated:
        return VALIDATED
    if declared in model.typed or (model.typed_by and _is_made(model, parameter)):
        return TYPED
    if model.typed and declared and is_closed(interpreter, module, declared, model.typed):
        return TYPED
    free = not declared or bare(declared).rpartition(".")[2] in model.free_form
    return None if free or not model.free_form else VALIDATED


def _is_made(model: ParameterModel, parameter: Parameter) -> bool:
    """Whether an annotation of a parameter is handed what makes it a value without free text."""
    handed = (one.value for annotation in parameter.annotations for one in annotation.arguments)
    named = (one.type if isinstance(one, New) else last_name(one) for one in handed)
    return any(simple_name(one) in model.typed_by for one in named)


def _is_single(model: ParameterModel, parameter: Parameter) -> bool:
    return ANY in model.single or (parameter.type or "") in (*model.single, *model.typed)


def _type(interpreter: Interpreter, module: Module, parameter: Parameter) -> str | None:
    if parameter.type is not None:
        return parameter_type(interpreter, module, parameter.type)
    return interpreter.index.conventions.get((module.language, parameter.name))


def _fits(
    interpreter: Interpreter,
    model: ParameterModel,
    parameter: Parameter,
    type_name: str | None,
    marks: frozenset[str],
) -> bool:
    if type_name is not None and (
        type_name == model.beside or interpreter.index.is_a(interpreter.program, type_name, model.except_types)
    ):
        return False
    if model.named is not None and not re.search(model.named, parameter.name):
        return False
    if model.except_named is not None and re.search(model.except_named, simple_name(bare(parameter.type or ""))):
        return False
    written = (annotation.name.rpartition(".")[2] for annotation in parameter.annotations)
    if model.marking is not None and not any(re.search(model.marking, name) for name in written):
        return False
    return (model.marked is None or model.marked in marks) and marks.isdisjoint(model.except_marked)


def _marks(interpreter: Interpreter, module: Module, parameter: Parameter) -> Iterator[str]:
    """The names of a parameter's annotations, and of the call that its default is."""
    yield from _meanings(interpreter, module, parameter.annotations)
    if isinstance(parameter.default, Call):
        yield interpreter.program.names.resolve(module, written_form(parameter.default.callee))
    alias = aliased(interpreter.program, module, parameter.type)
    if alias is not None:
        for call in calls_in(alias[1]):
            yield interpreter.program.names.resolve(alias[0], written_form(call.callee))


def _meanings(
    interpreter: Interpreter, module: Module, annotations: tuple[Annotation, ...], function: Function | None = None
) -> Iterator[str]:
    """What annotations mean, as written and as resolved; of a method of a variable, its name in each of its types."""
    for annotation in annotations:
        yield annotation.name
        yield from meanings(interpreter.program, module, (annotation,))
        owner, _, last = annotation.name.rpartition(".")
        holder = holder_of(interpreter.program, module, function, owner) if owner else None
        if holder is not None:
            made = interpreter.program.names.resolve(holder[0], written_form(holder[1].callee))
            for one in interpreter.program.ancestors(made, interpreter.index.parents):
                yield f"{one}.{last}"
