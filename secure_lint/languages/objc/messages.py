"""Messages, calls and blocks.

The first part of a selector is the name of the method that is called, the other parts are labels of its arguments, as
in the name that Swift gives it: ``[store saveToken:a forUser:b]`` is ``store.saveToken(a, forUser: b)``. Objects are
made by ``alloc`` and a method whose name begins with ``init``; what stands behind ``initWith`` is the label of the
first argument: ``[[Store alloc] initWithPath:a mode:b]`` is ``new Store(path: a, mode: b)``.
"""

from __future__ import annotations

import re

from tree_sitter import Node

from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.declarators import parameters
from secure_lint.languages.objc.lowering import SELF, THIS, Lowering, variable_name
from secure_lint.model.program import (
    Argument,
    Block,
    Call,
    Expression,
    Index,
    Lambda,
    Literal,
    Member,
    Name,
    New,
    Parameter,
)

_INITIALISER = re.compile(r"_?init(?:With(?=[A-Z]))?(?![a-z])")
_MAKES = frozenset(("alloc", "allocWithZone", "new"))
_CLASS = "class"
_SUPER = "super"
_UNCHANGED = frozenset(("autorelease", "retain", "self"))
"""Messages whose result is the object that gets them."""


def is_initialiser(name: str) -> bool:
    """Whether a method of this name sets up an object that ``alloc`` has made (the ``init`` family of ARC)."""
    return _INITIALISER.match(name) is not None


def first_label(name: str) -> str | None:
    """The label of the first argument of an initialiser: ``url`` of ``initWithURL``, none of ``init``."""
    found = _INITIALISER.match(name)
    rest = name[found.end() :] if found is not None else ""
    capitals = len(rest) - len(rest.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    count = len(rest) if capitals == len(rest) else max(capitals - 1, 1)
    return rest[:count].lower() + rest[count:] if rest else None


def message(low: Lowering, node: Node) -> Expression:
    """``[receiver name:argument label:argument]``."""
    receiver_node = node.child_by_field_id(g.FIELD_RECEIVER)
    name_node = node.child_by_field_id(g.FIELD_METHOD)
    if receiver_node is None or name_node is None:
        return low.nothing(node)
    name = low.text(name_node)
    span = low.tree.span_between(name_node, node)
    if name in _UNCHANGED:
        return low.expression(receiver_node)
    if name == _CLASS:
        return _class_of(low, node, receiver_node)
    given = _arguments(low, node, name_node)
    if is_initialiser(name):
        made = _made(low, receiver_node)
        labelled = _labelled(name, given)
        if made is not None:
            return New(low.span(node), made, labelled)
        if low.constructing and low.text(receiver_node) in (SELF, _SUPER):
            return Call(
                span, Name(low.span(receiver_node), THIS if low.text(receiver_node) == SELF else _SUPER), labelled
            )
    if name in _MAKES and (made := _type_named(low, receiver_node)) is not None:
        return New(low.span(node), made)
    return Call(span, Member(low.span(name_node), low.expression(receiver_node), name), given)


def _arguments(low: Lowering, node: Node, first: Node) -> tuple[Argument, ...]:
    """The arguments of a message, each with the part of the selector before it as its label, except the first."""
    found: list[Argument] = []
    label: str | None = None
    named = {one.start_byte for one in node.children_by_field_id(g.FIELD_METHOD)}
    for child in node.children:
        if child.start_byte <= first.start_byte:
            continue
        if child.start_byte in named:
            label = low.text(child)
        elif low.is_value(child):
            found.append(Argument(low.expression(child), label))
            label = None
    return tuple(found)


def _labelled(name: str, given: tuple[Argument, ...]) -> tuple[Argument, ...]:
    """The arguments of an initialiser, the first one with its label too."""
    return (Argument(given[0].value, first_label(name)), *given[1:]) if given else given


def _made(low: Lowering, node: Node) -> str | None:
    """The type of which ``[Type alloc]`` makes an object."""
    method, receiver = node.child_by_field_id(g.FIELD_METHOD), node.child_by_field_id(g.FIELD_RECEIVER)
    if node.kind_id != g.MESSAGE or method is None or receiver is None or low.text(method) not in _MAKES:
        return None
    return _type_named(low, receiver)


def _type_named(low: Lowering, node: Node) -> str | None:
    """The type that a receiver names: ``Type``, ``self`` in a class method, ``[self class]``, a variable of a class."""
    text = low.text(node)
    if node.kind_id == g.IDENTIFIER and text != SELF:
        return text if text != _SUPER else low.owner
    if text == SELF:
        return low.owner if low.shared else None
    return low.owner if "".join(text.split()) == "[selfclass]" else None


def _class_of(low: Lowering, node: Node, receiver: Node) -> Expression:
    """``[Type class]`` is the type, ``[self class]`` that of the code around it."""
    text, span = low.text(receiver), low.span(node)
    if text == SELF and low.owner is not None:
        return Name(span, low.owner)
    if receiver.kind_id == g.IDENTIFIER and text[:1].isupper():
        parent = node.parent
        is_receiver = (
            parent is not None and parent.kind_id == g.MESSAGE and parent.child_by_field_id(g.FIELD_RECEIVER) == node
        )
        return Name(span, text) if is_receiver else Literal(span, "class", text)
    return Call(span, Member(span, low.expression(receiver), _CLASS))


def call(low: Lowering, node: Node) -> Expression:
    """``function(a, b)``, and the call of a block."""
    function, listed = node.child_by_field_id(g.FIELD_FUNCTION), node.child_by_field_id(g.FIELD_ARGUMENTS)
    if function is None or listed is None:
        return low.nothing(node)
    values = (low.expression(child) for child in listed.children if low.is_value(child))
    callee = low.expression(function)
    given = tuple(Argument(value) for value in values)
    return Call(low.tree.span_from(callee.span, node), callee, given)


def member(low: Lowering, node: Node) -> Expression:
    """``object.property``, ``self->_variable`` and ``structure.field``."""
    name_node, holder = node.child_by_field_id(g.FIELD_FIELD), node.child_by_field_id(g.FIELD_ARGUMENT)
    if name_node is None or holder is None:
        return low.nothing(node)
    name = low.text(name_node)
    if name in _MAKES and holder.kind_id == g.IDENTIFIER and low.text(holder)[:1].isupper():
        return New(low.span(node), low.text(holder))
    return Member(low.span(name_node), low.expression(holder), variable_name(name))


def element(low: Lowering, node: Node) -> Expression:
    """``values[index]``."""
    return Index(low.span(node), low.part(node, g.FIELD_ARGUMENT), low.part(node, g.FIELD_INDEX))


def closure(low: Lowering, node: Node) -> Expression:
    """A block: ``^(NSString *text) { }``, with the type of its result before the parameters or without."""
    held = low.locals
    low.locals = set(held)
    given: tuple[Parameter, ...] = ()
    body: Node | None = None
    for child in node.children:
        if child.kind_id == g.PARAMETERS:
            given = parameters(low, child)
        elif child.kind_id == g.TYPE_NAME:
            given = _behind_result(low, child)
        elif child.kind_id == g.BLOCK:
            body = child
    span = low.span(node)
    block = Block(span) if body is None else low.block(body)
    low.locals = held
    return Lambda(span, given, block)


def _behind_result(low: Lowering, node: Node) -> tuple[Parameter, ...]:
    """The parameters that the grammar takes for a part of the type of a block's result."""
    pending = list(node.children)
    while pending:
        child = pending.pop()
        if child.kind_id == g.ABSTRACT_FUNCTION:
            listed = child.child_by_field_id(g.FIELD_PARAMETERS)
            return () if listed is None else parameters(low, listed)
        if child.kind_id in g.ABSTRACT_DECLARATORS:
            pending.extend(child.children)
    return ()
