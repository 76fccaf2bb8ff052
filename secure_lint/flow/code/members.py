"""Evaluation of members and elements of values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import Frame, holder_by_name, written_form
from secure_lint.flow.code.references import METHOD_GROUPS, by_convention, function_value
from secure_lint.flow.models.type_arguments import element_of
from secure_lint.flow.models.type_origins import told_by_choice
from secure_lint.flow.server.comparisons import of_class, of_member
from secure_lint.flow.values.known import place_of, single_text
from secure_lint.flow.values.value import Constant, Value, all_taints, parts_of
from secure_lint.model.program import Index, Member
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

_OF_RESOURCES = re.compile(
    r"(?:\w*R\w*|\w*[rR]es\w*)\.(?:string|plurals|id|drawable|layout|array|dimen|integer|bool)\.\w+"
)
"""A resource by the name that the build gives it, in a class whose name may be another one."""


def evaluate_member(interpreter: Interpreter, frame: Frame, node: Member) -> Value:
    """A member of a value, a static member of a type, or a nested type."""
    receiver = interpreter.evaluate(frame, node.receiver)
    location = frame.location(node.span)
    interpreter.reads.note(node.name, location, receiver.type)
    named = _function_of_type(interpreter, frame, node, receiver)
    if named is not None:
        return named
    static = _static_member(interpreter, frame, node, receiver)
    if static is not None:
        return interpreter.names.named(static, node.name, location, receiver.type)
    if node.name in interpreter.widget_accessors:
        widget = interpreter.accesses.widget_value(receiver, node.receiver, location)
        if widget is not None:
            return widget
    written = _written_name(interpreter, node, receiver)
    if written is not None:
        return written
    function = _modelled_function(interpreter, frame, node, receiver)
    if function is not None:
        return function
    read = interpreter.accesses.property_read(frame, node, receiver)
    if read is not None:
        return interpreter.names.named(read, node.name, location, receiver.type)
    found = interpreter.fields.member(receiver, node.name)
    by_name = frame.module.explicit or frame.module.language in METHOD_GROUPS
    if found is None and by_name and receiver.type is not None:
        functions = interpreter.program.method(receiver.type, node.name)
        found = function_value(interpreter, frame, functions[0], node) if functions else None
    if found is None:
        found = _named_member(interpreter, receiver, node.name, location)
    if found is None:
        found = _derived(interpreter, receiver, node.name, location)
    found = of_member(by_convention(interpreter, frame, node.name, found), receiver)
    if _is_generated(frame, node, receiver):
        return found
    holder = holder_by_name(frame, receiver, node.receiver)
    return interpreter.names.named(found, node.name, location, receiver.type, holder)


def _function_of_type(interpreter: Interpreter, frame: Frame, node: Member, receiver: Value) -> Value | None:
    """A function of a module, or a method of a type that its name alone stands for."""
    if not receiver.is_type or receiver.type is None:
        return None
    by_name = frame.module.language in METHOD_GROUPS and receiver.type in interpreter.program.types
    if not by_name and not interpreter.program.module_names.is_module(receiver.type):
        return None
    functions = interpreter.program.method(receiver.type, node.name)
    return function_value(interpreter, frame, functions[0], node) if functions else None


def _modelled_function(interpreter: Interpreter, frame: Frame, node: Member, receiver: Value) -> Value | None:
    """A function that models know, in a language in which naming one does not call it: ``send = requests.post``."""
    if not (frame.module.explicit and receiver.is_type) or receiver.type is None:
        return None
    known = interpreter.index.is_function(interpreter.program, frame.module.language, receiver.type, node.name)
    return Value(type=f"{receiver.type}.{node.name}", is_type=True) if known else None


def _static_member(interpreter: Interpreter, frame: Frame, node: Member, receiver: Value) -> Value | None:
    """A static member of a type, or a type in it; not where a model tells what reading the member does."""
    if not receiver.is_type or receiver.type is None:
        return None
    constant = f"{receiver.type}.{node.name}" in interpreter.index.constants
    if interpreter.calls.is_modelled(receiver.type, node.name) and not constant:
        return None
    static = interpreter.fields.static(receiver.type, node.name, frame.location(node.span), frame.module.language)
    return None if static is None else of_member(of_class(static), receiver)


def _named_member(interpreter: Interpreter, receiver: Value, name: str, location: Location) -> Value | None:
    """A member of a type all of whose members are alike but for their names."""
    if receiver.type is None or receiver.is_type:
        return None
    model = interpreter.index.type_model(interpreter.program, receiver.type)
    if model is None or model.members is None:
        return None
    return Value(type=model.members, members={"name": Value(constants=(Constant(name, location),), exact=True)})


def _written_name(interpreter: Interpreter, node: Member, receiver: Value) -> Value | None:
    """A type written out with its package (``javax.crypto.Cipher``), or the text of a resource (``R.string.title``)."""
    if receiver.type is not None or receiver.constants or receiver.taints:
        return None
    written = written_form(node)
    resource = interpreter.resources.get(".".join(written.rsplit(".", 3)[-3:])) if interpreter.resources else None
    if resource is not None:
        return Value(constants=(resource,), exact=True, type="java.lang.String")
    if not node.name[:1].isupper():
        return None
    return Value(type=written, is_type=True) if interpreter.program.names.is_type(written) else None


def _is_generated(frame: Frame, node: Member, receiver: Value) -> bool:
    """Whether a member is a number that the build gives to a resource: ``R.drawable.phone_off``.

    Neither Kotlin nor Java write static members like that otherwise; the class may bear another name, of an alias
    (``coreR.string.password``).
    """
    if frame.module.explicit or receiver.taints or not (receiver.is_type or receiver.type is None):
        return False
    if not node.name.islower():
        return False
    written = written_form(node)
    return ("_" in node.name and written[:1].isupper()) or _OF_RESOURCES.fullmatch(written) is not None


def _derived(interpreter: Interpreter, receiver: Value, name: str, location: Location) -> Value:
    taints = tuple(taint for taint in receiver.taints if interpreter.names.survives(taint, name))
    return Value(
        taints=(*parts_of(taints, name), *told_by_choice(interpreter, receiver, name, location)),
        alias=receiver.alias.of_member(name) if receiver.alias is not None else None,
    )


def evaluate_index(interpreter: Interpreter, frame: Frame, node: Index) -> Value:
    """An element; a known key picks the member recorded under it."""
    receiver = interpreter.evaluate(frame, node.receiver)
    index = interpreter.evaluate(frame, node.index)
    read = interpreter.accesses.index_read(frame, node, receiver, index)
    if read is not None:
        return read
    key = single_text(index)
    if key is not None:
        member = receiver.member(key)
        left = (taint for taint in receiver.taints if interpreter.names.survives(taint, key))
        found = member if member is not None else Value(taints=parts_of(tuple(left)))
        told = any(taint.label.kind == "data" for taint in found.taints)
        return found if told else interpreter.names.keyed(found, key, frame.location(node.span))
    known = receiver.member(place) if (place := place_of(index)) is not None else None
    if known is not None:
        return known
    element = element_of(interpreter, receiver) or Value(taints=all_taints(receiver))
    return msgspec.structs.replace(element, taints=parts_of(element.taints))
