"""Statements. ``break``, ``continue``, ``goto`` and labels leave no trace in the model."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.branching import if_chain
from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.declarators import declared_type, read_declarator
from secure_lint.languages.objc.expressions import assignments_of, settled, update_of
from secure_lint.languages.objc.lowering import THIS, Lowering
from secure_lint.model.program import (
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
    Try,
)


def evaluate(low: Lowering, node: Node) -> None:
    """A value where a statement stands."""
    value = low.expression(node)
    low.out.append(Evaluate(value.span, value))


def assignment(low: Lowering, node: Node) -> None:
    """``a = b``."""
    low.out.extend(settled(low, step) for step in assignments_of(low, node))


def each(low: Lowering, node: Node) -> None:
    """``a, b`` where a statement stands."""
    for child in node.children:
        if child.kind_id in low.statements:
            low.statement(child)


def update(low: Lowering, node: Node) -> None:
    """``x++`` for its effect."""
    low.out.append(update_of(low, node))


def variables(low: Lowering, node: Node) -> None:
    """Declarations of local variables, with or without a value."""
    for child in node.children_by_field_id(g.FIELD_DECLARATOR):
        declarator = read_declarator(low, child)
        if declarator.name is None:
            continue
        if declarator.parameters is not None and not declarator.is_block and declarator.value is None:
            continue
        held = declared_type(low, node.children, declarator)
        value = None if declarator.value is None else low.expression(declarator.value)
        low.locals.add(low.text(declarator.name))
        low.out.append(Assign(low.span(node), low.name(declarator.name), value, held, declares=True))


def leave(low: Lowering, node: Node) -> None:
    """``return``; what a constructor returns is the object that it sets up."""
    value = next((child for child in node.children if low.is_value(child)), None)
    lowered = None if value is None else low.expression(value)
    if low.constructing and isinstance(lowered, Name) and lowered.identifier == THIS:
        lowered = None
    elif low.constructing and isinstance(lowered, Call):
        low.out.append(Evaluate(lowered.span, lowered))
        lowered = None
    low.out.append(Return(low.span(node), lowered))


def throw(low: Lowering, node: Node) -> None:
    """``@throw``."""
    values = tuple(low.expression(child) for child in node.children if low.is_value(child))
    span = low.span(node)
    low.out.append(Evaluate(span, Operator(span, "throw", values)))


def branch(low: Lowering, node: Node) -> None:
    """``if`` with its ``else``. Constructors ask whether there is an object at all, which leaves no trace."""
    test = low.part(node, g.FIELD_CONDITION)
    then, rest = node.child_by_field_id(g.FIELD_CONSEQUENCE), node.child_by_field_id(g.FIELD_ALTERNATIVE)
    inner = None if rest is None else next((child for child in rest.children if child.kind_id in low.statements), None)
    span = low.span(node)
    block = Block(span) if then is None else low.block(then)
    otherwise = None if inner is None else low.block(inner)
    is_made = _is_made(test) if low.constructing else None
    if is_made is None:
        low.out.append(If(span, test, block, otherwise))
    else:
        chosen = block if is_made else otherwise
        low.out.extend(() if chosen is None else chosen.statements)


def _is_made(test: Expression) -> bool | None:
    """Whether a condition holds for every object that is set up: ``self != nil``; ``None`` for any other one."""
    if isinstance(test, Name):
        return True if test.identifier == THIS else None
    if isinstance(test, Operator) and test.operator == "!" and _is_made(test.operands[0]):
        return False
    if isinstance(test, Operator) and test.operator in {"==", "!="} and len(test.operands) == 2:
        names = [one.identifier for one in test.operands if isinstance(one, Name)]
        nulls = any(isinstance(one, Literal) and one.value is None for one in test.operands)
        return test.operator == "!=" if nulls and names == [THIS] else None
    return None


def switch(low: Lowering, node: Node) -> None:
    """``switch``; a case without statements of its own shares those of the next one."""
    subject = low.subject(low.part(node, g.FIELD_CONDITION))
    body = node.child_by_field_id(g.FIELD_BODY)
    branches: list[tuple[Expression, Block]] = []
    otherwise: Block | None = None
    tests: list[Expression] = []
    default = False
    for case in () if body is None else body.children:
        if case.kind_id != g.CASE:
            continue
        value = case.child_by_field_id(g.FIELD_VALUE)
        span = low.span(case)
        if value is None:
            default = True
        else:
            tests.append(Operator(span, "==", (subject, low.expression(value))))
        statements = [child for child in case.children if child != value and child.kind_id in low.statements]
        if not statements:
            continue
        block = low.statements_of(statements, span)
        if default:
            otherwise = block
        elif tests:
            branches.append((tests[0] if len(tests) == 1 else Operator(span, "||", tuple(tests)), block))
        tests, default = [], False
    if branches:
        low.out.append(if_chain(low.span(node), branches, otherwise))
    elif otherwise is not None:
        low.out.append(otherwise)


def while_loop(low: Lowering, node: Node) -> None:
    """``while`` and ``do``."""
    test = low.part(node, g.FIELD_CONDITION)
    body = node.child_by_field_id(g.FIELD_BODY)
    block = Block(low.span(node)) if body is None else low.block(body)
    low.out.append(Loop(low.span(node), block, condition=test))


def for_loop(low: Lowering, node: Node) -> None:
    """``for (start; test; step)``, and ``for (x in values)``."""
    if any(child.type == "in" for child in node.children):
        _for_each(low, node)
        return
    initial = node.child_by_field_id(g.FIELD_INITIALIZER)
    if initial is not None:
        low.statement(initial)
    asked, step = node.child_by_field_id(g.FIELD_CONDITION), node.child_by_field_id(g.FIELD_UPDATE)
    test = None if asked is None else low.expression(asked)
    body = node.child_by_field_id(g.FIELD_BODY)
    block = Block(low.span(node)) if body is None else low.block(body)
    if step is not None:
        after = low.statements_of((step,), low.span(step)).statements
        block = Block(block.span, (*block.statements, *after))
    low.out.append(Loop(low.span(node), block, condition=test))


def _for_each(low: Lowering, node: Node) -> None:
    """Fast enumeration."""
    children = [child for child in node.children if child.is_named]
    at = next(index for index, child in enumerate(node.children) if child.type == "in")
    before = [child for child in node.children[:at] if child.is_named]
    after = [child for child in children if child.start_byte > node.children[at].start_byte]
    declarator = read_declarator(low, before[-1]) if before else None
    iterable = next((low.expression(child) for child in after if low.is_value(child)), low.nothing(node))
    target: Expression | None = None
    if declarator is not None and declarator.name is not None:
        low.locals.add(low.text(declarator.name))
        target = low.name(declarator.name)
    body = after[-1] if len(after) > 1 else None
    block = Block(low.span(node)) if body is None else low.block(body)
    low.out.append(Loop(low.span(node), block, target, iterable))


def attempt(low: Lowering, node: Node) -> None:
    """``@try`` with ``@catch`` and ``@finally``."""
    body = Block(low.span(node))
    handlers: list[Handler] = []
    final: Block | None = None
    for child in node.children:
        if child.kind_id == g.BLOCK:
            body = low.block(child)
        elif child.kind_id == g.CATCH:
            handlers.append(_handler(low, child))
        elif child.kind_id == g.FINALLY:
            final = _only_block(low, child)
    low.out.append(Try(low.span(node), body, tuple(handlers), final))


def _handler(low: Lowering, node: Node) -> Handler:
    caught = next((child for child in node.children if child.kind_id == g.TYPE_NAME), None)
    parameter: Parameter | None = None
    if caught is not None:
        named = next(
            (
                child
                for child in reversed(caught.children)
                if child.kind_id in g.DECLARATORS or child.kind_id == g.IDENTIFIER
            ),
            None,
        )
        name = None if named is None else read_declarator(low, named).name
        if name is not None:
            parameter = Parameter(low.text(name), declared_type(low, caught.children), low.span(name))
    return Handler(parameter, _only_block(low, node))


def _only_block(low: Lowering, node: Node) -> Block:
    body = next((child for child in node.children if child.kind_id == g.BLOCK), None)
    return Block(low.span(node)) if body is None else low.block(body)


def free_block(low: Lowering, node: Node) -> None:
    """A block among statements; ``@autoreleasepool`` is one."""
    low.out.append(low.block(node))


def synchronized(low: Lowering, node: Node) -> None:
    """``@synchronized (lock) { }`` is its block."""
    low.out.append(_only_block(low, node))


def nothing(low: Lowering, node: Node) -> None:
    """A statement that the model does not know."""
