"""Statements other than assignments and ``match``. ``break``, ``continue`` and ``pass`` leave no trace in the model."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.assignments import bound
from secure_lint.languages.python.expressions import condition
from secure_lint.languages.python.lowering import Lowering
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Handler,
    If,
    Literal,
    Loop,
    Name,
    Operator,
    Parameter,
    Return,
    Sequence,
    Statement,
    Try,
)
from secure_lint.model.span import Span
from secure_lint.model.walking import last_name

_MAIN = "__name__"


def expression_statement(low: Lowering, node: Node) -> None:
    """An expression run for its effect, or an assignment; a text by itself is documentation."""
    children = [child for child in node.children if child.kind_id in low.statements]
    if len(children) == 1:
        low.statement(children[0])
    elif children:
        values = tuple(low.expression(child) for child in children if child.kind_id in low.expressions)
        low.out.extend(Evaluate(value.span, value) for value in values)


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    value = low.expression(node)
    if not isinstance(value, Literal):
        low.out.append(Evaluate(value.span, value))


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""


def leave(low: Lowering, node: Node) -> None:
    """``return``."""
    value = next((child for child in node.children if child.kind_id in low.expressions), None)
    lowered = None if value is None else low.expression(value)
    low.out.append(Return(low.span(node), lowered))


def throw(low: Lowering, node: Node) -> None:
    """``raise``; a class that is raised makes an object of it."""
    values = [low.expression(child) for child in node.children if child.kind_id in low.expressions]
    if values and last_name(values[0])[:1].isupper():
        values[0] = Call(values[0].span, values[0])
    value = Operator(low.span(node), "throw", tuple(values))
    low.out.append(Evaluate(value.span, value))


def keyword_call(low: Lowering, node: Node) -> None:
    """``assert``, and the ``print`` and ``exec`` of Python 2: a call of the keyword."""
    keyword = node.children[0]
    values = tuple(Argument(low.expression(child)) for child in node.children if child.kind_id in low.expressions)
    value = Call(low.span(node), Name(low.span(keyword), low.text(keyword)), values)
    low.out.append(Evaluate(value.span, value))


def branch(low: Lowering, node: Node) -> None:
    """``if`` with its ``elif`` and ``else``. What only a started program runs is run."""
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    test_node = node.child_by_field_id(g.FIELD_CONDITION)
    body = node.child_by_field_id(g.FIELD_CONSEQUENCE)
    if test_node is None or body is None:
        low.nested(node)
        return
    if low.scope is None and _MAIN in low.text(test_node):
        low.out.append(low.block(body))
        return
    branches.append((condition(low, test_node), low.block(body)))
    for child in node.children_by_field_id(g.FIELD_ALTERNATIVE):
        if child.kind_id == g.ELIF:
            branches.append(_elif(low, child))
        else:
            inner = child.child_by_field_id(g.FIELD_BODY)
            otherwise = None if inner is None else low.block(inner)
    span = low.span(node)
    if len(branches) == 1:
        low.out.append(If(span, *branches[0], otherwise))
    else:
        low.out.append(if_chain(span, branches, otherwise))


def _elif(low: Lowering, node: Node) -> tuple[Expression, Block]:
    test_node = node.child_by_field_id(g.FIELD_CONDITION)
    body = node.child_by_field_id(g.FIELD_CONSEQUENCE)
    test = low.nothing(node) if test_node is None else condition(low, test_node)
    return test, Block(low.span(node)) if body is None else low.block(body)


def while_loop(low: Lowering, node: Node) -> None:
    """``while``. What the condition binds is bound before the loop and at the end of each round."""
    before = len(low.out)
    test_node = node.child_by_field_id(g.FIELD_CONDITION)
    test = low.nothing(node) if test_node is None else condition(low, test_node)
    block = _body(low, node)
    again = tuple(low.out[before:])
    if again:
        block = Block(block.span, (*block.statements, *again))
    low.out.append(Loop(low.span(node), block, condition=test))
    _after_loop(low, node)


def for_each(low: Lowering, node: Node) -> None:
    """``for`` over the elements of something."""
    iterable = low.part(node, g.FIELD_RIGHT)
    target = low.part(node, g.FIELD_LEFT)
    low.out.append(Loop(low.span(node), _body(low, node), target, iterable))
    _after_loop(low, node)


def _after_loop(low: Lowering, node: Node) -> None:
    """The ``else`` of a loop runs behind it."""
    for child in node.children_by_field_id(g.FIELD_ALTERNATIVE):
        body = child.child_by_field_id(g.FIELD_BODY)
        if body is not None:
            low.out.append(low.block(body))


def _body(low: Lowering, node: Node) -> Block:
    body = node.child_by_field_id(g.FIELD_BODY)
    return Block(low.span(node)) if body is None else low.block(body)


def attempt(low: Lowering, node: Node) -> None:
    """``try``; its ``else`` runs at the end of its body."""
    body, final = _body(low, node), None
    handlers: list[Handler] = []
    for child in node.children:
        if child.kind_id == g.EXCEPT:
            handlers.append(_handler(low, child))
        elif child.kind_id == g.ELSE:
            inner = _body(low, child)
            body = Block(_joined(body.span, inner.span), (*body.statements, *inner.statements))
        elif child.kind_id == g.FINALLY:
            final = _only_block(low, child)
    low.out.append(Try(low.span(node), body, tuple(handlers), final))


def _only_block(low: Lowering, node: Node) -> Block:
    block = next((child for child in node.children if child.kind_id == g.BLOCK), None)
    return Block(low.span(node)) if block is None else low.block(block)


def _handler(low: Lowering, node: Node) -> Handler:
    """``except Type as name``; Python 2 writes a comma. Several types are joined as in Java."""
    values = node.children_by_field_id(g.FIELD_VALUE)
    parameter: Parameter | None = None
    if values:
        caught, name = values[0], values[1] if len(values) > 1 else None
        if caught.kind_id == g.AS_PATTERN:
            target = caught.child_by_field_id(g.FIELD_ALIAS)
            name = target.named_children[0] if target is not None and target.named_child_count else None
            caught = caught.named_children[0]
        types = [caught] if caught.kind_id != g.TUPLE else list(caught.named_children)
        text = " | ".join(" ".join(low.text(one).split()) for one in types)
        place = name if name is not None and name.kind_id == g.IDENTIFIER else caught
        parameter = Parameter(low.text(place) if place is name else "<caught>", text, low.span(place))
    return Handler(parameter, _only_block(low, node))


def with_block(low: Lowering, node: Node) -> None:
    """``with``: what is opened is assigned at the start of the body of a ``try``."""
    outer, low.out = low.out, []
    for clause in node.children:
        if clause.kind_id == g.WITH_CLAUSE:
            for item in clause.children:
                if item.kind_id == g.WITH_ITEM:
                    _resource(low, item.child_by_field_id(g.FIELD_VALUE))
    resources, low.out = low.out, outer
    body = _body(low, node)
    low.out.append(Try(low.span(node), Block(body.span, (*resources, *body.statements))))


def _resource(low: Lowering, node: Node | None) -> None:
    if node is None:
        return
    while node.kind_id == g.PARENTHESIZED and node.named_child_count == 1:
        node = node.named_children[0]
    target = node.child_by_field_id(g.FIELD_ALIAS) if node.kind_id == g.AS_PATTERN else None
    if node.kind_id == g.TUPLE:
        for item in node.named_children:
            _resource(low, item)
    elif target is None or not target.named_child_count:
        value = low.expression(node)
        low.out.append(Evaluate(value.span, value))
    else:
        value = low.expression(node.named_children[0])
        low.out.extend(bound(low, low.span(node), low.expression(target.named_children[0]), value))


def remove(low: Lowering, node: Node) -> None:
    """``del``: a plain name holds nothing from then on."""
    for child in node.children:
        if child.kind_id not in low.expressions:
            continue
        value = low.expression(child)
        for name in value.items if isinstance(value, Sequence) else (value,):
            if isinstance(name, Name) and low.declares(name.identifier):
                low.out.append(Assign(low.span(node), name, None, None, True))


def _joined(first: Span, last: Span) -> Span:
    return Span(first.start_line, first.start_column, last.end_line, last.end_column)


def statement_list(low: Lowering, nodes: list[Node]) -> tuple[Statement, ...]:
    """Some statements by themselves."""
    return low.collected(nodes)
