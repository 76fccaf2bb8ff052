"""Advice of aspects: code that runs around whatever has an annotation, and stands before a handler that has it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from secure_lint.flow.values.value import Value
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Function, Literal
from secure_lint.model.walking import all_of
from secure_lint.server.facts import ServerFact

_ANNOTATED = re.compile(r"@(?:annotation|within|target)\(\s*([\w.$]+)")
"""What a pointcut names an annotation with (AspectJ programming guide, semantics of pointcuts)."""
_NAMED = re.compile(r"(?<![@\w.])(\w+)\s*\(\s*\w*\s*\)")
"""Another pointcut, by the name of the method that declares it."""


def advice_by_annotation(program: Program, facts: Iterable[ServerFact]) -> Mapping[str, tuple[ServerFact, ...]]:
    """The facts that state advice, by the full names of the annotations on what it runs around."""
    found: dict[str, list[ServerFact]] = defaultdict(list)
    for fact in facts:
        for function in _functions(program, fact.items("guards")) if fact.kind == "server.advice" else ():
            for annotation in _annotations(program, function, fact.texts("at")):
                for name in _names(program, annotation):
                    if fact not in found[name]:
                        found[name].append(fact)
    return {name: tuple(stated) for name, stated in found.items()}


def _names(program: Program, annotation: str) -> set[str]:
    """How handlers may name an annotation: one whose file was not read has no package for those beside it."""
    return {annotation} if annotation in program.types else {annotation, simple_name(annotation)}


def _functions(program: Program, items: Iterable[Value]) -> Iterator[Function]:
    for item in items:
        key = item.closure.function if item.closure is not None else None
        function = program.function_of(key) if key is not None else None
        if function is not None:
            yield function


def _annotations(program: Program, advice: Function, pointcuts: Iterable[str]) -> Iterator[str]:
    """The annotations that pointcuts name, themselves or by others of their class."""
    module = program.module_of(advice)
    for text in pointcuts:
        for name in _ANNOTATED.findall(text):
            bound = next((one.type for one in advice.parameters if one.name == name), None)
            yield program.names.resolve(module, bound or name)
        for name in _NAMED.findall(text):
            for declared in program.methods.get((advice.owner or "", name), ()):
                if declared is not advice:
                    yield from _annotations(program, declared, _texts(declared))


def _texts(function: Function) -> tuple[str, ...]:
    arguments = (argument.value for one in function.annotations for argument in one.arguments)
    literals = (literal for one in arguments for literal in all_of(Literal, one))
    return tuple(one.value for one in literals if isinstance(one.value, str))
