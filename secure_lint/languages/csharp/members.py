"""Fields, properties, methods, constructors and indexers."""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.headers import extended_type, header_of, parameters
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.csharp.statements import declarator, variable_type
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Field,
    Function,
    Lambda,
    Member,
    Name,
    Parameter,
    Statement,
)
from secure_lint.model.span import Span

CONSTRUCTOR = "<init>"
NULLABLE = "nullable"
"""A modifier of members whose type allows null."""

_NAMES = {g.CONSTRUCTOR: CONSTRUCTOR, g.DESTRUCTOR: "finalize", g.INDEXER: "this[]"}
METHODS = frozenset((g.METHOD, *_NAMES))
FIELDS = frozenset((g.FIELD, g.EVENT_FIELD))
_SETTERS = frozenset(("set", "init"))
_VALUE = "value"
_TASK = re.compile(r"(?:System\.Threading\.Tasks\.)?(?:Value)?Task<(.*)>")
_STATIC_CONSTRUCTOR = "<static>"


def read_fields(low: Lowering, node: Node, comment: str | None) -> list[Field]:
    """The fields of one declaration; their initial values are always lowered."""
    annotations, words = header_of(low, node)
    span = low.span(node)
    holder = next((child for child in node.children if child.kind_id == g.VARIABLES), node)
    words = _with_nullable(words, holder)
    type_name = variable_type(low, holder)
    found: list[Field] = []
    for child in holder.children:
        if child.kind_id == g.DECLARATOR:
            name, value = declarator(low, child, type_name, low.of_field)
            if isinstance(name, Name):
                found.append(
                    Field(name.identifier, type_name, span, name.span, annotations, words, value, comment=comment)
                )
    return found


def read_property(low: Lowering, node: Node, comment: str | None) -> list[Field]:
    """A property as a field; what computes it is its value, and what runs when it is set a function."""
    annotations, words = header_of(low, node)
    name_node = node.child_by_field_id(g.FIELD_NAME)
    if name_node is None:
        return []
    name = low.name(name_node)
    words = _with_nullable(words, node)
    type_name = variable_type(low, node)
    value = node.child_by_field_id(g.FIELD_VALUE)
    initial: Expression | None = None
    if value is not None:
        computed = value.kind_id == g.ARROW
        initial = _computed(low, value, type_name) if computed else low.of_field(value, type_name)
    accessors = node.child_by_field_id(g.FIELD_ACCESSORS)
    field = Field(name.identifier, type_name, low.span(node), name.span, annotations, words, initial, comment=comment)
    for accessor in () if accessors is None else accessors.children:
        body = accessor.child_by_field_id(g.FIELD_BODY) if accessor.kind_id == g.ACCESSOR else None
        keyword = accessor.child_by_field_id(g.FIELD_NAME) if body is not None else None
        if body is None or keyword is None:
            continue
        if low.text(keyword) in _SETTERS:
            low.functions.append(_setter(low, accessor, body, field))
        else:
            initial = _computed(low, body, type_name)
    return [Field(name.identifier, type_name, low.span(node), name.span, annotations, words, initial, comment=comment)]


def _with_nullable(words: tuple[str, ...], node: Node) -> tuple[str, ...]:
    """The modifiers of a member, with one that says that its type allows null: the name of a type leaves that out."""
    held = node.child_by_field_id(g.FIELD_TYPE)
    return (*words, NULLABLE) if held is not None and held.kind_id == g.NULLABLE_TYPE else words


def _computed(low: Lowering, node: Node, type_name: str | None) -> Expression:
    span = low.span(node)
    low.returned = type_name
    return Call(span, Lambda(span, (), low.block(node) if low.wants(node) else Block(span)))


def _setter(low: Lowering, node: Node, body: Node, field: Field) -> Function:
    """The code that runs when a property is set; the value that it is given is the property's."""
    wanted = low.wants(body)
    name = f"set{field.name[:1].upper()}{field.name[1:]}"
    start = low.span(node.children[0])
    block: Block | None = None
    if wanted:
        holder = Member(start, Name(start, "this"), field.name)
        block = low.block(body)
        block = Block(block.span, (Assign(start, Name(start, _VALUE), holder), *block.statements))
    return Function(
        name,
        low.qualify(name),
        low.owner,
        low.span(node),
        field.name_span,
        (Parameter(_VALUE, field.type, start),),
        modifiers=field.modifiers,
        body=block,
        deferred=not wanted,
    )


def read_method(low: Lowering, node: Node) -> None:
    """A method, constructor, destructor or indexer; its body is lowered when it is wanted."""
    annotations, words = header_of(low, node)
    fixed = _NAMES.get(node.kind_id)
    if fixed == CONSTRUCTOR and "static" in words:
        fixed = _STATIC_CONSTRUCTOR
    at = node.child_by_field_id(g.FIELD_NAME) or node
    name = fixed or low.text(at).removeprefix("@")
    listed = node.child_by_field_id(g.FIELD_PARAMETERS)
    given = parameters(low, listed)
    extended = extended_type(listed, low)
    body = _body(node)
    wanted = body is not None and low.wants(node)
    low.returned = _returned(low, node)
    block = _block(low, node, body) if wanted and body is not None else None
    if extended is not None and given:
        block = _on_receiver(block, given[0])
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            None if extended is not None else low.owner,
            low.span(node),
            low.span(at),
            given if extended is None else given[1:],
            low.returned,
            extended,
            annotations,
            words,
            block,
            body is not None and not wanted,
        )
    )


def _body(node: Node) -> Node | None:
    """The block or the value behind an arrow; of an indexer, what its getter runs."""
    body = node.child_by_field_id(g.FIELD_BODY) or node.child_by_field_id(g.FIELD_VALUE)
    accessors = node.child_by_field_id(g.FIELD_ACCESSORS)
    if body is None and accessors is not None:
        getters = (one.child_by_field_id(g.FIELD_BODY) for one in accessors.children if one.kind_id == g.ACCESSOR)
        return next((one for one in getters if one is not None), None)
    return body


def _block(low: Lowering, node: Node, body: Node) -> Block:
    """The statements of a body, behind the constructor that this one calls first."""
    calls = (child for child in node.children if child.kind_id == g.CONSTRUCTOR_INITIALIZER)
    first: list[Statement] = [_constructor_call(low, child) for child in calls]
    block = low.block(body)
    return Block(block.span, (*first, *block.statements)) if first else block


def _constructor_call(low: Lowering, node: Node) -> Evaluate:
    """``: base(...)`` and ``: this(...)``."""
    given: tuple[Argument, ...] = ()
    callee = Name(low.span(node), "super")
    for child in node.children:
        if child.kind_id == g.ARGUMENTS:
            for one in child.children:
                values = low.values(one.children) if one.kind_id == g.ARGUMENT else ()
                label = one.child_by_field_id(g.FIELD_NAME) if values else None
                if values:
                    given = (*given, Argument(values[-1], None if label is None else low.text(label)))
        elif child.type in {"this", "base"}:
            callee = Name(low.span(child), "this" if child.type == "this" else "super")
    return Evaluate(low.span(node), Call(low.span(node), callee, given))


def _on_receiver(block: Block | None, parameter: Parameter) -> Block | None:
    """The body of an extension method: its first parameter is the object that it is called on."""
    if block is None:
        return None
    start = Span(block.span.start_line, block.span.start_column, block.span.start_line, block.span.start_column)
    first = Assign(start, Name(start, parameter.name), Name(start, "this"), parameter.type, declares=True)
    return Block(block.span, (first, *block.statements))


def _returned(low: Lowering, node: Node) -> str | None:
    """The type of what a method yields; what an asynchronous one yields is waited for."""
    held = node.child_by_field_id(g.FIELD_RETURNS)
    text = None if held is None else low.type_text(held)
    if text in (None, "void", "Task"):
        return None
    waited = _TASK.fullmatch(text or "")
    return waited.group(1) if waited is not None else text
