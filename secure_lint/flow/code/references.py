"""What a plain name means: a variable, a member of what is around, a global, a function, a module or a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secure_lint.flow.code.captures import is_anonymous
from secure_lint.flow.code.frame import Frame
from secure_lint.flow.models.type_origins import with_type_origin
from secure_lint.flow.models.wrapping import WRAPPED
from secure_lint.flow.values.reads import LOCAL
from secure_lint.flow.values.value import UNKNOWN, Closure, Constant, Value
from secure_lint.model.program import (
    Argument,
    Block,
    Call,
    Expression,
    Function,
    Lambda,
    Member,
    Name,
    Parameter,
    Return,
)

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


METHOD_GROUPS = frozenset({"csharp", "dart"})
"""Languages in which the name of a method or function stands for it where a function is wanted."""


def evaluate_name(interpreter: Interpreter, frame: Frame, node: Name) -> Value:
    """A variable, a member of an implicit receiver, a field, a global variable, or a type."""
    identifier = node.identifier
    if identifier in ("this", "super"):
        return frame.receivers[-1] if frame.receivers and identifier == "this" else frame.this
    found = frame.variables.get(identifier)
    owner: str | None = None
    if found is None and not frame.module.explicit:
        owner, found = _implicit_member(interpreter, frame, identifier)
    if found is None and is_anonymous(frame.owner):
        found = interpreter.captures.captured(frame, identifier)
    if found is None:
        found = interpreter.fields.global_value(frame, identifier)
    if found is None:
        found = _method_group(interpreter, frame, node)
    if found is None and not frame.module.explicit:
        found = _implicit_property(interpreter, frame, node)
    if found is None:
        found = _type_reference(interpreter, frame, node)
    if found is None:
        _want_inherited(interpreter, frame)
        found = UNKNOWN
    said = by_convention(interpreter, frame, identifier, found)
    by_name, found = said is not found, said
    if found.is_type or by_name:
        found = with_type_origin(interpreter, found, identifier, frame.location(node.span), "origin")
    if identifier in interpreter.reads.watched:
        meant = LOCAL if identifier in frame.variables else owner
        interpreter.reads.note(identifier, frame.location(node.span), meant)
    return interpreter.names.named(found, identifier, frame.location(node.span), owner)


def _want_inherited(interpreter: Interpreter, frame: Frame) -> None:
    """Ask for the types from which a name may come that nothing read so far declares."""
    if frame.module.explicit:
        return
    for owner in interpreter.program.enclosing_types(frame.owner):
        for ancestor in interpreter.program.ancestors(owner, interpreter.index.parents):
            interpreter.wanted.ancestor(ancestor)


def _implicit_property(interpreter: Interpreter, frame: Frame, node: Name) -> Value | None:
    """A property that an implicit receiver has from a library: ``writableDatabase`` in a database helper."""
    own = (Value(type=owner) for owner in interpreter.program.enclosing_types(frame.owner)[1:])
    for receiver in (*reversed(frame.receivers), frame.this, *own):
        if receiver.type is not None and not receiver.is_type:
            member = Member(node.span, Name(node.span, "this"), node.identifier)
            found = interpreter.accesses.property_read(frame, member, receiver)
            if found is not None:
                return found
    return None


def _method_group(interpreter: Interpreter, frame: Frame, node: Name) -> Value | None:
    """A method of the types around, or a function outside types, named where a function is wanted."""
    if frame.module.language not in METHOD_GROUPS:
        return None
    program = interpreter.program
    for owner in program.enclosing_types(frame.owner):
        functions = program.method(owner, node.identifier)
        if functions:
            return function_value(interpreter, frame, functions[0], node)
    functions = program.free_functions(frame.module, node.identifier)
    return function_value(interpreter, frame, functions[0], node) if functions else None


def _implicit_member(interpreter: Interpreter, frame: Frame, identifier: str) -> tuple[str | None, Value | None]:
    """A member of an implicit receiver or of the type around the function, with the type that has it."""
    for receiver in reversed(frame.receivers):
        found = interpreter.fields.member(receiver, identifier)
        if found is not None:
            return receiver.type, found
    return interpreter.fields.own(frame, identifier)


def _type_reference(interpreter: Interpreter, frame: Frame, node: Name) -> Value | None:
    names, identifier = interpreter.program.names, node.identifier
    if frame.module.explicit:
        return _explicit_reference(interpreter, frame, identifier)
    meant = _known_everywhere(interpreter, frame, node)
    if meant is not None:
        return meant
    if not identifier[:1].isupper():
        return _named_package(interpreter, frame, identifier)
    qualified = names.resolve(frame.module, identifier)
    known = names.is_type(qualified) or "." in qualified or not identifier.isupper()
    return interpreter.construction.type_value(qualified) if known else None


def _named_package(interpreter: Interpreter, frame: Frame, identifier: str) -> Value | None:
    """A package by the name that the file gives it, or something modelled with a name in small letters."""
    names, index = interpreter.program.names, interpreter.index
    meant = names.imports(frame.module).get(identifier)
    if meant is not None and meant in index.packages:
        return Value(type=meant, is_type=True)
    qualified = names.resolve(frame.module, identifier) if identifier in index.small_types else ""
    return interpreter.construction.type_value(qualified) if qualified in index.known_types else None


def _known_everywhere(interpreter: Interpreter, frame: Frame, node: Name) -> Value | None:
    """What a name that models know means without an import: a constant or object outside types, or a type."""
    index, language, identifier = interpreter.index, frame.module.language, node.identifier
    constant = index.constants.get(identifier)
    if constant is not None:
        return Value(constants=(Constant(constant, frame.location(node.span)),), exact=True)
    held = index.globals.get((language, identifier))
    if held is not None:
        return interpreter.stores.provided(Value(type=held), ())
    is_type = language in index.known_types.get(identifier, ()) and not identifier[:1].isupper()
    return interpreter.construction.type_value(identifier) if is_type else None


def by_convention(interpreter: Interpreter, frame: Frame, identifier: str, value: Value) -> Value:
    """The value, of the type that names such as this one hold by convention if nothing tells its type."""
    told = value.type is not None and not _is_unread(interpreter, value)
    if told or value.constants or value.closure is not None or (value.members and value.members.keys() != {WRAPPED}):
        return value
    held = interpreter.index.conventions.get((frame.module.language, identifier))
    return value if held is None else interpreter.stores.provided(Value(value.taints, type=held), ())


def _is_unread(interpreter: Interpreter, value: Value) -> bool:
    """Whether a value is what a name stands for that a file takes from a module of the project, and no type."""
    names, program = value.type or "", interpreter.program
    taken = value.is_type and names not in program.types and names not in interpreter.index.types
    return taken and program.module_names.is_module(names.rpartition(".")[0])


def _explicit_reference(interpreter: Interpreter, frame: Frame, identifier: str) -> Value | None:
    """What a name means in a module whose names mean what the file says: a function, an import, a type or a global."""
    names = interpreter.program.names
    functions = interpreter.program.free_functions(frame.module, identifier)
    if functions:
        return function_value(interpreter, frame, functions[0], Name(frame.span, identifier))
    meant = names.imports(frame.module).get(identifier) or names.resolve(frame.module, identifier)
    language = frame.module.language
    if not (names.is_type(meant) or names.is_namespace(meant, language) or meant != identifier):
        meant = interpreter.index.globals.get((language, identifier), "")
    return interpreter.stores.provided(Value(type=meant, is_type=True), ()) if meant else None


def function_value(interpreter: Interpreter, frame: Frame, function: Function, callee: Expression) -> Value:
    """A function in the place of a value: a closure that hands its arguments on."""
    span = frame.span
    parameters = tuple(Parameter(f"<{position}>", None, span) for position in range(len(function.parameters)))
    call = Call(span, callee, tuple(Argument(Name(span, one.name)) for one in parameters))
    handing_on = Lambda(span, parameters, Block(span, (Return(span, call),)))
    return Value(closure=Closure(handing_on, frame, interpreter.key_of(function)))
