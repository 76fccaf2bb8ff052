"""The facts of a module: entities, stores, settings and logic, whatever it was read from."""

from __future__ import annotations

from collections.abc import Iterable

from secure_lint.formats.outsystems.declarations import Declaration
from secure_lint.formats.outsystems.lowering.entities import entities_of, entity_types, stores_of
from secure_lint.formats.outsystems.lowering.functions import (
    collection_types,
    functions_of,
    imports_of,
    producer_types,
)
from secure_lint.formats.outsystems.lowering.listing import Listing, Places, WrittenPlaces
from secure_lint.formats.outsystems.lowering.settings import KIND, SettingWriter, write_module
from secure_lint.formats.outsystems.model import OutSystemsModule
from secure_lint.formats.reading import ReadDocument, read_problem
from secure_lint.model.problem import Problem
from secure_lint.model.program import Module
from secure_lint.model.schema import Document, Setting
from secure_lint.text.source import SourceText

LANGUAGE = PLATFORM = "outsystems"

_SCRIPT = ".js"
_PROTECTIONS = ("none", "attribute-encrypted", "database-encrypted", "keystore", "server-only")


def unlined_facts(module: OutSystemsModule, path: str) -> ReadDocument:
    """The facts of a module whose file has no lines; the spans are those of a listing."""
    listing = Listing(path)
    read = _facts(module, path, listing, path)
    for literal in module.literals:
        listing.span(literal.place, literal.value)
    text = listing.text()
    embedded = tuple(
        (
            node.place.element,
            SourceText(f"{path}/{node.place.element}{_SCRIPT}", node.code.encode("utf-8", "surrogatepass")),
        )
        for action in module.actions
        for node in action.nodes
        if node.kind == "JavascriptNode" and node.code.strip()
    )
    return ReadDocument(
        read.document, read.entities, read.problems, module=read.module, stores=read.stores, uses=read.uses,
        landmarks=listing.landmarks(), listing=text, platform=read.platform,
        embedded=embedded,
    )  # fmt: skip


def lined_facts(module: OutSystemsModule, path: str, app: str) -> ReadDocument:
    """The facts of a module, or of a part of one, whose file has lines. ``app`` is the folder of the app it is from."""
    return _facts(module, path, WrittenPlaces(), app)


def settings_document(path: str, settings: Iterable[Setting], app: str) -> Document:
    """A document of settings of an app."""
    return Document(path, KIND, tuple(settings), app)


def _facts(module: OutSystemsModule, path: str, places: Places, app: str) -> ReadDocument:
    writer = SettingWriter(places)
    write_module(module, writer)
    entities = tuple(entities_of(module, places))
    stores = tuple(stores_of(module, places, app))
    logic = _logic(module, path, places)
    return ReadDocument(
        document=settings_document(path, writer.settings, app),
        entities=entities,
        problems=_problems(module, path),
        module=logic,
        stores=stores,
        landmarks=places.landmarks(),
        uses=module.uses,
        platform=module.platform,
    )


def _logic(module: OutSystemsModule, path: str, places: Places) -> Module | None:
    functions = tuple(functions_of(module, places))
    types = [*entity_types(module, places), *producer_types(module, places)]
    if not functions and not types:
        return None
    if functions:
        types += collection_types(module, functions[0].span)
    return Module(path, LANGUAGE, module.name, imports_of(module), tuple(types), functions)


def _problems(module: OutSystemsModule, path: str) -> tuple[Problem, ...]:
    """What was not understood: elements, and declarations with words that are none."""
    found = [read_problem(path, note, None, partial=True) for note in module.notes]
    for entity in module.entities:
        for attribute in entity.attributes:
            if attribute.declaration is not None:
                for word in _misspelt(attribute.declaration):
                    message = (
                        f"`{entity.name}.{attribute.name}`: {word!r} in the tag [secure-lint: ...] is not understood"
                    )
                    span = attribute.place.location.span
                    found.append(read_problem(path, message, span, partial=True))
    return tuple(found)


def _misspelt(declaration: Declaration) -> tuple[str, ...]:
    protection = declaration.protection
    wrong = (f"protection={protection}",) if protection is not None and protection not in _PROTECTIONS else ()
    return (*declaration.unread, *wrong)
