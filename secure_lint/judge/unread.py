"""Attributes of stored objects that nothing in the program reads.

An attribute counts as unread only if every place where its name, its getter or its column stands is known to be
something else: its own declaration, an assignment, the name of a variable or parameter, or a member of another type.
A place that is not understood counts as a reading, and so does an object that a library reads as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from secure_lint.flow.values.reads import LOCAL, UNKNOWN_OWNER
from secure_lint.judge.context import Analysed
from secure_lint.judge.stated_uses import StatedUses
from secure_lint.link.type_names import bare, type_argument
from secure_lint.model.facts import Occurrence
from secure_lint.model.program import Function, Module, TypeDecl
from secure_lint.model.schema import Attribute, Entity
from secure_lint.model.span import Span

SHORTEST_TELLING_NAME = 3
"""Shorter names (``id``) stand behind a dot in any code."""

_Declared = tuple[str, int]


def accessors_of(name: str) -> tuple[str, ...]:
    """The names under which code reads an attribute."""
    capital = f"{name[:1].upper()}{name[1:]}"
    return name, f"get{capital}", f"is{capital}"


def words_of(attribute: Attribute) -> tuple[str, ...]:
    """All words that tell of a reading of an attribute: its accessors and its column."""
    column = (attribute.column,) if attribute.column is not None and attribute.column != attribute.name else ()
    return (*accessors_of(attribute.name), *column)


class UnreadAttributes:
    """Tells whether an attribute is never read."""

    def __init__(self, analysed: Analysed) -> None:
        self._analysed = analysed
        self._program = analysed.program
        self._reflected = frozenset(name for model in analysed.index.models for name in model.reflected)
        self._hands_on = frozenset(name for model in analysed.index.models for name in model.hands_on)
        self._stated = StatedUses(analysed.program)
        self._declared: dict[str, frozenset[_Declared]] = {}
        self._bodies: frozenset[str] | None = None

    def is_unread(self, entity: Entity, attribute: Attribute) -> bool:
        """Whether every place that names the attribute is known not to read it."""
        if entity.uses_are_known:
            return self._stated.is_unread(entity, attribute)
        declaration = self._program.types.get(entity.type or "")
        occurrences = self._analysed.occurrences
        words = words_of(attribute)
        if declaration is None or any(word not in occurrences for word in words):
            return False
        family = frozenset(self._program.ancestors(declaration.qualified, {}))
        if self._is_read_whole(declaration, family) or not self._others_are_read(entity, attribute):
            return False
        return not any(
            self._may_read(word, place, declaration, family) for word in words for place in occurrences[word]
        )

    def _others_are_read(self, entity: Entity, attribute: Attribute) -> bool:
        """Whether another attribute seems to be read by its name: if none is, the code reads in a way we do not see."""
        others = (one.name for one in entity.attributes if one is not attribute)
        names = [name for name in others if len(name) >= SHORTEST_TELLING_NAME]
        return any(self._seems_read(word) for name in names for word in accessors_of(name))

    def _seems_read(self, word: str) -> bool:
        places = self._analysed.occurrences.get(word)
        return places is None or any(one.member and not one.assigned for one in places)

    def _is_read_whole(self, declaration: TypeDecl, family: frozenset[str]) -> bool:
        if family & self._analysed.reads.whole or declaration.qualified in self._request_bodies():
            return True
        module = self._program.module_of_type[declaration.qualified]
        own = (*declaration.annotations, *(one for field in declaration.fields for one in field.annotations))
        return any(self._program.names.resolve(module, one.name) in self._reflected for one in own)

    def _request_bodies(self) -> frozenset[str]:
        """The types of parameters whose annotation says that a library reads the whole object."""
        if self._bodies is None:
            modules = self._program.modules.values()
            self._bodies = frozenset(name for module in modules for name in self._reflected_parameters(module))
        return self._bodies

    def _reflected_parameters(self, module: Module) -> Iterator[str]:
        resolve = self._program.names.resolve
        for function in module.functions:
            for parameter in function.parameters:
                if any(resolve(module, one.name) in self._reflected for one in parameter.annotations):
                    for text in (parameter.type, type_argument(parameter.type)):
                        if text is not None:
                            yield resolve(module, bare(text))

    def _may_read(self, word: str, place: Occurrence, declaration: TypeDecl, family: frozenset[str]) -> bool:
        if place.assigned or self._only_hands_on(place, declaration):
            return False
        owners = self._analysed.reads.owners.get((place.path, place.line, place.column))
        if owners is None:
            return (word, place.line) not in self._declarations(place.path)
        return any(self._is_of(owner, family) for owner in owners)

    def _is_of(self, owner: str, family: frozenset[str]) -> bool:
        if owner == LOCAL:
            return False
        if owner == UNKNOWN_OWNER or owner not in self._program.types:
            return True
        return bool(family & set(self._program.ancestors(owner, self._analysed.index.parents)))

    def _only_hands_on(self, place: Occurrence, declaration: TypeDecl) -> bool:
        """Whether a place lies in the class, and in no function of it or one that only hands attributes on."""
        module = self._program.module_of_type[declaration.qualified]
        if module.path != place.path or not _holds(declaration.span, place):
            return False
        around = [one for one in module.functions if one.owner == declaration.qualified and _holds(one.span, place)]
        return all(self._is_plumbing(function, declaration) for function in around)

    def _is_plumbing(self, function: Function, declaration: TypeDecl) -> bool:
        accessors = {name for field in declaration.fields for name in accessors_of(field.name)}
        name = function.name
        return name in self._hands_on or name in accessors or name.startswith(("set", "<"))

    def _declarations(self, path: str) -> frozenset[_Declared]:
        """The names that a file declares, with their lines."""
        found = self._declared.get(path)
        if found is None:
            module = self._program.modules.get(path)
            found = frozenset(_declared_names(module)) if module is not None else frozenset()
            self._declared[path] = found
        return found


def _declared_names(module: Module) -> Iterator[_Declared]:
    for declaration in module.types:
        for field in declaration.fields:
            yield field.name, field.name_span.start_line
    for function in module.functions:
        yield function.name, function.name_span.start_line
        for parameter in function.parameters:
            for line in range(parameter.span.start_line, parameter.span.end_line + 1):
                yield parameter.name, line


def _holds(span: Span, place: Occurrence) -> bool:
    return span.start_line <= place.line <= span.end_line
