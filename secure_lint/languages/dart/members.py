"""Functions, accessors and variables outside functions."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.headers import parameters
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.model.program import (
    Annotation,
    Assign,
    Block,
    Call,
    Expression,
    Field,
    Function,
    Lambda,
    Member,
    Name,
    Parameter,
)

GETTER = g.kind("getter_signature")
SETTER = g.kind("setter_signature")
OPERATOR = g.kind("operator_signature")
FUNCTIONS = frozenset((g.FUNCTION_SIGNATURE, OPERATOR))
VARIABLES = frozenset(
    (g.kind("initialized_identifier_list"), g.kind("static_final_declaration_list"), g.kind("identifier_list"))
)


class Head(msgspec.Struct, frozen=True):
    """What stands before a member: annotations, keywords, a comment, and the nodes of the type."""

    annotations: tuple[Annotation, ...] = ()
    words: tuple[str, ...] = ()
    comment: str | None = None
    before: tuple[Node, ...] = ()


def read_variables(low: Lowering, node: Node, head: Head) -> list[Field]:
    """The fields of one declaration, which may declare several."""
    type_name = low.declared_type(head.before)
    span = low.tree.span_between(head.before[0], node) if head.before else low.span(node)
    found: list[Field] = []
    for child in node.children:
        name_node = child if child.kind_id == g.IDENTIFIER else next(iter(child.children), None)
        if not child.is_named or name_node is None or name_node.kind_id != g.IDENTIFIER:
            continue
        name = low.name(name_node)
        run = next(low.runs(low.behind(child, g.EQUAL)), None)
        initial = None if run is None else low.of_variable(run)
        found.append(
            Field(
                name.identifier, type_name, span, name.span, head.annotations, head.words, initial, comment=head.comment
            )
        )
    return found


def read_getter(low: Lowering, signature: Node, body: Node | None, head: Head) -> list[Field]:
    """A getter is a field whose value is computed; one without a body is a field without a value."""
    name_node = signature.child_by_field_id(g.FIELD_NAME)
    if name_node is None:
        return []
    name = low.name(name_node)
    initial: Expression | None = None
    if body is not None:
        at = low.span(body)
        initial = Call(at, Lambda(at, (), low.body(body) if low.wants(body) else Block(at)))
    span = low.tree.span_between(signature, body or signature)
    type_name = low.declared_type(signature.children)
    return [
        Field(name.identifier, type_name, span, name.span, head.annotations, head.words, initial, comment=head.comment)
    ]


def read_setter(low: Lowering, signature: Node, body: Node | None, head: Head) -> None:
    """The code that runs when a member is set; the value that it is given is the member's."""
    name_node = signature.child_by_field_id(g.FIELD_NAME)
    if name_node is None or body is None:
        return
    name = low.name(name_node)
    given = _given(low, signature)
    wanted = low.wants(body)
    block: Block | None = None
    if wanted:
        block = low.body(body)
        holder = Member(name.span, Name(name.span, "this"), name.identifier)
        first = (Assign(name.span, Name(one.span, one.name), holder) for one in given[:1])
        block = Block(block.span, (*first, *block.statements))
    called = f"set{name.identifier[:1].upper()}{name.identifier[1:]}"
    low.functions.append(
        Function(
            called,
            low.qualify(called),
            low.owner,
            low.tree.span_between(signature, body),
            name.span,
            given,
            None,
            low.receiver(head.words),
            head.annotations,
            head.words,
            block,
            not wanted,
        )
    )


def read_function(low: Lowering, signature: Node, body: Node | None, head: Head) -> None:
    """A function, method or operator; its body is lowered when it is wanted."""
    name_node = signature.child_by_field_id(g.FIELD_NAME)
    sign = next((child for child in signature.children if child.type != "operator" and _is_sign(child)), None)
    at = name_node or sign or signature
    name = "".join(low.text(at).split())
    wanted = body is not None and low.wants(body)
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            low.owner,
            low.tree.span_between(signature, body or signature),
            low.span(at),
            _given(low, signature),
            low.declared_type(_before(signature.children, at)),
            low.receiver(head.words),
            head.annotations,
            head.words,
            low.body(body) if wanted and body is not None else None,
            body is not None and not wanted,
        )
    )


def _is_sign(node: Node) -> bool:
    return node.kind_id not in g.TYPES and node.kind_id not in {g.PARAMETERS, g.OPTIONAL_TYPE, g.DOT}


def _before(nodes: Sequence[Node], end: Node) -> list[Node]:
    return [node for node in nodes if node.end_byte <= end.start_byte]


def _given(low: Lowering, signature: Node) -> tuple[Parameter, ...]:
    found = next((child for child in signature.children if child.kind_id == g.PARAMETERS), None)
    return () if found is None else parameters(low, found)
