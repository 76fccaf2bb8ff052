"""What the interpreter would have liked to read: it asks for it, and the next round of reading brings it."""

from __future__ import annotations

from secure_lint.link.program import Program
from secure_lint.model.program import Function
from secure_lint.model.span import Location


class Wanted:
    """Bodies of functions that were not read, by place, and names of types and constants that nothing declares."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self.bodies: set[Location] = set()
        self.types: set[str] = set()
        self.constants: set[str] = set()

    def body(self, function: Function) -> None:
        """Ask for the body of a function, if it was not read."""
        if function.deferred:
            self.bodies.add(Location(self._program.module_of(function).path, function.name_span))

    def type(self, qualified: str) -> None:
        """Ask for the declaration of a type, if its file is one that was not read."""
        known = qualified in self._program.types or self._program.names.is_type(qualified)
        if "." in qualified and not known:
            self.types.add(qualified)
