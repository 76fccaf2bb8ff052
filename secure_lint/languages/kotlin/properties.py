"""Properties: their parts, their values, their accessors."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.kotlin.lambdas import function_block
from secure_lint.languages.kotlin.parameters import annotations_and_modifiers
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import (
    Annotation,
    Block,
    Call,
    Expression,
    Field,
    Function,
    Lambda,
    Name,
    Parameter,
)
from secure_lint.model.span import Span

_TYPES = frozenset(("user_type", "nullable_type", "function_type", "parenthesized_type", "non_nullable_type"))


class Variable(msgspec.Struct, frozen=True):
    """A declared name and its type."""

    name: str
    type: str | None
    span: Span


class PropertyParts(msgspec.Struct, frozen=True):
    """What a ``property_declaration`` consists of. ``receiver`` is the type that an extension property extends."""

    variables: tuple[Variable, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    receiver: Node | None = None
    destructured: Node | None = None
    value: Node | None = None
    delegate: Node | None = None
    getter: Node | None = None
    setter: Node | None = None


def property_parts(reader: Reader, node: Node) -> PropertyParts:
    """Take a property declaration apart."""
    nodes: dict[str, Node] = {}
    variables: tuple[Variable, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    after_sign = False
    for child in node.children:
        kind = child.type
        if kind == "variable_declaration":
            variables = (variable(reader, child),)
        elif kind == "multi_variable_declaration":
            nodes["destructured"] = child
            variables = tuple(variable(reader, part) for part in reader.named(child))
        elif kind == "modifiers":
            annotations, modifiers = annotations_and_modifiers(reader, child)
        elif kind == "=":
            after_sign = True
        elif kind in {"getter", "setter"}:
            nodes[kind] = child
        elif kind == "property_delegate":
            nodes["delegate"] = child
        elif kind in _TYPES and not variables:
            nodes["receiver"] = child
        elif after_sign and "value" not in nodes and reader.is_named(child):
            nodes["value"] = child
    return PropertyParts(variables, annotations, modifiers, **nodes)


def variable(reader: Reader, node: Node) -> Variable:
    """A ``variable_declaration``."""
    parts = [part for part in reader.named(node) if part.type != "annotation"]
    if not parts:
        return Variable(reader.text(node), None, reader.span(node))
    type_name = reader.type_text(parts[1]) if len(parts) > 1 else None
    return Variable(reader.text(parts[0]).strip("`"), type_name, reader.span(parts[0]))


def delegate_value(reader: Reader, node: Node) -> tuple[Expression, bool]:
    """The value of ``by …``, and whether a delegate other than ``lazy`` provides it."""
    parts = reader.named(node)
    if not parts:
        return reader.nothing(node), True
    value = reader.expression(parts[-1])
    if isinstance(value, Call) and isinstance(value.callee, Name) and value.callee.identifier == "lazy":
        body = value.arguments[-1].value if value.arguments else None
        if isinstance(body, Lambda):
            return Call(value.span, body, ()), False
    return value, True


def read_property(reader: Reader, node: Node, comment: str | None) -> list[Field]:
    """The fields of a property, several if it is destructured; its setter becomes a function."""
    parts = property_parts(reader, node)
    span = reader.span(node)
    initial, delegated = _initial(reader, parts)
    modifiers = (*parts.modifiers, "static") if reader.scope.static else parts.modifiers
    if parts.setter is not None and parts.variables:
        _read_setter(reader, parts.setter, parts.variables[0], modifiers, _receiver(reader, parts))
    return [
        Field(
            name=each.name,
            type=each.type,
            span=span,
            name_span=each.span,
            annotations=parts.annotations,
            modifiers=modifiers,
            initial=initial,
            delegated=delegated,
            comment=comment,
        )
        for each in parts.variables
    ]


def _receiver(reader: Reader, parts: PropertyParts) -> str | None:
    return None if parts.receiver is None else reader.type_text(parts.receiver)


def _initial(reader: Reader, parts: PropertyParts) -> tuple[Expression | None, bool]:
    deferring, reader.deferring = reader.deferring, True
    initial: Expression | None = None
    delegated = False
    if parts.value is not None:
        initial = reader.expression(parts.value)
    elif parts.delegate is not None:
        initial, delegated = delegate_value(reader, parts.delegate)
    elif parts.getter is not None:
        backing, reader.backing = reader.backing, parts.variables[0].name if parts.variables else None
        initial = _getter_call(reader, parts.getter)
        reader.backing = backing
    reader.deferring = deferring
    return initial, delegated


def _getter_call(reader: Reader, getter: Node) -> Expression | None:
    body = next((part for part in reader.named(getter) if part.type == "function_body"), None)
    if body is None:
        return None
    span = reader.span(body)
    wanted = reader.is_cheap(body) or reader.wants(body)
    return Call(span, Lambda(span, (), function_block(reader, body) if wanted else Block(span, ())), ())


def _read_setter(reader: Reader, node: Node, prop: Variable, modifiers: tuple[str, ...], receiver: str | None) -> None:
    """A setter with a body is the function that Java code would call, ``setName``."""
    name: Parameter | None = None
    body: Node | None = None
    annotations: tuple[Annotation, ...] = ()
    for child in reader.named(node):
        if child.type == "function_body":
            body = child
        elif child.type == "modifiers":
            annotations, _ = annotations_and_modifiers(reader, child)
        elif child.type == "identifier":
            name = Parameter(reader.text(child), prop.type, reader.span(child))
        elif child.type == "parameter":
            given = reader.named(child)
            name = Parameter(reader.text(given[0]), prop.type, reader.span(given[0]))
    if body is None:
        return
    function_name = "set" + prop.name[:1].upper() + prop.name[1:]
    wanted = reader.wants(body) or reader.is_cheap(body)
    backing, reader.backing = reader.backing, prop.name
    block = function_block(reader, body) if wanted else None
    reader.backing = backing
    reader.functions.append(
        Function(
            name=function_name,
            qualified=reader.scope.qualify(function_name),
            owner=reader.scope.owner,
            span=reader.span(node),
            name_span=prop.span,
            parameters=() if name is None else (name,),
            receiver=receiver,
            annotations=annotations,
            modifiers=modifiers,
            body=block,
            deferred=not wanted,
        )
    )
