"""What holds where code runs: kinds of guard, and checks of single parts of what a function was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from secure_lint.flow.values.value import ORIGINS, REQUEST, SOME_PART, Alias, Label, Value, all_taints

PARAMETER = "parameter"


class Part(msgspec.Struct, frozen=True):
    """A part of what a function was given: of a parameter, by its position, or of a request; empty for all of it."""

    source: str
    name: str = ""

    def meets(self, other: Part) -> bool:
        """Whether one is, or may be, the other or a part of it."""
        vague = ("", SOME_PART)
        return self.source == other.source and (self.name == other.name or self.name in vague or other.name in vague)


class InputCheck(msgspec.Struct, frozen=True):
    """A condition about the input that holds: the kind of guard that it is, and the parts that it is about.

    Without parts it is about everything.
    """

    kind: str
    parts: frozenset[Part] = frozenset()

    def is_about(self, value: Value) -> bool:
        """Whether a value is made of something that was checked, or of nothing that comes from the input."""
        made_of = parts_in(value)
        return not self.parts or not made_of or any(own.meets(one) for own in self.parts for one in made_of)


class TypeTest(msgspec.Struct, frozen=True):
    """Something that the function at hand was given is of a type; if not ``holds``, it is of another one."""

    alias: Alias
    type: str
    holds: bool = True

    def negated(self) -> TypeTest:
        """What holds where this does not."""
        return msgspec.structs.replace(self, holds=not self.holds)


Condition = str | InputCheck | TypeTest
"""A kind of guard, for whatever code runs behind it, a check of parts of the input, or a test of a type."""


def guards_on(conditions: Sequence[Condition], value: Value) -> tuple[str, ...]:
    """The kinds of guard that conditions are for a value."""
    met = (one for one in conditions if not isinstance(one, InputCheck) or one.is_about(value))
    return kinds_of(met)


def kinds_of(conditions: Iterable[Condition]) -> tuple[str, ...]:
    """The kinds of guard that conditions are, whatever they are about; a test of a type is none."""
    guards = (one for one in conditions if not isinstance(one, TypeTest))
    return tuple(one.kind if isinstance(one, InputCheck) else one for one in guards)


def parts_in(value: Value) -> frozenset[Part]:
    """The parts of the input of which a value is made."""
    return frozenset(
        Part(source, taint.label.part) for taint in all_taints(value) if (source := _source(taint.label)) is not None
    )


def _source(label: Label) -> str | None:
    if label.kind == PARAMETER:
        return label.name
    return REQUEST if label.kind in ORIGINS and label.name == REQUEST else None
