"""What the interpreter would have liked to read: it asks for it, and the next round of reading brings it."""

from __future__ import annotations

from collections.abc import Iterable

from secure_lint.flow.values.value import REQUEST, Value, origins
from secure_lint.link.program import PARTIAL, Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Field, Function, Module
from secure_lint.model.span import Location


class Wanted:
    """Bodies of functions that were not read, by place, and names of types and constants that nothing declares.

    ``implementers`` are the types for which those that implement them are wanted, ``modules`` names that a module
    imports from others which were not read, ``fields`` those that nothing which was read gives a value, by the path of
    their file and their name.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self.bodies: set[Location] = set()
        self.types: set[str] = set()
        self.implementers: set[str] = set()
        self.modules: set[str] = set()
        self.constants: set[str] = set()
        self.fields: set[tuple[str, str]] = set()
        self._read_whole: dict[str, bool] = {}

    def body(self, function: Function) -> None:
        """Ask for the body of a function, if it was not read."""
        if function.deferred:
            self.bodies.add(Location(self._program.module_of(function).path, function.name_span))

    def type(self, qualified: str) -> None:
        """Ask for the declaration of a type, if its file is one that was not read."""
        package, _, name = qualified.rpartition(".")
        if package and name:
            self.ancestor(qualified)

    def rest_of(self, qualified: str) -> None:
        """Ask for the other parts of a class of which only some were read: the interface of an implementation."""
        declared = self._program.types.get(qualified)
        if declared is not None and PARTIAL in declared.modifiers:
            self.types.add(qualified)

    def whole(self, qualified: str) -> None:
        """Ask for the type of an object that is written out whole; files of some languages name no package."""
        if simple_name(qualified)[:1].isupper():
            self.ancestor(qualified)

    def ancestor(self, name: str) -> None:
        """Ask for a type that a class extends; one of the same package may have no other name than its own."""
        if name not in self._program.types and not self._program.names.is_type(name):
            self.types.add(name)

    def type_of(self, module: Module, name: str) -> None:
        """Ask for the declaration of a type as a module names it; one that nothing imports may lie beside it."""
        self.type(name if "." in name or not module.package else f"{module.package}.{name}")

    def receiver(self, module: Module, type_name: str | None, arguments: Iterable[Value]) -> None:
        """Ask for the type of an object whose method is handed what a client sent."""
        if type_name is None or type_name in self._program.types or not _is_sent(arguments):
            return
        self.type_of(module, type_name)

    def callee(self, module: Module, written: str, arguments: Iterable[Value]) -> None:
        """Ask for the module from which something is imported that is handed what a client sent."""
        name = self._program.names.imports(module).get(written.partition(".")[0]) if module.explicit else None
        if name is not None and not self._program.module_names.is_module(name) and _is_sent(arguments):
            self.modules.add(name)

    def implementer(self, function: Function, arguments: Iterable[Value]) -> None:
        """Ask for those who implement an abstract method that is handed what a client sent."""
        if function.body is None and not function.deferred and function.owner is not None and _is_sent(arguments):
            self.implementers.add(function.owner)

    def assignments(self, module: Module, field: Field) -> None:
        """Ask for the bodies that give a field its value, if there are some in its file that were not read."""
        whole = self._read_whole.get(module.path)
        if whole is None:
            whole = self._read_whole[module.path] = not any(function.deferred for function in module.functions)
        if not whole:
            self.fields.add((module.path, field.name))

    def constant(self, qualified: str) -> None:
        """Ask for the definition of a variable outside types, by its qualified name."""
        package, _, name = qualified.rpartition(".")
        if package and name:
            self.constants.add(name)


def _is_sent(arguments: Iterable[Value]) -> bool:
    return any(REQUEST in origins(one) for one in arguments)
