"""Operations that a document describes and functions of the program answer, as an OpenAPI document does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.knowledge.models import Model
from secure_lint.knowledge.server_words import OperationModel
from secure_lint.link.program import Program
from secure_lint.model.program import Function
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location
from secure_lint.text.globs import path_globs


class Operation(msgspec.Struct, frozen=True):
    """A verb and a path with the function that answers, and where the document names it."""

    verb: str
    path: str
    function: Function
    location: Location
    origin: str


def operations_of(program: Program, models: Iterable[Model]) -> tuple[Operation, ...]:
    """All operations whose function is in the program, in the order of the documents."""
    described = [one for model in models for one in model.operations]
    return tuple(
        found
        for path in sorted(program.documents)
        for model in described
        for found in _in_document(program, program.documents[path], model)
    )


def _in_document(program: Program, document: Document, model: OperationModel) -> Iterator[Operation]:
    if document.kind not in model.document:
        return
    for setting in document.settings:
        if path_globs(model.path).match(setting.path):
            verb, path = _verb_and_path(setting, model)
            for function in _named(program, setting.value):
                yield Operation(verb, path, function, Location(document.path, setting.span), model.origin)


def _verb_and_path(setting: Setting, model: OperationModel) -> tuple[str, str]:
    """The path is a key itself, slashes included, between the fixed parts of the setting's path."""
    before, _, after = model.path.partition("**")
    inner = setting.path[len(before) : len(setting.path) - len(after)]
    path, _, verb = inner.rpartition("/")
    return verb.upper(), path


def _named(program: Program, name: str) -> tuple[Function, ...]:
    """The function of a dotted name."""
    found = program.functions_named(name)
    if found:
        return found
    module, _, last = name.rpartition(".")
    owners = program.module_names.ending(module) if module else ()
    return tuple(function for one in owners for function in program.functions_named(f"{one}.{last}"))
