"""Methods, initialisers and C functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tree_sitter import Node

from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.declarators import declared_type, named_type, parameters, read_declarator
from secure_lint.languages.objc.lowering import Lowering
from secure_lint.languages.objc.messages import first_label, is_initialiser
from secure_lint.model.program import Block, Function, Parameter

CONSTRUCTOR = "<init>"
METHODS = frozenset((g.METHOD, g.METHOD_DECLARATION))
_CLASS_METHOD = "+"
_VARIADIC = "..."


def read_method(low: Lowering, node: Node) -> None:
    """A method; its body is lowered when it is wanted. One whose name begins with ``init`` is a constructor."""
    name_node = next((child for child in node.children if child.kind_id == g.IDENTIFIER), None)
    if name_node is None:
        return
    shared = bool(node.children) and node.children[0].type == _CLASS_METHOD
    written = low.text(name_node)
    constructing = not shared and is_initialiser(written)
    name = CONSTRUCTOR if constructing else written
    words = ("static",) if shared else ()
    body = next((child for child in node.children if child.kind_id == g.BLOCK), None)
    wanted = body is not None and low.wants(body)
    with _reading(low, shared=shared, constructing=constructing):
        given = _parameters(low, node, name_node, first_label(written) if constructing else None)
        block = low.block(body) if wanted and body is not None else None
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            low.owner,
            low.span(node),
            low.span(name_node),
            given,
            None if constructing else _result(low, node),
            None if constructing else low.receiver(words),
            (),
            words,
            block,
            body is not None and not wanted,
        )
    )


@contextmanager
def _reading(low: Lowering, *, shared: bool, constructing: bool) -> Iterator[None]:
    """A function is read; what it declares is known in it only."""
    held = low.shared, low.constructing, low.locals
    low.shared, low.constructing, low.locals = shared, constructing, set()
    yield
    low.shared, low.constructing, low.locals = held


def _result(low: Lowering, node: Node) -> str | None:
    held = next((child for child in node.children if child.kind_id == g.METHOD_TYPE), None)
    named = None if held is None else next((child for child in held.children if child.kind_id == g.TYPE_NAME), None)
    if named is not None and low.text(named).strip() == "instancetype":
        return low.owner
    return None if named is None else named_type(low, named)


def _parameters(low: Lowering, node: Node, name_node: Node, first: str | None) -> tuple[Parameter, ...]:
    """The parameters of a method, each with the part of the selector before it."""
    found: list[Parameter] = []
    label = first
    for child in node.children:
        if child.kind_id == g.IDENTIFIER and child.start_byte > name_node.start_byte:
            label = low.text(child)
        elif child.kind_id == g.METHOD_PARAMETER:
            name = next((one for one in reversed(child.children) if one.kind_id == g.IDENTIFIER), None)
            held = next((one for one in child.children if one.kind_id == g.METHOD_TYPE), None)
            named = None if held is None else next((one for one in held.children if one.kind_id == g.TYPE_NAME), None)
            if name is not None:
                low.locals.add(low.text(name))
                type_name = None if named is None else named_type(low, named)
                found.append(Parameter(low.text(name), type_name, low.span(name), label=label))
                label = None
        elif child.type == _VARIADIC and found:
            found.append(Parameter("arguments", None, low.span(child), variadic=True))
    return tuple(found)


def read_function(low: Lowering, node: Node) -> None:
    """A function of C."""
    declared = node.child_by_field_id(g.FIELD_DECLARATOR)
    declarator = None if declared is None else read_declarator(low, declared)
    if declarator is None or declarator.name is None or declarator.parameters is None:
        return
    body = node.child_by_field_id(g.FIELD_BODY)
    wanted = body is not None and low.wants(body)
    name = low.text(declarator.name)
    block: Block | None = None
    with low.inside_type("", extends=False), _reading(low, shared=False, constructing=False):
        low.owner = None
        given = parameters(low, declarator.parameters)
        block = low.block(body) if wanted and body is not None else None
    words = ("static",) if _is_static(low, node.children) else ()
    low.functions.append(
        Function(
            name,
            name,
            None,
            low.span(node),
            low.span(declarator.name),
            given,
            declared_type(low, node.children),
            None,
            (),
            words,
            block,
            body is not None and not wanted,
        )
    )


def _is_static(low: Lowering, nodes: Sequence[Node]) -> bool:
    return any(child.kind_id == g.STORAGE_CLASS and low.text(child) == "static" for child in nodes)
