"""Abstract values: what the interpreter knows of a value.

One value answers four questions: which sensitive data is in it, which constant it is, what type it has, and where it
came from. Values are immutable; `join` merges the values of two branches.
"""

from __future__ import annotations

import msgspec

from secure_lint.model.finding import Step
from secure_lint.model.program import Lambda, Record
from secure_lint.model.span import Location

MOST_TAINTS = 12
MOST_CONSTANTS = 12
MOST_ITEMS = 64
"""So many constants of a list are kept that the source writes out."""
LONGEST_TRACE = 40
DEEPEST_MEMBERS = 3
"""So far down the members of an object are looked at, and known beyond its function: objects of objects multiply."""
ELEMENT = "[]"
"""The member that stands for the elements of a collection of objects."""
ANSWER = "()"
"""The member that stands for what a function yields when it is called."""
GIVEN = "given"
"""The kind of the label that says where a parameter's arguments come from; it means nothing to callers."""

ORIGINS = frozenset({"origin", GIVEN})
REQUEST = "request"
"""The origin of what a client sends."""
SOME_PART = "*"
"""A part of a value that was taken out of it under a name that is not known."""
BLANK = "blank"
"""The origin of a new array that nothing has filled yet: it holds zeros."""


class Trace(msgspec.Struct, frozen=True):
    """The way of a label so far, last step first."""

    step: Step
    previous: Trace | None = None
    length: int = 1

    def steps(self) -> tuple[Step, ...]:
        """The steps in order."""
        found: list[Step] = []
        trace: Trace | None = self
        while trace is not None:
            found.append(trace.step)
            trace = trace.previous
        return tuple(reversed(found))


def extend(trace: Trace | None, step: Step) -> Trace:
    """A trace with one more step; a step at the same place as the last replaces nothing and is left out."""
    if trace is None:
        return Trace(step)
    if trace.step.location == step.location or trace.length >= LONGEST_TRACE:
        return trace
    return Trace(step, trace, trace.length + 1)


def append(trace: Trace | None, tail: Trace | None) -> Trace | None:
    """``trace`` followed by the steps of ``tail``."""
    if tail is None or trace is None:
        return trace if tail is None else tail
    for step in tail.steps():
        if trace.length >= LONGEST_TRACE:
            break
        trace = extend(trace, step)
    return trace


class Label(msgspec.Struct, frozen=True):
    """What clings to a value.

    ``kind`` is ``data`` (``name`` is the data type), ``origin`` (``name`` is the kind of origin), `GIVEN`
    (likewise, of what callers outside hand in) or ``parameter`` (``name`` is the position, ``-1`` for the receiver).
    ``subject`` is how the source calls it. ``part`` says of an origin or a parameter that the value is only one part
    of it: the name by which it was taken, `SOME_PART` where that is not known.
    """

    kind: str
    name: str
    subject: str = ""
    score: float = 1.0
    part: str = ""


class Protection(msgspec.Struct, frozen=True):
    """What was done to a value, and where the key for it came from (kinds of origin; empty when unknown).

    ``keyed`` says that there was a key: where the value came from says nothing any more to those who lack it.
    """

    kind: str
    key_origins: tuple[str, ...] = ()
    keyed: bool = False


REDACTED = Protection("redacted")
"""What functions do that leave out what is sensitive."""


class Taint(msgspec.Struct, frozen=True):
    """A label with its way and with the protections applied on that way."""

    label: Label
    trace: Trace | None = None
    protections: tuple[Protection, ...] = ()


class Piece(msgspec.Struct, frozen=True):
    """A part of a constant string that stands at one place: characters from ``offset`` on."""

    offset: int
    length: int
    location: Location


class Constant(msgspec.Struct, frozen=True):
    """A known constant. ``pieces`` say where the parts of a string stand; ``location`` is that of the first.

    One that is not ``whole`` is the beginning of a text, or the name of a constant whose value nobody knows. Of a text
    with unknown parts ``outline`` is all that is known, and ``pieces`` are those of the outline. ``guards`` are the
    kinds of condition under which the value is this constant.
    """

    value: str | int | float | bool | None
    location: Location
    pieces: tuple[Piece, ...] = ()
    whole: bool = True
    guards: tuple[str, ...] = ()
    outline: str | None = None


UNPLACED = ""
"""The engine of a store that a function ciphers and only its callers know."""


class Alias(msgspec.Struct, frozen=True):
    """The value is exactly this parameter of the function at hand (-1: its receiver), or a member of it."""

    parameter: int
    members: tuple[str, ...] = ()

    def of_member(self, name: str) -> Alias | None:
        """The alias of a member; ``None`` when that is too deep to be followed."""
        return Alias(self.parameter, (*self.members, name)) if len(self.members) < DEEPEST_MEMBERS else None


class StoreState(msgspec.Struct, frozen=True):
    """What is known of a store: its engine, its name, how it is kept at rest and where its key comes from.

    One with a ``late_key`` takes its key after it was opened, or in a callback. ``given_by`` is the parameter of the
    function at hand that stands for the store of which this is a handle: callers know it better.
    """

    engine: str
    name: str | None = None
    at_rest: str = "plain"
    key_origins: tuple[str, ...] = ()
    schema: str | None = None
    location: Location | None = None
    established: bool = True
    late_key: bool = False
    given_by: Alias | None = None

    def ciphered_as(self, other: StoreState) -> StoreState:
        """The store, kept at rest as another one is."""
        return msgspec.structs.replace(self, at_rest=other.at_rest, key_origins=other.key_origins)


class Wording(msgspec.Struct, frozen=True):
    """The beginning of a text of which some parts are parameters; nothing is known of what follows them.

    ``whole`` says that nothing does follow.
    """

    parts: tuple[Constant | Alias, ...]
    whole: bool = True

    @property
    def is_open(self) -> bool:
        """Whether callers may know more of it."""
        return any(isinstance(one, Alias) for one in self.parts)


class WrittenRecord(msgspec.Struct, frozen=True, eq=False):
    """The object literal that a value is made of, with the path of its file."""

    path: str
    record: Record


class Closure(msgspec.Struct, frozen=True, eq=False):
    """A lambda with the frame it was made in; ``frame`` is the interpreter's and opaque here.

    ``function`` is the key of the function of the program that it stands for, where it does nothing but call one.
    """

    node: Lambda
    frame: object
    function: str | None = None


class Value(msgspec.Struct, frozen=True):
    """An abstract value. ``exact`` means that ``constants`` are all that it can be.

    ``wording`` says of a text that it is made of parameters, which callers may know; ``ending`` is what is known of one
    whose beginning nobody knows. ``literal`` is the literal that an object was made by.
    """

    taints: tuple[Taint, ...] = ()
    constants: tuple[Constant, ...] = ()
    exact: bool = False
    type: str | None = None
    store: StoreState | None = None
    members: dict[str, Value] | None = None
    closure: Closure | None = None
    alias: Alias | None = None
    is_type: bool = False
    wording: Wording | None = None
    ending: Wording | None = None
    literal: WrittenRecord | None = None

    def with_type(self, name: str | None) -> Value:
        """The same value, known to be of a type."""
        return self if name is None or name == self.type else msgspec.structs.replace(self, type=name)

    def member(self, name: str) -> Value | None:
        """A recorded member."""
        return self.members.get(name) if self.members else None

    def with_member(self, name: str, value: Value) -> Value:
        """The same value with a member recorded; replaces an earlier one."""
        members = dict(self.members) if self.members else {}
        members[name] = value
        return msgspec.structs.replace(self, members=members)


UNKNOWN = Value()


def all_taints(value: Value, depth: int = DEEPEST_MEMBERS) -> tuple[Taint, ...]:
    """The taints of a value and of its members."""
    if not value.members or depth == 0:
        return value.taints
    found = list(value.taints)
    for name in sorted(value.members):
        found.extend(all_taints(value.members[name], depth - 1))
    return merge_taints(tuple(found), ())


def bounded(value: Value, depth: int = DEEPEST_MEMBERS) -> Value:
    """The value without the members that lie deeper: what is in these is in the one that holds them."""
    if not value.members:
        return value
    if depth == 0:
        return msgspec.structs.replace(value, taints=all_taints(value), members=None)
    members = {name: bounded(item, depth - 1) for name, item in value.members.items()}
    same = all(members[name] is item for name, item in value.members.items())
    return value if same else msgspec.structs.replace(value, members=members)


def merge_taints(first: tuple[Taint, ...], second: tuple[Taint, ...]) -> tuple[Taint, ...]:
    """Both sets of taints; of equal labels and protections the first with its trace is kept."""
    if not second and len(first) < 2:
        return first
    if not first and len(second) < 2:
        return second
    seen: dict[tuple[Label, tuple[Protection, ...]], Taint] = {}
    for taint in (*first, *second):
        seen.setdefault((taint.label, taint.protections), taint)
    return tuple(seen.values())[:MOST_TAINTS]


def join(first: Value, second: Value) -> Value:
    """What holds of a value that is one or the other."""
    if first is second or (second is UNKNOWN and not first.exact):
        return first
    if first is UNKNOWN and not second.exact:
        return second
    constants = first.constants
    if second.constants and second.constants != first.constants:
        known = {constant.value for constant in constants}
        constants += tuple(constant for constant in second.constants if constant.value not in known)
    return Value(
        taints=_join_taints(first.taints, second.taints),
        constants=constants[:MOST_CONSTANTS],
        exact=first.exact and second.exact and len(constants) <= MOST_CONSTANTS,
        type=first.type if second.type is None or first.type == second.type else first.type or second.type,
        store=_join_stores(first.store, second.store),
        members=_join_members(first.members, second.members),
        closure=first.closure or second.closure,
        alias=first.alias if first.alias == second.alias else None,
        wording=first.wording if first.wording == second.wording else None,
        ending=first.ending or second.ending,
        literal=first.literal or second.literal,
    )


def _join_taints(first: tuple[Taint, ...], second: tuple[Taint, ...]) -> tuple[Taint, ...]:
    """The taints of both; an array is blank only if it is so on both ways."""
    merged = merge_taints(first, second)
    if any(map(_is_blank, merged)) and not (any(map(_is_blank, first)) and any(map(_is_blank, second))):
        return tuple(taint for taint in merged if not _is_blank(taint))
    return merged


def _join_stores(first: StoreState | None, second: StoreState | None) -> StoreState | None:
    if first is None or second is None or first == second:
        return first or second
    weakest = first if first.at_rest == "plain" else second
    origins = tuple(sorted({*first.key_origins, *second.key_origins}))
    return msgspec.structs.replace(weakest, key_origins=origins)


def _join_members(first: dict[str, Value] | None, second: dict[str, Value] | None) -> dict[str, Value] | None:
    if not first or not second:
        return first or second
    if first == second:
        return first
    merged = dict(first)
    for name, value in second.items():
        merged[name] = join(merged[name], value) if name in merged else value
    return merged


def stepped(value: Value, step: Step) -> Value:
    """The value with a step added to the trace of each of its taints."""
    if not value.taints:
        return value
    taints = tuple(Taint(one.label, extend(one.trace, step), one.protections) for one in value.taints)
    return msgspec.structs.replace(value, taints=taints)


def parts_of(taints: tuple[Taint, ...], name: str = SOME_PART) -> tuple[Taint, ...]:
    """The taints of one part of a value, which was taken out of it by its name."""
    return tuple(_part_of(taint, name) for taint in taints)


def _part_of(taint: Taint, name: str) -> Taint:
    label = taint.label
    if label.part not in ("", SOME_PART) or not (label.kind in ORIGINS or label.kind == "parameter"):
        return taint
    return Taint(msgspec.structs.replace(label, part=name), taint.trace, taint.protections)


def filled(holder: Value, value: Value) -> Value:
    """A container or builder that holds a value as well from now on; what constant it is, is no longer known."""
    taints = merge_taints(holder.taints, all_taints(value))
    return msgspec.structs.replace(holder, taints=taints, constants=(), exact=False)


def protected(value: Value, protection: Protection) -> Value:
    """A value of its own that holds the data of ``value``, protected; its constants are gone.

    It carries a label for the protection as well, so that a name given to it later is known to name something
    protected.
    """
    taints = tuple(
        Taint(
            one.label, one.trace, one.protections if protection in one.protections else (*one.protections, protection)
        )
        for one in all_taints(value)
        if one.label.kind != "protection" and not (protection.keyed and one.label.kind in ORIGINS)
    )
    earlier = tuple(mark for one in value.taints if one.label.kind == "protection" for mark in one.protections)
    marks = tuple(dict.fromkeys((*earlier, protection)))
    mark = Taint(Label("protection", protection.kind), None, marks)
    return Value(taints=(*taints[: MOST_TAINTS - 1], mark))


def origins(value: Value) -> tuple[str, ...]:
    """The kinds of origin of a value, sorted; a known constant is a ``literal``."""
    found = {taint.label.name for taint in all_taints(value) if taint.label.kind in ORIGINS}
    if _is_literal(value):
        found.add("literal")
    if len(found) > 1:
        found.discard(BLANK)
    return tuple(sorted(found))


def changed_elsewhere(value: Value) -> Value:
    """The value after code that we do not see could have changed it: an array is blank no more."""
    if not any(_is_blank(taint) for taint in value.taints):
        return value
    return msgspec.structs.replace(value, taints=tuple(taint for taint in value.taints if not _is_blank(taint)))


def _is_blank(taint: Taint) -> bool:
    return taint.label.kind == "origin" and taint.label.name == BLANK


def _is_literal(value: Value) -> bool:
    return any(one.whole and one.value is not None and one.value != "" for one in value.constants)
