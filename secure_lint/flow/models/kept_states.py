"""States that a library keeps in a store and brings back when the app starts, such as those of a user interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.models.ports import at_port, constant_at, entry_of, entry_place, is_null, recorded_at
from secure_lint.flow.models.state_changes import put_by, put_inside
from secure_lint.flow.models.wrapping import unwrapped
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.known import single_text
from secure_lint.flow.values.value import ELEMENT, UNKNOWN, StoreState, Value, origins
from secure_lint.knowledge.call_words import Keep
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Literal, Parameter
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location, Span

if TYPE_CHECKING:
    from secure_lint.flow.interpreter import Interpreter

KEEPS = "store.keep"
"""The kind of event: its value has the attributes of the state as members, its name is that of the state."""

DEEPEST_STATES = 3

_Members = Mapping[str, Value]


def report_kept(interpreter: Interpreter, frame: Frame, site: CallSite, keep: Keep, result: Value) -> None:
    """Report the state that a call keeps: one event for each object in it that has attributes of its own."""
    given = (recorded_at(site, port, result) for port in keep.state)
    state = next((one for one in given if one is not None and one is not UNKNOWN), None)
    if state is None:
        return
    wanted = _names(site, keep.only)
    unwanted = _names(site, keep.besides)
    named = single_text(at_port(site, keep.name)) if keep.name is not None else None
    states = _States(interpreter, frame, keep)
    chosen = states.chosen(state, recorded_at(site, keep.chosen_by, result) if keep.chosen_by is not None else None)
    members = {
        name: value
        for name, value in (chosen if chosen is not None else states.members(state)).items()
        if (not wanted or name in wanted) and name not in unwanted
    }
    holder = Value(store=_store(interpreter, frame, site, keep))
    place = _place(state) or site.location
    for name, location, attributes in states.objects(named or site.name, place, members):
        placed = msgspec.structs.replace(site, location=location)
        emit(frame, placed, KEEPS, Value(members=dict(attributes)), constant_at(placed, name), holder)


def kept_entities(events: Iterable[Event]) -> tuple[Entity, ...]:
    """The states that are kept, as entities; one that is kept at several calls counts once."""
    found: dict[tuple[Location, str], Entity] = {}
    for event in events:
        if event.kind != KEEPS or event.store is None:
            continue
        name = str(event.name.constants[0].value)
        attributes = tuple(
            Attribute(one, simple_name(value.type) if value.type else None, entry_place(value, event.location))
            for one, value in (event.value.members or {}).items()
        )
        found.setdefault((event.location, name), Entity(name, attributes, event.store.engine, "state", event.location))
    return tuple(found.values())


def _names(site: CallSite, port: str | None) -> frozenset[str]:
    constants = at_port(site, port).constants if port is not None else ()
    return frozenset(one.value for one in constants if isinstance(one.value, str))


class _States:
    """The states that a call keeps, as their objects and functions tell them."""

    def __init__(self, interpreter: Interpreter, frame: Frame, keep: Keep) -> None:
        self._interpreter, self._frame, self._keep = interpreter, frame, keep

    def objects(
        self, name: str, place: Location, members: _Members, depth: int = DEEPEST_STATES
    ) -> Iterator[tuple[str, Location, _Members]]:
        """The objects of a state that have attributes: name, place and attributes of each."""
        attributes: dict[str, Value] = {}
        for member, value in members.items():
            inner = self.members(value) if depth and not self._is_action(value) else {}
            if inner:
                where = _place(self._state(value)) or place
                yield from self.objects(member, where, inner, depth - 1)
            elif unwrapped(value).closure is None:
                attributes[member] = value
        if attributes:
            yield name, place, attributes

    def members(self, value: Value) -> _Members:
        """The members of the state that a value stands for, each with the place where it is written."""
        begun = value.member(self._keep.begins) if self._keep.begins is not None else None
        if begun is not None:
            changes = (value.member(name) for name in self._keep.changed_by)
            return {**self._put_by_parts(one for one in changes if one is not None), **self.members(begun)}
        state = self._state(value)
        actions = (one for one in (state.members or {}).values() if self._is_action(one))
        put = [self._put_by(one) for one in (value, *actions)]
        return {
            **dict(chain.from_iterable(one.items() for one in put)),
            **self._declared(state),
            **self._written(state),
        }

    def _is_action(self, value: Value) -> bool:
        """Whether a member of a state is a function that changes what holds it, and no state of its own."""
        parameters = self._parameters(value)
        return bool(parameters) and parameters[0].default is None and bool(self._put_by(value))

    def _parameters(self, value: Value) -> tuple[Parameter, ...]:
        closure = unwrapped(value).closure
        if closure is None:
            return ()
        function = self._interpreter.program.function_of(closure.function or "")
        return function.parameters if function is not None else closure.node.parameters

    def chosen(self, value: Value, chooser: Value | None) -> _Members | None:
        """The members of the state that a function chooses; those that it overwrites with nothing are left out."""
        closure = unwrapped(chooser).closure if chooser is not None else None
        if closure is None:
            return None
        offered = Value(members=dict(self.members(value)))
        kept = self._interpreter.invoke(self._frame, closure, (offered,), None)
        fields = kept.literal.record.fields if kept.literal is not None else ()
        emptied = {one.name for one in fields if isinstance(one.value, Literal) and one.value.value is None}
        return {name: one for name, one in self._written(kept).items() if name not in emptied}

    def _written(self, state: Value) -> _Members:
        if state.literal is None:
            return {}
        path, record = state.literal.path, state.literal.record
        written = {one.name: Location(path, one.value.span) for one in record.fields if one.name}
        return {
            name: entry_of(
                self._typed(state, name, member),
                name,
                written.get(name) or entry_place(member, Location(path, record.span)),
            )
            for name, member in (state.members or {}).items()
            if name != ELEMENT
        }

    def _typed(self, state: Value, name: str, member: Value) -> Value:
        """A member that begins empty, of the type that the type of the state declares."""
        if member.type is not None or member.members or not (is_null(member) or member is UNKNOWN):
            return member
        found = self._interpreter.program.field(state.type, name) if state.type is not None else None
        if found is None or found[1].type is None:
            return member
        module = self._interpreter.program.module_of_type[found[0]]
        return member.with_type(self._interpreter.program.names.resolve(module, found[1].type))

    def _declared(self, state: Value) -> _Members:
        """The fields of an object of a class of the project: what each holds at first."""
        program = self._interpreter.program
        declaration = program.types.get(state.type) if state.type is not None else None
        if declaration is None or state.type is None or state.literal is not None:
            return {}
        module = program.module_of_type[state.type]
        return {
            one.name: entry_of(Value(type=one.type), one.name, Location(module.path, one.span))
            for one in declaration.fields
            if "static" not in one.modifiers
        }

    def _put_by(self, value: Value) -> _Members:
        """What a function that makes the next state of the last one puts into it."""
        closure = unwrapped(value).closure
        if closure is None:
            return {}
        home = closure.frame if isinstance(closure.frame, Frame) else self._frame
        function = self._interpreter.program.function_of(closure.function or "")
        if function is None:
            return _placed(put_by(closure.node.parameters, closure.node.body), home.module.path)
        self._interpreter.wanted.body(function)
        path = self._interpreter.program.module_of(function).path
        return _placed(put_by(function.parameters, function.body), path)

    def _put_by_parts(self, changes: Iterable[Value]) -> _Members:
        """What functions put into a state that are members of an object, or are written in another function."""
        found: dict[str, Value] = {}
        for change in changes:
            closure = unwrapped(change).closure
            for one in (change.members or {}).values():
                found.update(self._put_by(one))
            if closure is not None and isinstance(closure.frame, Frame):
                found.update(_placed(put_inside(closure.node.body), closure.frame.module.path))
        return found

    def _state(self, value: Value) -> Value:
        """The state that a value is.

        A function that makes the next state of the last (a reducer) stands for what it begins with, the default of its
        first parameter; one without that for what it returns.
        """
        closure = unwrapped(value).closure
        if closure is None:
            return value
        program = self._interpreter.program
        function = program.function_of(closure.function or "")
        parameters = self._parameters(value)
        if parameters and parameters[0].default is not None:
            home = program.module_of(function) if function is not None else None
            inside = closure.frame if isinstance(closure.frame, Frame) else self._frame
            scope = inside if home is None else Frame(home, None, None, self._frame.symbol, self._frame.budget)
            return self._interpreter.evaluate(scope, parameters[0].default)
        return self._interpreter.invoke(self._frame, closure, (), None)


def _placed(put: Iterable[tuple[str, Span]], path: str) -> dict[str, Value]:
    return {name: entry_of(UNKNOWN, name, Location(path, span)) for name, span in put}


def _place(value: Value) -> Location | None:
    return None if value.literal is None else Location(value.literal.path, value.literal.record.span)


def _store(interpreter: Interpreter, frame: Frame, site: CallSite, keep: Keep) -> StoreState:
    """The store that the call names, ciphered if it is given a key; else one of the engine."""
    named = at_port(site, keep.store) if keep.store is not None else UNKNOWN
    state = named.store or _written_by(interpreter, frame, named, keep.writers)
    store = StoreState(keep.engine, established=False) if state is None else state
    for port in keep.keys:
        key = recorded_at(site, port)
        if key is not None and not is_null(key):
            return msgspec.structs.replace(store, at_rest="ciphered", key_origins=origins(key))
    return msgspec.structs.replace(store, location=store.location or site.location)


def _written_by(interpreter: Interpreter, frame: Frame, made: Value, writers: Iterable[str]) -> StoreState | None:
    """The store into which an object of the project writes that has the methods of a store."""
    for name in writers:
        writer = made.member(name)
        home = writer.closure.frame if writer is not None and writer.closure is not None else None
        if writer is None or writer.closure is None or not isinstance(home, Frame):
            continue
        trial = Frame(home.module, None, home.owner, home.symbol, frame.budget)
        trial.variables.update(home.variables)
        interpreter.invoke(trial, msgspec.structs.replace(writer.closure, frame=trial), (), None)
        stores = (event.store for event in trial.events if event.kind == "store.write")
        found = next((one for one in stores if one is not None), None)
        if found is not None:
            return found
    return None
