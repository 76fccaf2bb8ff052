"""The endpoints of a program: routes with their handlers, and all guards on the way to these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.annotated import declarations
from secure_lint.flow.class_records import place_of_records
from secure_lint.flow.server_labels import MAKER, ROUTER, WRITTEN, labels_of
from secure_lint.flow.value import Value
from secure_lint.knowledge.kinds import Kinds
from secure_lint.knowledge.server_words import NONE
from secure_lint.label.matching import ModelIndex
from secure_lint.label.operations import Operation, operations_of
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code, Endpoint, Guard, Input, Reach
from secure_lint.model.program import Annotation, Function, Module
from secure_lint.model.span import Location, Span
from secure_lint.server.class_handlers import Answer, ClassHandlers, verb_of
from secure_lint.server.code import CallGraph
from secure_lint.server.default_guards import DefaultGuards
from secure_lint.server.facts import ServerFact
from secure_lint.server.guards import Found, GuardReader, calls_super, joined
from secure_lint.server.inputs import inputs_of
from secure_lint.server.path_guards import PathGuards
from secure_lint.server.routers import Routers, Way, join_paths, paths_of
from secure_lint.server.stated import StatedGuards

ANY = "*"
"""The verb of a route that answers all."""

SINKS = ("server.save", "server.find", "server.read", "server.delete", "server.assign")
"""Kinds of sink that say what an endpoint does."""


OBJECT_CHECK = "server.object-check"
"""The kind of sink at which the guards of a class are asked about a record."""


class Handler(msgspec.Struct, frozen=True):
    """What answers: its name in messages, its place, its code, its verb where the method tells it, and its class.

    ``below`` is the path of the method below that of its class.
    """

    shown: str
    location: Location
    codes: tuple[Code, ...] = ()
    verb: str | None = None
    owner: str | None = None
    function: Function | None = None
    below: str = ""


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
        self._defaults = DefaultGuards(program, index, facts, interpreted, self._guards)
        self._classes = ClassHandlers(program, index, facts)
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
        verbs = tuple(dict.fromkeys(verb_of(text) for text in route.texts("verb"))) or (ANY,)
        router = route.router("router")
        items = route.items("handler")
        if any(labels_of(item, ROUTER) for item in items):
            return
        before = tuple(one for one in route.items("guards") if not _is_same(one, items) and not _is_only_text(one))
        on_route = joined(self._guards.of_items(before, route.location), self._guards.around(items, route.location))
        for handler in self._handlers(route, items):
            for path in self._paths(route, handler):
                for way in self._routers.ways_to(router, path, route.order):
                    for verb in self._verbs(handler, verbs):
                        yield self._endpoint(route.location, way, path, verb, handler, on_route)

    def _paths(self, route: ServerFact, handler: Handler) -> Iterator[str]:
        """The paths of a route in its router: each of its own below each of those of the handler's class."""
        for prefix in self._prefixes_of(handler.owner):
            for path in paths_of(route):
                yield join_paths(prefix, path) if prefix else path

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
        inline = [
            msgspec.structs.replace(guard, inline=True)
            for code in handler.codes
            for guard in self._guards.of_code(code)
        ]
        above = (*way.guards, *on_route.guards)
        guards = [*above, *own.guards]
        if not self._says(own, handler):
            guards.extend(self._defaults.of(self._type_of(handler)))
        listed = self._path_guards.of(verb, full)
        guards.extend(listed.guards)
        passed = [one for one in (*guards, *inline) if not one.on_record or self._gets_record(handler, codes)]
        kept = tuple(dict.fromkeys(one for one in passed if one.kind != NONE and _stands_before(one, verb)))
        return Endpoint(
            verb=verb,
            path=full,
            handler=handler.shown,
            location=handler.location,
            code=codes,
            guards=kept,
            reaches=tuple(self._reaches(codes)),
            unresolved=tuple(
                dict.fromkeys((*way.unresolved, *on_route.unresolved, *own.unresolved, *listed.unresolved))
            ),
            route=route,
            inputs=tuple(self._inputs(full, handler, codes, schemas)),
            schemas=schemas,
            owner=handler.owner,
            opened=not kept
            and (
                self._is_opened(handler)
                or any(one.kind == NONE or not _stands_before(one, verb) for one in passed)
            ),
        )

    def _gets_record(self, handler: Handler, codes: Iterable[Code]) -> bool:
        """Whether a handler gets its record in the way of its framework, which asks the guards about it."""
        if handler.function is None and handler.owner is not None:
            return handler.shown.rpartition(".")[2] in self._classes.finds(handler.owner)
        return any(event.kind == OBJECT_CHECK for event in self._graph.events_in(codes))

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
            answers = tuple(self._answers(item))
            if answers:
                yield from self._class_handlers(route, item.type or "", answers)
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
        inherited = item.type in self._program.types and function.owner is not None
        found = self._handler_of(function, item.type if inherited else None)
        return msgspec.structs.replace(found, codes=tuple(dict.fromkeys((*found.codes, *codes))))

    def _handler_of(self, function: Function, owner: str | None = None) -> Handler:
        """The handler that a function is, for objects of ``owner``, which may inherit it."""
        code = self._graph.code_of(self._program.key_of(function))
        location = Location(self._program.module_of(function).path, function.name_span)
        codes = (code,) if code is not None else ()
        return Handler(self._program.describe(function), location, codes, None, owner or function.owner, function)

    def _answers(self, item: Value) -> Iterable[Answer]:
        return () if item.type is None or item.closure is not None else self._classes.answers(item.type, item)

    def _methods_of(self, type_name: str) -> Mapping[str, str]:
        return self._classes.methods_of(type_name)

    def _class_handlers(self, route: ServerFact, type_name: str, answers: Sequence[Answer]) -> Iterator[Handler]:
        provided = self._classes.provided(type_name)
        shown = type_name.rpartition(".")[2]
        beside = self._run_beside(type_name)
        for answer in answers:
            verb, below = answer.verb, answer.below
            functions = self._program.method(type_name, answer.method)
            for function in functions:
                code = self._graph.code_of(self._program.key_of(function))
                place = Location(self._program.module_of(function).path, function.name_span)
                codes = (code, *beside) if code is not None else ()
                yield Handler(f"{shown}.{answer.method}", place, codes, verb, type_name, function, below)
            if not functions and answer.method in provided:
                place, own = self._place_of_class(route, type_name)
                if answer.method in self._classes.finds(type_name):
                    own = (*self._records_of(type_name), *own)
                yield Handler(f"{shown}.{answer.method}", place, (*own, *beside), verb, type_name, None, below)

    def _run_beside(self, type_name: str) -> tuple[Code, ...]:
        """The code of a class that runs for a request beside the handler."""
        functions = (one for name in self._classes.runs(type_name) for one in self._program.method(type_name, name))
        return tuple(
            Code(self._program.module_of(one).path, one.body.span) for one in functions if one.body is not None
        )

    def _place_of_class(self, route: ServerFact, type_name: str) -> tuple[Location, tuple[Code, ...]]:
        """Where a class is that has its handlers from a library: the name, and its fields as the code."""
        declaration = self._program.types.get(type_name)
        if declaration is None:
            return route.location, ()
        path = self._program.module_of_type[type_name].path
        initial = tuple(Code(path, field.initial.span) for field in declaration.fields if field.initial is not None)
        return Location(path, declaration.name_span), initial

    def _records_of(self, type_name: str) -> Iterator[Code]:
        """The place that stands for the look-up of a record by a handler from a library."""
        place = place_of_records(self._program, self._index, type_name)
        if place is not None:
            yield Code(place.path, place.span)

    def _type_of(self, handler: Handler) -> str | None:
        """The type as whose method a handler answers."""
        if handler.owner is not None or handler.function is None:
            return handler.owner
        return self._classes.answered(self._program.key_of(handler.function)).kind

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
        return joined(found, self._listed_guards(owner))

    def _listed_guards(self, owner: str) -> Found:
        """The guards that a class lists in a field, or that one of its methods returns."""
        for name in self._classes.guard_methods(owner):
            functions = self._program.method(owner, name)
            if functions and not calls_super(functions[0]):
                return self._guards.of_returned(functions[0])
        for name in self._classes.guard_fields(owner):
            declared = self._program.field(owner, name)
            if declared is not None:
                module = self._program.module_of_type[declared[0]]
                place = Location(module.path, declared[1].name_span)
                return self._guards.of_expression(module, declared[1].initial, place)
        return Found()


def _stands_before(guard: Guard, verb: str) -> bool:
    return not guard.verbs or verb in guard.verbs or verb == ANY


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


def record_name(name: Value) -> str:
    """What a record is called at a sink: a text, or the simple name of the type that it is."""
    for constant in name.constants:
        if isinstance(constant.value, str):
            return constant.value
    return (name.type or "").rpartition(".")[2]
