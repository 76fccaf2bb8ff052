"""Types that hold only what they declare: what a framework puts in them has been checked against that."""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.program import Argument, Call, Expression, Literal, Record
from secure_lint.model.walking import last_name


def is_opened(program: Program, index: ModelIndex, type_name: str) -> bool:
    """Whether a type of the program lets members pass that it does not declare."""
    model = index.type_model(program, type_name)
    return model is not None and model.schema and _is_opened(program, type_name, frozenset(model.opened_by))


def _is_opened(program: Program, type_name: str, names: frozenset[str]) -> bool:
    """Whether a class lets members pass that it does not declare: by a keyword, its settings or a nested class."""
    for one in program.ancestors(type_name, {}):
        declaration = program.types.get(one)
        settings = [] if declaration is None else list(declaration.annotations)
        given = [argument.value for note in settings if note.name in names for argument in note.arguments]
        given += [argument.value for note in settings for argument in note.arguments if argument.name in names]
        fields = program.types[one].fields if declaration is not None else ()
        nested = program.types.get(f"{one}.Config")
        given += [field.initial for field in (nested.fields if nested else ()) if field.name in names and field.initial]
        given += [
            argument.value
            for field in fields
            if field.initial is not None
            for argument in _settings(field.initial)
            if argument.name in names
        ]
        if any("allow" in _text(value) for value in given):
            return True
    return False


def _settings(expression: Expression) -> Iterator[Argument]:
    if isinstance(expression, Call):
        yield from expression.arguments
    elif isinstance(expression, Record):
        yield from expression.fields


def _text(expression: Expression) -> str:
    written = str(expression.value) if isinstance(expression, Literal) else last_name(expression)
    return written.lower()
