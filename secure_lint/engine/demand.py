"""What a later round of reading has to bring.

Bodies of functions that were called, bodies that call wrappers, declarations of types whose members are asked for, and
definitions of constants that are imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

import msgspec

from secure_lint.engine.definitions import Definitions
from secure_lint.engine.reading import Demand
from secure_lint.flow.analysis import Interpreted
from secure_lint.flow.models.wrappers import Wrapper
from secure_lint.languages.front_end import has_messages
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.program import Module
from secure_lint.model.span import Span
from secure_lint.parity.requests import is_served, modules_with_addresses, types_sent
from secure_lint.screen.plan import SHORTEST_TELLING_NAME
from secure_lint.screen.words import Hit, Screen, ScreenWord

_CALL: Final = re.compile(rb"\s*+[({<]")
_MESSAGE: Final = re.compile(rb"\s*+[:\]]")
_REFERENCE: Final = re.compile(rb"::\s*+\Z")
_LONGEST_REFERENCE: Final = 8
_BODY: Final = re.compile(rb"\)[^;{}=()]*+[{=]\s*+")

LARGEST_DECLARATION: Final = 16_384
MOST_BODIES: Final = 12
"""The bodies of a type that is asked for are read along with it if there are not more and its file has fewer bytes."""

SHORTEST_FUNCTION: Final = 4
"""A function outside types with a shorter name is not looked for."""

Bytes = Callable[[], Iterable[tuple[str, bytes]]]
"""Yields the path and the content of all files."""


class Places(msgspec.Struct):
    """Line and column of places in files, by path."""

    strong: dict[str, set[tuple[int, int]]] = {}
    weak: dict[str, set[tuple[int, int]]] = {}


class CallerSearch:
    """Looks for calls of wrappers in the text of all files. ``known`` names are screened for from the beginning.

    ``requests`` are calls by which clients send requests: they matter where a server answers some.
    """

    def __init__(self, known: Iterable[str], requests: Iterable[Wrapper] = ()) -> None:
        self._known = frozenset(known)
        self._requests = frozenset(requests)
        self._searched: set[Wrapper] = set()
        self._looked_for = Definitions()

    def wanted(
        self,
        program: Program,
        interpreted: Interpreted,
        files: Bytes,
        before: Mapping[str, Demand],
        entities: Iterable[str] = (),
    ) -> dict[str, Demand]:
        """What to ask of which files, beyond what was asked before; ``entities`` are types that a store lists."""
        asking = self._requests if is_served(interpreted) else ()
        wrappers = [one for one in (*interpreted.wrappers, *sorted(asking)) if one not in self._searched]
        self._searched.update(wrappers)
        types = (*interpreted.wanted_types, *entities, *types_sent(program, interpreted))
        asked = Definitions(
            types=frozenset(map(simple_name, types)),
            constants=frozenset(interpreted.wanted_constants),
            fields=frozenset(interpreted.wanted_fields),
            parents=frozenset(map(simple_name, interpreted.wanted_implementers)),
            modules=frozenset((*interpreted.wanted_modules, *modules_with_addresses(program, interpreted))),
        )
        places = in_unread_bodies(program, self._search(wrappers, self._not_yet_looked_for(asked), files))
        for place in interpreted.wanted:
            places.strong.setdefault(place.path, set()).add((place.span.start_line, place.span.start_column))
        return demands_of(places, before)

    def modules(self, names: frozenset[str], files: Bytes, before: Mapping[str, Demand]) -> dict[str, Demand]:
        """What to ask for modules that others import from."""
        return demands_of(self._search((), self._not_yet_looked_for(Definitions(modules=names)), files), before)

    def inherited(self, modules: Iterable[Module], files: Bytes, before: Mapping[str, Demand]) -> dict[str, Demand]:
        """What to ask for the supertypes of the types that were asked for, now that these were read."""
        known = self._looked_for.types
        declared = [one for module in modules for one in module.types if one.name in known]
        types = frozenset(simple_name(bare(parent)) for one in declared for parent in one.supertypes)
        return demands_of(self._search((), self._not_yet_looked_for(Definitions(types)), files), before)

    def _not_yet_looked_for(self, asked: Definitions) -> Definitions:
        found = asked.without(self._looked_for)
        self._looked_for = self._looked_for.together_with(asked)
        return found

    def _search(self, wrappers: Sequence[Wrapper], definitions: Definitions, files: Bytes) -> Places:
        by_name: dict[str, list[Wrapper]] = {}
        for wrapper in wrappers:
            if wrapper.name not in self._known and _tells(wrapper):
                by_name.setdefault(wrapper.name, []).append(wrapper)
        places = Places()
        if not by_name and not definitions.are_wanted:
            return places
        gates = {gate for named in by_name.values() for one in named if _is_common(one) for gate in one.beside}
        screen = Screen(ScreenWord(word) for word in {*by_name, *gates, *definitions.words})
        assignments = definitions.assignments()
        for path, data in files():
            hits = screen.hits(data)
            for wrapper, offset in _called(hits, data, by_name, messages=has_messages(PurePosixPath(path).suffix)):
                kind = places.weak if wrapper.weak else places.strong
                kind.setdefault(path, set()).add(position(data, offset))
            declared = [hit.offset for hit in hits if definitions.at(data, hit)]
            if path in assignments:
                found = assignments[path].finditer(data)
                places.strong.setdefault(path, set()).update(position(data, one.start()) for one in found)
            for start in (*declared, 0) if definitions.are_in(path) else declared:
                offsets = (start, *_bodies(data))
                places.strong.setdefault(path, set()).update(position(data, one) for one in offsets)
        return places


def _bodies(data: bytes) -> tuple[int, ...]:
    """Where bodies of functions seem to begin; none in a file that declares more than keys and the like."""
    found = tuple(match.end() for match in _BODY.finditer(data)) if len(data) < LARGEST_DECLARATION else ()
    return found if len(found) <= MOST_BODIES else ()


def in_unread_bodies(program: Program, places: Places) -> Places:
    """The places that do not lie in a body that has been read."""

    def unread(found: Mapping[str, set[tuple[int, int]]]) -> dict[str, set[tuple[int, int]]]:
        left: dict[str, set[tuple[int, int]]] = {}
        for path, positions in found.items():
            module = program.modules.get(path)
            read = [one.span for one in module.functions if one.body is not None] if module is not None else []
            outside = {place for place in positions if not any(_holds(span, place) for span in read)}
            if outside:
                left[path] = outside
        return left

    return Places(unread(places.strong), unread(places.weak))


def _holds(span: Span, place: tuple[int, int]) -> bool:
    return (span.start_line, span.start_column) <= place < (span.end_line, span.end_column)


def demands_of(places: Places, before: Mapping[str, Demand]) -> dict[str, Demand]:
    """The demands of the files with these places, as far as they are more than what was asked before."""
    found: dict[str, Demand] = {}
    for path in sorted({*places.strong, *places.weak}):
        known = before.get(path, Demand())
        demand = Demand(
            tuple(sorted({*known.positions, *places.strong.get(path, ())})),
            tuple(sorted({*known.weak, *places.weak.get(path, ())})),
        )
        if demand != known:
            found[path] = demand
    return found


def _is_common(wrapper: Wrapper) -> bool:
    """Whether the name alone says too little."""
    return len(wrapper.name) < SHORTEST_TELLING_NAME


def _tells(wrapper: Wrapper) -> bool:
    return bool(wrapper.beside) or len(wrapper.name) >= SHORTEST_FUNCTION


def _called(
    hits: Sequence[Hit], data: bytes, by_name: Mapping[str, Sequence[Wrapper]], *, messages: bool
) -> Iterator[tuple[Wrapper, int]]:
    """Wrappers and the offsets where they are called or referred to."""
    present = {hit.word for hit in hits}
    for hit in hits:
        named = by_name.get(hit.word)
        if named is None:
            continue
        length = len(hit.word.encode())
        if not (_is_call(data, hit.offset, length) or (messages and _MESSAGE.match(data, hit.offset + length))):
            continue
        for one in named:
            if not (_is_common(one) and one.beside) or not present.isdisjoint(one.beside):
                yield one, hit.offset


def _is_call(data: bytes, offset: int, length: int) -> bool:
    if _CALL.match(data, offset + length):
        return True
    return _REFERENCE.search(data[max(offset - _LONGEST_REFERENCE, 0) : offset]) is not None


def position(data: bytes, offset: int) -> tuple[int, int]:
    """The line and the column in bytes, both from 1, of an offset."""
    line = data.count(b"\n", 0, offset) + 1
    return line, offset - (data.rfind(b"\n", 0, offset) + 1) + 1
