"""Which of several functions of one name a call can mean."""

from __future__ import annotations

from secure_lint.flow.frame import CallSite
from secure_lint.model.program import Function


def with_arity(functions: tuple[Function, ...], site: CallSite) -> tuple[Function, ...]:
    """Those functions that accept the number of arguments of the call; defaults and variadics considered."""
    count = len(site.arguments)
    found = []
    for function in functions:
        required = sum(1 for one in function.parameters if one.default is None and not one.variadic)
        most = len(function.parameters)
        variadic = any(one.variadic for one in function.parameters)
        if required <= count and (count <= most or variadic):
            found.append(function)
    return _taking_functions(tuple(found), site) if len(found) > 1 else tuple(found)


def _taking_functions(functions: tuple[Function, ...], site: CallSite) -> tuple[Function, ...]:
    """Of overloads, those that agree with the call on whether the last argument is a function."""
    if not site.arguments:
        return functions
    given = site.arguments[-1].value.closure is not None
    position = len(site.arguments) - 1
    agreeing = tuple(
        one
        for one in functions
        if position < len(one.parameters) and ("->" in (one.parameters[position].type or "")) == given
    )
    return agreeing or functions
