"""Which of several functions of one name a call means: by the number, the kind and the types of its arguments."""

from __future__ import annotations

from collections.abc import Mapping

from secure_lint.flow.code.frame import CallSite
from secure_lint.flow.values.value import Value
from secure_lint.link.languages import program_language
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Function, Module, Parameter

_BUILT_IN = {
    "String": "text",
    "CharSequence": "text",
    "Char": "char",
    "char": "char",
    "Character": "char",
    "Boolean": "bool",
    "boolean": "bool",
    **dict.fromkeys(("Byte", "Short", "Int", "Long", "byte", "short", "int", "long", "Integer"), "integer"),
    **dict.fromkeys(("Float", "Double", "float", "double"), "real"),
}
"""Types of plain values of the languages that have overloads, in groups of which none can stand for another."""


class Overloads:
    """Chooses among functions of one name. ``parents`` gives the supertypes of types that models describe."""

    def __init__(self, program: Program, parents: Mapping[str, tuple[str, ...]]) -> None:
        self._program = program
        self._parents = parents

    def fitting(self, functions: tuple[Function, ...], site: CallSite) -> tuple[Function, ...]:
        """Those that the call may run. Where types rule out all, those that take as many arguments."""
        found = tuple(one for one in functions if _takes(one, len(site.arguments)))
        if site.loose and not found:
            return functions
        if len(found) < 2:
            return found
        found = _labelled_alike(_taking_functions(found, site), site)
        typed = tuple(one for one in found if self._types_fit(one, site)) if len(found) > 1 else found
        fixed = tuple(one for one in typed if not any(parameter.variadic for parameter in one.parameters))
        return fixed or typed or found

    def suits(self, function: Function, site: CallSite) -> bool:
        """Whether nothing speaks against the call running a function that only its name points at."""
        passed = zip(function.parameters, site.arguments, strict=False)
        strange = (_is_object_for_plain(wanted.type, given.value.type) for wanted, given in passed)
        return self._types_fit(function, site) and not any(strange)

    def _types_fit(self, function: Function, site: CallSite) -> bool:
        for position, argument in enumerate(site.arguments):
            parameter = _parameter(function, argument.name, position)
            if parameter is not None and not self._type_fits(function, parameter, argument.value):
                return False
        return True

    def _type_fits(self, function: Function, parameter: Parameter, value: Value) -> bool:
        if parameter.type is None or value.type is None or parameter.variadic:
            return True
        wanted = self._program.names.resolve(self._program.module_of(function), parameter.type)
        if wanted == value.type:
            return True
        plain_wanted, plain_given = _BUILT_IN.get(simple_name(wanted)), _BUILT_IN.get(simple_name(value.type))
        own_wanted, own_given = wanted in self._program.types, value.type in self._program.types
        if plain_wanted is not None and plain_given is not None:
            return plain_wanted == plain_given
        if own_wanted and own_given:
            return wanted in self._ancestors(value.type) or value.type in self._ancestors(wanted)
        return not ((own_wanted and plain_given is not None) or (plain_wanted is not None and own_given))

    def _ancestors(self, qualified: str) -> tuple[str, ...]:
        return self._program.ancestors(qualified, self._parents)


def _is_object_for_plain(wanted: str | None, given: str | None) -> bool:
    """Whether an object of a known type is given where a number or a truth value is wanted."""
    if wanted is None or given is None:
        return False
    return _BUILT_IN.get(wanted, "text") != "text" and simple_name(given) not in (*_BUILT_IN, "Object", "Any", "Number")


def may_be_meant(function: Function, site: CallSite) -> bool:
    """Whether the function takes as many arguments as the call has, and has a parameter for each that it names."""
    if not site.loose and not _takes(function, len(site.arguments)):
        return False
    labels = {one.label or one.name for one in function.parameters}
    return all(one.name is None or one.name in labels for one in site.arguments)


def is_callable(calling: Module, function: Function, module: Module) -> bool:
    """Whether code of a module can call a function of another: both are of one program, and nothing hides it."""
    hidden = ("private" in function.modifiers and module is not calling) or (
        "protected" in function.modifiers and module.package != calling.package
    )
    return not hidden and program_language(calling.language) == program_language(module.language)


def _takes(function: Function, count: int) -> bool:
    """Whether it takes this number of arguments; defaults and variadics considered."""
    required = sum(1 for one in function.parameters if one.default is None and not one.variadic)
    return required <= count and (count <= len(function.parameters) or any(one.variadic for one in function.parameters))


def _parameter(function: Function, name: str | None, position: int) -> Parameter | None:
    if name is not None:
        return next((one for one in function.parameters if (one.label or one.name) == name), None)
    return function.parameters[position] if position < len(function.parameters) else None


def _labelled_alike(functions: tuple[Function, ...], site: CallSite) -> tuple[Function, ...]:
    """Of functions whose parameters have labels, those that the call's arguments bear."""
    names = [one.name for one in site.arguments]
    alike = tuple(one for one in functions if [each.label for each in one.parameters][: len(names)] == names)
    return alike or functions


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
