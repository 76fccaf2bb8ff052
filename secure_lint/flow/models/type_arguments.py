"""What the declarations of the project say of generic types: what a collection is of, what its own types extend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite
from secure_lint.flow.values.value import ELEMENT, UNKNOWN, Value, merge_taints
from secure_lint.knowledge.models import CallModel
from secure_lint.link.program import Program
from secure_lint.link.type_names import type_argument
from secure_lint.model.program import Function, Module

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_MOST_ARGUMENTS = 3
_MOST_OF_COLLECTION = 2
"""A list is of its first argument, a map of its second."""


def with_elements(interpreter: Interpreter, module: Module, value: Value, text: str | None) -> Value:
    """A value with what its elements are, where it is declared as a collection of objects of the project."""
    if value.member(ELEMENT) is not None:
        return value
    for position in range(_MOST_OF_COLLECTION):
        inner = type_argument(text, position)
        if inner is None:
            break
        element = Value(type=interpreter.program.names.resolve(module, inner))
        element = with_elements(interpreter, module, element, inner)
        if element.type in interpreter.program.types or element.members:
            return value.with_member(ELEMENT, element)
    return value


def element_of(interpreter: Interpreter, collection: Value) -> Value | None:
    """An element of a collection of objects of which something is known, with all that is in the collection."""
    known = collection.member(ELEMENT)
    if known is None or not (known.members or known.type in interpreter.program.types):
        return None
    return msgspec.structs.replace(known, taints=merge_taints(collection.taints, known.taints), constants=())


def as_declared(
    program: Program, site: CallSite, models: tuple[CallModel, ...], type_name: str
) -> tuple[CallSite, tuple[CallModel, ...]]:
    """The call of a method and the models that fit it, with what the type declares if it is one of the project."""
    if not models or type_name not in program.types:
        return site, models
    return _with_type_argument(program, site, type_name), _returning(models, program.method(type_name, site.name))


def _with_type_argument(program: Program, site: CallSite, type_name: str) -> CallSite:
    """The call of a method of a type of the project, with the type that it names as argument of its supertype."""
    found = named_argument(program, type_name)
    receiver = site.receiver or UNKNOWN
    if found is None or receiver.member(ELEMENT) is not None:
        return site
    return msgspec.structs.replace(site, receiver=receiver.with_member(ELEMENT, Value(type=found)))


def named_argument(program: Program, type_name: str) -> str | None:
    """The first type of the project that a type, or one that it extends, names as argument of a supertype."""
    for ancestor in program.ancestors(type_name, {}):
        declaration = program.types.get(ancestor)
        for parent in declaration.supertypes if declaration is not None else ():
            module = program.module_of_type[ancestor]
            for position in range(_MOST_ARGUMENTS):
                text = type_argument(parent, position)
                resolved = program.names.resolve(module, text) if text is not None else ""
                if resolved in program.types:
                    return resolved
    return None


def _returning(models: Iterable[CallModel], functions: Iterable[Function]) -> tuple[CallModel, ...]:
    """The models that fit the declared results of the functions of the project, as far as they ask for one."""
    declared = [one.returns or "" for one in functions if one.body is None and not one.deferred]
    return tuple(
        one for one in models if one.returning is None or any(re.search(one.returning, text) for text in declared)
    )
