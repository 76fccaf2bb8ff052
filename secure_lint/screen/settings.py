"""Which settings of configuration documents are worth keeping, once the document has been searched for credentials.

A product's tree holds far more data files and translations than settings that a policy asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from secure_lint.knowledge.models import KeptModel, Model
from secure_lint.knowledge.policies import FileChoiceMatch, Policy, SettingMatch
from secure_lint.label.operations import TAGS
from secure_lint.model.schema import Document

READ_BY_CODE = {
    "xml": ("resources/",),
    "yaml": ("flutter/assets",),
    "gradle": ("plugins/", "dependencies/implementation", "dependencies/api", "dependencies/compile"),
}
"""Beginnings of setting paths that stages read beside the policies: texts of resources, assets that ship, what a module
is built with."""

_TRANSLATED = re.compile(r"/res/values-[^/]+/[^/]+\.xml\Z")


class SettingPlan(msgspec.Struct, frozen=True):
    """The last path segments that matter, by kind of document; ``None`` for a kind of which everything matters.

    ``beginnings`` are those of whole paths that matter too, for each kind.
    """

    names: dict[str, frozenset[str] | None]
    beginnings: dict[str, tuple[str, ...]] = {}

    def kept(self, document: Document) -> Document | None:
        """The document with those of its settings that anything asks for, or ``None`` when there are none."""
        names = self.names.get(document.kind, frozenset())
        if names is None:
            return document
        prefixes = (*READ_BY_CODE.get(document.kind, ()), *self.beginnings.get(document.kind, ()))
        settings = tuple(
            one
            for one in document.settings
            if not names.isdisjoint(_names_of(one.path)) or (prefixes and one.path.startswith(prefixes))
        )
        return msgspec.structs.replace(document, settings=settings) if settings else None


def _names_of(path: str) -> Iterator[str]:
    """The last name of a path; of an item of a list that of the list as well."""
    head, _, last = path.rpartition("/")
    name, is_item, _ = last.partition("[")
    yield name
    if is_item and not name:
        yield head.rpartition("/")[2]


def is_translation(path: str) -> bool:
    """Whether a file repeats resources for another language or screen: code refers to the default ones."""
    return _TRANSLATED.search(path) is not None


def make_setting_plan(policies: Iterable[Policy], models: Sequence[Model] = ()) -> SettingPlan:
    """What the policies ask of configuration documents and what the platform keeps by them.

    Of those by which models tell how stores lie, all matters.
    """
    names: dict[str, frozenset[str] | None] = {}
    for model in models:
        for kept in model.kept:
            names[kept.document] = (names.get(kept.document) or frozenset()) | frozenset(_kept_names(kept))
        for implied in model.implied_imports:
            names[implied.document] = (names.get(implied.document) or frozenset()) | {implied.path.rpartition("/")[2]}
        for operation in model.operations:
            asked_for = {operation.path.rpartition("/")[2], *([TAGS] if operation.generated else ())}
            for kind in operation.document:
                names[kind] = (names.get(kind) or frozenset()) | asked_for
    names.update({setting.document: None for model in models for setting in model.store_settings})
    names.update({setting.document: None for model in models for setting in model.record_settings})
    for policy in policies:
        for match in policy.any_of:
            choice = match.file_choice
            if choice is not None:
                known = names.get(choice.document, frozenset())
                names[choice.document] = None if known is None else known | frozenset(_choice_names(choice))
            for kind, glob in match.constraint.unless_set.items() if match.constraint is not None else ():
                known = names.get(kind, frozenset())
                # A list keeps its items under numbers, which are no names.
                last = {one.rpartition("/")[2].partition("[")[0] for one in glob.split("|")}
                names[kind] = None if known is None else known | last
            if match.setting is not None:
                before = names.get(match.setting.document, frozenset())
                asked = frozenset(_names(match.setting))
                vague = before is None or any("*" in name for name in asked)
                names[match.setting.document] = None if vague else (before or frozenset()) | asked
    return SettingPlan(names, _beginnings(models))


def _beginnings(models: Iterable[Model]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for alias in (alias for model in models for alias in model.path_aliases):
        found[alias.document] = (*found.get(alias.document, ()), f"{alias.path}/", alias.base)
    return found


def _names(match: SettingMatch) -> Iterator[str]:
    for glob in (match.path, match.anchor or "", *match.beside, *match.unless_beside, *match.without, *match.above):
        for alternative in glob.split("|"):
            yield alternative.rpartition("/")[2]


def _choice_names(choice: FileChoiceMatch) -> Iterator[str]:
    yield from (choice.folder, choice.path, *choice.spared, *choice.switched_off)
    for glob in (*choice.sections, *choice.referring.split("|")):
        yield glob.rpartition("/")[2]


def _kept_names(kept: KeptModel) -> Iterator[str]:
    for alternative in kept.path.split("|"):
        key = alternative.rpartition("/")[2]
        mark, colon, _ = key.rpartition(":")
        yield key
        yield from (f"{mark}{colon}{name}" for name in (kept.title, *kept.without) if name is not None)
