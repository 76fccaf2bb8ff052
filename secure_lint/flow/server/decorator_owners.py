"""What a decorator is a method of: ``app`` of ``@app.get("/orders")``, made by a call in the module or around it."""

from __future__ import annotations

from secure_lint.link.program import Program
from secure_lint.model.program import Assign, Call, Function, Module, Name
from secure_lint.model.walking import all_of


def holder_of(program: Program, module: Module, function: Function | None, name: str) -> tuple[Module, Call] | None:
    """The call that made what a name holds where a function is decorated, with the module in which it stands."""
    around = function_around(module, function) if function is not None else None
    if around is not None:
        made = call_held(around, name)
        if made is not None:
            return module, made
    found = program.global_field(module, name)
    return (found[0], found[1].initial) if found is not None and isinstance(found[1].initial, Call) else None


def function_around(module: Module, function: Function) -> Function | None:
    """The function in which another one is written, the innermost."""
    outer = [
        one
        for one in module.functions
        if one is not function
        and one.body is not None
        and function.qualified.startswith(f"{one.qualified}.")
        and one.span.start_line <= function.span.start_line <= one.span.end_line
    ]
    return max(outer, key=lambda one: one.span.start_line, default=None)


def call_held(function: Function, name: str) -> Call | None:
    """The call whose result a function keeps in a variable of its own."""
    for one in all_of(Assign, function.body):
        if isinstance(one.target, Name) and one.target.identifier == name and isinstance(one.value, Call):
            return one.value
    return None
