"""The names that fields of objects have in the messages between client and server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from secure_lint.knowledge.wire_words import WireModel
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.program import Argument, Call, Field, Literal, Module, Parameter
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.parity.ports import text_at

_NOT_OF_OBJECTS = frozenset({"static", "transient", "const"})


class WireNames:
    """Tells the wire names of fields by what the models of serialisers say."""

    def __init__(self, program: Program, index: ModelIndex) -> None:
        self._program = program
        self._wires: dict[str, list[WireModel]] = {}
        for model in index.models:
            if model.wire is not None:
                for language in model.languages:
                    self._wires.setdefault(language, []).append(model.wire)
        self._names: dict[str, Mapping[str, str]] = {}

    def part_of(self, module: Module, parameter: Parameter) -> str | None:
        """The name of the one field that a parameter is; ``None`` for another parameter."""
        for wire in self._wires.get(module.language, ()):
            for note in parameter.annotations:
                port = wire.parts.get(self._program.names.resolve(module, note.name))
                if port is not None:
                    return text_at(note.arguments, port) or parameter.name
        return None

    def is_body(self, module: Module, parameter: Parameter) -> bool:
        """Whether a parameter is sent as the body of a request."""
        notes = [self._program.names.resolve(module, note.name) for note in parameter.annotations]
        return any(one in wire.body for wire in self._wires.get(module.language, ()) for one in notes)

    def names_of(self, type_name: str) -> Mapping[str, str]:
        """The wire names of the fields of a type of the program, by the names of these."""
        found = self._names.get(type_name)
        if found is None:
            found = self._names[type_name] = {field.name: name for field, name, _ in self._fields(type_name)}
        return found

    def fields_of(self, type_name: str) -> Iterator[tuple[str, Location]]:
        """The wire names and places of the fields of a type of the program, those that it inherits included."""
        for field, name, module in self._fields(type_name):
            yield name, Location(module.path, field.name_span)

    def _fields(self, type_name: str) -> Iterator[tuple[Field, str, Module]]:
        for owner in self._program.ancestors(type_name, {}) if type_name in self._program.types else ():
            declaration = self._program.types.get(owner)
            for field in declaration.fields if declaration is not None else ():
                if _NOT_OF_OBJECTS.isdisjoint(field.modifiers):
                    module = self._program.module_of_type[owner]
                    yield field, self.name_of(module, owner, field), module

    def name_of(self, module: Module, owner: str, field: Field) -> str:
        """The wire name of a field of a type."""
        for wire in self._wires.get(module.language, ()):
            for note in field.annotations:
                port = wire.names.get(self._program.names.resolve(module, note.name))
                said = text_at(note.arguments, port) if port is not None else None
                if said:
                    return said
            said = _said_by_call(wire, field) or self._listed(wire, owner, field.name)
            if said:
                return said
        return field.name

    def _listed(self, wire: WireModel, owner: str, name: str) -> str | None:
        for inner in wire.listed_by:
            entry = self._program.fields.get((f"{owner}.{inner}", name))
            if entry is not None:
                texts = (one.value for one in all_of(Literal, entry.initial) if isinstance(one.value, str))
                return next(texts, None)
        return None


def _said_by_call(wire: WireModel, field: Field) -> str | None:
    if not isinstance(field.initial, Call):
        return None
    called = last_name(field.initial.callee)
    arguments: tuple[Argument, ...] = field.initial.arguments
    ports = (port for name, port in wire.names.items() if name.rpartition(".")[2] == called)
    return next(filter(None, (text_at(arguments, port) for port in ports)), None)
