"""Calls, member access and indexing: chains of them, read from the left without recursion."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.kotlin.arguments import arguments
from secure_lint.languages.kotlin.lambdas import closure, member_reference
from secure_lint.languages.kotlin.reader import Reader
from secure_lint.languages.kotlin.scope_functions import scope_call
from secure_lint.languages.kotlin.standard_literals import literal_call
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Argument, Call, Expression, Index, Literal, Member, Name, Operator, Sequence

_LINKS = frozenset(("call_expression", "navigation_expression", "index_expression"))
_SIGNS = frozenset(("!", "-", "+"))
_CLASS_VIEWS = frozenset(("java", "javaObjectType", "kotlin"))
_Link = tuple[str, Node, list[Node]]


def chain(reader: Reader, node: Node) -> Expression:
    """``a.b(c)[d].e { }``: the first value, then link after link."""
    links, signs, node = _spine(node)
    end = links[0][1] if links else node
    short = len(links) <= NESTING_LIMIT and len(signs) <= NESTING_LIMIT
    value = reader.expression(node) if short else _too_long(reader, node)
    pending: Node | None = None
    for position in range(len(links) - 1, -1, -1):
        kind, link, children = links[position]
        if kind == "navigation_expression":
            value = _member(reader, link, children, value)
        elif kind == "index_expression":
            value = _index(reader, link, children, value)
        elif position and pending is None and _continues(links[position - 1], children):
            pending = link
        else:
            value = _call(reader, link, children, value, pending)
            pending = None
    for sign in reversed(signs):
        value = Operator(reader.tree.span_between(sign, end), sign.type, (value,))
    return value


def _spine(node: Node) -> tuple[list[_Link], list[Node], Node]:
    """The links from the last to the first, the signs before the chain, and its first value.

    The grammar reads ``!a.b()`` as if it were ``(!a).b()``; such a sign belongs to the whole chain.
    """
    links: list[_Link] = []
    signs: list[Node] = []
    while len(links) <= NESTING_LIMIT and len(signs) <= NESTING_LIMIT:
        children = node.children
        kind = node.type
        following = children[0] if children else node
        if kind in _LINKS:
            links.append((kind, node, children))
        elif kind != "unary_expression":
            break
        elif links and following.type in _SIGNS:
            signs.append(following)
            following = children[-1]
        elif children[-1].type != "!!":
            break
        node = following
    return links, signs, node


def _too_long(reader: Reader, node: Node) -> Expression:
    reader.tree.report_nesting(node)
    return reader.nothing(node)


def _continues(outer: _Link, children: list[Node]) -> bool:
    """Whether the call around ``f(x)`` only adds a trailing lambda, and so is the same call."""
    kind, _, outer_children = outer
    return (
        kind == "call_expression"
        and children[-1].type == "value_arguments"
        and all(child.type != "value_arguments" for child in outer_children[1:])
    )


def _member(reader: Reader, node: Node, children: list[Node], receiver: Expression) -> Expression:
    name = children[-1]
    text = reader.text(name)
    if (children[1] if len(children) == 3 else children[-2]).type == "::":
        return member_reference(reader, node, receiver, name)
    if text in _CLASS_VIEWS and isinstance(receiver, Literal) and receiver.kind == "class":
        return Literal(reader.span(node), "class", receiver.value)
    return Member(reader.span(name), receiver, text.strip("`") if text[:1] == "`" else text)


def _index(reader: Reader, node: Node, children: list[Node], receiver: Expression) -> Expression:
    indices = [reader.expression(child) for child in children[1:] if reader.is_named(child)]
    span = reader.span(node)
    return Index(span, receiver, indices[0] if len(indices) == 1 else Sequence(span, tuple(indices)))


def _call(reader: Reader, node: Node, children: list[Node], callee: Expression, inner: Node | None) -> Expression:
    """A call; ``inner`` is its part with the arguments in parentheses when a lambda follows them."""
    given: tuple[Argument, ...] = ()
    type_arguments: tuple[str, ...] = ()
    trailing: Node | None = None
    for child in [*inner.children[1:], *children[1:]] if inner is not None else children[1:]:
        kind = child.type
        if kind == "value_arguments":
            given = arguments(reader, child)
        elif kind == "type_arguments":
            type_arguments = tuple(reader.type_text(part) for part in reader.named(child))
        elif kind == "annotated_lambda":
            trailing = child
    span = reader.tree.span_from(callee.span, node)
    literal = None if trailing is None else trailing.children[-1]
    scoped = scope_call(reader, callee, given, literal, span)
    if scoped is not None:
        return scoped
    if literal is not None:
        given = (*given, Argument(closure(reader, literal)))
    elif isinstance(callee, Name):
        standard = literal_call(callee.identifier, given, span)
        if standard is not None:
            return standard
    return Call(span, callee, given, type_arguments)
