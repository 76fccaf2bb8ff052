"""Types and their members."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.member_comments import commented_fields
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.headers import annotated_type, header_of
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.languages.swift.members import (
    CONSTRUCTOR,
    FUNCTIONS,
    SUBSCRIPT,
    constructor,
    memberwise_constructor,
    read_function,
    read_property,
    read_subscript,
)
from secure_lint.languages.swift.patterns import targets
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Argument, Expression, Field, Literal, Name, New, Parameter, TypeDecl

TYPES = frozenset((g.kind("class_declaration"), g.kind("protocol_declaration")))
_EXTENSION = "extension"
_STRUCT = "struct"
_KINDS = {"protocol": "interface", "enum": "enum", _EXTENSION: _EXTENSION}
_INHERITS = g.field("inherits_from")
_RAW = g.field("raw_value")
_RAW_NAME = "rawValue"
_STANDS_FOR = re.compile(r"String|Character|Bool|Float|Double|U?Int(8|16|32|64)?")
"""The types of which the entries of an enum may be values."""

_PROTOCOL_PROPERTY = g.kind("protocol_property_declaration")


def read_type(low: Lowering, node: Node) -> None:
    """A class, struct, actor, enum, protocol or extension, with everything in it."""
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(node)
        return
    name_node = node.child_by_field_id(g.FIELD_NAME)
    if name_node is None:
        return
    keyword_node = node.child_by_field_id(g.FIELD_KIND)
    keyword = "" if keyword_node is None else low.text(keyword_node)
    written = low.type_text(name_node).partition("<")[0]
    qualified = written if keyword == _EXTENSION else low.qualify(written)
    annotations, words = header_of(low, node)
    supertypes = tuple(_supertypes(low, node))
    raw = bool(supertypes) and _STANDS_FOR.fullmatch(supertypes[0]) is not None
    position = len(low.types)
    fields: list[Field] = []
    with low.inside_type(qualified, extends=keyword == _EXTENSION):
        body = node.child_by_field_id(g.FIELD_BODY)
        if body is not None:
            fields = _read_members(low, body, written.rpartition(".")[2], raw=raw)
        _complete(low, node, keyword, fields, raw=raw)
    low.types.insert(
        position,
        TypeDecl(
            written.rpartition(".")[2],
            qualified,
            _KINDS.get(keyword, "class"),
            low.span(node),
            low.span(name_node),
            supertypes,
            annotations,
            tuple(fields),
            (*words, _STRUCT) if keyword == _STRUCT else words,
        ),
    )


def _supertypes(low: Lowering, node: Node) -> list[str]:
    found: list[str] = []
    for child in node.children:
        inherited = child.child_by_field_id(_INHERITS) if child.kind_id == g.INHERITANCE else None
        if inherited is not None:
            found.append(low.type_text(inherited))
    return found


def _complete(low: Lowering, node: Node, keyword: str, fields: list[Field], *, raw: bool) -> None:
    """Add the constructor that the language gives to structs, and to enums that stand for values."""
    span = low.span(node)
    declared = any(one.name == CONSTRUCTOR and one.owner == low.owner for one in low.functions)
    if keyword == _STRUCT and not declared:
        low.functions.append(memberwise_constructor(low, fields, span))
    elif keyword == "enum" and raw:
        given = Parameter(_RAW_NAME, None, span)
        low.functions.append(constructor(low, (given,), span))
        fields.append(Field(_RAW_NAME, None, span, span))


def _read_members(low: Lowering, body: Node, type_name: str, *, raw: bool) -> list[Field]:
    """The members between braces."""

    def read(node: Node, comment: str | None) -> list[Field]:
        return (
            _entries(low, node, type_name, raw=raw) if node.kind_id == g.ENUM_ENTRY else read_member(low, node, comment)
        )

    return commented_fields(low, body.children, g.COMMENTS, read)


def read_member(low: Lowering, node: Node, comment: str | None = None) -> list[Field]:
    """One declaration in a type or of the file; the fields that it declares."""
    kind = node.kind_id
    if kind == g.PROPERTY:
        return read_property(low, node, comment)
    if kind == _PROTOCOL_PROPERTY:
        return _required(low, node, comment)
    if kind in FUNCTIONS:
        read_function(low, node)
    elif kind == SUBSCRIPT:
        read_subscript(low, node)
    elif kind in TYPES:
        read_type(low, node)
    elif node.is_error:
        return [field for child in node.children for field in read_member(low, child)]
    return []


def _required(low: Lowering, node: Node, comment: str | None) -> list[Field]:
    """A property that a protocol asks for."""
    pattern = node.child_by_field_id(g.FIELD_NAME)
    annotation = next((child for child in node.children if child.kind_id == g.TYPE_ANNOTATION), None)
    name = None if pattern is None else targets(low, pattern)
    if not isinstance(name, Name):
        return []
    held = None if annotation is None else annotated_type(low, annotation)
    return [Field(name.identifier, held, low.span(node), name.span, modifiers=("abstract",), comment=comment)]


def _entries(low: Lowering, node: Node, type_name: str, *, raw: bool) -> list[Field]:
    """The entries of one ``case``: static fields. One that stands for a value holds it, or its own name."""
    span = low.span(node)
    values: dict[int, Expression] = {}
    names = [one for one in node.children_by_field_id(g.FIELD_NAME) if one.kind_id == g.NAME]
    for value in node.children_by_field_id(_RAW):
        owner = max((one for one in names if one.end_byte <= value.start_byte), key=lambda one: one.start_byte)
        values[owner.start_byte] = low.value(value)
    found: list[Field] = []
    for one in names:
        name = low.name(one)
        held = values.get(one.start_byte, Literal(name.span, "string", name.identifier))
        given = (Argument(held, _RAW_NAME),) if raw else ()
        found.append(Field(name.identifier, type_name, span, name.span, (), ("static",), New(span, type_name, given)))
    return found


def local_type(low: Lowering, node: Node) -> None:
    """A type declared among statements is one of the module."""
    read_type(low, node)
