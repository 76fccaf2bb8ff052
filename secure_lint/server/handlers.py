"""What answers the requests for a route: a function, a closure or the methods of a class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from secure_lint.flow.server.class_records import place_of_records
from secure_lint.flow.values.server_labels import MAKER, WRITTEN, labels_of
from secure_lint.flow.values.value import Value
from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code
from secure_lint.model.program import Function
from secure_lint.model.span import Location, Span
from secure_lint.server.class_handlers import Answer, ClassHandlers
from secure_lint.server.code import CallGraph
from secure_lint.server.facts import ServerFact


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


class HandlerFinder:
    """Finds the handlers of routes."""

    def __init__(self, program: Program, index: ModelIndex, graph: CallGraph, classes: ClassHandlers) -> None:
        self._program = program
        self._index = index
        self._graph = graph
        self._classes = classes

    def of_route(self, route: ServerFact, items: Sequence[Value]) -> Iterator[Handler]:
        """The handlers of a route: the last of the items, or the methods of that class."""
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
        found = self.of_function(function, item.type if inherited else None)
        return msgspec.structs.replace(found, codes=tuple(dict.fromkeys((*found.codes, *codes))))

    def of_function(self, function: Function, owner: str | None = None) -> Handler:
        """The handler that a function is, for objects of ``owner``, which may inherit it."""
        code = self._graph.code_of(self._program.key_of(function))
        location = Location(self._program.module_of(function).path, function.name_span)
        codes = (code,) if code is not None else ()
        return Handler(self._program.describe(function), location, codes, None, owner or function.owner, function)

    def _answers(self, item: Value) -> Iterable[Answer]:
        return () if item.type is None or item.closure is not None else self._classes.answers(item.type, item)

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

    def type_of(self, handler: Handler) -> str | None:
        """The type as whose method a handler answers."""
        if handler.owner is not None or handler.function is None:
            return handler.owner
        return self._classes.answered(self._program.key_of(handler.function)).kind


def _start(place: Location) -> Location:
    """The place where something begins."""
    span = place.span
    return Location(place.path, Span(span.start_line, span.start_column, span.start_line, span.start_column))
