"""Operations that a document describes and functions of the program answer, as an OpenAPI document does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from secure_lint.knowledge.models import Model
from secure_lint.knowledge.server_words import OperationModel
from secure_lint.link.program import Program
from secure_lint.link.type_names import bare, simple_name
from secure_lint.model.program import Function, TypeDecl
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location
from secure_lint.text.globs import path_globs

TAGS = "tags"
"""The setting that lists the groups to which an operation belongs."""

_FIRST_TAG = f"/{TAGS}/[0]"
_BLANK = re.compile(r"[^A-Za-z0-9]+")


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
    fitting = path_globs(model.path)
    tags = {one.path.removesuffix(_FIRST_TAG): one.value for one in document.settings if one.path.endswith(_FIRST_TAG)}
    for setting in document.settings:
        if fitting.match(setting.path):
            verb, path = _verb_and_path(setting, model)
            tag = tags.get(setting.path.rpartition("/")[0], "")
            implementing = bool(model.implemented_in)
            for function in (
                _implementing(program, setting.value, tag, model) if implementing else _named(program, setting.value)
            ):
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


def _implementing(program: Program, name: str, tag: str, model: OperationModel) -> Iterator[Function]:
    """The methods of a name in classes that implement what a generator makes of the operations with a tag."""
    for one in program.functions_by_name.get(name, ()):
        declaration = program.types.get(one.owner or "")
        if declaration is not None and _is_implementing(program, declaration, _BLANK.sub("", tag).lower(), model):
            yield one


def _is_implementing(program: Program, declaration: TypeDecl, tag: str, model: OperationModel) -> bool:
    module = program.module_of_type[declaration.qualified]
    said = (program.names.resolve(module, one.name) for one in declaration.annotations)
    if set(said).isdisjoint(model.implemented_in):
        return False
    above = (bare(one) for one in declaration.supertypes)
    missing = (one for one in above if program.names.resolve(module, one) not in program.types)
    named = (re.search(model.generated, simple_name(one)) for one in missing)
    return any(one is not None and one[1].lower() == tag for one in named)
