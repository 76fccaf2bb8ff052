"""Which role a guard asks for: its name, with what its decorator or annotation is given."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.link.program import Program
from secure_lint.model.endpoint import Guard
from secure_lint.model.program import Annotation, Literal, Module
from secure_lint.model.walking import all_of, last_name


class Roles:
    """Tells the roles apart that guards ask for. ``@permission_required`` is one role for each permission."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._by_path: dict[str, dict[tuple[int, int], str]] = {}

    def of(self, guard: Guard) -> str:
        """The role, in words by which it is equal to another one."""
        place = guard.location
        if guard.asks:
            return f"{guard.shown}({guard.asks})"
        if place is None:
            return guard.shown
        found = self._by_path.get(place.path)
        if found is None:
            module = self._program.modules.get(place.path)
            found = self._by_path[place.path] = _given_in(module) if module is not None else {}
        given = found.get((place.span.start_line, place.span.start_column))
        return f"{guard.shown}({given})" if given else guard.shown


def _given_in(module: Module) -> dict[tuple[int, int], str]:
    """What annotations in a file are given, by where they stand."""
    return {(one.span.start_line, one.span.start_column): _given(one) for one in _annotations(module)}


def _annotations(module: Module) -> Iterator[Annotation]:
    for function in module.functions:
        yield from function.annotations
    for declared in module.types:
        yield from declared.annotations


def _given(annotation: Annotation) -> str:
    parts = (str(text.value) for one in annotation.arguments for text in all_of(Literal, one.value))
    names = (last_name(one.value) for one in annotation.arguments)
    return " ".join(filter(None, (*parts, *names)))
