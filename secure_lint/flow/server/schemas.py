"""Types that hold only what they declare: what a framework puts in them has been checked against that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.program import Argument, Call, Expression, Literal, Record, TypeDecl
from secure_lint.model.walking import last_name


def is_opened(program: Program, index: ModelIndex, type_name: str) -> bool:
    """Whether a type of the program lets members pass that it does not declare."""
    model = index.type_model(program, type_name)
    if model is None or not model.schema:
        return False
    declared = [program.types[one] for one in program.ancestors(type_name, {}) if one in program.types]
    return any(
        re.search(pattern, _text(said))
        for name, pattern in model.opened_by.items()
        for declaration in declared
        for said in _said(program, declaration, name)
    )


def _said(program: Program, declaration: TypeDecl, name: str) -> Iterator[Expression]:
    """What a class says under a name: as a keyword, among the settings in a field, or in a nested class."""
    for note in declaration.annotations:
        yield from (argument.value for argument in note.arguments if name in (note.name, argument.name))
    for field in declaration.fields:
        yield from (argument.value for argument in _settings(field.initial) if argument.name == name)
    inner, _, member = name.rpartition(".")
    nested = program.fields.get((f"{declaration.qualified}.{inner}", member)) if inner else None
    if nested is not None and nested.initial is not None:
        yield nested.initial


def _settings(expression: Expression | None) -> Iterator[Argument]:
    if isinstance(expression, Call):
        yield from expression.arguments
    elif isinstance(expression, Record):
        yield from expression.fields


def _text(expression: Expression) -> str:
    return str(expression.value) if isinstance(expression, Literal) else last_name(expression)
