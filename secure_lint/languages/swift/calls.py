"""Calls, subscripts, members, closures and key paths."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.headers import annotated_type
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.languages.swift.strictness import is_parameter_name
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Block,
    Call,
    Evaluate,
    Expression,
    Index,
    Lambda,
    Literal,
    Member,
    Name,
    Operator,
    Parameter,
    Record,
    Sequence,
)
from secure_lint.model.span import Span

_CONSTRUCTOR = "init"
_METATYPE = "self"
_LINKS = frozenset((g.NAVIGATION, g.CALL))


def chain(low: Lowering, node: Node) -> Expression:
    """``a.b(c)[d].e``, read without recursion."""
    links: list[Node] = []
    limit = NESTING_LIMIT - low.depth
    while node.kind_id in _LINKS:
        if len(links) >= limit:
            low.tree.report_nesting(node)
            return low.nothing(node)
        links.append(node)
        node = node.children[0]
    depth = low.depth
    low.depth += len(links)
    if node.kind_id == g.KEY_PATH:
        value = _key_path(low, node, links)
    else:
        sign, base = _sign(low, node) if links else ("", node)
        value = low.expression(base)
        for link in reversed(links):
            value = _member(low, link, value) if link.kind_id == g.NAVIGATION else _called(low, link, value)
        if sign:
            value = Operator(low.span(node), sign, (value,))
    low.depth = depth
    return value


def _sign(low: Lowering, node: Node) -> tuple[str, Node]:
    """A sign before a chain, and the value behind it: the grammar takes ``!a.b()`` for ``(!a.b)()``."""
    sign, target = node.child_by_field_id(g.FIELD_OPERATION), node.child_by_field_id(g.FIELD_TARGET)
    if node.kind_id != g.PREFIX or sign is None or target is None:
        return "", node
    text = low.text(sign)
    return ("", node) if text == "." else ("" if text == "&" else text, target)


def _member(low: Lowering, node: Node, receiver: Expression) -> Expression:
    suffix = node.child_by_field_id(g.FIELD_SUFFIX)
    name = None if suffix is None else suffix.child_by_field_id(g.FIELD_SUFFIX)
    if name is None:
        return receiver
    text = low.text(name).strip("`")
    if text == _METATYPE:
        written = low.text(node.children[0])
        return Literal(low.span(node), "class", written) if written[:1].isupper() else receiver
    return Member(low.span(name), receiver, text)


def _called(low: Lowering, node: Node, callee: Expression) -> Expression:
    suffix = node.children[-1]
    if suffix.kind_id != g.CALL_SUFFIX:
        return callee
    given = next((child for child in suffix.children if child.kind_id == g.VALUE_ARGUMENTS), None)
    if given is not None and given.children[0].kind_id == g.OPEN_BRACKET:
        return _element(low, node, given, callee)
    if given is not None and any(_names_parameter(child) for child in given.children):
        return callee
    values = arguments(low, suffix.children)
    span = low.tree.span_from(callee.span, suffix)
    if isinstance(callee, Member) and callee.name == _CONSTRUCTOR:
        callee = callee.receiver
    if isinstance(callee, Call) and given is None:
        # Grammars read `f(x) { } onError: { }` as a call of what `f(x)` yields.
        return Call(span, callee.callee, (*callee.arguments, *values), callee.type_arguments)
    if isinstance(callee, Record):
        return Record(span, ())
    if isinstance(callee, Literal | Sequence):
        return _of_literal(span, callee, values)
    return Call(span, callee, values)


def _names_parameter(node: Node) -> bool:
    """Whether a function is only named, by the labels of its parameters: ``combine(_:with:)``."""
    return node.kind_id == g.VALUE_ARGUMENT and node.child_by_field_id(g.FIELD_VALUE) is None


def _of_literal(span: Span, callee: Literal | Sequence, values: tuple[Argument, ...]) -> Expression:
    """``[UInt8](repeating: 0, count: 16)``, and a call of a member of the type that is expected (``.init(x)``)."""
    if isinstance(callee, Literal):
        text = str(callee.value) if callee.kind == "member" else ""
        return Call(span, Name(callee.span, text or _CONSTRUCTOR), values)
    elements = tuple(item.identifier for item in callee.items if isinstance(item, Name))
    return Call(span, Name(callee.span, "Array"), values, elements)


def _element(low: Lowering, node: Node, given: Node, receiver: Expression) -> Expression:
    """``receiver[index]``; a default value is not looked at."""
    values = arguments(low, (given,))
    if not values:
        return receiver
    positional = tuple(one.value for one in values if one.name != "default")
    index = positional[0] if len(positional) == 1 else Sequence(low.span(given), positional)
    return Index(low.span(node), receiver, index)


def arguments(low: Lowering, nodes: list[Node] | tuple[Node, ...]) -> tuple[Argument, ...]:
    """The arguments between parentheses, and the closures behind them with their labels."""
    found: list[Argument] = []
    label: str | None = None
    for node in nodes:
        kind = node.kind_id
        if kind == g.VALUE_ARGUMENTS:
            found.extend(_argument(low, child) for child in node.children if child.kind_id == g.VALUE_ARGUMENT)
        elif kind == g.NAME:
            label = low.text(node)
        elif kind == g.LAMBDA:
            found.append(Argument(low.expression(node), label))
            label = None
    return tuple(found)


def _argument(low: Lowering, node: Node) -> Argument:
    label = node.child_by_field_id(g.FIELD_NAME)
    value = node.child_by_field_id(g.FIELD_VALUE)
    name = None if label is None else low.text(label).strip("`")
    return Argument(low.nothing(node) if value is None else low.expression(value), name)


def construction(low: Lowering, node: Node) -> Expression:
    """``Type<Argument>(...)``."""
    made = node.child_by_field_id(g.FIELD_CONSTRUCTED)
    if made is None:
        return low.nothing(node)
    suffix = node.children[-1]
    name = type_name(low, made)
    types = next((child for child in made.children if child.kind_id == g.TYPE_ARGUMENTS), None)
    held = () if types is None else tuple(low.type_text(one) for one in types.children if one.kind_id in g.TYPES)
    return Call(low.span(node), name, arguments(low, suffix.children), held)


def type_name(low: Lowering, node: Node) -> Expression:
    """A type where a value stands: its name, without what it is generic in."""
    text = low.type_text(node).partition("<")[0]
    span = low.span(node)
    first, *rest = text.split(".")
    value: Expression = Name(span, first)
    for name in rest:
        value = Member(span, value, name)
    return value


def closure(low: Lowering, node: Node) -> Expression:
    """A closure; the arguments that it reads by number are its parameters ``$0``, ``$1``."""
    declared: tuple[Parameter, ...] = ()
    body: list[Node] = []
    for child in node.children:
        if child.kind_id == g.LAMBDA_TYPE:
            declared = _closure_parameters(low, child)
        elif child.kind_id == g.STATEMENTS:
            body = child.children
    span = low.span(node)
    if not body or (low.deferring and not low.wants(node)):
        return Lambda(span, declared, Block(span))
    outer, low.shorthand = low.shorthand, -1
    block = low.block(node, body)
    count, low.shorthand = low.shorthand + 1, outer
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    numbered = tuple(Parameter(f"${number}", None, start) for number in range(count)) if not declared else ()
    return Lambda(span, declared or numbered, block)


def _closure_parameters(low: Lowering, node: Node) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    for holder in node.children:
        for child in holder.children if holder.kind_id == g.LAMBDA_PARAMETERS else (holder,):
            if child.kind_id == g.LAMBDA_PARAMETER:
                name = next((one for one in child.children if one.kind_id == g.NAME), child)
                found.append(Parameter(low.text(name), annotated_type(low, child), low.span(name)))
            elif found and is_parameter_name(child):
                found[-1] = Parameter(low.text(child), found[-1].type, low.span(child))
    return tuple(found)


def key_path(low: Lowering, node: Node) -> Expression:
    r"""``\Type.self``, a closure that yields its argument."""
    return _key_path(low, node, [])


def _key_path(low: Lowering, node: Node, links: list[Node]) -> Expression:
    r"""``\Type.member``, a closure that reads the member of its argument."""
    span = low.span(node)
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    type_node = next((child for child in node.children if child.kind_id == g.TYPE_NAME), None)
    value: Expression = Name(start, "$0")
    for link in reversed(links):
        if link.kind_id == g.NAVIGATION:
            value = _member(low, link, value)
    held = None if type_node is None else low.text(type_node)
    return Lambda(span, (Parameter("$0", held, start),), Block(span, (Evaluate(value.span, value),)))
