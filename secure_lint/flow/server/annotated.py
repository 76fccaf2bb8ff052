"""Which classes have an annotation, and which functions of theirs run where a supertype declares one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from secure_lint.link.program import Program
from secure_lint.model.program import Annotation, Function, Module


def meanings(program: Program, module: Module, annotations: tuple[Annotation, ...]) -> Iterator[str]:
    """The full names of annotations, and of those that stand on them where the project declares them."""
    for annotation in annotations:
        resolved = program.names.resolve(module, annotation.name)
        yield resolved
        declaration = program.types.get(resolved)
        if declaration is not None and declaration.kind == "annotation":
            outer = program.module_of_type[resolved]
            yield from (program.names.resolve(outer, one.name) for one in declaration.annotations)


def is_annotated(program: Program, type_name: str, wanted: Collection[str]) -> bool:
    """Whether a type of the project has one of the annotations."""
    declaration = program.types[type_name]
    module = program.module_of_type[type_name]
    return any(one in wanted for one in meanings(program, module, declaration.annotations))


def running(program: Program, function: Function, wanted: Collection[str]) -> Iterator[tuple[Function, str]]:
    """The functions that run for a declared one, each with the annotated class whose object it runs for."""
    if function.owner is None:
        return
    for name in (function.owner, *program.descendants(function.owner)):
        if name in program.types and is_annotated(program, name, wanted):
            found = next((one for one in _of(program, name, function) if _has_code(one)), None)
            if found is not None:
                yield found, name


def _has_code(function: Function) -> bool:
    return function.body is not None or function.deferred


def _of(program: Program, type_name: str, function: Function) -> Iterator[Function]:
    """The functions of a type and its supertypes, nearest first, that have the name and parameters of another."""
    for ancestor in program.ancestors(type_name, {}):
        for one in program.methods.get((ancestor, function.name), ()):
            if one is function or len(one.parameters) == len(function.parameters):
                yield one


def declarations(program: Program, function: Function) -> tuple[Function, ...]:
    """The function, and those of supertypes in the project that it implements or overrides."""
    if function.owner is None:
        return (function,)
    inherited = _of(program, function.owner, function)
    return (function, *(one for one in inherited if one.owner != function.owner))
