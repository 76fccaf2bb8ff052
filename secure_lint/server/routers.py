"""Routers: where each is mounted, and what requests pass on the way to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from secure_lint.flow.code.frame import CONDITIONAL
from secure_lint.flow.values.server_labels import ROUTER, labels_of, module_router, place_of
from secure_lint.flow.values.value import Value
from secure_lint.knowledge.server_words import NONE
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Guard
from secure_lint.model.span import Location
from secure_lint.server.applications import Applications
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import Found, GuardReader, joined
from secure_lint.server.patterns import template_of

MOST_WAYS = 4
"""A router that is mounted at more places counts at the first of these."""
_DEEPEST = 24


class Way(msgspec.Struct, frozen=True):
    """How requests come to a router: the path before it, the guards passed so far, and whether one of them opens it.

    ``conditions`` are calls that mount a router under a condition: perhaps there is no such way.
    """

    path: str = ""
    guards: tuple[Guard, ...] = ()
    unresolved: tuple[str, ...] = ()
    opened: bool = False
    conditions: tuple[str, ...] = ()

    def on(self, path: str, found: Found, *, opened: bool = False) -> Way:
        """The way, continued; what opens a part of it lets everybody pass, whatever guards there are elsewhere."""
        return Way(
            join_paths(self.path, path),
            tuple(dict.fromkeys((*self.guards, *found.guards))),
            (*self.unresolved, *found.unresolved),
            self.opened or opened,
            self.conditions,
        )

    def under(self, condition: str) -> Way:
        """The way, of which a part is there under a condition."""
        return msgspec.structs.replace(self, conditions=(*self.conditions, condition)) if condition else self


class _Mount(msgspec.Struct, frozen=True):
    into: str | None
    path: str
    guards: tuple[Value, ...]
    location: Location
    order: tuple[str, int]
    under_condition: str = ""


class _Use(msgspec.Struct, frozen=True):
    paths: tuple[str, ...]
    steps: tuple[Value, ...]
    location: Location
    order: tuple[str, int]


class Routers:
    """The routers of a program."""

    def __init__(
        self, program: Program, facts: Sequence[ServerFact], guards: GuardReader, applications: Applications
    ) -> None:
        self._program = program
        self._applications = applications
        self._guards = guards
        self._made: dict[str, ServerFact] = {}
        self._mounts: dict[str, list[_Mount]] = defaultdict(list)
        self._homes: dict[str, list[_Mount]] = defaultdict(list)
        self._stated: dict[str, list[ServerFact]] = defaultdict(list)
        self._before: dict[str | None, str] = {}
        self._uses: dict[str | None, list[_Use]] = defaultdict(list)
        for fact in facts:
            if fact.kind == "server.router":
                self._made[place_of(fact.event.location)] = fact
            elif fact.kind == "server.belongs":
                for item in fact.items("router"):
                    for router in self._routers(item):
                        self._homes[router].append(_Mount(fact.router("into"), "", (), fact.location, fact.order))
            elif fact.kind == "server.mount":
                self._add_mount(fact)
            elif fact.kind == "server.use":
                self._add_use(fact)
            elif fact.kind == "server.router-guard":
                for item in fact.items("router"):
                    for router in self._routers(item):
                        self._stated[router].append(fact)
            elif fact.kind == "server.prefix":
                self._add_prefix(fact)

    def _add_prefix(self, fact: ServerFact) -> None:
        for text in filter(None, fact.texts("path")[:1]):
            self._before[self._applications.of(fact.location.path)] = text

    def _prefix_for(self, route: ServerFact) -> str:
        """What stands before the paths of routes that belong to no router, in the server of a route."""
        application = self._applications.of(route.location.path)
        if application is None:
            return next(iter(self._before.values()), "")
        return self._before.get(application, self._before.get(None, ""))

    def _add_mount(self, fact: ServerFact) -> None:
        path = path_of(fact)
        into = fact.router("into")
        under = fact.event.call if CONDITIONAL in fact.event.guards else ""
        for item in fact.items("router"):
            for router in self._routers(item):
                mount = _Mount(into, path, fact.items("guards"), fact.location, fact.order, under)
                self._mounts[router].append(mount)

    def _routers(self, item: Value) -> tuple[str, ...]:
        """The routers that an item is; a text is the name of a module that lists routes."""
        texts = [str(one.value) for one in item.constants if isinstance(one.value, str)]
        modules = [module_router(found) for text in texts for found in self._program.module_names.ending(text)]
        return (*labels_of(item, ROUTER), *modules)

    def _add_use(self, fact: ServerFact) -> None:
        """Routers among the steps are mounted there, behind the steps before them."""
        paths = fact.texts("path") or ("",)
        into = fact.router("into")
        steps: list[Value] = []
        for item in fact.items("steps"):
            mounted = labels_of(item, ROUTER)
            for router in mounted:
                self._mounts[router].append(_Mount(into, paths[0], tuple(steps), fact.location, fact.order))
            if not mounted and not _is_text(item):
                steps.append(item)
        if steps and not any(labels_of(item, ROUTER) for item in fact.items("steps")):
            self._uses[into].append(_Use(paths, tuple(steps), fact.location, fact.order))

    def ways_to(self, router: str | None, path: str, route: ServerFact) -> tuple[Way, ...]:
        """How requests for a path of a router come to it, from outside; ``route`` is the route there."""
        return self._ways(router, path, route.order, (), self._prefix_for(route))

    def _ways(
        self, router: str | None, path: str, order: tuple[str, int], passed_by: tuple[str | None, ...], before: str
    ) -> tuple[Way, ...]:
        made = self._made.get(router or "")
        own = joined(Found() if made is None else self._of_router(made), self._of_stated(router))
        opened = any(NONE in fact.texts("guard") for fact in self._stated.get(router or "", ()))
        prefix = "" if made is None else _prefix_of(made)
        passed = self._passed(router, path, order)
        mounts = self._mounts_of(router or "")
        if not mounts or router in passed_by or len(passed_by) > _DEEPEST:
            return (Way(before if router is None else "").on(prefix, own, opened=opened).on("", passed),)
        found: list[Way] = []
        for mount in mounts[:MOST_WAYS]:
            passing = self._guards.of_items(mount.guards, mount.location)
            condition = f"condition around {mount.under_condition}" if mount.under_condition else ""
            below = join_paths(mount.path, prefix, path)
            outer = self._ways(mount.into, below, mount.order, (*passed_by, router), before)
            ways = (way.under(condition).on(mount.path, passing) for way in outer)
            found.extend(way.on(prefix, own, opened=opened).on("", passed) for way in ways)
        return tuple(found[:MOST_WAYS])

    def _mounts_of(self, router: str) -> list[_Mount]:
        """Where a router is mounted; what only a condition mounts elsewhere is at home without it."""
        mounts, homes = self._mounts.get(router, []), self._homes.get(router, [])
        certain = {(one.into, one.location) for one in mounts if not one.under_condition}
        if not certain:
            return homes or mounts
        return [one for one in mounts if not one.under_condition or (one.into, one.location) not in certain]

    def _of_router(self, made: ServerFact) -> Found:
        kinds = tuple(Guard(kind, made.event.call, made.location) for kind in made.texts("guard") if kind != NONE)
        return joined(Found(kinds), self._guards.of_items(made.items("guards"), made.location))

    def _of_stated(self, router: str | None) -> Found:
        """What is said of all requests to a router, wherever that is."""
        found = Found()
        for fact in self._stated.get(router or "", ()):
            kinds = tuple(Guard(kind, fact.event.call, fact.location) for kind in fact.texts("guard") if kind != NONE)
            found = joined(found, joined(Found(kinds), self._guards.of_items(fact.items("guards"), fact.location)))
        return found

    def _passed(self, router: str | None, path: str, order: tuple[str, int]) -> Found:
        """What requests pass in the router itself: the steps that it was told to use before the route."""
        guards: list[Guard] = []
        unresolved: list[str] = []
        for use in self._uses.get(router, ()):
            if use.order[0] == order[0] and use.order > order:
                continue
            if any(is_below(path, one) for one in use.paths):
                found = self._guards.of_items(use.steps, use.location)
                guards.extend(found.guards)
                unresolved.extend(found.unresolved)
        return Found(tuple(guards), tuple(unresolved))


def _prefix_of(made: ServerFact) -> str:
    key = next(iter(made.texts("key")), "")
    return join_paths(path_of(made), next(iter(made.texts("below")), "").replace("{key}", key))


def _is_text(item: Value) -> bool:
    return bool(item.constants) and item.closure is None


def join_paths(*parts: str) -> str:
    """Path templates, one behind the other, with one slash between them."""
    texts = [part.strip().removeprefix("^").removesuffix("$") for part in parts]
    inner = [text.strip("/") for text in texts]
    joined = "".join(f"/{text}" for text in inner if text)
    return joined or ("/" if any(texts) else "")


def path_of(fact: ServerFact) -> str:
    """The path of a fact, of one that is written as a regular expression the template."""
    return paths_of(fact)[0]


def paths_of(fact: ServerFact) -> tuple[str, ...]:
    """All paths of a fact, or the one that goes on from nowhere."""
    return tuple(map(template_of, fact.texts("pattern"))) or fact.texts("path") or ("",)


def is_below(path: str, prefix: str) -> bool:
    """Whether a path lies below a prefix; parameters in the prefix fit anything."""
    wanted = [one for one in prefix.split("/") if one and one not in ("*", "**")]
    given = [one for one in path.split("/") if one]
    if len(wanted) > len(given):
        return False
    return all(one == other or one[:1] in ":{<*" for one, other in zip(wanted, given, strict=False))
