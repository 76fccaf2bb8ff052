"""Functions that hand a parameter on to a sink: what they do is told at their calls, so that these have to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Final

import msgspec

from secure_lint.flow.code.captures import is_anonymous
from secure_lint.flow.code.construction import CONSTRUCTOR
from secure_lint.flow.code.delegates import DELEGATED_WRITE, WRAPPED_WRITE
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.summaries import Summary
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.program import Function

_READ: Final = "store.read"
"""What is read is named by its key, which tells the caller more than the reading does: not worth a search."""


_OF_STORES: Final = "store."

_WRITES: Final = frozenset({DELEGATED_WRITE, WRAPPED_WRITE})


class Wrapper(msgspec.Struct, frozen=True, order=True):
    """A name by which such a function is called.

    ``beside`` are words of which one stands in any file that calls a method: the simple names of its type, of those
    that this extends or implements and of those that extend it, and the names of fields of these types. A function
    outside types has none. A ``weak`` one matters to sensitive data only.
    """

    name: str
    beside: tuple[str, ...] = ()
    weak: bool = False


def wrappers_of(
    program: Program,
    functions: Mapping[str, Function],
    summaries: Mapping[str, Summary],
    events: Mapping[str, Sequence[Event]],
    unfilled: Mapping[str, Set[str]],
    data_sinks: frozenset[str],
) -> tuple[Wrapper, ...]:
    """The wrappers among the functions, one for each name and type, sorted.

    ``events`` are those of all functions, ``unfilled`` the types of which a function reads a member without any
    known value: if a key, an address or the like may be that, those who make such objects are asked for it.
    """
    holders = _fields_by_type(program)
    found: set[Wrapper] = set()
    for key, function in functions.items():
        summary = summaries.get(key)
        kinds = {event.kind for event in summary.events} - {_READ} if summary is not None else None
        if kinds:
            found.update(_wrappers(program, function, holders, kinds <= data_sinks))
        if key in unfilled and any(_is_open(event, data_sinks) for event in events.get(key, ())):
            found.update(Wrapper(simple_name(owner)) for owner in unfilled[key])
    found.update(_delegates(functions, summaries))
    return tuple(sorted(found))


def _is_open(event: Event, data_sinks: frozenset[str]) -> bool:
    """Whether it matters what value arrives, though it is no data, and nobody knows it yet."""
    return not (event.value.constants or event.kind.startswith(_OF_STORES) or event.kind in data_sinks)


def _delegates(functions: Mapping[str, Function], summaries: Mapping[str, Summary]) -> Iterator[Wrapper]:
    """Makers of objects that store what is assigned to a property: properties are declared by calling them."""
    storing = {
        one.owner
        for key, one in functions.items()
        if one.name in _WRITES and key in summaries and summaries[key].events
    }
    for owner in storing:
        if owner is not None and not is_anonymous(owner):
            yield Wrapper(simple_name(owner))
    for key, function in functions.items():
        if key in summaries and summaries[key].result.type in storing and function.name != CONSTRUCTOR:
            yield Wrapper(function.name)


def _fields_by_type(program: Program) -> Mapping[str, set[str]]:
    """The names of fields and variables outside functions, by the simple name of their type."""
    found: dict[str, set[str]] = {}
    every = (*program.fields.values(), *(field for one in program.top_level_fields.values() for _, field in one))
    for field in every:
        if field.type is not None:
            found.setdefault(simple_name(bare(field.type)), set()).add(field.name)
    return found


def _wrappers(program: Program, function: Function, holders: Mapping[str, set[str]], weak: bool) -> Iterator[Wrapper]:
    if function.name == CONSTRUCTOR:
        yield Wrapper(simple_name(function.owner or ""), (), weak)
    elif function.owner is None:
        yield Wrapper(function.name, (), weak)
    else:
        family = {*program.ancestors(function.owner, {}), *program.descendants(function.owner)}
        types = set(map(simple_name, family))
        beside = types.union(*(holders.get(one, ()) for one in types))
        yield Wrapper(function.name, tuple(sorted(beside)), weak)
