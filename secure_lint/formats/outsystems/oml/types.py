"""The data type of an element of a module."""

from __future__ import annotations

from secure_lint.formats.fastinfoset import Element
from secure_lint.formats.outsystems.data_types import IDENTIFIER_SUFFIX, MODULE_CODES, UNKNOWN
from secure_lint.formats.outsystems.oml.tree import ModuleIndex, attribute, parse_reference

_NAMELESS = {"ListType": "List", "AnonymousStructure": "Record"}


def data_type(element: Element, index: ModuleIndex) -> str:
    """The name of an element's type: ``Text``, ``Customer Identifier``, ``Customer``, ``List``, ``Record``.

    A type that the module no longer knows has its last name, and `UNKNOWN` without one.
    """
    text = attribute(element, "Type")
    if text.startswith("%"):
        return MODULE_CODES.get(text[1:], UNKNOWN)
    expected = parse_reference(text).tag
    name = index.name_of(text.removesuffix("/IdentifierType"))
    if name:
        return name + IDENTIFIER_SUFFIX if "IdentifierType" in expected else name
    return _NAMELESS.get(expected) or attribute(element, "PreviousTypeValue.Name") or UNKNOWN
