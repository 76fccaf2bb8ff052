"""Policies about parameters that a framework fills from a request, all members of a record at once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.flow.code.frame import written_form
from secure_lint.flow.server.actions import Action
from secure_lint.flow.values.value import GIVEN, Value
from secure_lint.judge.context import Analysed, make_finding
from secure_lint.judge.sinks import around
from secure_lint.knowledge.binding_words import BindingModel
from secure_lint.knowledge.policies import Policy
from secure_lint.knowledge.server_matches import BoundMatch
from secure_lint.link.program import Program
from secure_lint.link.type_names import type_argument
from secure_lint.model.finding import Confidence, Finding, Step
from secure_lint.model.program import (
    Annotation,
    Call,
    Expression,
    Function,
    Literal,
    Member,
    Module,
    Name,
    Parameter,
    Sequence,
    TypeDecl,
)
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of

_STORES = "server.save"


def judge_bindings(analysed: Analysed, policy: Policy, match: BoundMatch) -> Iterator[Finding]:
    """One finding for each parameter that takes a record."""
    if match.unapplied:
        yield from _unapplied(analysed, policy)
        return
    limited = {around(event) for kind in match.unless_beside for event in analysed.events_by_kind.get(kind, ())}
    for model in analysed.index.models:
        for binding in model.bindings:
            binder = Binder(analysed.program, analysed.actions, binding)
            for function in binder.handlers():
                symbol = analysed.program.describe(function)
                module = analysed.program.module_of(function)
                spares_form = (module.path, symbol.rpartition(".")[0] or symbol) in limited
                place = Location(module.path, function.name_span)
                lowered = analysed.server.is_behind(place, match.lowered_behind)
                for parameter, record in binder.records(function, module, spares_form=spares_form):
                    if is_taken_apart(function, parameter) or _is_something_else_stored(analysed, place, record):
                        continue
                    found = _finding(analysed, policy, parameter, record, Location(module.path, parameter.span), symbol)
                    yield for_auditors(found) if lowered else found


def _unapplied(analysed: Analysed, policy: Policy) -> Iterator[Finding]:
    """One finding for each type whose constraints nothing applies, at the first parameter that takes it."""
    imported = {one.name for module in analysed.program.modules.values() for one in module.imports}
    seen: set[str] = set()
    for model in analysed.index.models:
        for binding in model.bindings:
            if imported.isdisjoint(binding.started_by) or not imported.isdisjoint(binding.applied_by):
                continue
            binder = Binder(analysed.program, analysed.actions, binding)
            for function in binder.handlers():
                module = analysed.program.module_of(function)
                for parameter, taken in binder.constrained(function, module):
                    if taken.qualified not in seen:
                        seen.add(taken.qualified)
                        symbol = analysed.program.describe(function)
                        place = Location(module.path, parameter.span)
                        yield _finding(analysed, policy, parameter, taken, place, symbol, "says what it may hold")


def _finding(
    analysed: Analysed,
    policy: Policy,
    parameter: Parameter,
    record: TypeDecl,
    location: Location,
    symbol: str,
    says: str = "is stored as a record",
) -> Finding:
    declared = Location(analysed.program.module_of_type[record.qualified].path, record.name_span)
    words = {"subject": record.name, "name": parameter.name}
    related = (Step(declared, f"`{record.name}` {says}"),)
    return make_finding(policy, location, words, symbol=symbol, related=related)


def for_auditors(finding: Finding) -> Finding:
    """The finding, for those who want to see all."""
    return msgspec.structs.replace(finding, confidence=Confidence.LOW)


def is_taken_apart(function: Function, parameter: Parameter) -> bool:
    """Whether a function uses nothing but single members of a parameter."""
    uses = sum(one.identifier == parameter.name for one in all_of(Name, function.body))
    parts = sum(
        isinstance(one.receiver, Name) and one.receiver.identifier == parameter.name
        for one in all_of(Member, function.body)
    )
    return 0 < uses == parts


def _is_something_else_stored(analysed: Analysed, handler: Location, record: TypeDecl) -> bool:
    """Whether a handler stores records of a type, all of which it has found before, and none that a client sent."""
    codes = [code for one in analysed.server.endpoints_at(handler) if one.location == handler for code in one.code]
    stored = [
        event
        for event in analysed.events_by_kind.get(_STORES, ())
        if event.name.type == record.qualified and any(code.holds(event.location) for code in codes)
    ]
    return bool(stored) and not any(_is_handed_in_whole(event.value) for event in stored)


def _is_handed_in_whole(value: Value) -> bool:
    return any(taint.label.kind in (GIVEN, "parameter") and not taint.label.part for taint in value.taints)


class Binder:
    """What one binding model says of the functions of a program."""

    def __init__(self, program: Program, actions: tuple[Action, ...], model: BindingModel) -> None:
        self._program = program
        self._actions = actions
        self._model = model

    def handlers(self) -> Iterator[Function]:
        """The functions whose parameters are filled, and that may change something, in a fixed order."""
        if self._model.of_actions:
            actions = {id(one.function): one.function for one in self._actions}
            for function in actions.values():
                if any(self._named(self._program.module_of(function), function.annotations, self._model.handlers)):
                    yield function
            return
        for qualified, declaration in sorted(self._program.types.items()):
            module = self._program.module_of_type[qualified]
            if not any(self._named(module, declaration.annotations, self._model.within)):
                continue
            for function in module.functions:
                found = self._named(module, function.annotations, self._model.handlers)
                if function.owner == qualified and any(not self._is_spared(one) for one in found):
                    yield function

    def records(self, function: Function, module: Module, *, spares_form: bool) -> Iterator[tuple[Parameter, TypeDecl]]:
        """The parameters of a handler that take a record with members that nothing withholds."""
        for parameter, record, from_body in self.filled(function, module):
            if (from_body or not spares_form) and self._is_open(record, from_body=from_body):
                yield parameter, record

    def is_stored(self, record: TypeDecl) -> bool:
        """Whether objects of a type are stored as records."""
        module = self._program.module_of_type[record.qualified]
        return record.qualified in self._kept or any(self._named(module, record.annotations, self._model.records))

    @functools.cached_property
    def _kept(self) -> frozenset[str]:
        """The types of which a field holds records."""
        return frozenset(
            self._program.names.resolve(module, inner)
            for module in (self._program.modules.values() if self._model.kept_in else ())
            for declaration in module.types
            for field in declaration.fields
            if (inner := type_argument(field.type)) is not None
            and self._program.names.resolve(module, field.type or "") in self._model.kept_in
        )

    def filled(self, function: Function, module: Module) -> Iterator[tuple[Parameter, TypeDecl, bool]]:
        """The parameters of a handler that hold an object of a type of the project, and whether from the body."""
        for parameter in function.parameters:
            from_body = any(self._named(module, parameter.annotations, self._model.body))
            if from_body or self._is_form(module, parameter):
                named = self._program.names.resolve(module, parameter.type) if parameter.type else ""
                record = self._program.types.get(named)
                if record is not None:
                    yield parameter, record, from_body

    def constrained(self, function: Function, module: Module) -> Iterator[tuple[Parameter, TypeDecl]]:
        """The parameters of a handler whose types say what their members may hold."""
        for parameter in function.parameters:
            if not any(self._named(module, parameter.annotations, self._model.body)):
                continue
            named = self._program.names.resolve(module, parameter.type) if parameter.type else ""
            taken = self._program.types.get(named)
            if taken is not None and self._has_constraints(taken):
                yield parameter, taken

    def _has_constraints(self, taken: TypeDecl) -> bool:
        names = self._program.names
        home = self._program.module_of_type[taken.qualified]
        written = (names.resolve(home, one.name) for field in taken.fields for one in field.annotations)
        return any(name.startswith(f"{one}.") for name in written for one in self._model.constraints)

    def _is_form(self, module: Module, parameter: Parameter) -> bool:
        if any(self._named(module, parameter.annotations, self._model.form)):
            return True
        neutral = sum(1 for _ in self._named(module, parameter.annotations, self._model.neutral))
        return neutral == len(parameter.annotations)

    def _is_open(self, record: TypeDecl, *, from_body: bool) -> bool:
        module = self._program.module_of_type[record.qualified]
        if not self.is_stored(record):
            return False
        makers = [one for one in module.functions if one.owner == record.qualified]
        if any(any(self._named(module, one.annotations, self._model.choosing)) for one in makers):
            return False
        return not from_body or not self._withholds_keys(module, record, makers)

    def _withholds_keys(self, module: Module, record: TypeDecl, methods: list[Function]) -> bool:
        """Whether the type keeps its keys, and so perhaps more, from being filled."""
        keys = [one for one in record.fields if any(self._named(module, one.annotations, self._model.keys))]
        accessors = [one for one in methods if any(self._named(module, one.annotations, self._model.keys))]
        marks = [*(one.annotations for one in keys), *(one.annotations for one in accessors)]
        return bool(marks) and all(self._is_hidden(module, one) for one in marks)

    def _is_hidden(self, module: Module, annotations: tuple[Annotation, ...]) -> bool:
        for annotation in self._named(module, annotations, self._model.hiding):
            pattern = self._model.hiding[self._program.names.resolve(module, annotation.name)]
            if re.search(pattern, _arguments(annotation)):
                return True
        return False

    def _is_spared(self, annotation: Annotation) -> bool:
        return any(
            argument.name in self._model.spared
            and all(re.search(self._model.spared[argument.name or ""], text) for text in _texts(argument.value))
            for argument in annotation.arguments
        )

    def _named(
        self, module: Module, annotations: tuple[Annotation, ...], wanted: Iterable[str]
    ) -> Iterator[Annotation]:
        return (one for one in annotations if self._program.names.resolve(module, one.name) in wanted)


def _arguments(annotation: Annotation) -> str:
    return " ".join(f"{one.name or ''}={text}" for one in annotation.arguments for text in _texts(one.value))


def _texts(node: Expression) -> Iterator[str]:
    """The constants and names in an argument of an annotation, each as it is written."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from _texts(argument.value)
    elif isinstance(node, Literal):
        yield str(node.value)
    elif isinstance(node, Name | Member):
        yield written_form(node)
