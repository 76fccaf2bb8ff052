"""Statements. ``break``, ``continue`` and labels leave no trace in the model."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.expressions import is_value
from secure_lint.languages.swift.headers import annotated_type
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.languages.swift.patterns import CASE, bound_names, case, condition, targets
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Handler,
    If,
    Lambda,
    Literal,
    Loop,
    Name,
    Operator,
    Parameter,
    Return,
    Statement,
    Try,
)
from secure_lint.model.span import Span

_IMPLICIT_ERROR = "error"
_RETURN = "return"
_DEFER = "defer"


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    value = low.expression(node)
    low.out.append(Evaluate(value.span, value))


def call(low: Lowering, node: Node) -> None:
    """A call for its effect; ``defer { }`` runs at the end of the block."""
    suffix = node.children[-1]
    body = suffix.children[0] if suffix.children else node
    if body.kind_id == g.LAMBDA and low.text(node.children[0]) == _DEFER:
        low.deferred.append((len(low.out), braced(low, body)))
    else:
        evaluate(low, node)


def assignment(low: Lowering, node: Node) -> None:
    """``a = b`` and ``a += b``; what is assigned to ``_`` is run for its effect."""
    sign = node.child_by_field_id(g.FIELD_OPERATOR)
    operator = "=" if sign is None else low.text(sign)
    target = low.part(node, g.FIELD_TARGET)
    value = low.part(node, g.FIELD_RESULT)
    span = low.span(node)
    if isinstance(target, Name) and target.identifier == "_":
        low.out.append(Evaluate(value.span, value))
        return
    if operator != "=":
        value = Operator(span, operator.removesuffix("="), (target, value))
    low.out.append(Assign(span, target, value))


def variables(low: Lowering, node: Node) -> None:
    """Declarations of local variables, with or without a value."""
    for pattern, held, value in declared_variables(node):
        target = targets(low, pattern)
        type_name = None if held is None else annotated_type(low, held)
        lowered = None if value is None else _initial(low, value)
        low.out.append(Assign(low.span(node), target, lowered, type_name, declares=True))


def declared_variables(node: Node) -> list[tuple[Node, Node | None, Node | None]]:
    """The pattern, the type annotation and the value (or the block that computes it) of each variable."""
    found: list[tuple[Node, Node | None, Node | None]] = []
    after_sign = False
    for child in node.children:
        kind = child.kind_id
        if kind == g.PATTERN and not after_sign:
            found.append((child, None, None))
        elif kind == g.TYPE_ANNOTATION and found:
            found[-1] = (found[-1][0], child, found[-1][2])
        elif (after_sign or kind == g.COMPUTED) and found and child.is_named and kind not in g.COMMENTS:
            found[-1] = (found[-1][0], found[-1][1], child)
            after_sign = False
        after_sign = kind == g.EQUAL or (after_sign and kind in g.COMMENTS)
    return found


def _initial(low: Lowering, node: Node) -> Expression:
    if node.kind_id != g.COMPUTED:
        return low.expression(node)
    span = low.span(node)
    return Call(span, Lambda(span, (), getter_block(low, node)))


def getter_block(low: Lowering, node: Node) -> Block:
    """What a computed property runs when it is read."""
    getter = next((child for child in node.children if child.kind_id == g.GETTER), node)
    return result_block(low, getter)


def result_block(low: Lowering, node: Node) -> Block:
    """The statements of a body; a single value is what it returns."""
    block = braced(low, node)
    statements = block.statements
    if len(statements) == 1 and isinstance(statements[0], Evaluate):
        only = statements[0]
        return Block(block.span, (Return(only.span, only.expression),))
    return block


def braced(low: Lowering, node: Node) -> Block:
    """The statements between the braces of a node that has one block."""
    inner = next((child for child in node.children if child.kind_id == g.STATEMENTS), None)
    return low.block(node, () if inner is None else inner.children)


def leave(low: Lowering, node: Node) -> None:
    """``return`` and ``throw``; ``break`` and ``continue`` are nothing."""
    first = node.children[0]
    value = next((child for child in node.children[1:] if is_value(low, child)), None)
    span = low.span(node)
    if first.kind_id == g.THROW:
        thrown = Operator(span, "throw", () if value is None else (low.expression(value),))
        low.out.append(Evaluate(span, thrown))
    elif first.type == _RETURN:
        low.out.append(Return(span, None if value is None else low.expression(value)))


def branch(low: Lowering, node: Node) -> None:
    """``if`` with its ``else``; what the condition binds is bound before it."""
    asked, then, otherwise = _branch_parts(node)
    span = low.span(node)
    test = condition(low, asked, span)
    block = low.block(node, then)
    rest: Block | None = None
    if otherwise is not None:
        rest = low.block(node, otherwise)
    low.out.append(If(span, test, block, rest))


def _branch_parts(node: Node) -> tuple[list[Node], Sequence[Node], Sequence[Node] | None]:
    """The nodes of the condition, of the block, and of the block behind ``else`` (or the ``if`` there)."""
    children = node.children
    brace = next((index for index, child in enumerate(children) if child.kind_id == g.OPEN_BRACE), len(children))
    then: Sequence[Node] = ()
    otherwise: Sequence[Node] | None = None
    for child in children[brace:]:
        if child.kind_id == g.ELSE:
            otherwise = ()
        elif child.kind_id == g.STATEMENTS:
            if otherwise is None:
                then = child.children
            else:
                otherwise = child.children
        elif child.kind_id == g.IF:
            otherwise = (child,)
    return children[1:brace], then, otherwise


def guard(low: Lowering, node: Node) -> None:
    """``guard``: what stands behind ``else`` runs where the condition does not hold."""
    children = node.children
    end = next((index for index, child in enumerate(children) if child.kind_id == g.ELSE), len(children))
    span = low.span(node)
    test = condition(low, children[1:end], span)
    low.out.append(If(span, Operator(test.span, "!", (test,)), braced(low, node)))


def switch(low: Lowering, node: Node) -> None:
    """``switch``; anything but a name is computed once, before."""
    subject = low.subject(low.part(node, g.FIELD_EXPRESSION))
    span = low.span(node)
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    for entry in node.children:
        if entry.kind_id != g.SWITCH_ENTRY:
            continue
        test, block = _entry(low, entry, subject)
        if test is not None:
            branches.append((test, block))
            continue
        if otherwise is not None:
            # The one before it asks for something that is not understood.
            branches.append((Operator(span, "is", (subject, Literal(span, "class", CASE))), otherwise))
        otherwise = block
    if branches:
        low.out.append(if_chain(span, branches, otherwise))
    elif otherwise is not None:
        low.out.append(otherwise)


def _entry(low: Lowering, node: Node, subject: Expression) -> tuple[Expression | None, Block]:
    tests: list[Expression] = []
    bindings: list[Statement] = []
    takes_all = any(child.kind_id == g.DEFAULT for child in node.children)
    asks = False
    for child in node.children:
        if child.kind_id == g.SWITCH_PATTERN:
            test, bound = case(low, child, subject)
            bindings.extend(bound)
            takes_all = takes_all or test is None
            if test is not None:
                tests.append(test)
        elif child.kind_id == g.WHERE:
            asks = True
        elif asks and is_value(low, child):
            low.out.extend(bindings)
            tests = [Operator(low.span(child), "&&", (*_any_of(low.span(child), tests), low.expression(child)))]
            asks = takes_all = False
    body = braced(low, node)
    block = Block(body.span, (*bindings, *body.statements))
    return None if takes_all or not tests else _any_of(low.span(node), tests)[0], block


def _any_of(span: Span, tests: list[Expression]) -> tuple[Expression, ...]:
    return (Operator(span, "||", tuple(tests)),) if len(tests) > 1 else tuple(tests)


def while_loop(low: Lowering, node: Node) -> None:
    """``while`` and ``repeat``. What the condition binds is bound before the loop and at the end of each round."""
    children = node.children
    brace = next((index for index, child in enumerate(children) if child.kind_id == g.OPEN_BRACE), len(children))
    asked = children[1:brace]
    if not asked:
        asked = [child for child in node.children_by_field_id(g.FIELD_CONDITION) if child.is_named]
    before = len(low.out)
    span = low.span(node)
    test = condition(low, asked, span)
    bound = tuple(low.out[before:])
    body = braced(low, node)
    low.out.append(Loop(span, Block(body.span, (*body.statements, *bound)), condition=test))


def for_each(low: Lowering, node: Node) -> None:
    """``for name in values``; ``where`` is a branch around the body."""
    pattern = node.child_by_field_id(g.FIELD_ITEM)
    iterable = low.part(node, g.FIELD_COLLECTION)
    target = None if pattern is None else _loop_target(low, pattern)
    body = braced(low, node)
    clause = next((child for child in node.children if child.kind_id == g.WHERE_CLAUSE), None)
    test = None if clause is None else next((one for one in clause.children if is_value(low, one)), None)
    if test is not None:
        body = Block(body.span, (If(body.span, low.expression(test), body),))
    low.out.append(Loop(low.span(node), body, target, iterable))


def _loop_target(low: Lowering, pattern: Node) -> Expression:
    names = list(bound_names(pattern)) if any(one.kind_id == g.VALUE_BINDING for one in pattern.children) else []
    return low.name(names[0]) if len(names) == 1 else targets(low, pattern)


def attempt(low: Lowering, node: Node) -> None:
    """``do`` with its ``catch`` clauses; one without any is a block."""
    body = braced(low, node)
    handlers = tuple(_handler(low, child) for child in node.children if child.kind_id == g.CATCH)
    low.out.append(Try(low.span(node), body, handlers) if handlers else body)


def _handler(low: Lowering, node: Node) -> Handler:
    pattern = node.child_by_field_id(g.ERROR_FIELD)
    name_node = None if pattern is None else next(bound_names(pattern), None)
    if name_node is None:
        caught = Parameter(_IMPLICIT_ERROR, None, low.span(node.children[0]))
    else:
        held = low.name(name_node)
        caught = Parameter(held.identifier, None if pattern is None else annotated_type(low, pattern), held.span)
    return Handler(caught, braced(low, node))


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""
