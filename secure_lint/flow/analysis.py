"""Interpreting a whole program to a fixed point."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from secure_lint.flow.code.fields import initial_key, is_computed
from secure_lint.flow.interpreter import Interpreter
from secure_lint.flow.models.declared import is_declared
from secure_lint.flow.models.wrappers import Wrapper, wrappers_of
from secure_lint.flow.server.actions import Action, run_actions
from secure_lint.flow.server.class_records import report_provided
from secure_lint.flow.server.decorators import run_decorators
from secure_lint.flow.server.file_routes import run_file_routes
from secure_lint.flow.values.events import Event, guarded_by_set_up
from secure_lint.flow.values.names import NameLabels
from secure_lint.flow.values.reads import MemberReads
from secure_lint.flow.values.summaries import Summary
from secure_lint.flow.values.value import Constant, Value
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.program import Field, Function, Literal, Module
from secure_lint.model.span import Location

MOST_ROUNDS = 3


class Interpreted(msgspec.Struct, frozen=True):
    """What interpreting yields.

    ``wanted`` are the places of functions that were called but whose bodies were not read, ``wanted_types`` the types
    of which a member is asked for that nothing declares so far, ``wanted_implementers`` types for which those that
    implement them are, ``wanted_modules`` what is imported from modules that were not read, ``wanted_constants`` the
    names of imported constants that nothing defines so far. ``wrappers`` are functions that hand a parameter to a sink:
    their callers matter. ``assigned`` is what the fields of types are given, by type and name. ``calls`` are the places
    where a function of the program is called, by its key, and ``invoked`` those where a function without a name is
    called, by its own place. ``given`` are the parameters that a request fills, by the key of their function, and
    ``actions`` the methods that answer requests by convention.
    """

    events_by_function: Mapping[str, tuple[Event, ...]]
    summaries: Mapping[str, Summary]
    exhausted: tuple[str, ...]
    wanted: tuple[Location, ...]
    wanted_types: tuple[str, ...]
    wanted_implementers: tuple[str, ...]
    wanted_modules: tuple[str, ...]
    wanted_constants: tuple[str, ...]
    wanted_fields: tuple[tuple[str, str], ...]
    wrappers: tuple[Wrapper, ...]
    functions: int
    assigned: Mapping[tuple[str, str], Value]
    reads: MemberReads
    calls: Mapping[str, frozenset[Location]] = {}
    invoked: Mapping[Location, frozenset[Location]] = {}
    given: Mapping[str, tuple[str, ...]] = {}
    actions: tuple[Action, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """All events, in a fixed order."""
        return tuple(event for key in sorted(self.events_by_function) for event in self.events_by_function[key])

    def events_by_kind(self) -> dict[str, tuple[Event, ...]]:
        """All events by kind, in a fixed order, under the guards of what they need that is set up elsewhere."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.kind, []).append(event)
        return {kind: tuple(guarded_by_set_up(events, found)) for kind, events in found.items()}


class Interpretation:
    """The interpretation of all functions and initial values whose code was read.

    Each is interpreted once at first: that shows which functions wrap a sink. `settled` goes on until no field grows.
    ``watched`` are names of members whose reads are taken down.
    """

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        names: NameLabels,
        resources: Mapping[str, Constant],
        data_sinks: frozenset[str] = frozenset(),
        watched: Collection[str] = (),
    ) -> None:
        self._interpreter = Interpreter(program, index, names, resources, data_sinks, watched)
        self._program = program
        self._data_sinks = data_sinks
        self._functions = {program.key_of(one): one for one in _functions(program, index)}
        self._computed = {initial_key(*one): one for one in _fields(program) if is_computed(one[1])}
        for module, field, owner in _fields(program):
            if field.initial is not None and not isinstance(field.initial, Literal):
                self._interpreter.fields.initial(module, field, owner)
        run_decorators(self._interpreter)
        run_file_routes(self._interpreter)
        run_actions(self._interpreter)
        report_provided(self._interpreter)
        for function in self._functions.values():
            self._interpreter.summary_of(function)

    def settled(self) -> Interpretation:
        """The same, after functions that read a field which has grown were interpreted again."""
        interpreter = self._interpreter
        for _ in range(MOST_ROUNDS):
            stale = _stale(interpreter)
            if not stale:
                break
            for key in stale:
                summary = interpreter.summaries.pop(key, None)
                if summary is not None and key in self._functions:
                    interpreter.revisions.doubt(key, self._functions[key], summary)
                if key in self._computed:
                    interpreter.fields.forget(*self._computed[key])
            for key in sorted(stale):
                if key in self._functions:
                    interpreter.summary_of(self._functions[key])
        return self

    def outcome(self) -> Interpreted:
        """What has been found so far."""
        interpreter = self._interpreter
        return Interpreted(
            events_by_function=interpreter.events,
            summaries=interpreter.summaries,
            exhausted=tuple(sorted(interpreter.exhausted)),
            wanted=tuple(sorted(interpreter.wanted.bodies)),
            wanted_types=tuple(sorted(interpreter.wanted.types)),
            wanted_implementers=tuple(sorted(interpreter.wanted.implementers)),
            wanted_modules=tuple(sorted(interpreter.wanted.modules)),
            wanted_constants=tuple(sorted(interpreter.wanted.constants)),
            wanted_fields=tuple(sorted(interpreter.wanted.fields)),
            wrappers=wrappers_of(
                self._program,
                self._functions,
                interpreter.summaries,
                interpreter.events,
                interpreter.fields.unfilled,
                self._data_sinks,
            ),
            functions=len(interpreter.summaries),
            assigned=interpreter.fields.assigned,
            reads=interpreter.reads,
            given=interpreter.given,
            actions=interpreter.answering.actions,
            calls={key: frozenset(found) for key, found in interpreter.called_at.items()},
            invoked={place: frozenset(found) for place, found in interpreter.invoked_at.items()},
        )


def interpret(
    program: Program,
    index: ModelIndex,
    names: NameLabels,
    resources: Mapping[str, Constant],
    data_sinks: frozenset[str] = frozenset(),
) -> Interpreted:
    """Interpret all functions and initial values whose code was read, until no field grows any more."""
    return Interpretation(program, index, names, resources, data_sinks).settled().outcome()


def _functions(program: Program, index: ModelIndex) -> Iterable[Function]:
    for path in sorted(program.modules):
        for function in program.modules[path].functions:
            if function.body is not None or is_declared(program, index, function):
                yield function
        if path in program.scripts:
            yield program.scripts[path]


def _fields(program: Program) -> Iterable[tuple[Module, Field, str | None]]:
    """All fields and global variables, with the types that own them."""
    for path in sorted(program.modules):
        module = program.modules[path]
        for declaration in module.types:
            yield from ((module, field, declaration.qualified) for field in declaration.fields)
        yield from ((module, field, None) for field in module.fields)


def _stale(interpreter: Interpreter) -> set[str]:
    """Functions that read a field which has grown or turned out to answer requests, and all that call them."""
    changed, interpreter.fields.changed = interpreter.fields.changed, set()
    stale = {reader for key in changed for reader in interpreter.fields.readers.get(key, ())}
    stale |= interpreter.answering.taken_up()
    queue = list(stale)
    while queue:
        for caller in interpreter.callers.get(queue.pop(), ()):
            if caller not in stale:
                stale.add(caller)
                queue.append(caller)
    return stale
