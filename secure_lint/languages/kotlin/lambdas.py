"""Lambdas, anonymous functions and references to functions."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.branches import lambda_result
from secure_lint.languages.kotlin.parameters import destructured_name, function_parameters
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Expression,
    Lambda,
    Literal,
    Member,
    Name,
    Parameter,
    Return,
    Sequence,
    Statement,
)
from secure_lint.model.span import Span


def closure(reader: Reader, node: Node) -> Expression:
    """A lambda whose parameter is spelled out when its body reads ``it``."""
    return scope_closure(reader, node, None)


def scope_closure(reader: Reader, node: Node, implicit: str | None) -> Lambda:
    """A lambda; ``implicit`` is the parameter, ``it`` or ``this``, that it surely has unless it declares its own.

    The span of an implicit parameter is empty and stands at the start of the lambda.
    """
    declared, body, arrow = _lambda_parts(reader, node)
    span = reader.span(node)
    if reader.deferring and not reader.is_cheap(node) and not reader.wants(node):
        return Lambda(span, (), Block(span, ()))
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    if arrow:
        parameters, unpacking = _declared(reader, declared)
        if implicit == "this":
            parameters = (Parameter("this", None, start), *parameters)
        casts = reader.casts
        for parameter in parameters:
            reader.forget_cast(parameter.name)
        block = _body(reader, span, body)
        reader.casts = casts
        return Lambda(span, parameters, Block(span, (*unpacking, *block.statements)) if unpacking else block)
    reader.enter_lambda(owns_it=implicit == "it")
    casts = reader.casts
    reader.forget_cast(implicit or "it")
    block = _body(reader, span, body)
    reader.casts = casts
    used = reader.leave_lambda()
    if implicit is not None:
        return Lambda(span, (Parameter(implicit, None, start),), block)
    return Lambda(span, (Parameter("it", None, start),) if used else (), block)


def _body(reader: Reader, span: Span, statements: list[Node]) -> Block:
    around, reader.in_lambda = reader.in_lambda, True
    block = reader.block(span, statements, lambda_result)
    reader.in_lambda = around
    return block


def _lambda_parts(reader: Reader, node: Node) -> tuple[list[Node], list[Node], bool]:
    """The declared parameters, the statements, and whether there is an arrow."""
    declared: list[Node] = []
    body: list[Node] = []
    arrow = False
    for child in node.children:
        if child.type == "->":
            arrow = True
        elif child.type == "lambda_parameters":
            declared = reader.named(child)
        elif reader.is_named(child):
            body.append(child)
    return declared, body, arrow


def _declared(reader: Reader, nodes: list[Node]) -> tuple[tuple[Parameter, ...], list[Statement]]:
    """The declared parameters, and the statements that take destructured ones apart."""
    parameters: list[Parameter] = []
    unpacking: list[Statement] = []
    for index, node in enumerate(nodes):
        span = reader.span(node)
        if node.type == "multi_variable_declaration":
            name = destructured_name(index)
            names = tuple(_variable(reader, part)[0] for part in reader.named(node))
            unpacking.append(Assign(span, Sequence(span, names), Name(span, name), declares=True))
            parameters.append(Parameter(name, None, span))
        else:
            variable, type_name = _variable(reader, node)
            parameters.append(Parameter(variable.identifier, type_name, variable.span))
    return tuple(parameters), unpacking


def _variable(reader: Reader, node: Node) -> tuple[Name, str | None]:
    parts = [part for part in reader.named(node) if part.type != "annotation"]
    if not parts:
        return Name(reader.span(node), reader.text(node)), None
    return (
        Name(reader.span(parts[0]), reader.text(parts[0])),
        reader.type_text(parts[1]) if len(parts) > 1 else None,
    )


def anonymous_function(reader: Reader, node: Node) -> Expression:
    """``fun(x: Int): Int { ... }``."""
    parameters: tuple[Parameter, ...] = ()
    block = Block(reader.span(node), ())
    for child in node.children:
        if child.type == "function_value_parameters":
            parameters = function_parameters(reader, child)
        elif child.type == "function_body":
            block = function_block(reader, child)
    return Lambda(reader.span(node), parameters, block)


def function_block(reader: Reader, body: Node) -> Block:
    """The statements of a ``function_body``; an expression body is one return."""
    span = reader.span(body)
    parts = reader.named(body)
    around, reader.in_lambda = reader.in_lambda, False
    if parts and parts[0].type == "block":
        block = reader.block(reader.span(parts[0]), reader.named(parts[0]))
    else:
        block = reader.block(span, parts, _returned)
    reader.in_lambda = around
    return block


def _returned(reader: Reader, node: Node, out: list[Statement]) -> None:
    value = reader.expression(node)
    out.append(Return(value.span, value))


def reference(reader: Reader, node: Node) -> Expression:
    """``::name``: a lambda that calls it."""
    parts = reader.named(node)
    if not parts:
        return reader.nothing(node)
    name = parts[-1]
    return calling(reader, node, Name(reader.span(name), reader.text(name)), takes_argument=True)


def member_reference(reader: Reader, node: Node, receiver: Expression, name: Node) -> Expression:
    """``Type::name`` calls ``name`` of its argument, ``value::name`` calls it of the value with its argument."""
    text = reader.text(name)
    if text == "class":
        return Literal(reader.span(node), "class", _class_name(reader, node))
    span = reader.span(name)
    if _is_type(receiver):
        return calling(reader, node, Member(span, Name(span, "it"), text), takes_argument=False)
    return calling(reader, node, Member(span, receiver, text), takes_argument=True)


def _class_name(reader: Reader, node: Node) -> str:
    return reader.type_text(node).rpartition("::")[0].strip().removesuffix("?")


def _is_type(receiver: Expression) -> bool:
    name = receiver.name if isinstance(receiver, Member) else getattr(receiver, "identifier", "")
    return bool(name) and name[:1].isupper() and not name.isupper()


def calling(reader: Reader, node: Node, callee: Name | Member, *, takes_argument: bool) -> Lambda:
    """A lambda that calls ``callee``, with its parameter as the argument if ``takes_argument``."""
    span = reader.span(node)
    parameter = Parameter("it", None, Span(span.start_line, span.start_column, span.start_line, span.start_column))
    arguments = (Argument(Name(parameter.span, "it")),) if takes_argument else ()
    call = Call(callee.span, callee, arguments)
    return Lambda(span, (parameter,), Block(span, (Return(span, call),)))
