"""The values at the ports of a call, and which models fit a call."""

from __future__ import annotations

import re

import msgspec

from secure_lint.flow.code.expressions import subject_of
from secure_lint.flow.code.frame import CallSite, PassedArgument
from secure_lint.flow.values.conditions import PARAMETER
from secure_lint.flow.values.known import single_text
from secure_lint.flow.values.summaries import RECEIVER
from secure_lint.flow.values.value import (
    ELEMENT,
    ORIGINS,
    UNKNOWN,
    Constant,
    Label,
    Taint,
    Trace,
    Value,
    all_taints,
    join,
    merge_taints,
    parts_of,
)
from secure_lint.knowledge.models import CallModel
from secure_lint.label.ports import Port, parse_port
from secure_lint.model.finding import Step
from secure_lint.model.program import REST
from secure_lint.model.span import Location


def fits(model: CallModel, site: CallSite) -> bool:
    """Whether the call has the number of arguments and the constants that the model asks for.

    What is no known constant counts as the empty text, so that ``^$`` asks for it; a text with unknown parts has braces
    in their place.
    """
    if model.arguments and len(site.arguments) not in model.arguments:
        return False
    if any(_may_be_given(site, port) for port in model.without):
        return False
    if not all(is_given(site, port) for port in model.given):
        return False
    if any(_constant_matches(at_port(site, port), pattern) for port, pattern in model.unless.items()):
        return False
    return all(_constant_matches(at_port(site, port), pattern) for port, pattern in model.when.items())


def _may_be_given(site: CallSite, port: str) -> bool:
    """Whether a call has an argument at a port, or may have it in a mapping whose entries it hands over.

    A member is given that was recorded on the argument, or may have been on one of which no member is known.
    """
    parsed = parse_port(port)
    if parsed.members:
        holder = _at(site, parsed, UNKNOWN)
        return not holder.members or bool(holder.taints) or holder.member(parsed.members[0]) is not None
    return is_given(site, port) or any(one.name == REST for one in site.arguments)


def matching(site: CallSite, models: tuple[CallModel, ...]) -> tuple[CallModel, ...]:
    """The models that fit a call."""
    return tuple(model for model in models if fits(model, site))


def _constant_matches(value: Value, pattern: str) -> bool:
    texts = [str(one.value if one.outline is None else one.outline) for one in value.constants] or [""]
    return any(re.search(pattern, text) for text in texts)


def at_port(site: CallSite, port: str, result: Value = UNKNOWN) -> Value:
    """The value at a port of a call; unknown when the call has none there. A text has no members.

    An element of a mapping may hold what any of its entries does.
    """
    parsed = parse_port(port)
    value = _at(site, parsed, result)
    for name in parsed.members:
        text = any(isinstance(one.value, str) for one in value.constants)
        taints = all_taints(value) if name == ELEMENT else value.taints
        value = value.member(name) or (UNKNOWN if text else Value(taints=parts_of(taints)))
    return value


def recorded_at(site: CallSite, port: str, result: Value = UNKNOWN) -> Value | None:
    """The value at a port; ``None`` when the port names a member that was not recorded."""
    parsed = parse_port(port)
    value: Value | None = _at(site, parsed, result)
    for name in parsed.members:
        value = value.member(name) if value is not None else None
    return value


def told_at(site: CallSite, port: str, result: Value = UNKNOWN) -> Value | None:
    """The value at a port, as `recorded_at` has it; what nobody has recorded on a parameter yet, callers may have."""
    parsed = parse_port(port)
    value: Value | None = _at(site, parsed, result)
    for name in parsed.members:
        value = None if value is None else value.member(name) or _handed_in(value, name)
    return value


def _handed_in(value: Value, name: str) -> Value | None:
    alias = value.alias.of_member(name) if value.alias is not None else None
    if alias is None or alias.parameter == RECEIVER:
        return None
    taints = tuple(one for one in value.taints if one.label.kind == PARAMETER)
    return Value(alias=alias, taints=parts_of(taints, name))


def _at(site: CallSite, port: Port, result: Value) -> Value:
    if port.kind == "receiver":
        return site.receiver or UNKNOWN
    if port.kind == "return":
        return result
    if port.kind == "written":
        return constant_at(site, subject_of(site.target)) if site.target is not None else UNKNOWN
    if port.kind == "list":
        return Value(members={str(position): one.value for position, one in enumerate(site.arguments)})
    if port.kind == "arguments":
        value = UNKNOWN
        for argument in site.arguments:
            value = join(value, _entry_of_pair(argument, site) or _with_member_taints(argument.value))
            if argument.name is not None:
                value = join(value, Value(members={argument.name: argument.value}))
        return msgspec.structs.replace(value, exact=value.exact and len(site.arguments) == 1)
    given = _given(site, port)
    return given.value if given is not None else UNKNOWN


def _entry_of_pair(argument: PassedArgument, site: CallSite) -> Value | None:
    """A key with its value, as ``"name" to name`` makes it, as a mapping with that one entry."""
    members = argument.value.members
    if members is None or members.keys() != {"first", "second"}:
        return None
    key = single_text(members["first"])
    place = Location(site.location.path, argument.expression.span)
    return None if key is None else Value(members={key: entry_of(members["second"], key, place)})


def _with_member_taints(value: Value) -> Value:
    return msgspec.structs.replace(value, taints=all_taints(value)) if value.members else value


def _given(site: CallSite, port: Port) -> PassedArgument | None:
    """The argument of the port's name, else the one at its position, unless that one bears another name."""
    named = next((one for one in site.arguments if one.name in port.names), None) if port.names else None
    if named is not None or port.position is None:
        return named
    if port.position >= len(site.arguments) or not site.arguments:
        return None
    at = site.arguments[port.position]
    return None if port.names and at.name is not None else at


def arguments_behind(site: CallSite, port: str) -> list[Value]:
    """The values of the arguments behind the one at a port; of all arguments for any other port."""
    parsed = parse_port(port)
    first = parsed.position + 1 if parsed.kind == "argument" and parsed.position is not None else 0
    return [one.value for one in site.arguments[first:]]


def on_argument(site: CallSite, model: CallModel) -> CallSite:
    """The call with the argument that stands for its receiver, where a model says which one does."""
    given = argument_at(site, model.acts_on) if model.acts_on is not None and site.receiver is None else None
    return site if given is None else msgspec.structs.replace(site, receiver=given.value, target=given.expression)


def arguments_at(site: CallSite, port: str) -> tuple[PassedArgument, ...]:
    """The arguments at a port, with their expressions: all, one or none."""
    if port == "arguments":
        return site.arguments
    given = argument_at(site, port)
    return () if given is None else (given,)


def argument_at(site: CallSite, port: str) -> PassedArgument | None:
    """The argument at a port, with its expression; ``None`` when none is given there."""
    return _given(site, parse_port(port))


def key_at(site: CallSite, port: str | None) -> Value | None:
    """The key at a port; ``None`` when none is given there, or null, or when a member named there was not recorded."""
    if port is None:
        return None
    parsed = parse_port(port)
    if parsed.kind == "argument" and _given(site, parsed) is None:
        return None
    if parsed.members and recorded_at(site, port) is None:
        return None
    value = at_port(site, port)
    return None if is_null(value) else value


def entry_of(value: Value, key: str, place: Location) -> Value:
    """A value that was put under a key into something that is stored later, with the place where that happened."""
    taint = Taint(Label("entry", key), Trace(Step(place, f"put under `{key}`")))
    return msgspec.structs.replace(value, taints=merge_taints((taint,), value.taints))


def entry_place(value: Value, otherwise: Location) -> Location:
    """Where an entry was put into what is stored now."""
    for taint in value.taints:
        if taint.label.kind == "entry" and taint.trace is not None:
            return taint.trace.steps()[0].location
    return otherwise


def entry_read(holder: Value, result: Value) -> Value:
    """An entry that was taken out of a plain mapping comes from where the mapping does."""
    if holder.store is not None:
        return result
    sources = tuple(one for one in holder.taints if one.label.kind in ORIGINS)
    return msgspec.structs.replace(result, taints=merge_taints(parts_of(sources), result.taints))


def constant_at(site: CallSite, constant: str | int) -> Value:
    """A text or number that no argument gives, as a constant at the call."""
    return Value(constants=(Constant(constant, site.location),), exact=True)


def is_given(site: CallSite, port: str) -> bool:
    """Whether a call has an argument at a port; a member of one is given that was recorded on it."""
    parsed = parse_port(port)
    if parsed.members:
        return recorded_at(site, port) is not None
    return parsed.kind != "argument" or _given(site, parsed) is not None


def is_null(value: Value) -> bool:
    """Whether a value is known to be null."""
    return value.exact and all(constant.value is None for constant in value.constants)
