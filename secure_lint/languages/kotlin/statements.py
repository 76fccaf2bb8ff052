"""Local declarations, assignments and loops."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.branches import assign_branches
from secure_lint.languages.kotlin.lambdas import anonymous_function
from secure_lint.languages.kotlin.properties import delegate_value, property_parts
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import (
    Assign,
    Block,
    Call,
    Cast,
    Evaluate,
    Expression,
    Lambda,
    Literal,
    Loop,
    Name,
    Operator,
    Sequence,
    Statement,
)


def evaluate(reader: Reader, node: Node, out: list[Statement]) -> None:
    """An expression run for its effect."""
    value = reader.expression(node)
    out.append(Evaluate(value.span, value))


def nothing(reader: Reader, node: Node, out: list[Statement]) -> None:
    """A node without effect."""


def jump_or_name(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``break`` and ``continue`` read as names."""
    if reader.text(node) not in {"break", "continue"}:
        evaluate(reader, node, out)


def step(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``x++`` assigns; other unary expressions are run."""
    steps = any(child.type in {"++", "--"} for child in node.children)
    value = reader.copied(node) if steps else reader.expression(node)
    if steps and isinstance(value, Operator):
        target = _uncast(value.operands[0])
        out.append(Assign(value.span, target, value))
    else:
        out.append(Evaluate(value.span, value))


def assignment(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``target = value`` and ``target += value``."""
    parts = reader.named(node)
    if len(parts) != 2:
        return
    sign = next((child.type for child in node.children if not reader.is_named(child)), "=")
    left = reader.expression(parts[0]) if sign == "=" else reader.copied(parts[0])
    target = _uncast(left)
    if sign == "=" and assign_branches(reader, parts[1], out, target):
        return
    value = reader.expression(parts[1])
    span = reader.span(node)
    if sign != "=":
        value = Operator(span, sign[:-1], (left, value))
    if isinstance(target, Name):
        reader.forget_cast(target.identifier)
    out.append(Assign(span, target, value))


def _uncast(target: Expression) -> Expression:
    return target.value if isinstance(target, Cast) and isinstance(target.value, Name) else target


def local_property(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``val`` and ``var``, destructured ones too; ``by lazy`` is the call of its lambda."""
    parts = property_parts(reader, node)
    if not parts.variables:
        return
    span = reader.span(node)
    type_name = parts.variables[0].type if len(parts.variables) == 1 and not parts.destructured else None
    names = tuple(Name(variable.span, variable.name) for variable in parts.variables)
    target: Expression = names[0]
    if parts.destructured:
        target = Sequence(reader.span(parts.destructured), names)
    for name in names:
        reader.forget_cast(name.identifier)
    if parts.value is not None and not parts.destructured and parts.value.type.endswith("_expression"):
        declared: list[Statement] = []
        if assign_branches(reader, parts.value, declared, target):
            out.append(Assign(span, target, None, type_name, declares=True))
            out.extend(declared)
            return
    value: Expression | None = None
    if parts.value is not None:
        value = reader.expression(parts.value)
    elif parts.delegate is not None:
        value, _ = delegate_value(reader, parts.delegate)
    out.append(Assign(span, target, value, type_name, declares=True))


def local_function(reader: Reader, node: Node, out: list[Statement]) -> None:
    """A function in a function is a variable that holds a lambda."""
    name = node.child_by_field_name("name")
    if name is None:
        return
    casts, receivers = reader.casts, reader.receivers
    value = anonymous_function(reader, node)
    reader.casts, reader.receivers = casts, receivers
    out.append(Assign(reader.span(node), Name(reader.span(name), reader.text(name)), value, declares=True))


def for_each(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``for (x in xs)``."""
    header: list[Node] = []
    body: list[Node] = []
    closed = False
    for child in node.children:
        if child.type == ")":
            closed = True
        elif reader.is_named(child) and child.type not in {"label", "annotation"}:
            (body if closed else header).append(child)
    iterable = reader.expression(header[-1]) if len(header) > 1 else None
    target = _loop_variable(reader, header[0]) if header else None
    out.append(Loop(reader.span(node), _loop_body(reader, node, body), target, iterable))


def _loop_variable(reader: Reader, node: Node) -> Expression:
    parts = reader.named(node)
    if node.type == "multi_variable_declaration":
        return Sequence(reader.span(node), tuple(_loop_variable(reader, part) for part in parts))
    name = parts[0] if parts else node
    reader.forget_cast(reader.text(name))
    return Name(reader.span(name), reader.text(name))


def conditional_loop(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``while`` and ``do … while``."""
    condition: Node | None = None
    body: list[Node] = []
    inside = False
    for child in node.children:
        kind = child.type
        if kind in {"(", ")"}:
            inside = kind == "("
        elif reader.is_named(child) and kind != "label":
            if inside:
                condition = child
            else:
                body.append(child)
    test = reader.expression(condition) if condition is not None else Literal(reader.span(node), "bool", True)
    out.append(Loop(reader.span(node), _loop_body(reader, node, body), condition=test))


def _loop_body(reader: Reader, node: Node, body: list[Node]) -> Block:
    if not body:
        return Block(reader.span(node), ())
    last = body[-1]
    return reader.block(reader.span(last), reader.named(last) if last.type == "block" else [last])


def labelled(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``label@ statement``; a jump to a label is left out."""
    parts = reader.named(node)
    label = next((reader.text(part) for part in parts if part.type == "label"), "")
    if not label.startswith(("break@", "continue@")):
        for part in parts:
            if part.type != "label":
                reader.statement(part, out)


def labelled_value(reader: Reader, node: Node) -> Expression:
    """``label@ value``."""
    parts = reader.named(node)
    label = next((reader.text(part) for part in parts if part.type == "label"), "")
    values = [part for part in parts if part.type != "label"]
    if label.startswith(("break@", "continue@")) or not values:
        return Operator(reader.span(node), "throw", ())
    return reader.expression(values[-1])


def annotated(reader: Reader, node: Node, out: list[Statement]) -> None:
    """``@Annotation statement``."""
    for part in reader.named(node):
        if part.type != "annotation":
            reader.statement(part, out)


def annotated_value(reader: Reader, node: Node) -> Expression:
    """``@Annotation value`` and ``(value)``."""
    values = [part for part in reader.named(node) if part.type != "annotation"]
    return reader.expression(values[-1]) if values else reader.nothing(node)


def free_block(reader: Reader, node: Node, out: list[Statement]) -> None:
    """A block that stands alone."""
    out.append(reader.block(reader.span(node), reader.named(node)))


def block_value(reader: Reader, node: Node) -> Expression:
    """A block where a value is expected."""
    span = reader.span(node)
    return Call(span, Lambda(span, (), reader.block(span, reader.named(node))), ())
