"""Configuration documents that hold texts for people, wherever they lie and whatever they are called."""

from __future__ import annotations

from secure_lint.model.schema import Document

_LEAST_TEXTS, _MOSTLY = 12, 0.4
_SIGNS_OF_CODE = ("=", "://", "{", ";", "->", "\\", "<?")


def holds_texts(document: Document) -> bool:
    """Whether much of what a document says is prose: two words or more without the signs of code, or foreign letters.

    A value may be the word ``Password`` in any language there. Fewer than twelve pieces of prose tell nothing.
    """
    values = [one.value for one in document.settings if one.value]
    prose = sum(map(_is_prose, values))
    return prose >= _LEAST_TEXTS and prose >= _MOSTLY * len(values)


def _is_prose(value: str) -> bool:
    letters = sum(character.isalpha() or character == " " for character in value)
    if letters < 0.8 * len(value) or any(sign in value for sign in _SIGNS_OF_CODE):
        return False
    return not value.isascii() or len(value.split()) > 1
