"""The members of classes, interfaces and objects."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.javascript.annotations import decorator, decorators
from secure_lint.languages.javascript.functions import as_lambda, declare_function
from secure_lint.languages.javascript.grammar import FUNCTIONS
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.javascript.objects import property_name
from secure_lint.languages.javascript.types import declared_type
from secure_lint.languages.syntax import comment_text
from secure_lint.model.program import (
    Annotation,
    Assign,
    Block,
    Call,
    Field,
    Function,
    Lambda,
    Member,
    Name,
    Statement,
)
from secure_lint.model.span import Span

_METHODS = frozenset(("method_definition", "method_signature", "abstract_method_signature"))
_FIELDS = frozenset(("public_field_definition", "field_definition", "property_signature"))
_WORDS = frozenset(("static", "readonly", "abstract", "override", "declare", "async"))


class Members:
    """The members of the type that is read. ``described`` is the index of the first field of the last member."""

    __slots__ = ("described", "fields")

    def __init__(self) -> None:
        self.fields: list[Field] = []
        self.described = 0

    def describe(self, comment: str) -> None:
        """Give the fields of the last member a comment, after the one they have."""
        for index in range(self.described, len(self.fields)):
            held = self.fields[index]
            text = comment if held.comment is None else f"{held.comment} {comment}"
            self.fields[index] = msgspec.structs.replace(held, comment=text)


def read_members(low: Lowering, body: Node, members: Members) -> None:
    """The declarations between braces, each with its decorators and the comment before it or behind it."""
    before: list[str] = []
    marks: tuple[Annotation, ...] = ()
    before_end = member_end = -2
    for node in body.children:
        if node.type == "comment":
            row = node.start_point.row
            if row == member_end:
                members.describe(comment_text(low.text(node)))
                continue
            if row > before_end + 1:
                before.clear()
            before.append(low.text(node))
            before_end = node.end_point.row
            continue
        if node.type == "decorator":
            marks = (*marks, decorator(low, node))
            continue
        if not node.is_named:
            continue
        first = len(members.fields)
        read_member(low, node, members, marks)
        members.described = first
        if len(members.fields) > first and before and node.start_point.row <= before_end + 1:
            members.describe(" ".join(map(comment_text, before)))
        before.clear()
        marks = ()
        member_end = node.end_point.row


def read_member(low: Lowering, node: Node, members: Members, marks: tuple[Annotation, ...]) -> None:
    """One declaration in a type."""
    if node.type in _METHODS:
        _read_method(low, node, members, marks)
    elif node.type in _FIELDS:
        _read_field(low, node, members, (*marks, *decorators(low, node)))
    elif node.type == "class_static_block":
        _read_static_block(low, node)
    elif node.is_error:
        read_members(low, node, members)


def _modifiers(low: Lowering, node: Node) -> tuple[str, ...]:
    words: list[str] = []
    for child in node.children:
        if child.type in {"accessibility_modifier", "override_modifier"}:
            words.append(low.text(child))
        elif child.type in _WORDS:
            words.append("final" if child.type == "readonly" else child.type)
    return tuple(word for word in words if word != "async")


def _key(low: Lowering, node: Node) -> tuple[Name, bool] | None:
    """The name of a member, and whether it is private by its mark; ``None`` when it is computed."""
    key = node.child_by_field_name("name") or node.child_by_field_name("property")
    if key is None:
        return None
    name = property_name(low, key)
    return None if name is None else (Name(low.span(key), name), key.type == "private_property_identifier")


def _read_field(low: Lowering, node: Node, members: Members, marks: tuple[Annotation, ...]) -> None:
    key = _key(low, node)
    if key is None:
        return
    name, private = key
    words = (*_modifiers(low, node), *(("private",) if private else ()))
    value = node.child_by_field_name("value")
    if value is not None and value.type in FUNCTIONS:
        declare_function(low, value, name, span=low.span(node), annotations=marks, modifiers=words)
        return
    initial = None if value is None else low.value(value)
    members.fields.append(
        Field(name.identifier, declared_type(low, node), low.span(node), name.span, marks, words, initial)
    )


def _read_method(low: Lowering, node: Node, members: Members, marks: tuple[Annotation, ...]) -> None:
    key = _key(low, node)
    if key is None:
        return
    name, private = key
    words = (*_modifiers(low, node), *(("private",) if private else ()))
    first: tuple[Statement, ...] = ()
    accessor = next((child.type for child in node.children if child.type in {"get", "set"}), "")
    if accessor == "get":
        members.fields.append(_getter(low, node, name, marks, words))
        return
    if accessor == "set":
        name = Name(name.span, f"set{name.identifier[:1].upper()}{name.identifier[1:]}")
    if name.identifier == "constructor" and node.type == "method_definition":
        name = Name(name.span, "<init>")
        first = _read_parameter_properties(low, node, members)
    declare_function(low, node, name, annotations=marks, modifiers=words, first=first)


def _getter(low: Lowering, node: Node, name: Name, marks: tuple[Annotation, ...], words: tuple[str, ...]) -> Field:
    """A property with a getter: its value is that of a call."""
    initial = None
    if node.child_by_field_name("body") is not None and low.is_wanted(node):
        body = as_lambda(low, node)
        initial = Call(body.span, Lambda(body.span, (), body.body))
    returns = declared_type(low, node, "return_type")
    return Field(name.identifier, returns, low.span(node), name.span, marks, (*words, "computed"), initial)


def _read_parameter_properties(low: Lowering, node: Node, members: Members) -> tuple[Statement, ...]:
    """The parameters of a constructor that declare fields; the constructor begins by assigning them."""
    found: list[Statement] = []
    given = node.child_by_field_name("parameters")
    for child in [] if given is None else given.children:
        words = _modifiers(low, child)
        pattern = child.child_by_field_name("pattern")
        if words and pattern is not None and pattern.type == "identifier":
            name = low.name(pattern)
            marks = decorators(low, child)
            members.fields.append(
                Field(name.identifier, declared_type(low, child), low.span(child), name.span, marks, words)
            )
            this = Member(name.span, Name(name.span, "this"), name.identifier)
            found.append(Assign(name.span, this, name))
    return tuple(found)


def _read_static_block(low: Lowering, node: Node) -> None:
    body = node.child_by_field_name("body")
    span = low.span(node)
    if body is None:
        return
    wanted = low.is_wanted(node)
    block: Block | None = low.block(body) if wanted else None
    place = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    low.functions.append(
        Function(
            "<static>",
            low.qualify("<static>"),
            low.owner,
            span,
            place,
            modifiers=("static",),
            body=block,
            deferred=not wanted,
        )
    )
