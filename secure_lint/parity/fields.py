"""The fields that a server takes for its endpoints, with the limits that it states for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

import msgspec

from secure_lint.label.matching import ModelIndex
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.model.endpoint import Endpoint
from secure_lint.model.limits import Limit
from secure_lint.model.program import (
    Call,
    Field,
    Member,
    Module,
    Record,
)
from secure_lint.model.span import Location
from secure_lint.model.walking import all_of, last_name
from secure_lint.parity.asked import BODY, EVERYTHING, asked_about, is_behind_a_check, pieces
from secure_lint.parity.limits import CHECKED, LimitReader
from secure_lint.parity.names import folded
from secure_lint.parity.sides import Sides
from secure_lint.parity.wire import WireNames

STORES: Final = ("server.save", "server.assign")
"""The kinds of sink at which a record is stored."""

TEXT, NUMBER, ANY = "text", "number", "any"
"""What a field holds; nothing is told of fields that hold something else."""

_OF_TEXTS, _OF_NUMBERS = ("shortest", "longest", "pattern", "form"), ("least", "most")
KINDS_OF: Final = {TEXT: _OF_TEXTS, NUMBER: _OF_NUMBERS, ANY: (*_OF_TEXTS, *_OF_NUMBERS), "": ()}
"""The kinds of limit that a field may have, by what it holds."""

_WORD: Final = re.compile(r"[A-Za-z_]\w*")


class ServerField(msgspec.Struct, frozen=True):
    """A field that a server takes: its name in the message, where it is declared or read, and its limits.

    ``owner`` is how messages call what declares it. ``type`` is the class of fields, if one does.
    """

    name: str
    location: Location
    holds: str
    limits: tuple[Limit, ...]
    owner: str
    type: str | None = None


class ServerFields:
    """Tells the fields of endpoints."""

    def __init__(self, program: Program, index: ModelIndex, readers: Mapping[str, LimitReader], sides: Sides) -> None:
        self._sides = sides
        self._program = program
        self._index = index
        self._readers = readers
        self._wire = WireNames(program, index)
        self._of_type = cache(self._fields_of_type)
        self._in_objects = cache(self._names_limited_in_objects)

    def of(self, endpoint: Endpoint) -> dict[str, ServerField]:
        """The fields of the body of an endpoint, by their names without regard to capitals."""
        found = {folded(one.name): one for schema in endpoint.schemas for one in self._of_type(schema)}
        if not endpoint.schemas:
            found = {folded(one.name): one for one in self._read_by_hand(endpoint)}
        module = self._program.modules.get(endpoint.location.path)
        if not found or module is None or module.language not in self._readers:
            return {}
        asked = asked_about(self._program, endpoint)
        spared = asked | self._limited_by_records(endpoint) | self._in_objects(module.language)
        return {} if EVERYTHING in asked else {name: one for name, one in found.items() if name not in spared}

    # -- fields that a class declares -----------------------------------------------------------------------------

    def _fields_of_type(self, type_name: str) -> tuple[ServerField, ...]:
        if self._is_checked_by_code(type_name):
            return ()
        return tuple(
            ServerField(
                self._wire.name_of(module, owner, field),
                Location(module.path, field.name_span),
                self._holds(module, field),
                tuple(self.stated(module, field)),
                simple_name(type_name),
                type_name,
            )
            for module, owner, field in self._declared(type_name)
        )

    def _declared(self, type_name: str) -> Iterator[tuple[Module, str, Field]]:
        for owner in self._program.ancestors(type_name, {}):
            declaration = self._program.types.get(owner)
            module = self._program.module_of_type.get(owner)
            if declaration is not None and module is not None and module.language in self._readers:
                yield from ((module, owner, field) for field in declaration.fields if "static" not in field.modifiers)

    def _holds(self, module: Module, field: Field) -> str:
        """Whether a field holds any text or any number, as its type or the call that describes it tells."""
        words = self._readers[module.language].words
        named = set(_WORD.findall(field.type or ""))
        if isinstance(field.initial, Call) and field.type is None:
            named = {last_name(field.initial.callee)}
        named -= words.neutral
        if named and named <= words.texts:
            return TEXT
        return NUMBER if named and named <= words.numbers else ""

    def stated(self, module: Module, field: Field) -> Iterator[Limit]:
        """The limits that a field states; an annotation that no model knows may check anything."""
        reader = self._readers[module.language]
        for note in field.annotations:
            resolved = self._program.names.resolve(module, note.name)
            said = reader.words.annotating(resolved)
            if said is not None:
                place = Location(module.path, note.span)
                yield from reader.at_ports(module, note.arguments, said.limits, said.means, place)
            elif simple_name(resolved) not in reader.words.neutral:
                yield Limit(CHECKED, note.name, Location(module.path, note.span))
        if field.initial is not None:
            yield from reader.within(module, field.initial)

    def _is_checked_by_code(self, type_name: str) -> bool:
        """Whether methods of a class check its fields, in a way that its framework calls."""
        for owner in self._program.ancestors(type_name, {}):
            model = self._index.type_model(self._program, owner)
            words = model.schema_fields if model is not None else None
            declaration = self._program.types.get(owner)
            module = self._program.module_of_type.get(owner)
            if words is None or declaration is None or module is None:
                continue
            for method in (one for one in module.functions if one.owner == owner):
                notes = {simple_name(note.name) for note in method.annotations}
                if notes & set(words.checks) or any(re.search(one, method.name) for one in words.checkers):
                    return True
        return False

    # -- fields that code takes out of the body -------------------------------------------------------------------

    def _read_by_hand(self, endpoint: Endpoint) -> Iterator[ServerField]:
        if is_behind_a_check(self._program, endpoint):
            return
        for piece in pieces(self._program, endpoint):
            for member in all_of(Member, piece.body):
                if last_name(member.receiver) == BODY and isinstance(member.receiver, Member):
                    place = Location(piece.module.path, member.span)
                    yield ServerField(member.name, place, ANY, (), endpoint.handler)

    # -- what something else limits -------------------------------------------------------------------------------

    def _limited_by_records(self, endpoint: Endpoint) -> frozenset[str]:
        """The names of fields that the records limit which an endpoint stores."""
        stored = [one for one in endpoint.reaches if one.kind in STORES]
        names = {one.name for one in stored}
        types = {one.type for one in stored if one.type in self._program.types}
        types.update(name for name in self._program.types if not types and simple_name(name) in names)
        return frozenset(
            folded(field.name)
            for name in types - set(endpoint.schemas)
            for module, _, field in self._declared(name or "")
            if any(True for _ in self._known(self._readers[module.language], module, field))
        )

    def _names_limited_in_objects(self, language: str) -> frozenset[str]:
        """The names of fields that objects limit which describe records, or chains of calls."""
        reader = self._readers[language]
        found: set[str] = set()
        for module in self._program.modules.values():
            if module.language == language and not self._sides.is_app(module.path):
                found.update(folded(name) for name in _kept_names(module, reader.words.kept))
                found.update(folded(name) for name, _, _ in reader.described(module))
        return frozenset(found)

    def _known(self, reader: LimitReader, module: Module, field: Field) -> Iterator[Limit]:
        """The limits of a field that models know."""
        for note in field.annotations:
            said = reader.words.annotating(self._program.names.resolve(module, note.name))
            if said is not None:
                place = Location(module.path, note.span)
                yield from reader.at_ports(module, note.arguments, said.limits, said.means, place)
        if field.initial is not None:
            yield from reader.within(module, field.initial)


def _kept_names(module: Module, limiting: frozenset[str]) -> Iterator[str]:
    """The names of members of objects that describe a record, if these have a member that limits them."""
    roots = (*(field.initial for field in module.fields), *(one.body for one in module.functions), module.top_level)
    for root in roots if limiting else ():
        for record in all_of(Record, root):
            for member in record.fields:
                inner = member.value.fields if isinstance(member.value, Record) else ()
                if member.name and any(one.name in limiting for one in inner):
                    yield member.name
