"""The endpoints of a program: routes with their handlers, and all guards on the way to these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.server_labels import MAKER, WRITTEN, labels_of
from secure_lint.flow.value import Value
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.server_words import NONE
from secure_lint.label.matching import ModelIndex
from secure_lint.label.operations import Operation, operations_of
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Endpoint, Guard, Input, Reach
from secure_lint.model.program import Function
from secure_lint.model.span import Location, Span
from secure_lint.server.code import CallGraph
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import Found, GuardReader, joined
from secure_lint.server.inputs import inputs_of
from secure_lint.server.path_guards import PathGuards
from secure_lint.server.routers import Routers, Way, join_paths
from secure_lint.server.stated import StatedGuards

ANY = "*"
"""The verb of a route that answers all."""

SINKS = ("server.save", "server.find", "server.read", "server.delete", "server.assign")
"""Kinds of sink that say what an endpoint does."""


class Handler(msgspec.Struct, frozen=True):
    """What answers: its name in messages, its place, its code, its verb where the method tells it, and its class."""

    shown: str
    location: Location
    codes: tuple[Code, ...] = ()
    verb: str | None = None
    owner: str | None = None
    function: Function | None = None


class EndpointFinder:
    """Puts endpoints together."""

    def __init__(
        self,
        program: Program,
        index: ModelIndex,
        kinds: Kinds,
        interpreted: Interpreted,
        facts: Sequence[ServerFact],
    ) -> None:
        self._program = program
        self._index = index
        self._given = interpreted.given
        self._graph = CallGraph(program, interpreted)
        self._guards = GuardReader(program, index, kinds, self._graph)
        self._routes = [one for one in facts if one.kind == "server.route"]
        self._routers = Routers(program, facts, self._guards)
        self._path_guards = PathGuards(facts, self._guards)
        self._defaults = self._default_guards(facts, interpreted)
        self._stated = StatedGuards(facts, self._guards)
        self._prefixes = self._class_prefixes()
        self._operations = operations_of(program, index.models)

    def endpoints(self) -> tuple[Endpoint, ...]:
        """All endpoints, sorted by path, verb and place; each once."""
        routed = (one for route in self._routes for one in self._of_route(route))
        described = (self._of_operation(one) for one in self._operations)
        found = {(one.verb, one.path, one.location): one for one in (*routed, *described)}
        return tuple(sorted(found.values(), key=lambda one: (one.path, one.verb, one.location)))

    def _of_operation(self, operation: Operation) -> Endpoint:
        handler = self._handler_of(operation.function)
        return self._endpoint(operation.location, Way(), operation.path, operation.verb, handler, Found())

    # -- what is stated for classes, functions and the whole server ---------------------------------------------------

    def _default_guards(self, facts: Sequence[ServerFact], interpreted: Interpreted) -> Found:
        guards: list[Guard] = []
        for fact in facts:
            if fact.kind == "server.default-guard":
                guards.extend(Guard(kind, fact.event.call, fact.location) for kind in fact.texts("guard"))
                guards.extend(self._guards.of_items(fact.items("guards"), fact.location).guards)
        for event in interpreted.events:
            if event.kind == "server.default-guard" and not event.value.member("guards"):
                guards.extend(self._guards.of_items((event.value,), event.location).guards)
        return Found(tuple(dict.fromkeys(guards)))

    def _class_prefixes(self) -> dict[str, list[ServerFact]]:
        """Routes that stand on classes without handlers of their own: they are the beginning of the paths in these."""
        found: dict[str, list[ServerFact]] = defaultdict(list)
        for route in self._routes:
            for item in route.items("handler"):
                if item.is_type and item.type is not None and not self._methods_of(item.type):
                    found[item.type].append(route)
        return found

    # -- routes -------------------------------------------------------------------------------------------------------

    def _of_route(self, route: ServerFact) -> Iterator[Endpoint]:
        path = next(iter(route.texts("path")), "")
        verbs = tuple(dict.fromkeys(_verb(text) for text in route.texts("verb"))) or (ANY,)
        router = route.router("router")
        items = route.items("handler")
        before = tuple(one for one in route.items("guards") if not _is_same(one, items) and not _is_only_text(one))
        on_route = self._guards.of_items(before, route.location)
        for handler in self._handlers(route, items):
            ways = self._routers.ways_to(router, path, route.order)
            for way in ways:
                for verb in (handler.verb,) if handler.verb is not None else verbs:
                    yield self._endpoint(route.location, way, path, verb, handler, on_route)

    def _endpoint(self, route: Location, way: Way, path: str, verb: str, handler: Handler, on_route: Found) -> Endpoint:
        full = join_paths(way.path, self._prefix(handler.owner), path) or "/"
        codes = self._graph.reached(handler.codes)
        schemas = tuple(dict.fromkeys(self._schemas(handler, codes)))
        own = self._own_guards(handler)
        inline = [
            msgspec.structs.replace(guard, inline=True)
            for code in handler.codes
            for guard in self._guards.of_code(code)
        ]
        above = (*way.guards, *on_route.guards)
        guards = [*above, *own.guards]
        if not self._says(own, handler):
            guards.extend(self._defaults.guards)
            guards.extend(self._path_guards.of(verb, full))
        kept = tuple(dict.fromkeys(one for one in (*guards, *inline) if one.kind != NONE))
        return Endpoint(
            verb=verb,
            path=full,
            handler=handler.shown,
            location=handler.location,
            code=codes,
            guards=kept,
            reaches=tuple(self._reaches(codes)),
            unresolved=tuple(dict.fromkeys((*way.unresolved, *on_route.unresolved, *own.unresolved))),
            route=route,
            inputs=tuple(self._inputs(full, handler, codes, schemas)),
            schemas=schemas,
        )

    def _says(self, own: Found, handler: Handler) -> bool:
        """Whether a handler says itself what stands before it, so that no default does."""
        keys = {handler.owner, self._program.key_of(handler.function) if handler.function else None}
        return any(one.kind for one in own.guards) or bool(keys & self._stated.opened)

    def _prefix(self, owner: str | None) -> str:
        for one in self._program.ancestors(owner, {}) if owner is not None else ():
            for route in self._prefixes.get(one, ()):
                text = next(iter(route.texts("path")), "")
                if text:
                    return text
        return ""

    def _inputs(self, path: str, handler: Handler, codes: Sequence[Code], schemas: Sequence[str]) -> Iterator[Input]:
        key = self._program.key_of(handler.function) if handler.function is not None else ""
        given = self._given.get(key, ())
        return inputs_of(path, handler.function, given, schemas, self._graph.events_in(codes))

    def _schemas(self, handler: Handler, codes: Sequence[Code]) -> Iterator[str]:
        """The types of the parameters of a handler that are schemas, and those that its code checks requests with."""
        if handler.function is not None:
            module = self._program.module_of(handler.function)
            for parameter in handler.function.parameters:
                resolved = self._program.names.resolve(module, parameter.type) if parameter.type else ""
                if resolved in self._program.types:
                    yield resolved
        for event in self._graph.events_in(codes):
            if event.kind == "server.schema" and event.name.type in self._program.types:
                yield event.name.type

    def _reaches(self, codes: Iterable[Code]) -> Iterator[Reach]:
        """Each sink once, where the code nearest to the handler reaches it."""
        seen = set()
        for event in self._graph.events_in(codes):
            sink = event.inner[-1].location if event.inner else event.location
            if event.kind in SINKS and (event.kind, sink) not in seen:
                seen.add((event.kind, sink))
                yield Reach(event.kind, record_name(event.name), event.location, event.name.type)

    # -- handlers -----------------------------------------------------------------------------------------------------

    def _handlers(self, route: ServerFact, items: Sequence[Value]) -> Iterator[Handler]:
        for item in items[-1:]:
            methods = self._methods_of(item.type) if item.type is not None and item.closure is None else {}
            if methods:
                yield from self._class_handlers(item.type or "", methods)
            elif item.closure is not None:
                yield self._function_handler(route, item)
            elif not item.is_type:
                shown = next(iter(labels_of(item, WRITTEN)), "") or "?"
                yield Handler(shown, route.location)

    def _function_handler(self, route: ServerFact, item: Value) -> Handler:
        code = self._graph.code_of_value(item)
        key = item.closure.function if item.closure is not None else None
        function = self._graph.function(key) if key is not None else None
        makers = (self._graph.code_of(one) for one in labels_of(item, MAKER))
        codes = tuple(one for one in (code, *makers) if one is not None)
        if function is None:
            place = Location(code.path, code.span) if code is not None else route.location
            shown = next(iter(labels_of(item, WRITTEN)), "")
            name = shown or f"{place.path.rpartition('/')[2]}:{place.span.start_line}"
            return Handler(name, _start(place) if place.path != route.location.path else route.location, codes)
        found = self._handler_of(function)
        return msgspec.structs.replace(found, codes=tuple(dict.fromkeys((*found.codes, *codes))))

    def _handler_of(self, function: Function) -> Handler:
        code = self._graph.code_of(self._program.key_of(function))
        location = Location(self._program.module_of(function).path, function.name_span)
        codes = (code,) if code is not None else ()
        return Handler(self._program.describe(function), location, codes, None, function.owner, function)

    def _methods_of(self, type_name: str) -> Mapping[str, str]:
        model = self._index.type_model(self._program, type_name)
        return model.handlers if model is not None else {}

    def _class_handlers(self, type_name: str, methods: Mapping[str, str]) -> Iterator[Handler]:
        model = self._index.type_model(self._program, type_name)
        provided = model.provides if model is not None else ()
        declaration = self._program.types.get(type_name)
        for name, verb in methods.items():
            functions = self._program.method(type_name, name)
            for function in functions:
                code = self._graph.code_of(self._program.key_of(function))
                location = Location(self._program.module_of(function).path, function.name_span)
                shown = f"{type_name.rpartition('.')[2]}.{name}"
                yield Handler(shown, location, (code,) if code is not None else (), verb, type_name, function)
            if not functions and name in provided and declaration is not None:
                place = Location(self._program.module_of_type[type_name].path, declaration.name_span)
                yield Handler(f"{declaration.name}.{name}", place, (), verb, type_name)

    # -- guards of a handler itself -----------------------------------------------------------------------------------

    def _own_guards(self, handler: Handler) -> Found:
        found = Found()
        if handler.function is not None:
            found = self._of_annotations(handler.function)
            found = joined(found, self._stated.of(self._program.key_of(handler.function)))
        if handler.owner is not None:
            found = joined(found, self._of_class(handler.owner))
        return found

    def _of_annotations(self, function: Function) -> Found:
        """Guards that the project's own decorators are, and annotations that are named for guards."""
        module = self._program.module_of(function)
        guards: list[Guard] = []
        for annotation in function.annotations:
            place = Location(module.path, annotation.span)
            resolved = self._program.names.resolve(module, annotation.name)
            functions = self._program.functions_named(resolved) or self._program.free_functions(module, annotation.name)
            codes = [self._graph.code_of(self._program.key_of(one)) for one in functions]
            by_code = [one for code in codes if code is not None for one in self._guards.of_code(code)]
            stated = self._stated.of(resolved)
            named = self._guards.by_name(annotation.name, place)
            if stated.guards:
                guards.extend(stated.guards)
            elif by_code:
                guards.extend(Guard(one.kind, annotation.name, place) for one in by_code)
            elif named is not None:
                guards.append(named)
        return Found(tuple(guards))

    def _of_class(self, owner: str) -> Found:
        found = Found()
        for ancestor in self._program.ancestors(owner, self._index.parents):
            found = joined(found, self._stated.of(ancestor))
            model = self._index.types.get(ancestor)
            if model is not None and model.guard is not None and ancestor not in self._program.types:
                found = joined(found, Found((Guard(model.guard, ancestor.rpartition(".")[2]),)))
        model = self._index.type_model(self._program, owner)
        for name in model.guard_fields if model is not None else ():
            declared = self._program.field(owner, name)
            if declared is not None:
                module = self._program.module_of_type[declared[0]]
                place = Location(module.path, declared[1].name_span)
                found = joined(found, self._guards.of_expression(module, declared[1].initial, place))
                break
        return found


def _start(place: Location) -> Location:
    """The place where something begins."""
    span = place.span
    return Location(place.path, Span(span.start_line, span.start_column, span.start_line, span.start_column))


def _is_same(item: Value, handlers: Sequence[Value]) -> bool:
    return any((item.closure is not None and item.closure is one.closure) or item is one for one in handlers) or any(
        item == one for one in handlers
    )


def _is_only_text(item: Value) -> bool:
    return bool(item.constants) and item.closure is None and item.type in (None, "java.lang.String")


def _verb(text: str) -> str:
    return text.rpartition(".")[2].upper()


def record_name(name: Value) -> str:
    """What a record is called at a sink: a text, or the simple name of the type that it is."""
    for constant in name.constants:
        if isinstance(constant.value, str):
            return constant.value
    return (name.type or "").rpartition(".")[2]
