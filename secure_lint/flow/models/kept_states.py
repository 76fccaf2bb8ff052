"""States that a library keeps in a store and brings back when the app starts, such as those of a user interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from secure_lint.flow.code.frame import CallSite, Frame
from secure_lint.flow.models.emission import emit
from secure_lint.flow.models.ports import at_port, constant_at, entry_of, entry_place, is_null, recorded_at
from secure_lint.flow.models.wrapping import unwrapped
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.known import single_text
from secure_lint.flow.values.value import UNKNOWN, StoreState, Value, origins
from secure_lint.knowledge.call_words import Keep
from secure_lint.link.type_names import simple_name
from secure_lint.model.program import Parameter
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Location

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
    members = {
        name: value
        for name, value in _members(interpreter, frame, state).items()
        if (not wanted or name in wanted) and name not in unwanted
    }
    holder = Value(store=_store(interpreter, frame, site, keep))
    place = _place(state) or site.location
    for name, location, attributes in _objects(interpreter, frame, named or site.name, place, members):
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


def _objects(
    interpreter: Interpreter, frame: Frame, name: str, place: Location, members: _Members, depth: int = DEEPEST_STATES
) -> Iterator[tuple[str, Location, _Members]]:
    """The objects of a state that have attributes: name, place and attributes of each."""
    attributes: dict[str, Value] = {}
    for member, value in members.items():
        inner = _members(interpreter, frame, value) if depth else {}
        if inner:
            where = _place(_state(interpreter, frame, value)) or place
            yield from _objects(interpreter, frame, member, where, inner, depth - 1)
        elif unwrapped(value).closure is None:
            attributes[member] = value
    if attributes:
        yield name, place, attributes


def _members(interpreter: Interpreter, frame: Frame, value: Value) -> _Members:
    """The members of the state that a value stands for, each with the place where it is written."""
    state = _state(interpreter, frame, value)
    if state.literal is None:
        return _fields(interpreter, state)
    written = {one.name: one.value.span for one in state.literal.record.fields if one.name}
    path, whole = state.literal.path, state.literal.record.span
    return {
        name: entry_of(member, name, Location(path, written.get(name, whole)))
        for name, member in (state.members or {}).items()
    }


def _fields(interpreter: Interpreter, state: Value) -> _Members:
    """The fields of an object of a class of the project: what each holds at first."""
    declaration = interpreter.program.types.get(state.type) if state.type is not None else None
    if declaration is None or state.type is None:
        return {}
    path = interpreter.program.module_of_type[state.type].path
    return {
        one.name: entry_of(Value(type=one.type), one.name, Location(path, one.span))
        for one in declaration.fields
        if "static" not in one.modifiers
    }


def _place(value: Value) -> Location | None:
    return None if value.literal is None else Location(value.literal.path, value.literal.record.span)


def _state(interpreter: Interpreter, frame: Frame, value: Value) -> Value:
    """The state that a value is.

    A function that makes the next state of the last (a reducer) stands for what it begins with, the default of its
    first parameter; one without that for what it returns.
    """
    closure = unwrapped(value).closure
    if closure is None:
        return value
    function = interpreter.program.function_of(closure.function) if closure.function is not None else None
    parameters: tuple[Parameter, ...] = function.parameters if function is not None else closure.node.parameters
    if parameters and parameters[0].default is not None:
        home = interpreter.program.module_of(function) if function is not None else None
        inside = closure.frame if isinstance(closure.frame, Frame) else frame
        scope = inside if home is None else Frame(home, None, None, frame.symbol, frame.budget)
        return interpreter.evaluate(scope, parameters[0].default)
    return interpreter.invoke(frame, closure, (), None)


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
