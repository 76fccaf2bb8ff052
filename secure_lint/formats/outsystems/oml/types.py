"""The data type of an element of a module."""

from __future__ import annotations

from secure_lint.formats.outsystems.data_types import IDENTIFIER_SUFFIX, MODULE_CODES, UNKNOWN
from secure_lint.formats.outsystems.oml.tree import ModuleIndex, parse_reference


def data_type(text: str, index: ModuleIndex) -> str:
    """The name of a type: ``Text``, ``Customer Identifier``, ``Customer``; `UNKNOWN` for what cannot be named."""
    if text.startswith("%"):
        return MODULE_CODES.get(text[1:], UNKNOWN)
    expected = parse_reference(text).tag
    name = index.name_of(text.removesuffix("/IdentifierType"))
    if not name:
        return UNKNOWN
    return name + IDENTIFIER_SUFFIX if "IdentifierType" in expected else name
