"""Functions, constructors and initialiser blocks."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.kotlin.arguments import arguments
from secure_lint.languages.kotlin.lambdas import function_block
from secure_lint.languages.kotlin.parameters import annotations_and_modifiers, function_parameters
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import (
    Annotation,
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Function,
    Member,
    Name,
    Parameter,
    Statement,
)

CONSTRUCTOR = "<init>"
_NO_TYPES = frozenset(("type_parameters", "type_constraints", "ERROR"))


def read_function(reader: Reader, node: Node) -> None:
    """A function of a type or of the file; its body only if it is wanted."""
    found: dict[str, Node] = {}
    parameters: tuple[Parameter, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    place = "receiver"
    for child in node.children:
        kind = child.type
        if kind == "function_value_parameters":
            parameters = function_parameters(reader, child)
        elif kind == "identifier":
            found.setdefault("name", child)
        elif kind == "modifiers":
            annotations, modifiers = annotations_and_modifiers(reader, child)
        elif kind == "function_body":
            found["body"] = child
        elif kind == ":":
            place = "returns"
        elif kind not in _NO_TYPES and reader.is_named(child):
            found.setdefault(place, child)
    if "name" not in found:
        return
    name, body = reader.text(found["name"]).strip("`"), found.get("body")
    wanted = body is not None and (reader.wants(found["name"]) or reader.wants(body))
    reader.functions.append(
        Function(
            name=name,
            qualified=reader.scope.qualify(name),
            owner=reader.scope.owner,
            span=reader.span(node),
            name_span=reader.span(found["name"]),
            parameters=parameters,
            returns=reader.type_text(found["returns"]) if "returns" in found else None,
            receiver=reader.type_text(found["receiver"]) if "receiver" in found else None,
            annotations=annotations,
            modifiers=(*modifiers, "static") if reader.scope.static else modifiers,
            body=function_block(reader, body) if body is not None and wanted else None,
            deferred=body is not None and not wanted,
        )
    )


def read_secondary_constructor(reader: Reader, node: Node) -> None:
    """``constructor(…) : this(…) { }``."""
    keyword = next(child for child in node.children if child.type == "constructor")
    parameters: tuple[Parameter, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    delegation: list[Statement] = []
    block: Node | None = None
    for child in node.children:
        kind = child.type
        if kind == "function_value_parameters":
            parameters = function_parameters(reader, child)
        elif kind == "modifiers":
            annotations, modifiers = annotations_and_modifiers(reader, child)
        elif kind == "constructor_delegation_call":
            delegation.append(_delegation(reader, child))
        elif kind == "block":
            block = child
    wanted = block is None or reader.wants(block) or reader.is_cheap(block)
    body: Block | None = None
    if wanted:
        span = reader.span(node if block is None else block)
        own = reader.block(span, reader.named(block)).statements if block is not None else ()
        body = Block(span, (*delegation, *own))
    reader.functions.append(
        Function(
            name=CONSTRUCTOR,
            qualified=reader.scope.qualify(CONSTRUCTOR),
            owner=reader.scope.owner,
            span=reader.span(node),
            name_span=reader.span(keyword),
            parameters=parameters,
            annotations=annotations,
            modifiers=modifiers,
            body=body,
            deferred=not wanted,
        )
    )


def _delegation(reader: Reader, node: Node) -> Evaluate:
    span = reader.span(node)
    target = node.children[0]
    given: tuple[Argument, ...] = ()
    for child in node.children:
        if child.type == "value_arguments":
            given = arguments(reader, child)
    return Evaluate(span, Call(span, Name(reader.span(target), target.type), given))


class ConstructorHead(msgspec.Struct, frozen=True):
    """The head of a class: its name, its primary constructor, and its call of the superclass's constructor."""

    name: Node
    constructor: Node | None
    super_call: Call | None


def read_primary_constructor(
    reader: Reader, head: ConstructorHead, parameters: tuple[Parameter, ...], properties: tuple[str, ...]
) -> None:
    """The constructor in the head of a class: it calls that of the supertype and sets the properties it declares."""
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    for child in head.constructor.children if head.constructor is not None else ():
        if child.type == "modifiers":
            annotations, modifiers = annotations_and_modifiers(reader, child)
    span = reader.span(head.constructor or head.name)
    statements: list[Statement] = []
    if head.super_call is not None:
        end = head.super_call.span
        span = msgspec.structs.replace(span, end_line=end.end_line, end_column=end.end_column)
        statements.append(Evaluate(head.super_call.span, head.super_call))
    for parameter in parameters:
        if parameter.name in properties:
            place = parameter.span
            field = Member(place, Name(place, "this"), parameter.name)
            statements.append(Assign(place, field, Name(place, parameter.name)))
    reader.functions.append(
        Function(
            name=CONSTRUCTOR,
            qualified=reader.scope.qualify(CONSTRUCTOR),
            owner=reader.scope.owner,
            span=span,
            name_span=reader.span(head.name),
            parameters=parameters,
            annotations=annotations,
            modifiers=modifiers,
            body=Block(span, tuple(statements)),
        )
    )


def read_initializer(reader: Reader, node: Node) -> None:
    """``init { }``."""
    block = next((child for child in node.children if child.type == "block"), None)
    if block is None:
        return
    span = reader.span(node)
    wanted = reader.wants(block) or reader.is_cheap(block)
    name = "<static>" if reader.scope.static else "<block>"
    reader.functions.append(
        Function(
            name=name,
            qualified=reader.scope.qualify(name),
            owner=reader.scope.owner,
            span=span,
            name_span=reader.span(node.children[0]),
            modifiers=("static",) if reader.scope.static else (),
            body=reader.block(reader.span(block), reader.named(block)) if wanted else None,
            deferred=not wanted,
        )
    )
