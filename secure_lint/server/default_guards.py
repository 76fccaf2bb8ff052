"""Guards that stand before all endpoints that say nothing of their own: settings of the whole server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import Value
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Guard
from secure_lint.model.span import Location
from secure_lint.server.applications import Applications
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import GuardReader

DEFAULT = "server.default-guard"
STEP = "Middleware"
"""The end of the names of steps that all requests pass; what they do is told before it."""


class _Default(msgspec.Struct, frozen=True):
    """Guards with the types of classes whose handlers they stand before (empty for all) and the server of which."""

    guards: tuple[Guard, ...]
    only: tuple[str, ...] = ()
    application: str | None = None


class DefaultGuards:
    """The default guards of a server, as facts state them and as ``events`` of the kind ``DEFAULT`` tell."""

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        facts: Sequence[ServerFact],
        events: Sequence[Event],
        guards: GuardReader,
        applications: Applications,
    ) -> None:
        self._program = program
        self._index = index
        self._reader = guards
        self._applications = applications
        self._found: list[_Default] = []
        self._unread = [one for one in events if not _is_read(one.value)]
        self._read = {(one.call, applications.of(one.location.path)) for one in events if _is_read(one.value)}
        for fact in facts:
            if fact.kind == DEFAULT:
                stated = tuple(Guard(kind, fact.event.call, fact.location) for kind in fact.texts("guard"))
                self._found.append(_Default(stated, application=applications.of(fact.location.path)))
                self._found.extend(self._of_items(fact.items("guards"), fact.location, stated=True))
        for event in events:
            if _is_read(event.value) and not event.value.member("guards"):
                self._found.extend(self._of_items(tuple(_each(event.value)), event.location, stated=False))

    def of(self, type_name: str | None, application: str | None) -> Iterator[Guard]:
        """The guards before the handlers of classes of a type in one of the servers."""
        found: dict[tuple[str, str], Guard] = {}
        for one in self._found:
            if application is not None and one.application not in (None, application):
                continue
            if not one.only or self._index.is_a(self._program, type_name, one.only) or self._is_vague(type_name):
                for guard in one.guards:
                    found.setdefault((guard.kind, guard.shown), guard)
        yield from found.values()

    def unresolved(self, application: str | None) -> tuple[str, ...]:
        """The settings of one of the servers whose guards the code does not tell, in any of the places."""
        found = ((one.call, self._applications.of(one.location.path)) for one in self._unread)
        told = (
            call
            for call, home in found
            if (call, home) not in self._read and (application is None or home in (None, application))
        )
        return tuple(dict.fromkeys(told))

    def _is_vague(self, type_name: str | None) -> bool:
        """Whether a class of handlers extends one that nobody knows: it may be of any kind."""
        ancestors = self._program.ancestors(type_name, self._index.parents) if type_name is not None else ()
        return any("." in one and one not in self._program.types and one not in self._index.types for one in ancestors)

    def _of_items(self, items: Sequence[Value], location: Location, *, stated: bool) -> Iterator[_Default]:
        application = self._applications.of(location.path)
        for item in items:
            names = [str(one.value) for one in item.constants if isinstance(one.value, str)] or [item.type or ""]
            only = tuple(dict.fromkeys(kind for name in names for kind in self._only(name)))
            if only or stated:
                yield _Default(self._reader.of_items((item,), location).guards, only, application)
            else:
                named = tuple(guard for name in names for guard in self._named(name, location))
                yield _Default(named, application=application)

    def _only(self, type_name: str) -> tuple[str, ...]:
        model = self._index.type_model(self._program, self._reader.resolved(type_name))
        return model.guards_only if model is not None else ()

    def _named(self, type_name: str, location: Location) -> Iterator[Guard]:
        """The guard that a step for all requests is by its model or its name: it may read the caller for other ends."""
        resolved = self._reader.resolved(type_name)
        model = self._index.type_model(self._program, resolved)
        shown = type_name.rpartition(".")[2]
        if model is not None and model.guard is not None:
            yield Guard(model.guard, shown, location)
        elif (model is None or resolved in self._program.types) and not self._reader.stops_nothing(resolved):
            named = self._reader.by_name(shown.removesuffix(STEP), location)
            yield from (named,) if named is not None else self._reader.of_step(resolved, location)


def _is_read(value: Value) -> bool:
    """Whether the code tells what a setting holds, or some of it."""
    return bool(value.constants or value.members or value.taints or value.exact or value.type or value.closure)


def _each(value: Value) -> Iterator[Value]:
    """The texts of a list, each by itself."""
    if len(value.constants) < 2:
        yield value
    for constant in value.constants if len(value.constants) > 1 else ():
        yield msgspec.structs.replace(value, constants=(constant,))
