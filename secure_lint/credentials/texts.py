"""Documents and tables in code that hold texts for people, wherever they lie and whatever they are called."""

from __future__ import annotations

from collections.abc import Iterable

from secure_lint.credentials.assignments import Assignment, Form
from secure_lint.model.schema import Document

_LEAST_TEXTS, _MOSTLY = 12, 0.4
_LEAST_LANGUAGES = 2
_SIGNS_OF_CODE = ("=", "://", "{", ";", "->", "\\", "<?")


def holds_texts(document: Document) -> bool:
    """Whether much of what a document says is prose: two words or more without the signs of code, or foreign letters.

    A value may be the word ``Password`` in any language there. Fewer than twelve pieces of prose tell nothing.
    """
    values = [one.value for one in document.settings if one.value]
    prose = sum(map(_is_prose, values))
    return prose >= _LEAST_TEXTS and prose >= _MOSTLY * len(values)


def translated_names(assignments: Iterable[Assignment]) -> frozenset[str]:
    """Names of entries in code that stand for a text in several languages: two values or more have foreign letters."""
    foreign: dict[str, set[str]] = {}
    for one in assignments:
        if one.form is Form.ENTRY and not one.value.isascii() and _is_prose(one.value):
            foreign.setdefault(one.name, set()).add(one.value)
    return frozenset(name for name, values in foreign.items() if len(values) >= _LEAST_LANGUAGES)


def _is_prose(value: str) -> bool:
    letters = sum(character.isalpha() or character == " " for character in value)
    if letters < 0.8 * len(value) or any(sign in value for sign in _SIGNS_OF_CODE):
        return False
    return not value.isascii() or len(value.split()) > 1
