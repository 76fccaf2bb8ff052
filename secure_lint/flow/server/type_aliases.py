"""Types that a variable of the project stands for: ``CurrentUser = Annotated[User, Depends(current_user)]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from secure_lint.flow.code.frame import written_form
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, simple_name, type_argument
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


_AROUND = ("Optional", "Annotated")
_NOTHING = "None"


def without_wrapping(type_text: str) -> str:
    """What a parameter is of where it is given: ``Kind`` for ``Optional<Kind>`` and ``Annotated<Kind, Query()>``."""
    alternatives = [one for one in map(str.strip, type_text.split("|")) if one != _NOTHING]
    only = alternatives[0] if len(alternatives) == 1 else type_text
    inner = type_argument(only) if simple_name(bare(only)) in _AROUND else None
    return only if inner is None else without_wrapping(inner)


def is_closed(interpreter: Interpreter, module: Module, type_text: str, typed: tuple[str, ...]) -> bool:
    """Whether a type, which may be an alias, has only a few values, or is one of those that hold no free text."""
    written = without_wrapping(type_text)
    alias = aliased(interpreter.program, module, written)
    head = written_form(alias[1].receiver) if alias is not None and isinstance(alias[1], Index) else bare(written)
    if simple_name(head) in typed:
        return True
    resolved = parameter_type(interpreter, module, written)
    declaration = interpreter.program.types.get(resolved)
    if declaration is None:
        return False
    return declaration.kind == "enum" or interpreter.index.is_a(interpreter.program, resolved, typed)


def calls_in(expression: Expression) -> Iterator[Call]:
    """The calls that stand beside the type in an alias."""
    if isinstance(expression, Call):
        yield expression
    elif isinstance(expression, Index):
        yield from calls_in(expression.index)
    elif isinstance(expression, Sequence):
        for item in expression.items:
            yield from calls_in(item)
