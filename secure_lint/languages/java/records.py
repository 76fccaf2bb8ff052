"""The components of records: fields, parameters of the constructor, and accessors."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.headers import parameters
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.java.members import Members
from secure_lint.model.program import Block, Field, Function, Member, Name, Parameter, Return

_METHOD = g.kind("method_declaration")


def components(low: Lowering, node: Node, members: Members, body: Node | None) -> None:
    """Declare what the components of a record stand for; what ``body`` declares itself is left to it."""
    members.components = parameters(low, node)
    nodes = [child for child in node.children if child.kind_id in {g.FORMAL_PARAMETER, g.SPREAD_PARAMETER}]
    for parameter, place in zip(members.components, nodes, strict=True):
        type_name = f"{parameter.type}[]" if parameter.variadic else parameter.type
        words = ("private", "final")
        members.fields.append(
            Field(parameter.name, type_name, low.span(place), parameter.span, parameter.annotations, words)
        )
    declared, has_constructor = _declared(low, body, len(members.components))
    if not has_constructor:
        low.functions.append(_constructor(low, node, members))
    low.functions += [_accessor(low, parameter) for parameter in members.components if parameter.name not in declared]


def _declared(low: Lowering, body: Node | None, count: int) -> tuple[set[str], bool]:
    """The names of the methods without parameters, and whether there is a constructor with ``count`` parameters."""
    names: set[str] = set()
    constructor = False
    for child in [] if body is None else body.children:
        kind = child.kind_id
        if kind == g.COMPACT_CONSTRUCTOR:
            constructor = True
        elif kind in {g.CONSTRUCTOR, _METHOD}:
            name, given = child.child_by_field_id(g.FIELD_NAME), child.child_by_field_id(g.FIELD_PARAMETERS)
            size = 0 if given is None else len(parameters(low, given))
            if kind == g.CONSTRUCTOR:
                constructor = constructor or size == count
            elif name is not None and size == 0:
                names.add(low.text(name))
    return names, constructor


def _constructor(low: Lowering, node: Node, members: Members) -> Function:
    span = low.span(node)
    return Function("<init>", low.qualify("<init>"), low.owner, span, span, members.components)


def _accessor(low: Lowering, parameter: Parameter) -> Function:
    span = parameter.span
    body = Block(span, (Return(span, Member(span, Name(span, "this"), parameter.name)),))
    type_name = f"{parameter.type}[]" if parameter.variadic else parameter.type
    return Function(
        parameter.name,
        low.qualify(parameter.name),
        low.owner,
        span,
        span,
        returns=type_name,
        modifiers=("public",),
        body=body,
    )
