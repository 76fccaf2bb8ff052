"""How objects of the project read in a text or in a message: as their class writes them out, by their members, or mute.

What a class without a method for it shows depends on the language, so models tell it (`TextModel`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.fields import is_computed
from secure_lint.flow.code.frame import CallSite, Frame, PassedArgument
from secure_lint.flow.models.type_origins import told_by_choice
from secure_lint.flow.values.summaries import Binding
from secure_lint.flow.values.value import ELEMENT, UNKNOWN, Taint, Value, merge_taints, stepped
from secure_lint.knowledge.object_words import TextModel
from secure_lint.link.type_names import simple_name, type_argument
from secure_lint.model.finding import Step
from secure_lint.model.program import Call, Field, Literal, Module, TypeDecl
from secure_lint.model.span import Location

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

MESSAGES = frozenset({"log", "log.redacting"})
"""The kinds of sinks that make a text of what they are handed."""
DEEPEST = 2
"""Objects are followed so far into the members of an object."""
_WRITES_ITSELF_OUT = frozenset({"toString", "__str__", "description"})
_NOT_OF_OBJECTS = frozenset({"static", "const"})
_COLLECTION_OF = 2
"""A collection is of one type, a map of two."""


class ObjectTexts:
    """Tells what of an object is in the text that is made of it."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._asked: set[str] = set()

    def in_text(self, frame: Frame, location: Location, value: Value) -> Value:
        """A value as a part of a text that is put together."""
        if value.is_type:
            return value
        words = self._interpreter.index.texts.get(frame.module.language)
        return self._written(frame, location, value, words.shows if words is not None else None, DEEPEST)

    def is_asked_for(self, frame: Frame, site: CallSite) -> bool:
        """Whether a call asks an object of the project for its text, which nobody wrote a method for."""
        words = self._interpreter.index.texts.get(frame.module.language)
        if words is None or site.name not in words.own or site.receiver is None or site.receiver.is_type:
            return False
        program, type_name = self._interpreter.program, site.receiver.type or ""
        return type_name in program.types and not program.method(type_name, site.name)

    def in_messages(self, frame: Frame, site: CallSite) -> CallSite:
        """A call of a log, its arguments as the message shows them."""
        arguments = tuple(self._in_message(frame, site, one) for one in site.arguments)
        return site if arguments == site.arguments else msgspec.structs.replace(site, arguments=arguments)

    def handed_on(self, frame: Frame, location: Location, binding: Binding) -> Binding:
        """The arguments of a function as they appear in the message that it makes of them."""
        arguments = {position: self.in_text(frame, location, value) for position, value in binding.arguments.items()}
        return msgspec.structs.replace(binding, arguments=arguments)

    def _in_message(self, frame: Frame, site: CallSite, argument: PassedArgument) -> PassedArgument:
        value = argument.value
        words = self._interpreter.index.texts.get(frame.module.language)
        if words is None or value.is_type or value.closure is not None:
            return argument
        shown = self._written(frame, site.location, value, words.logged or words.shows, DEEPEST)
        return argument if shown is value else msgspec.structs.replace(argument, value=shown)

    def _written(
        self, frame: Frame, location: Location, value: Value, shows: frozenset[str] | None, deepest: int
    ) -> Value:
        interpreter = self._interpreter
        if value.type is None:
            return value
        if shows is not None:
            interpreter.wanted.whole(value.type)
        declaration = interpreter.program.types.get(value.type)
        if declaration is None:
            return value
        if declaration.kind == "enum":
            told = told_by_choice(interpreter, value, declaration.name, location)
            return msgspec.structs.replace(value, taints=merge_taints(value.taints, told))
        words = interpreter.index.texts.get(interpreter.program.module_of_type[declaration.qualified].language)
        if shows is None or words is None:
            return msgspec.structs.replace(value, members=None) if self._is_mute(declaration, value) else value
        own = self._own(frame, location, value, words)
        if own is not None:
            return own
        if shows.isdisjoint(self._traits(declaration)):
            return msgspec.structs.replace(value, members=None) if value.members else value
        held = tuple(self._members(frame, location, value, words, shows, deepest))
        step = Step(location, f"`{declaration.name}` written out")
        return msgspec.structs.replace(
            value, taints=merge_taints(value.taints, stepped(Value(taints=held), step).taints)
        )

    def _own(self, frame: Frame, location: Location, value: Value, words: TextModel) -> Value | None:
        """The text that the class of an object makes of it; ``None`` when it does not say."""
        interpreter, type_name = self._interpreter, value.type or ""
        if type_name in self._asked:
            # What makes the text writes the object to a log itself.
            return msgspec.structs.replace(value, members=None)
        self._asked.add(type_name)
        try:
            for name in words.own:
                functions = interpreter.program.method(type_name, name)
                if functions and any(one.body is not None or one.deferred for one in functions):
                    made = interpreter.call_functions(frame, functions, CallSite(name, (), location, name, value))
                    return msgspec.structs.replace(made, members=None)
                if interpreter.program.field(type_name, name) is not None:
                    return msgspec.structs.replace(interpreter.fields.member(value, name) or UNKNOWN, members=None)
        finally:
            self._asked.discard(type_name)
        return None

    def _traits(self, declaration: TypeDecl) -> set[str]:
        """What models may name to say which classes show their members."""
        ancestors = self._interpreter.program.ancestors(declaration.qualified, self._interpreter.index.parents)
        return {
            declaration.kind,
            *declaration.modifiers,
            *(simple_name(one.name) for one in declaration.annotations),
            *map(simple_name, ancestors),
        }

    def _members(
        self, frame: Frame, location: Location, value: Value, words: TextModel, shows: frozenset[str], deepest: int
    ) -> Iterator[Taint]:
        """The data that the members of an object hold by their names, and those of objects among them."""
        interpreter = self._interpreter
        for owner in interpreter.program.ancestors(value.type or "", {}):
            declaration = interpreter.program.types.get(owner)
            for field in declaration.fields if declaration is not None else ():
                if _is_shown(field, words):
                    module = interpreter.program.module_of_type[owner]
                    held = interpreter.fields.member(value, field.name) or UNKNOWN
                    place = Location(module.path, field.name_span)
                    named = interpreter.names.named(held, field.name, place, value.type)
                    data = _data_of(named)
                    yield from data
                    if not data and deepest:
                        for one in _objects_in(interpreter, module, field, named):
                            yield from _data_of(self._written(frame, location, one, shows, deepest - 1))

    def _is_mute(self, declaration: TypeDecl, value: Value) -> bool:
        """Whether a class is taken to show nothing of its objects, in a language of which no model tells."""
        if not value.members or declaration.kind == "record" or "data" in declaration.modifiers:
            return False
        if declaration.annotations:
            # Some of them have the method generated.
            return False
        methods = self._interpreter.program.methods
        return not any(methods.get((declaration.qualified, name)) for name in _WRITES_ITSELF_OUT)


def _is_shown(field: Field, words: TextModel) -> bool:
    """Whether a field is shown: it belongs to the object, is no calculation, and nothing leaves it out."""
    if is_computed(field) or not _NOT_OF_OBJECTS.isdisjoint(field.modifiers):
        return False
    if not words.left_out.isdisjoint(simple_name(one.name) for one in field.annotations):
        return False
    if field.type is not None and not words.left_out.isdisjoint((simple_name(field.type),)):
        return False
    given = field.initial.arguments if isinstance(field.initial, Call) else ()
    return not any(
        one.name in words.switches and isinstance(one.value, Literal) and one.value.value is False for one in given
    )


def _data_of(value: Value) -> tuple[Taint, ...]:
    return tuple(one for one in value.taints if one.label.kind == "data")


def _objects_in(interpreter: Interpreter, module: Module, field: Field, held: Value) -> Iterator[Value]:
    """What a member holds, and what it is a collection of."""
    yield held
    element = held.member(ELEMENT)
    if element is not None:
        yield element
    for position in range(_COLLECTION_OF):
        text = type_argument(field.type, position)
        if text is not None:
            yield Value(type=interpreter.program.names.resolve(module, text))
