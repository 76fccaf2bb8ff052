"""Fields, methods, constructors and initialiser blocks."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.fragments import BrokenMethod
from secure_lint.languages.java.headers import NO_HEADER, modifiers, parameters
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.lowering import set_members
from secure_lint.model.program import Block, Field, Function, Parameter

_ELEMENT = g.kind("annotation_type_element_declaration")
_STATIC = g.kind("static_initializer")
METHODS = frozenset(
    (g.kind("method_declaration"), g.CONSTRUCTOR, g.COMPACT_CONSTRUCTOR, g.BLOCK, _STATIC, _ELEMENT),
)
_NAMES = {g.CONSTRUCTOR: "<init>", g.COMPACT_CONSTRUCTOR: "<init>", g.BLOCK: "<block>", _STATIC: "<static>"}
_BODIES = frozenset((g.BLOCK, g.CONSTRUCTOR_BODY))


class Members:
    """The members of the type that is read. ``described`` is the index of the first field of the last member."""

    __slots__ = ("components", "described", "fields", "type_name")

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name
        self.fields: list[Field] = []
        self.components: tuple[Parameter, ...] = ()
        self.described = 0

    def describe(self, comment: str) -> None:
        """Give the fields of the last member a comment, after the one they have."""
        for index in range(self.described, len(self.fields)):
            held = self.fields[index]
            text = comment if held.comment is None else f"{held.comment} {comment}"
            self.fields[index] = msgspec.structs.replace(held, comment=text)


def read_fields(low: Lowering, node: Node, members: Members) -> None:
    """The fields of one declaration; their initial values are always lowered."""
    annotations, words = NO_HEADER
    type_name: str | None = None
    span = low.span(node)
    for child in node.children:
        kind = child.kind_id
        if kind == g.MODIFIERS:
            annotations, words = modifiers(low, child)
        elif kind in g.TYPES:
            type_name = low.type_text(child)
        elif kind == g.DECLARATOR:
            name = low.name(child.children[0])
            held = type_name
            initial = None
            if child.child_count > 1:
                held = f"{type_name}{''.join(low.text(c) for c in child.children if c.kind_id == g.DIMENSIONS)}"
                value = child.child_by_field_id(g.FIELD_VALUE)
                initial = None if value is None else low.value(value)
            members.fields.append(Field(name.identifier, held, span, name.span, annotations, words, initial))


def read_method(low: Lowering, node: Node, members: Members) -> None:
    """A method, a constructor or an initialiser; its body is lowered when it is wanted."""
    own_kind = node.kind_id
    annotations, words = NO_HEADER
    given: tuple[Parameter, ...] = members.components if own_kind == g.COMPACT_CONSTRUCTOR else ()
    returns: str | None = None
    name: str | None = None
    name_node, body = node, node if own_kind == g.BLOCK else None
    for child in [] if own_kind == g.BLOCK else node.children:
        kind = child.kind_id
        if kind == g.MODIFIERS:
            annotations, words = modifiers(low, child)
        elif kind == g.IDENTIFIER:
            name_node = child
        elif kind == g.FORMAL_PARAMETERS:
            given = parameters(low, child)
        elif kind in _BODIES:
            body = child
        elif kind in g.TYPES:
            returns = None if kind == g.VOID else low.type_text(child)
        elif kind == g.DIMENSIONS:
            returns = f"{returns}{low.text(child)}"
    if own_kind == _STATIC:
        words = ("static",)
    held = low.name(name_node) if name_node is not node else None
    name = _NAMES.get(own_kind) or (held.identifier if held else "")
    span = low.span(node)
    name_span = held.span if held else span
    if own_kind == _ELEMENT:
        value = node.child_by_field_id(g.FIELD_VALUE)
        initial = None if value is None else low.value(value)
        members.fields.append(Field(name, returns, span, name_span, annotations, words, initial))
        return
    wanted = body is not None and low.wanted.within(node.start_byte, node.end_byte)
    lowered = low.block(body) if wanted and body is not None else None
    if lowered is not None and own_kind == g.COMPACT_CONSTRUCTOR:
        lowered = Block(lowered.span, (*lowered.statements, *set_members(given, name_span)))
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            low.owner,
            span,
            name_span,
            given,
            returns,
            None,
            annotations,
            words,
            lowered,
            body is not None and not wanted,
        )
    )


def broken_method(low: Lowering, part: BrokenMethod) -> Function:
    """A method or constructor whose end is missing."""
    annotations, words = NO_HEADER if part.header is None else modifiers(low, part.header)
    name = low.name(part.name)
    identifier = "<init>" if low.prefix.rpartition(".")[2] == name.identifier else name.identifier
    last = part.rest[-1] if part.rest else part.parameters
    span = low.tree.span_from(name.span, last)
    wanted = low.wanted.within(part.parameters.end_byte, last.end_byte)
    return Function(
        identifier,
        low.qualify(identifier),
        low.owner,
        span,
        name.span,
        parameters(low, part.parameters),
        None,
        None,
        annotations,
        words,
        low.loose_block(part.rest, span) if wanted else None,
        not wanted,
    )
