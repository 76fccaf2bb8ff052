"""Constructors. Those with a name, and all factories, are static functions that yield an object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.chains import arguments
from secure_lint.languages.dart.headers import HANDS_ON, SETS, Given, listed
from secure_lint.languages.dart.lowering import Lowering
from secure_lint.languages.dart.members import Head
from secure_lint.languages.lowering import set_members
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Field,
    Function,
    Lambda,
    Member,
    Name,
    New,
    Parameter,
    Return,
    Statement,
)
from secure_lint.model.span import Span

CONSTRUCTOR = "<init>"
_FACTORY = g.kind("factory_constructor_signature")
_REDIRECTING = g.kind("redirecting_factory_constructor_signature")
SIGNATURES = frozenset(
    (g.kind("constructor_signature"), g.kind("constant_constructor_signature"), _FACTORY, _REDIRECTING)
)


class Constructor(msgspec.Struct, frozen=True):
    """A constructor that waits until the members of its type are known: the node that holds it, and its parts.

    ``holder`` has the signature among its children and what runs first behind it. ``position`` is its place among the
    functions.
    """

    holder: Node
    signature: Node
    body: Node | None
    head: Head
    position: int


def read_constructors(low: Lowering, found: Sequence[Constructor], type_name: str, fields: list[Field]) -> None:
    """The constructors of a type whose fields are known; these give types to the parameters that set them."""
    types = {one.name: one.type for one in fields}
    held = any("static" not in one.modifiers for one in fields)
    for before, one in enumerate(found):
        given = listed(low, _parameters(one.signature))
        if one.signature.kind_id == _REDIRECTING and not held:
            fields.extend(_generated_fields(low, one, given, fields))
        low.functions.insert(one.position + before, _function(low, one, type_name, _typed(given, types)))


def _parameters(signature: Node) -> Node:
    return next((child for child in signature.children if child.kind_id == g.PARAMETERS), signature)


def _typed(given: list[Given], types: Mapping[str, str | None]) -> list[Given]:
    """The parameters with the types of the members that they set."""
    return [
        msgspec.structs.replace(one, parameter=msgspec.structs.replace(one.parameter, type=types[one.parameter.name]))
        if one.role == SETS and one.parameter.type is None and one.parameter.name in types
        else one
        for one in given
    ]


def _generated_fields(low: Lowering, one: Constructor, given: list[Given], known: list[Field]) -> list[Field]:
    """Members for the parameters of a factory that hands them to a class of another file.

    A type that declares no member of its own, but what objects of it are made from, has those as members: the class
    that implements it is generated.
    """
    names = {field.name for field in known}
    span = low.span(one.signature)
    return [
        Field(
            each.parameter.name,
            each.parameter.type,
            span,
            each.parameter.span,
            each.parameter.annotations,
            initial=each.parameter.default,
        )
        for each in given
        if each.parameter.name not in names
    ]


def _function(low: Lowering, one: Constructor, type_name: str, given: list[Given]) -> Function:
    signature = one.signature
    identifiers = [child for child in signature.children if child.kind_id == g.IDENTIFIER]
    name = low.text(identifiers[1]) if len(identifiers) > 1 else CONSTRUCTOR
    name = CONSTRUCTOR if name == "new" else name
    factory = signature.kind_id in {_FACTORY, _REDIRECTING}
    wanted = one.body is None or low.wants(one.body)
    span = low.tree.span_between(one.holder, one.body or one.holder)
    body: Block | None = None
    if signature.kind_id == _REDIRECTING:
        body = Block(span, _redirected(name, type_name, given, span))
    elif factory:
        body = low.body(one.body) if wanted and one.body is not None else None
    else:
        body = Block(span, tuple(_steps(low, one, name, type_name, given)))
    return Function(
        name,
        low.qualify(name),
        low.owner,
        span,
        low.span(identifiers[-1] if identifiers else signature),
        tuple(each.parameter for each in given),
        None if name == CONSTRUCTOR else type_name,
        None,
        one.head.annotations,
        one.head.words if name == CONSTRUCTOR else (*one.head.words, "static"),
        body,
        body is None and one.body is not None,
    )


def _redirected(name: str, type_name: str, given: list[Given], span: Span) -> tuple[Statement, ...]:
    """What ``factory Type(a) = Other`` does: the object has what it is made from."""
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    values = set_members((one.parameter for one in given), start)
    return values if name == CONSTRUCTOR else (*_made(start, type_name, values),)


def _made(span: Span, type_name: str, steps: Sequence[Statement]) -> list[Statement]:
    """The body of a function that makes an object, does ``steps`` to it and yields it."""
    made = Lambda(span, (Parameter("this", type_name, span),), Block(span, (*steps, Return(span, Name(span, "this")))))
    return [Return(span, Call(span, made, (Argument(New(span, type_name)),)))]


def _steps(low: Lowering, one: Constructor, name: str, type_name: str, given: list[Given]) -> list[Statement]:
    """What a constructor does, in order: parameters set members, then what stands behind the colon, then the body."""
    span = low.span(one.signature)
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    steps: list[Statement] = list(set_members(each.parameter for each in given if each.role == SETS))
    outer, low.out = low.out, steps
    handed_on = tuple(_handed_on(each) for each in given if each.role == HANDS_ON)
    for child in one.holder.children:
        if child.kind_id == g.INITIALIZERS:
            _initialise(low, child, handed_on)
        elif child.kind_id == g.REDIRECTION:
            low.out = outer
            return _to_another(low, child, name, type_name)
    if handed_on and not any(_calls_parent(step) for step in steps):
        steps.append(Evaluate(start, Call(start, Name(start, "super"), handed_on)))
    low.out = outer
    if one.body is not None and low.wants(one.body):
        steps.extend(low.body(one.body).statements)
    return steps if name == CONSTRUCTOR else _made(start, type_name, steps)


def _handed_on(given: Given) -> Argument:
    parameter = given.parameter
    return Argument(Name(parameter.span, parameter.name), parameter.name if given.named else None)


def _calls_parent(step: Statement) -> bool:
    called = step.expression.callee if isinstance(step, Evaluate) and isinstance(step.expression, Call) else None
    holder = called.receiver if isinstance(called, Member) else called
    return isinstance(holder, Name) and holder.identifier == "super"


def _initialise(low: Lowering, node: Node, handed_on: tuple[Argument, ...]) -> None:
    """``: this.a = b, super(c)``; assertions are nothing."""
    for entry in node.children:
        for child in entry.children if entry.kind_id == g.INITIALIZER_ENTRY else ():
            if child.kind_id == g.FIELD_INITIALIZER:
                name = next(one for one in child.children if one.kind_id == g.IDENTIFIER)
                span = low.span(name)
                value = low.first(child, low.behind(child, g.EQUAL))
                low.out.append(Assign(low.span(child), Member(span, Name(span, "this"), low.text(name)), value))
            elif child.kind_id == g.ARGUMENTS:
                callee = _named(low, entry, Name(low.span(entry.children[0]), "super"))
                given = (*arguments(low, child), *handed_on)
                low.out.append(Evaluate(low.span(entry), Call(low.span(entry), callee, given)))


def _named(low: Lowering, node: Node, holder: Name) -> Expression:
    """The constructor of that name, or the one without."""
    name = next((child for child in node.children if child.kind_id == g.IDENTIFIER), None)
    return holder if name is None else Member(low.span(name), holder, low.text(name))


def _to_another(low: Lowering, node: Node, name: str, type_name: str) -> list[Statement]:
    """``: this.other(a)``: what the other constructor makes."""
    span = low.span(node)
    given = next((child for child in node.children if child.kind_id == g.ARGUMENTS), None)
    held = () if given is None else arguments(low, given)
    holder = Name(low.span(node.children[0]), "this" if name == CONSTRUCTOR else type_name)
    value = Call(span, _named(low, node, holder), held)
    return [Evaluate(span, value)] if name == CONSTRUCTOR else [Return(span, value)]
