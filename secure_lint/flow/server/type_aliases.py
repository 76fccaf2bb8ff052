"""Types that a variable of the project stands for: ``CurrentUser = Annotated[User, Depends(current_user)]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import written_form
from secure_lint.link.program import Program
from secure_lint.model.program import Call, Expression, Index, Module, Sequence

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


def aliased(program: Program, module: Module, type_text: str | None) -> tuple[Module, Expression] | None:
    """The expression that a type's name stands for, with the module that it is written in."""
    if type_text is None or not type_text[:1].isupper() or not type_text.isidentifier():
        return None
    found = program.global_field(module, type_text)
    if found is None or not isinstance(found[1].initial, Index):
        return None
    return found[0], found[1].initial


def aliased_type(program: Program, module: Module, type_text: str) -> str:
    """The qualified name of a type, or of the type that an alias of it begins with."""
    found = aliased(program, module, type_text)
    if found is None or not isinstance(found[1], Index):
        return program.names.resolve(module, type_text)
    index = found[1].index
    first = index.items[0] if isinstance(index, Sequence) and index.items else index
    return program.names.resolve(found[0], written_form(first) or type_text)


def parameter_type(interpreter: Interpreter, module: Module, type_text: str) -> str:
    """The qualified name of a type that a parameter declares, which may be one that every module knows."""
    qualified = aliased_type(interpreter.program, module, type_text)
    return interpreter.index.globals.get((module.language, qualified), qualified)


def calls_in(expression: Expression) -> Iterator[Call]:
    """The calls that stand beside the type in an alias."""
    if isinstance(expression, Call):
        yield expression
    elif isinstance(expression, Index):
        yield from calls_in(expression.index)
    elif isinstance(expression, Sequence):
        for item in expression.items:
            yield from calls_in(item)
