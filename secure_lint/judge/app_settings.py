"""What the documents of an app say together, and how its declared stores lie at rest by that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from secure_lint.flow.values.value import StoreState
from secure_lint.formats.reading import unnumbered
from secure_lint.judge.context import Analysed
from secure_lint.knowledge.models import StoreSettingModel
from secure_lint.link.program import Program
from secure_lint.model.schema import Document, Setting, Store
from secure_lint.text.globs import path_globs


def app_settings(program: Program, document: Document) -> Iterator[Setting]:
    """The settings of all documents of the document's app; those of the document when it stands for itself."""
    for one in program.documents_of(document.app) if document.app else (document,):
        yield from one.settings


def has_setting(settings: Iterable[Setting], glob: str) -> bool:
    """Whether a setting fits the glob; what stands behind a ``=`` in it is a regular expression for the value."""
    path, _, value = glob.partition("=")
    pattern = path_globs(path)
    return any(
        pattern.match(unnumbered(one.path)) and (not value or re.search(value, one.value) is not None)
        for one in settings
    )


def declared_stores(analysed: Analysed) -> tuple[tuple[Store, StoreState], ...]:
    """The declared stores with their state; the modules of one app share the store of an engine."""
    models = [one for model in analysed.index.models for one in model.store_settings]
    shared: dict[tuple[str, str], Store] = {}
    for store in analysed.program.stores:
        shared.setdefault((store.engine, store.app), store)
    return tuple((store, _state(analysed.program, store, models)) for store in shared.values())


def _state(program: Program, store: Store, models: Sequence[StoreSettingModel]) -> StoreState:
    settings = [(document, one) for document in program.documents_of(store.app) for one in document.settings]
    every = [one for _, one in settings]
    for model in models:
        if model.engine != store.engine:
            continue
        pattern = path_globs(model.path)
        for document, setting in settings:
            if document.kind != model.document or not pattern.match(unnumbered(setting.path)):
                continue
            if model.matches is not None and not re.search(model.matches, setting.value):
                continue
            if any(has_setting(every, one) for one in model.without):
                continue
            if not all(has_setting(every, one) for one in model.with_settings):
                continue
            keys = (model.key,) if model.key is not None else ()
            return StoreState(store.engine, None, model.at_rest, keys, location=store.location)
    return StoreState(store.engine, location=store.location)
