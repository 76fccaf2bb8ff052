"""The endpoints of a program: routes with their handlers, and all guards on the way to these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.server.annotated import declarations
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.server_labels import ROUTER, labels_of
from secure_lint.flow.values.value import Value
from secure_lint.knowledge.server_words import NONE
from secure_lint.label.matching import ModelIndex
from secure_lint.label.operations import Operation, operations_of
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Endpoint, Guard, Input, Reach
from secure_lint.model.program import Annotation, Function, Module
from secure_lint.model.span import Location
from secure_lint.server.applications import Applications
from secure_lint.server.class_guards import ClassGuards
from secure_lint.server.class_handlers import ClassHandlers, verb_of
from secure_lint.server.code import CallGraph
from secure_lint.server.default_guards import DefaultGuards
from secure_lint.server.facts import ServerFact
from secure_lint.server.guard_names import GuardNames
from secure_lint.server.guards import Found, GuardReader, joined
from secure_lint.server.handlers import Handler, HandlerFinder
from secure_lint.server.inputs import inputs_of
from secure_lint.server.path_guards import PathGuards
from secure_lint.server.refusals import Refusals
from secure_lint.server.routers import Routers, Way, join_paths, paths_of
from secure_lint.server.senders import SenderChecks
from secure_lint.server.stated import StatedGuards

ANY = "*"
"""The verb of a route that answers all."""

SINKS = ("server.save", "server.find", "server.read", "server.delete", "server.assign")
"""Kinds of sink that say what an endpoint does."""


OBJECT_CHECK = "server.object-check"
"""The kind of sink at which the guards of a class are asked about a record."""


class EndpointFinder:
    """Puts endpoints together."""

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        names: GuardNames,
        refusals: Refusals,
        senders: SenderChecks,
        interpreted: Interpreted,
        facts: Sequence[ServerFact],
        defaults: Sequence[Event],
    ) -> None:
        self._program = program
        self._index = index
        self._given = interpreted.given
        self._graph = CallGraph(program, interpreted)
        self._guards = GuardReader(program, index, names, self._graph, refusals, senders)
        self._routes = [one for one in facts if one.kind == "server.route"]
        self._applications = Applications(facts)
        self._routers = Routers(program, facts, self._guards, self._applications)
        self._path_guards = PathGuards(facts, self._guards, self._applications)
        self._defaults = DefaultGuards(program, index, facts, defaults, self._guards, self._applications)
        self._classes = ClassHandlers(program, index, facts)
        self._class_guards = ClassGuards(program, self._guards, self._classes)
        self._handlers = HandlerFinder(program, index, self._graph, self._classes)
        self._stated = StatedGuards(program, facts, self._guards)
        self._prefixes = self._class_prefixes()
        self._operations = operations_of(program, index.models)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """All endpoints, sorted by path, verb and place; each once."""
        routed = (one for route in self._routes for one in self._of_route(route))
        described = (self._of_operation(one) for one in self._operations)
        found = {(one.verb, one.path, one.location): one for one in (*routed, *described)}
        return tuple(sorted(found.values(), key=lambda one: (one.path, one.verb, one.location)))

    def _of_operation(self, operation: Operation) -> Endpoint:
        handler = self._handlers.of_function(operation.function)
        return self._endpoint(operation.location, Way(), operation.path, operation.verb, handler, Found())

    # -- what is stated for classes, functions and the whole server ---------------------------------------------------

    def _class_prefixes(self) -> dict[str, list[ServerFact]]:
        """Routes that stand on classes without handlers of their own: they are the beginning of the paths in these."""
        found: dict[str, list[ServerFact]] = defaultdict(list)
        for route in self._routes:
            for item in route.items("handler"):
                if item.is_type and item.type is not None and not self._classes.methods_of(item.type):
                    found[item.type].append(route)
        return found

    # -- routes -------------------------------------------------------------------------------------------------------

    def _of_route(self, route: ServerFact) -> Iterator[Endpoint]:
        verbs = tuple(dict.fromkeys(verb_of(text) for text in route.texts("verb"))) or (ANY,)
        router = route.router("router")
        items = route.items("handler")
        if any(labels_of(item, ROUTER) for item in items):
            return
        before = tuple(one for one in route.items("guards") if not _is_same(one, items) and not _is_only_text(one))
        on_route = joined(self._guards.of_items(before, route.location), self._guards.around(items, route.location))
        for handler in self._handlers.of_route(route, items):
            for path in self._paths(route, handler):
                for way in self._routers.ways_to(router, path, route):
                    for verb in self._verbs(handler, verbs):
                        yield self._endpoint(route.location, way, path, verb, handler, on_route)

    def _paths(self, route: ServerFact, handler: Handler) -> Iterator[str]:
        """The paths of a route in its router: each of its own below each of those of the handler's class."""
        name = route.name_for(handler.shown.rpartition(".")[2])
        for prefix in self._prefixes_of(handler.owner):
            for path in paths_of(route):
                yield join_paths(prefix, path, name) if prefix or name else path

    def _verbs(self, handler: Handler, routed: tuple[str, ...]) -> tuple[str, ...]:
        """The verbs that a handler answers: its own, else those that it is limited to, else those of the route."""
        if handler.verb is not None:
            return (handler.verb,)
        said = self._classes.answered(self._program.key_of(handler.function)).verbs if handler.function else ()
        return said if said and routed == (ANY,) else routed

    def _endpoint(self, route: Location, way: Way, path: str, verb: str, handler: Handler, on_route: Found) -> Endpoint:
        full = join_paths(way.path, path, handler.below) or "/"
        codes = self._graph.reached(handler.codes)
        schemas = tuple(dict.fromkeys(self._schemas(handler, codes)))
        own = self._own_guards(handler)
        application = self._applications.of(handler.location.path)
        inline = [
            msgspec.structs.replace(guard, inline=True)
            for code in handler.codes
            for guard in self._guards.of_code(code)
        ]
        listed = self._path_guards.of(application, self._language_of(handler), verb, full)
        above = () if self._is_opened(handler) else (*way.guards, *on_route.guards)
        guards = [*above, *own.guards]
        if not self._says(own, handler):
            guards.extend(self._defaults.of(self._handlers.type_of(handler), application))
        guards = [*guards, *listed.guards] if not way.opened else []
        passed = [one for one in (*guards, *inline) if not one.on_record or self._gets_record(handler, codes)]
        kept = tuple(dict.fromkeys(one for one in passed if one.kind != NONE and _stands_before(one, verb)))
        opened = way.opened or self._is_opened(handler) or len(kept) < len(passed)
        unread = (*way.conditions, *self._defaults.unresolved(application)) if not (kept or opened) else ()
        return Endpoint(
            verb=verb,
            path=full,
            handler=handler.shown,
            location=handler.location,
            code=codes,
            guards=kept,
            reaches=tuple(self._reaches(codes)),
            unresolved=tuple(
                dict.fromkeys((*way.unresolved, *on_route.unresolved, *own.unresolved, *listed.unresolved, *unread))
            ),
            route=route,
            inputs=tuple(self._inputs(full, handler, codes, schemas)),
            schemas=schemas,
            owner=handler.owner,
            application=application,
            opened=opened and not kept,
        )

    def _gets_record(self, handler: Handler, codes: Iterable[Code]) -> bool:
        """Whether a handler gets its record in the way of its framework, which asks the guards about it."""
        found = self._classes.finds(handler.owner) if handler.function is None and handler.owner is not None else ()
        return handler.shown.rpartition(".")[2] in found or any(
            event.kind == OBJECT_CHECK for event in self._graph.events_in(codes)
        )

    def _says(self, own: Found, handler: Handler) -> bool:
        """Whether a handler says itself what stands before it, so that no default does."""
        return any(one.kind for one in own.guards) or self._is_opened(handler)

    def _is_opened(self, handler: Handler) -> bool:
        """Whether it is stated that nothing stands before a handler."""
        keys = {handler.owner, self._program.key_of(handler.function) if handler.function else None}
        return bool(keys & self._stated.opened)

    def _prefixes_of(self, owner: str | None) -> tuple[str, ...]:
        """What is stated for the class of a handler, or for the nearest one above it."""
        for one in self._program.ancestors(owner, {}) if owner is not None else ():
            for route in self._prefixes.get(one, ()):
                if any(route.texts("path")):
                    return route.texts("path")
        return ("",)

    def _inputs(self, path: str, handler: Handler, codes: Sequence[Code], schemas: Sequence[str]) -> Iterator[Input]:
        key = self._program.key_of(handler.function) if handler.function is not None else ""
        given = self._given.get(key, ())
        return inputs_of(path, handler.function, given, schemas, self._graph.events_in(codes))

    def _schemas(self, handler: Handler, codes: Sequence[Code]) -> Iterator[str]:
        """The types of the parameters of a handler that are schemas, and those that its code checks requests with."""
        if handler.function is not None:
            module = self._program.module_of(handler.function)
            given = self._given.get(self._program.key_of(handler.function), ())
            for parameter in handler.function.parameters:
                if given and parameter.name not in given:
                    continue
                resolved = self._program.names.resolve(module, parameter.type) if parameter.type else ""
                if resolved in self._program.types:
                    yield resolved
        for event in self._graph.events_in(codes):
            if event.kind == "server.schema" and event.name.type in self._program.types:
                yield event.name.type

    def _language_of(self, handler: Handler) -> str:
        module = self._program.modules.get(handler.location.path)
        return module.language if module is not None else ""

    def _reaches(self, codes: Iterable[Code]) -> Iterator[Reach]:
        """Each sink once, where the code nearest to the handler reaches it."""
        seen = set()
        for event in self._graph.events_in(codes):
            sink = event.sink_location
            if event.kind in SINKS and (event.kind, sink) not in seen:
                seen.add((event.kind, sink))
                yield Reach(event.kind, record_name(event.name), event.location, event.name.type)

    # -- guards of a handler itself -----------------------------------------------------------------------------------

    def _own_guards(self, handler: Handler) -> Found:
        found = Found()
        if handler.function is not None:
            instead = self._stated.instead_of(self._program.key_of(handler.function))
            if instead is not None:
                return joined(self._of_function(handler.function), instead)
        for function in declarations(self._program, handler.function) if handler.function is not None else ():
            found = joined(found, self._of_function(function))
            found = joined(found, self._stated.of(self._program.key_of(function)))
        if handler.owner is not None:
            found = joined(found, self._of_class(handler.owner, handler))
        return found

    def _of_function(self, function: Function) -> Found:
        return self._of_annotations(self._program.module_of(function), function.annotations)

    def _of_annotations(self, module: Module, annotations: Iterable[Annotation]) -> Found:
        """Guards that the project's own decorators are, and annotations that are named for guards."""
        guards: list[Guard] = []
        for annotation in annotations:
            place = Location(module.path, annotation.span)
            resolved = self._program.names.resolve(module, annotation.name)
            by_code = self._guards.of_functions(module, annotation.name, place)
            stated = self._stated.of(resolved)
            described = annotation.name.rpartition(".")[2] in self._index.decorators
            named = None if described else self._guards.by_name(annotation.name, place)
            if stated.guards:
                guards.extend(stated.guards)
            elif by_code:
                guards.extend(by_code)
            elif named is not None:
                guards.append(named)
        return Found(tuple(guards))

    def _of_class(self, owner: str, handler: Handler) -> Found:
        found = Found()
        method = handler.shown.rpartition(".")[2]
        for ancestor in self._program.ancestors(owner, self._index.parents):
            found = joined(found, self._stated.of(ancestor))
            found = joined(found, self._stated.of(f"{ancestor}#{method}"))
            declared_type = self._program.types.get(ancestor)
            if declared_type is not None:
                outer = self._program.module_of_type[ancestor]
                found = joined(found, self._of_annotations(outer, declared_type.annotations))
            model = self._index.types.get(ancestor)
            if model is not None and model.guard is not None and ancestor not in self._program.types:
                found = joined(found, Found((Guard(model.guard, ancestor.rpartition(".")[2]),)))
        return joined(found, self._class_guards.of(owner, method, handler.verb))


def _stands_before(guard: Guard, verb: str) -> bool:
    return not guard.verbs or verb in guard.verbs or verb == ANY


def _is_same(item: Value, handlers: Sequence[Value]) -> bool:
    return any((item.closure is not None and item.closure is one.closure) or item is one for one in handlers) or any(
        item == one for one in handlers
    )


def _is_only_text(item: Value) -> bool:
    return bool(item.constants) and item.closure is None and item.type in (None, "java.lang.String")


def record_name(name: Value) -> str:
    """What a record is called at a sink: a text, or the simple name of the type that it is."""
    for constant in name.constants:
        if isinstance(constant.value, str):
            return constant.value
    return (name.type or "").rpartition(".")[2]
