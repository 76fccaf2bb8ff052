"""The names that models speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from secure_lint.knowledge.models import Model
from secure_lint.link.type_names import simple_name

ANY_TYPE = "*"
ANY_NAME = "*"
"""Ends the name of a modelled method or function that stands for all that begin so."""


def refusing(models: Iterable[Model]) -> Iterator[str]:
    """The names of calls that refuse a request."""
    for model in models:
        for call in model.calls:
            if any(sink.kind == "server.refuse" for sink in call.sinks):
                yield from call.name


def comparing(models: Iterable[Model]) -> Iterator[str]:
    """The names of methods that compare their receiver with what they are given."""
    for model in models:
        for call in model.calls:
            if "receiver" in call.compares:
                yield from call.name


def adding(models: Iterable[Model]) -> Iterator[str]:
    """The names of methods of any type that put what they are given into their receiver."""
    for model in models:
        for call in model.calls:
            if ANY_TYPE in call.on and any(flow.target == "receiver" for flow in call.passes):
                yield from call.name


def record_annotations(models: Iterable[Model]) -> Iterator[str]:
    """The annotations that mark a class as one of records."""
    for model in models:
        for binding in model.bindings:
            yield from binding.records


def decorators(models: Iterable[Model]) -> Iterator[str]:
    """The names of calls that say something of what they stand on as annotations."""
    for model in models:
        for call in model.calls:
            if any("decorated" in ports.split() for fact in call.facts for ports in fact.parts.values()):
                yield from call.name


def known_types(models: Iterable[Model]) -> dict[str, frozenset[str]]:
    """The types that models speak of, with the languages in which they do."""
    languages: dict[str, set[str]] = defaultdict(set)
    for model in models:
        owners = {owner for call in model.calls for owner in call.on}
        constants = (constant.rpartition(".")[0] for constant in model.constants)
        for name in {*model.types, *owners, *constants, *_annotations(model)}:
            languages[name].update(model.languages)
        for name in (one for one in _declaring(model) if "." in one):
            # Files that import whole packages name them without more; that a file without a package does proves little.
            languages[name].update(())
    return {name: frozenset(found) for name, found in languages.items() if name not in (ANY_TYPE, "")}


def _declaring(model: Model) -> Iterator[str]:
    """The annotations and types by which classes of the project say that they are stored."""
    for entity in model.entities:
        yield from (*entity.annotated, *entity.extending, *entity.only, *entity.without, *entity.embedded)
        yield from entity.converting
        yield from entity.stored_by
        yield from entity.listed.fields if entity.listed is not None else ()
    for schema in model.schemas:
        yield schema.annotated
    for accessor in model.accessors:
        yield from (*accessor.annotated, *accessor.writes, *accessor.reads)
    for declared in model.declarations:
        yield from declared.annotated
    yield from model.reflected


def _annotations(model: Model) -> Iterator[str]:
    """The annotations that a model speaks of, as far as their names are those of types."""
    yield from (name for name in decorators((model,)) if "." in name and simple_name(name)[:1].isupper())
    yield from (one for call in model.calls for fact in call.facts for one in fact.of_types)
    for entity in model.entities:
        named = (*entity.annotated, *entity.keyed, *entity.extending, *entity.without, *entity.converting)
        yield from (one for one in named if "." in one)
    for parameter in model.parameters:
        yield from (one for one in (parameter.marked, *parameter.except_marked) if one is not None)
    for action in model.actions:
        yield from (*action.extending, *action.annotated, *action.left_out, *action.verbs, *action.listed)
        yield from (*action.templates, *action.prefixes, *filter(None, (action.area,)))
    for binding in model.bindings:
        yield from (*binding.handlers, *binding.within, *binding.records, *binding.body, *binding.form)
        yield from (*binding.neutral, *binding.keys, *binding.hiding, *binding.choosing, *binding.kept_in)
        yield from (*binding.applied_within, *binding.never_missing, *binding.demanding)
        yield from (*binding.constraining, *binding.applying)
