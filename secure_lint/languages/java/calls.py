"""Calls, creation of objects and arrays, lambdas and method references."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.headers import parameters
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.syntax import ARGUMENT_LEVELS, CHAIN_LIMIT, NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Block,
    Call,
    Cast,
    Conditional,
    Evaluate,
    Expression,
    Lambda,
    Literal,
    Member,
    Name,
    New,
    Operator,
    Parameter,
)
from secure_lint.model.span import Span

_ARGUMENT = "it"
_Link = tuple[Node, Node, Node | None]


def call(low: Lowering, node: Node) -> Expression:
    """A call; a chain of them is read without recursion."""
    links: list[_Link] = []
    receiver: Node | None = node
    limit = max(NESTING_LIMIT - low.depth, CHAIN_LIMIT - 4 * low.depth)
    while receiver is not None and receiver.kind_id == g.METHOD_INVOCATION:
        if len(links) > limit:
            low.tree.report_nesting(receiver)
            break
        children = receiver.children
        if len(children) == 4 and children[1].kind_id == g.DOT:
            links.append((children[2], children[3], None))
            receiver = children[0]
        elif len(children) == 2:
            links.append((children[0], children[1], None))
            receiver = None
        else:
            link, receiver = _unusual(receiver)
            if link is None:
                return low.nothing(node)
            links.append(link)
    depth = low.depth
    low.depth = max(depth, min(depth + len(links), NESTING_LIMIT - ARGUMENT_LEVELS))
    value: Expression | None = None
    if receiver is not None:
        value = low.nothing(receiver) if receiver.kind_id == g.METHOD_INVOCATION else low.expression(receiver)
    for link in reversed(links):
        value = _call(low, link, value)
    low.depth = depth
    return low.nothing(node) if value is None else value


def _call(low: Lowering, link: _Link, receiver: Expression | None) -> Call:
    name_node, arguments_node, types = link
    name = low.name(name_node)
    start = name.span
    end_row, end_column = arguments_node.end_point
    if low.ascii:
        span = Span(start.start_line, start.start_column, end_row + 1, end_column + 1)
    else:
        span = low.tree.span_between(name_node, arguments_node)
    callee = name if receiver is None else Member(start, receiver, name.identifier)
    return Call(span, callee, arguments(low, arguments_node), () if types is None else type_arguments(low, types))


def _unusual(node: Node) -> tuple[_Link | None, Node | None]:
    """A call with type arguments, ``Outer.super``, or comments between its parts; and its receiver."""
    name, given = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_ARGUMENTS)
    if name is None or given is None:
        return None, None
    receiver = node.child_by_field_id(g.FIELD_OBJECT)
    parent = next((child for child in node.children if child.kind_id == g.SUPER), None)
    return (name, given, node.child_by_field_id(g.FIELD_TYPE_ARGUMENTS)), parent or receiver


def type_arguments(low: Lowering, node: Node) -> tuple[str, ...]:
    """The types between angle brackets."""
    return tuple(low.type_text(child) for child in node.children if child.is_named and child.kind_id not in g.COMMENTS)


def arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The arguments between parentheses."""
    children = node.children
    if len(children) == 2:
        return ()
    expressions = low.expressions
    lower = low.expression
    return tuple([Argument(lower(child)) for child in children if child.kind_id in expressions])


def constructor_call(low: Lowering, node: Node) -> None:
    """A call of another constructor, ``this(...)`` or ``super(...)``, at the start of a constructor."""
    given = node.child_by_field_id(g.FIELD_ARGUMENTS)
    callee = next((child for child in reversed(node.children) if child.kind_id in {g.THIS, g.SUPER}), None)
    if given is None or callee is None:
        return
    name = Name(low.span(callee), low.text(callee))
    value = Call(low.tree.span_between(callee, given), name, arguments(low, given))
    low.out.append(Evaluate(value.span, value))


def creation(low: Lowering, node: Node) -> Expression:
    """``new Type(...)``, with or without a class body."""
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    given = node.child_by_field_id(g.FIELD_ARGUMENTS)
    if type_node is None:
        return low.nothing(node)
    type_name = low.type_text(type_node)
    if type_name.endswith("<>"):
        type_name = type_name[:-2].rstrip()
    values = () if given is None else arguments(low, given)
    span = low.span(node)
    body = node.children[-1]
    if body.kind_id == g.CLASS_BODY:
        type_name = low.anonymous(low, body, (type_name,), span)
    return New(span, type_name, values)


def array_creation(low: Lowering, node: Node) -> Expression:
    """``new Type[size]``, whose sizes are arguments, or ``new Type[] {...}``, a sequence."""
    type_name, sizes = "", []
    for child in node.children:
        kind = child.kind_id
        if kind == g.ARRAY_INITIALIZER:
            return low.expression(child)
        if kind in g.TYPES:
            type_name += low.type_text(child)
        elif kind == g.DIMENSIONS:
            type_name += "[]" * low.text(child).count("[")
        elif kind == g.DIMENSIONS_EXPRESSION:
            type_name += "[]"
            sizes += [Argument(low.expression(inner)) for inner in child.children if inner.kind_id in low.expressions]
    return New(low.span(node), type_name, tuple(sizes))


def closure(low: Lowering, node: Node) -> Expression:
    """A lambda; an expression as its body is the only statement."""
    given, body = node.child_by_field_id(g.FIELD_PARAMETERS), node.child_by_field_id(g.FIELD_BODY)
    if given is None or body is None:
        return low.nothing(node)
    if given.kind_id == g.FORMAL_PARAMETERS:
        names = parameters(low, given)
    else:
        nodes = [given] if given.kind_id != g.INFERRED_PARAMETERS else given.children
        names = tuple(Parameter(low.text(name), None, low.span(name)) for name in nodes if name.kind_id in g.NAMES)
    return Lambda(low.span(node), names, low.block(body) if body.kind_id == g.BLOCK else _value_block(low, body))


def _value_block(low: Lowering, body: Node) -> Block:
    outer, low.out = low.out, []
    if body.kind_id in _EFFECTS:
        low.statements[body.kind_id](low, body)
    else:
        value = low.expression(body)
        low.out.append(Evaluate(value.span, value))
    found, low.out = low.out, outer
    return Block(low.span(body), tuple(found))


_EFFECTS = frozenset((g.ASSIGNMENT, g.UPDATE))


def method_reference(low: Lowering, node: Node) -> Expression:
    """A lambda that calls what is referred to.

    ``Type::name`` may name a static method or one of the argument; it is the latter if the argument is a ``Type``.
    """
    children = [child for child in node.children if child.kind_id not in g.COMMENTS]
    span = low.span(node)
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    parameter = Parameter(_ARGUMENT, None, start)
    argument = Name(start, _ARGUMENT)
    receiver, name_node = children[0], children[-1]
    if name_node.kind_id == g.NEW:
        value: Expression = New(span, low.type_text(receiver), (Argument(argument),))
    elif name_node.kind_id != g.IDENTIFIER:
        return low.nothing(node)
    elif _names_type(low, receiver):
        value = _of_type(low, receiver, low.name(name_node), argument)
    else:
        name = low.name(name_node)
        callee = Member(name.span, low.expression(receiver), name.identifier)
        value = Call(name.span, callee, (Argument(argument),))
    return Lambda(span, (parameter,), Block(span, (Evaluate(value.span, value),)))


def _names_type(low: Lowering, node: Node) -> bool:
    if node.kind_id in g.TYPES:
        return True
    if node.kind_id not in {g.IDENTIFIER, g.FIELD_ACCESS}:
        return False
    last = low.text(node).rpartition(".")[2]
    return last[:1].isupper() and not last.isupper()


def _of_type(low: Lowering, type_node: Node, name: Name, argument: Name) -> Expression:
    type_name = low.type_text(type_node)
    span = low.span(type_node)
    test = Operator(span, "is", (argument, Literal(span, "class", type_name)))
    bound = Call(name.span, Member(name.span, Cast(span, argument, type_name), name.identifier))
    if type_node.kind_id in g.TYPES:
        return bound
    static = Call(name.span, Member(name.span, low.expression(type_node), name.identifier), (Argument(argument),))
    return Conditional(name.span, test, bound, static)
