"""Functions, methods, closures and decorators."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.calls import CONSTRUCTOR
from secure_lint.languages.python.lowering import Lowering, Scope
from secure_lint.languages.python.parameters import parameters
from secure_lint.languages.python.type_texts import dotted, type_text
from secure_lint.model.program import (
    Annotation,
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Field,
    Function,
    Lambda,
    Parameter,
)

STATIC = frozenset({"staticmethod", "classmethod"})
_UNBOUND = "staticmethod"
_COMPUTED = frozenset({"property", "cached_property"})


def decorators(low: Lowering, node: Node) -> tuple[Annotation, ...]:
    """The decorators of a decorated definition as annotations."""
    found = []
    for child in node.children:
        if child.kind_id != g.DECORATOR:
            continue
        value_node = next((inner for inner in child.children if inner.kind_id in low.expressions), None)
        if value_node is None:
            continue
        value = low.value(value_node)
        callee, values = (value.callee, value.arguments) if isinstance(value, Call) else (value, ())
        name = dotted(callee)
        if name:
            found.append(Annotation(name, low.span(child), values))
    return tuple(found)


def read_function(low: Lowering, node: Node, annotations: tuple[Annotation, ...] = ()) -> Field | None:
    """A function of the module or a method; one that computes a property is a field, which is handed back."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    if name_node is None or low.is_too_deep(node):
        return None
    written = low.text(name_node)
    simple = {one.name.rpartition(".")[2] for one in annotations}
    name = "<init>" if low.owner is not None and written == CONSTRUCTOR else written
    this, values = _parameters(low, node, bound=low.owner is not None and _UNBOUND not in simple)
    body_node = node.child_by_field_id(g.FIELD_BODY)
    start = node.parent.start_byte if annotations and node.parent is not None else name_node.start_byte
    wanted = body_node is not None and low.wanted.within(start, body_node.end_byte)
    body = _body(low, body_node, Scope(this, _globals(low, body_node)), name) if wanted and body_node else None
    returned = node.child_by_field_id(g.FIELD_RETURN_TYPE)
    returns = None if returned is None else type_text(low, returned)
    span, name_span = low.span(node), low.span(name_node)
    words = (("static",) if simple & STATIC else ()) + (("async",) if node.children[0].kind_id == g.ASYNC else ())
    if low.owner is not None and simple & _COMPUTED:
        initial = None if body is None else Call(span, Lambda(span, (), body))
        return Field(written, returns, span, name_span, annotations, ("computed",), initial)
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            low.owner,
            span,
            name_span,
            values,
            returns,
            None,
            annotations,
            words,
            body,
            deferred=body is None and body_node is not None,
        )
    )
    return None


def _parameters(low: Lowering, node: Node, *, bound: bool) -> tuple[str | None, tuple[Parameter, ...]]:
    """What a method calls its object, and the parameters behind it."""
    values = parameters(low, node.child_by_field_id(g.FIELD_PARAMETERS))
    if bound and values and not values[0].variadic:
        return values[0].name, values[1:]
    return None, values


def _body(low: Lowering, node: Node, scope: Scope, name: str) -> Block:
    with low.inside_scope(low.qualify(name), None, scope):
        return low.block(node)


def _globals(low: Lowering, node: Node | None) -> frozenset[str]:
    """The names that a function declares to be those of the module."""
    if node is None or b"global" not in low.tree.source.data[node.start_byte : node.end_byte]:
        return frozenset()
    found: set[str] = set()
    pending = [node]
    while pending:
        each = pending.pop()
        if each.kind_id == g.GLOBAL:
            found.update(low.text(child) for child in each.children if child.kind_id == g.IDENTIFIER)
        elif each.kind_id not in g.DEFINITIONS:
            pending.extend(child for child in each.children if child.child_count)
    return frozenset(found)


def local_function(low: Lowering, node: Node) -> None:
    """A function in a function: a closure that has a name."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    body_node = node.child_by_field_id(g.FIELD_BODY)
    if name_node is None or body_node is None or low.is_too_deep(node):
        return
    name = low.name(name_node)
    values = parameters(low, node.child_by_field_id(g.FIELD_PARAMETERS))
    outer = low.scope.this if low.scope is not None else None
    this = None if any(one.name == outer for one in values) else outer
    span = low.span(node)
    body = _body(low, body_node, Scope(this, _globals(low, body_node)), name.identifier)
    low.out.append(Assign(span, name, Lambda(span, values, body), None, low.declares(name.identifier)))


def closure(low: Lowering, node: Node) -> Expression:
    """A lambda."""
    body_node = node.child_by_field_id(g.FIELD_BODY)
    values = parameters(low, node.child_by_field_id(g.FIELD_PARAMETERS))
    if body_node is None:
        return low.nothing(node)
    outer, low.out = low.out, []
    value = low.expression(body_node)
    low.out.append(Evaluate(value.span, value))
    found, low.out = low.out, outer
    return Lambda(low.span(node), values, Block(low.span(body_node), tuple(found)))
