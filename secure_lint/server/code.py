"""Which code runs for a request: the handler and what it calls."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator

from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.values.events import Event
from secure_lint.flow.values.value import Value
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Code
from secure_lint.model.program import Function
from secure_lint.model.span import Location

DEEPEST = 4
"""So many calls below a handler are followed."""
MOST_CODE = 120


class CallGraph:
    """The calls between functions of the program, by the places of the calls."""

    def __init__(self, program: Program, interpreted: Interpreted) -> None:
        self._program = program
        self._interpreted = interpreted

    # A product without a server asks for none of these.

    @functools.cached_property
    def _calls(self) -> dict[str, list[tuple[Location, str]]]:
        found: dict[str, list[tuple[Location, str]]] = defaultdict(list)
        for callee in sorted(self._interpreted.calls):
            for place in sorted(self._interpreted.calls[callee]):
                found[place.path].append((place, callee))
        return found

    @functools.cached_property
    def _invoked(self) -> dict[str, list[tuple[Location, Code]]]:
        found: dict[str, list[tuple[Location, Code]]] = defaultdict(list)
        for made in sorted(self._interpreted.invoked):
            for place in sorted(self._interpreted.invoked[made]):
                found[place.path].append((place, Code(made.path, made.span)))
        return found

    @functools.cached_property
    def _events(self) -> dict[str, list[Event]]:
        found: dict[str, list[Event]] = defaultdict(list)
        for event in self._interpreted.events:
            found[event.location.path].append(event)
        return found

    def function(self, key: str) -> Function | None:
        """The function of a key."""
        return self._program.function_of(key)

    def code_of(self, key: str) -> Code | None:
        """The code of the function of a key; ``None`` for one that is not known or whose body was not read."""
        function = self._program.function_of(key)
        if function is None or function.body is None:
            return None
        return Code(self._program.module_of(function).path, function.span)

    def functions_at(self, codes: Iterable[Code]) -> Iterator[Function]:
        """The functions of the program that pieces of code are."""
        for code in codes:
            module = self._program.modules.get(code.path)
            yield from (one for one in (module.functions if module is not None else ()) if one.span == code.span)

    def code_of_value(self, value: Value) -> Code | None:
        """The code of a function or closure in the place of a value."""
        if value.closure is None:
            return None
        if value.closure.function is not None:
            return self.code_of(value.closure.function)
        module = getattr(value.closure.frame, "module", None)
        return Code(module.path, value.closure.node.span) if module is not None else None

    def reached(self, start: Iterable[Code]) -> tuple[Code, ...]:
        """The code itself and what it calls, nearest first."""
        order = list(dict.fromkeys(start))
        level = order
        for _ in range(DEEPEST):
            found = [one for code in level for one in self._called(code) if one not in order]
            level = list(dict.fromkeys(found))
            order.extend(level)
            if not level or len(order) > MOST_CODE:
                break
        return tuple(order)

    def _called(self, code: Code) -> list[Code]:
        keys = [callee for place, callee in self._calls.get(code.path, ()) if code.holds(place)]
        named = [found for key in keys if (found := self.code_of(key)) is not None]
        return named + [made for place, made in self._invoked.get(code.path, ()) if code.holds(place)]

    def code_called_at(self, location: Location) -> tuple[Code, ...]:
        """The code of the functions of the program that the call at a place runs."""
        keys = (key for place, key in self._calls.get(location.path, ()) if place == location)
        return tuple(one for key in keys if (one := self.code_of(key)) is not None)

    def called_in(self, codes: Iterable[Code]) -> Iterator[tuple[Location, str]]:
        """The functions of the program that are called in the code: where, and their names."""
        for code in codes:
            for place, key in self._calls.get(code.path, ()):
                function = self._program.function_of(key) if code.holds(place) else None
                if function is not None:
                    yield place, function.name

    def events_in(self, codes: Iterable[Code]) -> list[Event]:
        """What was reported in the code, but for what only calls hand on."""
        return [event for code in codes for event in self._events.get(code.path, ()) if code.holds(event.location)]
