"""Reading and writing of members and elements: as modelled accessors, as getters and setters, or plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.expressions import subject_of
from secure_lint.flow.code.filled_arrays import may_be_filled
from secure_lint.flow.code.frame import CallSite, Frame, PassedArgument, written_form
from secure_lint.flow.code.statements import update
from secure_lint.flow.models.emission import report_entry, report_option
from secure_lint.flow.models.ports import matching
from secure_lint.flow.server.records import report_set
from secure_lint.flow.values.known import place_of, single_text
from secure_lint.flow.values.value import ELEMENT, UNKNOWN, Value, all_taints, changed_elsewhere, merge_taints, parts_of
from secure_lint.knowledge.models import CallModel
from secure_lint.label.accessors import accessed
from secure_lint.model.program import Call, Expression, Field, Function, Index, Member, Name
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter


GET = "get"
"""The method by which elements are read; an access by an index is a call of it."""


PLAIN_GETTERS = frozenset({"objc"})
"""Languages in which a property is read by a method of its name, and a method without parameters like a property."""


class Accesses:
    """Carries out accesses to members and elements."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter

    def property_read(self, frame: Frame, node: Member, receiver: Value) -> Value | None:
        """The value of ``receiver.name`` if a model or a getter of the project answers for it."""
        written = written_form(node).removeprefix("this.")
        site = CallSite(node.name, (), frame.location(node.span), written, receiver, node.receiver)
        models = self._models(frame, site)
        if models:
            return self._interpreter.calls.effects.apply(frame, site, models)
        if receiver.type is not None and receiver.member(node.name) is None:
            functions = self._getters(frame, receiver.type, node.name)
            if functions and self._interpreter.program.field(receiver.type, node.name) is None:
                return self._interpreter.call_functions(frame, functions, site)
        return None

    def _getters(self, frame: Frame, type_name: str, name: str) -> tuple[Function, ...]:
        """The methods that a property of the name is read by; no property begins with a capital where a getter does."""
        getter = f"get{name[:1].upper()}{name[1:]}"
        found = () if name[:1].isupper() else self._interpreter.program.method(type_name, getter)
        if found or frame.module.language not in PLAIN_GETTERS:
            return found
        return tuple(one for one in self._interpreter.program.method(type_name, name) if not one.parameters)

    def property_write(
        self, frame: Frame, receiver: Value, name: str, value: Value, target: Member | None = None
    ) -> bool:
        """Carry out ``receiver.name = value`` as a setter call; false when no model or setter answers for it."""
        expression: Expression = target if target is not None else Name(frame.span, name)
        argument = PassedArgument(None, value, expression)
        written = written_form(expression)
        location = frame.location(expression.span)
        holder = target.receiver if target is not None else None
        site = CallSite(f"{name}=", (argument,), location, written, receiver, holder)
        models = self._models(frame, site)
        if models:
            self._interpreter.calls.effects.apply(frame, site, models)
            return True
        report_option(self._interpreter, frame, name, value, location)
        if self._has_entries(receiver):
            stored = self._interpreter.stores.provided(receiver, ())
            if stored.store is not None:
                declared = self._interpreter.program.field(receiver.type or "", name)
                if value.type is None:
                    value = value.with_type(self._declared_type(receiver.type or "", name, declared))
                if not self._has_entries(value):
                    report_entry(frame, stored, name, value, location)
                return declared is None
        if receiver.type is None or self._interpreter.program.field(receiver.type, name) is not None:
            return False
        functions = self._interpreter.program.method(receiver.type, f"set{name[:1].upper()}{name[1:]}")
        if functions:
            self._interpreter.call_functions(frame, functions, site)
        return bool(functions)

    def _declared_type(self, holder: str, name: str, declared: tuple[str, Field] | None) -> str | None:
        """The type of a member of an object of a store, as its class or else the schema of the store declares it."""
        program = self._interpreter.program
        if declared is not None:
            owner, field = declared
            return program.names.resolve(program.module_of_type[owner], field.type) if field.type is not None else None
        attributes = (one for entity in program.schema_entities if entity.name == holder for one in entity.attributes)
        return next((one.type for one in attributes if one.name == name), None)

    def _has_entries(self, value: Value) -> bool:
        """Whether a value is an object of a store: one that is assigned to a member of another is only linked to it."""
        described = self._interpreter.index.type_model(self._interpreter.program, value.type)
        return described is not None and described.entries

    def accessor(self, frame: Frame, site: CallSite) -> Value | None:
        """The result of a getter or setter that nobody wrote: one that is made of the field when the class is compiled.

        So is the text of an object. What a setter sets of a record is reported, also where somebody wrote one that only
        assigns.
        """
        receiver, program = site.receiver or UNKNOWN, self._interpreter.program
        if self._interpreter.texts.is_asked_for(frame, site):
            return self._interpreter.texts.in_text(frame, site.location, receiver)
        if frame.module.language in PLAIN_GETTERS and not site.arguments and receiver.type is not None:
            is_method = bool(program.method(receiver.type, site.name))
            return None if is_method else self._interpreter.fields.member(receiver, site.name)
        named = accessed(site.name) if receiver.type in program.types and not receiver.is_type else None
        if named is None or receiver.type is None or program.field(receiver.type, named[0]) is None:
            return None
        name, sets = named
        if sets != (len(site.arguments) == 1):
            return None
        written = program.method(receiver.type, site.name)
        if sets and not any(any(all_of(Call, one.body)) for one in written):
            report_set(self._interpreter, frame, receiver, name, site.arguments[0].value, site.location)
        if written:
            return None
        if not sets:
            return receiver.member(name) if not site.arguments else None
        changed = receiver.with_member(name, site.arguments[0].value)
        self._interpreter.fields.assign_member(receiver, name, site.arguments[0].value)
        update(self._interpreter, frame, site.target, changed)
        return changed

    def index_read(self, frame: Frame, node: Index, receiver: Value, index: Value) -> Value | None:
        """``receiver[index]`` as the call of a modelled ``get``."""
        site = CallSite(
            GET, (PassedArgument(None, index, node.index),), frame.location(node.span), written_form(node), receiver
        )
        models = self._models(frame, site)
        if models:
            return part_got(site, self._interpreter.calls.effects.apply(frame, site, models))
        may_be_filled(self._interpreter, frame, site)
        return None

    def index_write(self, frame: Frame, target: Index, value: Value) -> None:
        """``receiver[index] = value`` as the call of a modelled ``set``, else as a recorded member."""
        receiver = self._interpreter.evaluate(frame, target.receiver)
        index = self._interpreter.evaluate(frame, target.index)
        arguments = (PassedArgument(None, index, target.index), PassedArgument(None, value, target))
        site = CallSite("set", arguments, frame.location(target.span), written_form(target), receiver, target.receiver)
        models = self._models(frame, site)
        if models:
            self._interpreter.calls.effects.apply(frame, site, models)
            return
        place = place_of(index)
        key = place if place is not None and receiver.member(place) is not None else single_text(index)
        value = changed_elsewhere(value)
        if key is not None:
            changed = receiver.with_member(key, value)
        else:
            filled = changed_elsewhere(receiver)
            taints = merge_taints(filled.taints, all_taints(value))
            changed = msgspec.structs.replace(filled, taints=taints, exact=False)
            if value.type is not None and not value.constants:
                changed = changed.with_member(ELEMENT, value)
        update(self._interpreter, frame, target.receiver, changed)

    def widget_value(self, receiver: Value, node: Expression, location: Location) -> Value | None:
        """What the user typed into the element that ``node`` names, or ``None`` when it names none."""
        model = self._interpreter.index.type_model(self._interpreter.program, receiver.type)
        unknown = receiver.type is None and not receiver.taints and not receiver.constants
        if not (model.widget if model is not None else unknown):
            return None
        name = subject_of(node)
        if not name:
            return None
        value = self._interpreter.names.field(Value(type="java.lang.String"), name, location)
        return value if value.taints else None

    def _models(self, frame: Frame, site: CallSite) -> tuple[CallModel, ...]:
        """The models that fit an access, of the receiver's type or, failing that, of any."""
        index, receiver = self._interpreter.index, site.receiver or UNKNOWN
        if receiver.type is not None:
            found = index.calls(self._interpreter.program, receiver.type, site.name)
            if found:
                return matching(site, found)
        any_type = index.for_any_type(frame.module.language, site.name)
        if any_type:
            return matching(site, any_type)
        if receiver.type is None and not receiver.is_type:
            return matching(site, index.distinctive(frame.module, site.name))
        return ()


def part_got(site: CallSite, result: Value) -> Value:
    """What a call of ``get`` yields: of what the receiver comes from, the part of that name, if it is a known text."""
    key = single_text(site.arguments[0].value) if site.name == GET and site.arguments else None
    return result if key is None else msgspec.structs.replace(result, taints=parts_of(result.taints, key))
