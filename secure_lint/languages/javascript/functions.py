"""Functions, arrows and their parameters."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.annotations import decorators
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.javascript.patterns import bind
from secure_lint.languages.javascript.types import declared_type
from secure_lint.model.program import (
    Annotation,
    Block,
    Evaluate,
    Expression,
    Function,
    Lambda,
    Name,
    Parameter,
    Return,
    Statement,
)
from secure_lint.model.span import Span

_NAMES = frozenset(("identifier", "undefined"))
_NAMING = frozenset(
    ("variable_declarator", "assignment_expression", "pair", "public_field_definition", "field_definition")
)


class Signature:
    """The parameters of a function, and the statements that take them apart."""

    __slots__ = ("before", "parameters")

    def __init__(self, parameters: tuple[Parameter, ...], before: tuple[Statement, ...]) -> None:
        self.parameters = parameters
        self.before = before


def signature(low: Lowering, node: Node) -> Signature:
    """The signature of a function node. A parameter that is a pattern is called ``<position>``."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        name = low.name(single)
        return Signature((Parameter(name.identifier, None, name.span),), ())
    found: list[Parameter] = []
    given = node.child_by_field_name("parameters")
    outer, low.out = low.out, []
    for child in [] if given is None else given.children:
        if child.is_named and child.type not in {"comment", "decorator"}:
            found.append(_parameter(low, child, len(found)))
    before, low.out = low.out, outer
    return Signature(tuple(one for one in found if one.name != "this"), tuple(before))


def _parameter(low: Lowering, node: Node, position: int) -> Parameter:
    pattern, default, variadic = node, None, False
    type_name: str | None = None
    annotations: tuple[Annotation, ...] = ()
    if node.type in {"required_parameter", "optional_parameter"}:
        type_name = declared_type(low, node)
        annotations = decorators(low, node)
        default = node.child_by_field_name("value")
        pattern = node.child_by_field_name("pattern") or node
    elif node.type == "assignment_pattern":
        pattern, default = node.child_by_field_name("left") or node, node.child_by_field_name("right")
    if pattern.type == "rest_pattern":
        variadic = True
        pattern = next((child for child in pattern.children if child.is_named), pattern)
    initial = None if default is None else low.value(default)
    span = low.span(pattern)
    if pattern.type in _NAMES or pattern.type == "this":
        return Parameter(low.identifier(pattern), type_name, span, annotations, initial, variadic)
    name = f"<{position}>"
    bind(low, pattern, Name(span, name), declares=True)
    return Parameter(name, type_name, span, annotations, initial, variadic)


def closure(low: Lowering, node: Node) -> Expression:
    """A function in the place of a value."""
    return as_lambda(low, node)


def as_lambda(low: Lowering, node: Node) -> Lambda:
    """A function node as a closure; an expression as its body is the only statement."""
    head = signature(low, node)
    body = node.child_by_field_name("body")
    if body is None:
        return Lambda(low.span(node), head.parameters, Block(low.span(node), head.before))
    return Lambda(low.span(node), head.parameters, body_of(low, body, head.before, returning=False))


def body_of(low: Lowering, body: Node, before: tuple[Statement, ...], *, returning: bool) -> Block:
    """The body of a function; an expression is returned, or the last thing that is evaluated."""
    if body.type == "statement_block":
        return low.block(body, before)
    outer, low.out = low.out, list(before)
    value = low.expression(body)
    low.out.append(Return(value.span, value) if returning else Evaluate(value.span, value))
    found, low.out = low.out, outer
    return Block(low.span(body), tuple(found))


def _with_name(node: Node) -> Node:
    """A function node with the name that it is given: asking for a function is asking at its name."""
    while node.parent is not None and node.parent.type in _NAMING:
        node = node.parent
    return node


def declare_function(
    low: Lowering,
    node: Node,
    name: Name,
    *,
    span: Span | None = None,
    annotations: tuple[Annotation, ...] = (),
    modifiers: tuple[str, ...] = (),
    first: tuple[Statement, ...] = (),
) -> Function:
    """A function of the module or of the type at hand; its body, after ``first``, is lowered when it is wanted."""
    head = signature(low, node)
    body = node.child_by_field_name("body")
    wanted = body is not None and low.is_wanted(_with_name(node))
    before = (*first, *head.before)
    lowered = body_of(low, body, before, returning=True) if wanted and body is not None else None
    function = Function(
        name.identifier,
        low.qualify(name.identifier),
        low.owner,
        low.span(node) if span is None else span,
        name.span,
        head.parameters,
        declared_type(low, node, "return_type"),
        None,
        annotations,
        modifiers,
        lowered,
        body is not None and not wanted,
    )
    low.functions.append(function)
    return function
