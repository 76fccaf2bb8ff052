"""Stored records that no class declares, but a call (``model("Order", new Schema({...}))``) or a schema file."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from secure_lint.flow.values.value import Value
from secure_lint.knowledge.models import Model
from secure_lint.link.program import Program
from secure_lint.link.type_names import simple_name
from secure_lint.server.facts import ServerFact
from secure_lint.server.names import joined_words
from secure_lint.text.globs import path_globs


class DeclaredAttribute(msgspec.Struct, frozen=True):
    """An attribute of a record, with the names of the records that it refers to."""

    name: str
    refers: tuple[str, ...] = ()


Entities = Mapping[str, tuple[DeclaredAttribute, ...]]


def declared_entities(facts: Iterable[ServerFact]) -> Entities:
    """The attributes of records by the names of these, in the form that `record_key` gives them."""
    found: dict[str, list[DeclaredAttribute]] = defaultdict(list)
    for fact in facts:
        if fact.kind == "server.entity":
            attributes = [*_attributes(fact.items("fields")), *_references(fact.items("refers"))]
            for name in (one for item in fact.items("name") for one in _names(item)):
                found[record_key(name)].extend(attributes)
    return {name: tuple(dict.fromkeys(attributes)) for name, attributes in found.items()}


def described_entities(program: Program, models: Iterable[Model]) -> Entities:
    """The same of the records that the settings of documents describe."""
    described = [one for model in models for one in model.record_settings]
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(program.documents):
        document = program.documents[path]
        for one in described if document.settings else ():
            fitting = path_globs(one.path)
            for setting in document.settings if one.document == document.kind else ():
                if fitting.match(setting.path):
                    *_, record, attribute = setting.path.split("/")
                    found[record].setdefault(attribute, setting.value.removesuffix("?"))
    return {
        record_key(record): tuple(
            DeclaredAttribute(name, (kind,) if kind in found else ()) for name, kind in attributes.items()
        )
        for record, attributes in found.items()
    }


_ADDED = re.compile(r"_(model|schema|entity|repository|repo|collection|document|dao|service|col)$")


def record_key(name: str) -> str:
    """One form for the names of a record: ``Order``, ``orders`` and ``orderModel`` are ``order``."""
    words = _ADDED.sub("", joined_words(simple_name(name)))
    if words.endswith("ies"):
        return words.removesuffix("ies") + "y"
    return words if words.endswith("ss") else words.removesuffix("s")


def _attributes(items: Iterable[Value]) -> Iterator[DeclaredAttribute]:
    for item in items:
        for name, value in sorted((item.members or {}).items()):
            yield DeclaredAttribute(name, tuple(dict.fromkeys(_targets(value))))


def _targets(value: Value) -> Iterator[str]:
    for name in ("ref", "references"):
        target = value.member(name)
        if target is not None:
            yield from _names(target)
            yield from _names(target.member("model") or Value())


def _references(items: Iterable[Value]) -> Iterator[DeclaredAttribute]:
    for item in items:
        for name in _names(item):
            yield DeclaredAttribute(joined_words(simple_name(name)), (name,))


def _names(value: Value) -> Iterator[str]:
    """The names of the record that a value stands for: a text, a class, or a model that knows its own name."""
    yield from (one.value for one in value.constants if isinstance(one.value, str))
    named = value.member("name")
    if named is not None:
        yield from (one.value for one in named.constants if isinstance(one.value, str))
    if value.is_type and value.type is not None:
        yield value.type
