"""Which parameter an argument of a call goes to."""

from __future__ import annotations

from secure_lint.flow.code.frame import PassedArgument
from secure_lint.model.program import REST, Function, Lambda, Parameter


def parameter_of(
    function: Function, argument: PassedArgument, position: int, *, last: bool, loose: bool = False
) -> int | None:
    """The position of the parameter that takes an argument; ``None`` for one that none takes.

    ``loose`` says that a call may hand over more than the function takes, and that a function at the end stays there.
    """
    parameters = function.parameters
    if not parameters:
        return None
    final = len(parameters) - 1
    if argument.name is not None:
        for index, parameter in enumerate(parameters):
            if (parameter.label or parameter.name) == argument.name:
                return index
        if parameters[final].variadic:
            return final
        if argument.name == REST:
            return None
    if loose and position > final and not parameters[final].variadic:
        return None
    if isinstance(argument.expression, Lambda) and last and argument.name is None and not loose:
        position = max(position, final)
    first_variadic = next((index for index, one in enumerate(parameters) if one.variadic), final)
    return min(
        position, first_variadic if argument.name is None and not isinstance(argument.expression, Lambda) else final
    )


def takes_receiver(parameter: Parameter) -> bool:
    """Whether the function that a parameter takes is called with a receiver: ``Editor.() -> Unit``."""
    return parameter.type is not None and ".(" in parameter.type.partition("->")[0]


def has_receiver(node: Lambda) -> bool:
    """Whether a closure runs on a receiver, which is then its first parameter."""
    return bool(node.parameters) and node.parameters[0].name == "this"


def is_implicit(parameters: tuple[Parameter, ...]) -> bool:
    """Whether a closure only seems to have a parameter, by a name that it reads (``it``): nobody wrote it down."""
    if len(parameters) != 1:
        return False
    span = parameters[0].span
    return (span.start_line, span.start_column) == (span.end_line, span.end_column)
