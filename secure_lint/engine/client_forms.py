"""Which files of an app have to be read to tell what it asks of the fields that it sends to the server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from secure_lint.engine.attribute_search import Readable
from secure_lint.engine.demand import Bytes
from secure_lint.engine.reading import Demand
from secure_lint.formats.registry import read_document
from secure_lint.label.matching import ModelIndex
from secure_lint.languages.front_end import front_ends
from secure_lint.link.program import Program
from secure_lint.model.endpoint import Exchange
from secure_lint.model.limits import Form
from secure_lint.parity.layouts import form_of_layout
from secure_lint.screen.words import Screen
from secure_lint.text.source import SourceText

MOST_FORMS = 400
"""Of an app with more files in which values are limited only so many are read."""

WHOLE = Demand(everything=True)


def wanted_forms(program: Program, index: ModelIndex, exchanges: Sequence[Exchange], files: Bytes) -> dict[str, Demand]:
    """The files of the languages that send requests in which a call or a control may limit a field."""
    sending = _sending(exchanges)
    languages = _languages(program, sending)
    if not languages:
        return {}
    screens = {language: Screen(_words(index, language)) for language in languages}
    found = dict.fromkeys(sorted(sending), WHOLE)
    known = front_ends()
    for path, data in files():
        language = known.get(PurePosixPath(path).suffix)
        if language in screens and len(found) < MOST_FORMS and screens[language].hits(data):
            found[path] = WHOLE
    return found


def layout_forms(program: Program, index: ModelIndex, exchanges: Sequence[Exchange], files: Readable) -> Iterator[Form]:
    """The forms in layout files of the languages that send requests; files that limit nothing are not parsed."""
    languages = _languages(program, _sending(exchanges))
    words = [
        (layout, limits.control_words)
        for model in index.models
        if model.limits is not None and not languages.isdisjoint(model.languages)
        for limits in (model.limits,)
        for layout in limits.layouts
    ]
    for path, data in files({".xml"}) if words else ():
        for layout, control_words in words:
            attributes = (name.rpartition(":")[2].encode() for name in layout.limits)
            if re.search(layout.files, path) and any(name in data for name in attributes):
                document = read_document(SourceText(path, data)).document
                form = form_of_layout(document, layout, control_words) if document is not None else None
                if form is not None:
                    yield form


def imported_by(program: Program, forms: Iterable[str]) -> frozenset[str]:
    """What the forms take from modules that were not read: they may define a limit."""
    return frozenset(
        one.name
        for path in forms
        for one in (program.modules[path].imports if path in program.modules else ())
        if not program.module_names.is_module(one.name)
    )


def _sending(exchanges: Iterable[Exchange]) -> frozenset[str]:
    return frozenset(one.request.location.path for one in exchanges if one.request.fields)


def _languages(program: Program, paths: Iterable[str]) -> set[str]:
    return {program.modules[path].language for path in paths if path in program.modules}


def _words(index: ModelIndex, language: str) -> Iterator[str]:
    for model in index.models:
        if language in model.languages and model.limits is not None:
            yield from model.limits.words()
