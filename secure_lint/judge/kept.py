"""Sensitive values that the platform keeps by itself, because a document says so: settings that a user enters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from secure_lint.flow.values.resources import resource_constants
from secure_lint.flow.values.value import Constant, StoreState
from secure_lint.judge.context import Analysed
from secure_lint.judge.holding import LEAST_SCORE, Holding
from secure_lint.judge.settings import plain_path
from secure_lint.judge.states import state_of
from secure_lint.knowledge.models import KeptModel
from secure_lint.model.finding import Evidence
from secure_lint.model.schema import Document, Setting
from secure_lint.model.span import Location
from secure_lint.sensitivity.classification import Classification
from secure_lint.sensitivity.subject import Role, Subject
from secure_lint.text.globs import path_globs

_REFERENCE = re.compile(r"^@(?:\w[\w.]*:)?(\w+)/(\w+)$")
"""A value that names a resource, such as ``@string/token_key``."""


def kept_holdings(analysed: Analysed) -> Iterator[Holding]:
    """The sensitive settings of all documents, in the order of the documents."""
    models = [kept for model in analysed.index.models for kept in model.kept if not _is_replaced(analysed, kept)]
    texts = resource_constants(analysed.program) if models else {}
    for path in sorted(analysed.program.documents):
        document = analysed.program.documents[path]
        for model in models:
            if document.kind == model.document:
                yield from _of_document(analysed, document, model, texts)


def _is_replaced(analysed: Analysed, model: KeptModel) -> bool:
    """Whether the project puts a store of its own in the place of the platform's, and keeps nothing in that."""
    program = analysed.program
    own = {one for one in program.types if model.replaced_by and analysed.index.is_a(program, one, model.replaced_by)}
    functions = (one for (owner, _), named in program.methods.items() if owner in own for one in named)
    events = (event for one in functions for event in analysed.events_by_function.get(program.key_of(one), ()))
    stores = (event.store for event in events if event.kind == "store.write")
    return bool(own) and not any(store is not None and store.engine == model.engine for store in stores)


def _of_document(
    analysed: Analysed, document: Document, model: KeptModel, texts: Mapping[str, Constant]
) -> Iterator[Holding]:
    pattern = path_globs(model.path)
    for setting in document.settings:
        if not pattern.match(plain_path(setting.path)):
            continue
        beside = _beside(document, setting)
        if any(re.search(value, beside.get(name, "")) for name, value in model.without.items() if name in beside):
            continue
        key = _text(setting.value, texts)
        title = _text(beside[model.title], texts) if model.title in beside else None
        said = _classified(analysed, key, title)
        if said is not None:
            yield _holding(analysed, document, setting, model, key, said)


def _beside(document: Document, setting: Setting) -> dict[str, str]:
    """The settings of the same element by name, without the prefixes of namespaces."""
    parent, _, _ = setting.path.rpartition("/")
    return {
        one.path.rpartition("/")[2].removeprefix("@").rpartition(":")[2]: one.value
        for one in document.settings
        if one.path.rpartition("/")[0] == parent
    }


def _text(value: str, texts: Mapping[str, Constant]) -> str:
    match = _REFERENCE.match(value)
    known = texts.get(f"R.{match.group(1)}.{match.group(2)}") if match is not None else None
    return str(known.value) if known is not None else value


def _classified(analysed: Analysed, key: str, title: str | None) -> Classification | None:
    """What the key says, else what the title says, of the value."""
    for name in (key, title):
        said = analysed.classifier.classify(Subject(name, Role.KEY)) if name else None
        if said is not None and said.data_type is not None and said.score >= LEAST_SCORE and not said.protected:
            return said
    return None


def _holding(
    analysed: Analysed, document: Document, setting: Setting, model: KeptModel, key: str, said: Classification
) -> Holding:
    assert said.data_type is not None  # noqa: S101  (the caller has checked)
    store = StoreState(model.engine, established=False)
    state, why = state_of(analysed.kinds, (), store)
    reasons = tuple(Evidence("data", reason.detail) for reason in said.reasons)
    return Holding(
        subject=key,
        type=analysed.data_types[said.data_type],
        score=said.score,
        state=state,
        engine=model.engine,
        location=Location(document.path, setting.span),
        evidence=(*reasons, Evidence("store", "the platform keeps what the user enters here"), *why),
        store=store,
        entered=True,
    )
