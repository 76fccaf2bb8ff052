"""Summaries of functions, and their instantiation at a call.

A function is interpreted once, with parameters that carry a label of their own. What it does with them is kept as a
summary and filled in with the arguments of each call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from secure_lint.flow.values.conditions import Condition, InputCheck, TypeTest, guards_on
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.texts import concatenate, known
from secure_lint.flow.values.value import (
    ANSWER,
    GIVEN,
    ORIGINS,
    SOME_PART,
    UNKNOWN,
    UNPLACED,
    Alias,
    Label,
    Taint,
    Value,
    Wording,
    all_taints,
    append,
    extend,
    merge_taints,
    parts_of,
)
from secure_lint.model.finding import Step
from secure_lint.model.span import Location

_OF_PARAMETERS = frozenset({"parameter", GIVEN})
RECEIVER = -1
DEEPEST_WRAPPING = 3
"""Wrappers around wrappers are followed so far; deeper ones are rare and multiply the work."""

MOST_EVENTS = 24
"""A summary tells callers about so many events; a function with more is no wrapper but a program."""


class ParameterCall(msgspec.Struct, frozen=True):
    """The function calls its parameter, with these arguments."""

    parameter: int
    arguments: tuple[Value, ...]


class Summary(msgspec.Struct, frozen=True):
    """What a call of a function does.

    ``result`` is its value and ``events`` are those that depend on a parameter, both in terms of parameter labels;
    ``parameters_after`` are parameters that it changed; ``throws`` tells that it may refuse, itself or by
    code that it calls and we do not see; ``calls`` counts the calls of such code. ``made`` is the object that it sets
    up as ``this`` when it is no method. ``inspects`` are parameters that it looks at.
    """

    result: Value = UNKNOWN
    events: tuple[Event, ...] = ()
    parameters_after: dict[int, Value] = {}
    parameter_calls: tuple[ParameterCall, ...] = ()
    throws: bool = False
    calls: int = 0
    made: Value = UNKNOWN
    inspects: tuple[InputCheck, ...] = ()

    @property
    def inert(self) -> bool:
        """Whether a call does nothing but yield a value that does not depend on its arguments."""
        result = self.result
        return not (
            self.events
            or self.inspects
            or self.parameter_calls
            or self.parameters_after
            or result.alias is not None
            or result.wording is not None
            or (result.store is not None and result.store.given_by is not None)
            or (result.ending is not None and result.ending.is_open)
            or result.taints
            or result.members
        )


NO_SUMMARY = Summary()
NOT_SEEN_YET = Summary(throws=True)
"""A function that is being interpreted, or lies too deep: it may refuse."""


class Binding(msgspec.Struct, frozen=True):
    """The arguments of one call, by parameter position; ``RECEIVER`` for the receiver.

    ``member`` yields what is known of a member of an argument, ``survives`` whether a member of that name still holds
    what a taint of the argument says.
    """

    arguments: dict[int, Value]
    step: Step
    member: Callable[[Value, str], Value]
    survives: Callable[[Taint, str], bool]

    def of(self, parameter: int) -> Value:
        """The argument for a parameter."""
        return self.arguments.get(parameter, UNKNOWN)

    def resolve(self, alias: Alias) -> Value:
        """The argument, or the member of one, that an alias of the callee stands for."""
        argument = self.of(alias.parameter)
        for name in alias.members:
            argument = self.member(argument, name)
        return argument


def parameter_label(position: int, name: str) -> Label:
    """The label that stands for the argument of a parameter while a function is summarised."""
    return Label("parameter", str(position), name)


def is_parameter(value: Value) -> bool:
    """Whether a value is just what was handed in: if it is called, it is a function."""
    return value.alias is not None and not value.alias.members and value.alias.parameter != RECEIVER


def is_just_handed_in(value: Value) -> bool:
    """Whether a value is a parameter of which nothing else is known."""
    return is_parameter(value) and all(taint.label.kind == "parameter" for taint in value.taints)


def answer_of(parameter: Value) -> Value:
    """What a parameter yields that is called, as far as the function that calls it can tell: callers know the rest."""
    taints = tuple(taint for taint in parameter.taints if taint.label.kind == "parameter")
    alias = parameter.alias.of_member(ANSWER) if parameter.alias is not None else None
    return Value(taints=parts_of(taints, ANSWER), alias=alias)


def depends_on_parameter(value: Value) -> bool:
    """Whether the value, or a member of it, is or holds a parameter. What the object at hand holds is no parameter."""
    if value.alias is not None and value.alias.parameter != RECEIVER:
        return True
    if any(taint.label.kind == "parameter" for taint in value.taints):
        return True
    if value.store is not None and value.store.given_by is not None and value.store.given_by.parameter != RECEIVER:
        return True
    return any(map(depends_on_parameter, (value.members or {}).values()))


def substitute(value: Value, binding: Binding) -> Value:
    """The value of a callee, in terms of its caller."""
    value = _with_given_store(value, binding)
    if value.alias is None and not value.taints and not value.members:
        return _worded(value, binding)
    if value.alias is not None:
        argument = binding.resolve(value.alias)
        if value.members:
            merged = dict(argument.members or {})
            merged.update({name: substitute(item, binding) for name, item in value.members.items()})
            argument = msgspec.structs.replace(argument, members=merged)
        extra = tuple(taint for taint in value.taints if taint.label.kind not in _OF_PARAMETERS)
        typed = argument if argument.type is not None else argument.with_type(value.type)
        if value.store is not None and argument.store is None:
            typed = msgspec.structs.replace(typed, store=value.store)
        elif value.store is not None and argument.store is not None and value.store.engine == UNPLACED:
            typed = msgspec.structs.replace(typed, store=argument.store.ciphered_as(value.store))
        return msgspec.structs.replace(typed, taints=merge_taints(_through(value, typed, binding), extra))
    members: dict[str, Value] | None = None
    if value.members:
        members = {name: substitute(item, binding) for name, item in value.members.items()}
    taints = _substitute_taints(value, binding)
    if members != value.members or taints != value.taints:
        value = msgspec.structs.replace(value, taints=taints, members=members)
    return _worded(value, binding)


def _with_given_store(value: Value, binding: Binding) -> Value:
    """A handle on a store that the caller handed in, with what the caller knows of the store."""
    if value.alias is not None or value.store is None or value.store.given_by is None:
        return value
    handed_in = binding.resolve(value.store.given_by).store
    return msgspec.structs.replace(value, store=handed_in or msgspec.structs.replace(value.store, given_by=None))


def left_behind(after: Value, binding: Binding) -> Value:
    """A parameter as a callee leaves it, in terms of its caller: a store that it ciphers is the caller's, ciphered."""
    value = substitute(after, binding)
    if after.store is None or value.store is None or after.alias is None:
        return value
    return msgspec.structs.replace(value, store=value.store.ciphered_as(after.store))


def _worded(value: Value, binding: Binding) -> Value:
    """The value; a text that a callee makes of its arguments as the caller knows it."""
    if value.ending is not None and value.ending.is_open:
        text = concatenate([UNKNOWN, *_resolved(value.ending, binding)])
        value = msgspec.structs.replace(value, ending=text.ending)
    if value.wording is None:
        return value
    parts = _resolved(value.wording, binding)
    if not value.wording.whole:
        parts.append(UNKNOWN)
    text = concatenate(parts)
    return msgspec.structs.replace(
        value, constants=text.constants, exact=text.exact, wording=text.wording, ending=text.ending or value.ending
    )


def _resolved(wording: Wording, binding: Binding) -> list[Value]:
    return [binding.resolve(one) if isinstance(one, Alias) else known(one) for one in wording.parts]


def _through(value: Value, argument: Value, binding: Binding) -> tuple[Taint, ...]:
    """The argument's taints with the steps inside the callee appended."""
    tail = next((taint.trace for taint in value.taints if taint.label.kind == "parameter"), None)
    return tuple(
        Taint(taint.label, append(extend(taint.trace, binding.step), tail), taint.protections)
        for taint in argument.taints
    )


def _substitute_taints(value: Value, binding: Binding) -> tuple[Taint, ...]:
    found: list[Taint] = []
    changed = False
    for taint in value.taints:
        if taint.label.kind == GIVEN:
            changed = True
            continue
        if taint.label.kind != "parameter":
            found.append(taint)
            continue
        changed = True
        keyed = any(one.keyed for one in taint.protections)
        for outer in _handed_in(taint.label, binding):
            if keyed and outer.label.kind in ORIGINS:
                continue
            trace = append(extend(outer.trace, binding.step), taint.trace)
            found.append(Taint(outer.label, trace, (*outer.protections, *taint.protections)))
    return merge_taints(tuple(found), ()) if changed else value.taints


def _handed_in(label: Label, binding: Binding) -> tuple[Taint, ...]:
    """The taints of the argument for a parameter; of a part of it, those that it has by the name of the part."""
    argument = binding.of(int(label.name))
    if label.part == ANSWER:
        return all_taints(argument.member(ANSWER) or UNKNOWN)
    handed_in = all_taints(argument)
    if not label.part:
        return handed_in
    named = (one for one in handed_in if label.part == SOME_PART or binding.survives(one, label.part))
    return parts_of(tuple(named), label.part)


def instantiate(
    event: Event,
    binding: Binding,
    location: Location,
    written: str,
    symbol: str,
    guards: Sequence[Condition],
    tests: tuple[TypeTest, ...],
) -> Event:
    """An event of a callee as it happens at one call: it is placed at the call, with the way to the sink kept."""
    inner_step = Step(event.location, f"and reaches `{event.call}`" if event.call else "and reaches the sink")
    value, store_value = substitute(event.value, binding), substitute(event.store_value, binding)
    return msgspec.structs.replace(
        event,
        value=value,
        name=substitute(event.name, binding),
        store_value=store_value,
        store=event.store if event.store is not None and event.store.established else store_value.store or event.store,
        location=location,
        symbol=symbol,
        guards=tuple(dict.fromkeys((*guards_on(guards, value), *event.guards))),
        tests=tests,
        call=written,
        inner=(inner_step, *event.inner),
        inner_calls=(event.call, *event.inner_calls),
    )


def event_depends(event: Event) -> bool:
    """Whether the event has to be told to callers."""
    if len(event.inner) >= DEEPEST_WRAPPING:
        return False
    named_by_caller = event.name.alias is not None or event.name.wording is not None
    kept = event.kind.startswith("store.") and depends_on_parameter(event.store_value)
    return named_by_caller or kept or depends_on_parameter(event.value) or depends_on_parameter(event.name)
