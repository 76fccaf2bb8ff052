"""Declarators: which name a declaration declares, and of which type, with pointers, arrays and functions around it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from tree_sitter import Node

from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.lowering import Lowering
from secure_lint.model.program import Parameter

_UNTYPED = frozenset(("id", "instancetype", "void", "__auto_type", "typeof", "SEL", "Class"))
_VARIADIC = "..."
_DEEPEST = 40


class Declarator(msgspec.Struct):
    """What one declarator says.

    ``name`` is the node with the name, ``parameters`` the list behind it, if it declares a function or, with
    ``is_block``, a variable that holds a block. ``value`` is what it is set to.
    """

    name: Node | None = None
    parameters: Node | None = None
    is_block: bool = False
    is_array: bool = False
    value: Node | None = None


def read_declarator(low: Lowering, node: Node) -> Declarator:
    """Follow a declarator to the name that it declares."""
    found = Declarator()
    for _ in range(_DEEPEST):
        kind = node.kind_id
        if kind in g.NAMES:
            found.name = node
            break
        if kind == g.INIT_DECLARATOR:
            found.value = node.child_by_field_id(g.FIELD_VALUE)
        elif kind == g.FUNCTION_DECLARATOR and found.parameters is None:
            found.parameters = node.child_by_field_id(g.FIELD_PARAMETERS)
        elif kind in g.BLOCK_DECLARATORS:
            found.is_block = True
        elif kind == g.ARRAY_DECLARATOR:
            found.is_array = True
        inner = node.child_by_field_id(g.FIELD_DECLARATOR) or next(
            (child for child in node.children if child.kind_id in g.DECLARATORS or child.kind_id in g.NAMES), None
        )
        if inner is None:
            break
        node = inner
    else:
        low.tree.report_nesting(node)
    return found


def declared_type(low: Lowering, nodes: Sequence[Node], declarator: Declarator | None = None) -> str | None:
    """The type among the children of a declaration: without pointers and qualifiers; ``id`` says nothing."""
    node = next((child for child in nodes if child.kind_id in g.TYPES), None)
    text = None if node is None else type_text(low, node)
    if declarator is not None and declarator.parameters is not None:
        return (
            f"({', '.join(one.type or one.name for one in parameters(low, declarator.parameters))}) -> {text or 'Void'}"
        )
    if text is not None and declarator is not None and declarator.is_array:
        return f"[{text}]"
    return text


def type_text(low: Lowering, node: Node) -> str | None:
    """A type as the model writes it: ``NSArray<NSString>``, the protocol of ``id<Protocol>``."""
    kind = node.kind_id
    if kind == g.GENERIC:
        head = next((low.text(child) for child in node.children if child.kind_id in g.NAMES), "")
        inner = [named_type(low, child) or "id" for child in node.children if child.kind_id == g.TYPE_NAME]
        return f"{head}<{', '.join(inner)}>" if inner else head
    if kind == g.TYPEDEFED:
        listed = next((child for child in node.children if child.kind_id == g.PROTOCOLS), None)
        first = None if listed is None else next((one for one in listed.children if one.kind_id in g.NAMES), None)
        if first is not None:
            return low.text(first)
    name = node.child_by_field_id(g.FIELD_NAME)
    text = " ".join(low.text(node if name is None else name).split())
    return (
        None if text in _UNTYPED or text.startswith(("typeof", "__typeof")) else text.partition("{")[0].strip() or None
    )


def named_type(low: Lowering, node: Node) -> str | None:
    """A type in parentheses; that of a block shows by its arrow."""
    children = node.children
    text = next((type_text(low, child) for child in children if child.kind_id in g.TYPES), None)
    pending = list(children)
    while pending:
        child = pending.pop()
        if child.kind_id == g.ABSTRACT_FUNCTION:
            listed = child.child_by_field_id(g.FIELD_PARAMETERS)
            inner = () if listed is None else parameters(low, listed)
            return f"({', '.join(one.type or one.name for one in inner)}) -> {text or 'Void'}"
        if child.kind_id in g.ABSTRACT_DECLARATORS:
            pending.extend(child.children)
    return text


def parameters(low: Lowering, node: Node) -> tuple[Parameter, ...]:
    """The parameters of a function or a block."""
    found: list[Parameter] = []
    for child in node.children:
        if child.kind_id == g.PARAMETER:
            declared = next(
                (one for one in child.children if one.kind_id in g.DECLARATORS or one.kind_id == g.IDENTIFIER), None
            )
            declarator = Declarator() if declared is None else read_declarator(low, declared)
            held = declared_type(low, child.children, declarator)
            if declarator.name is None and held is None:
                continue
            name = "" if declarator.name is None else low.text(declarator.name)
            low.locals.add(name)
            found.append(Parameter(name, held, low.span(declarator.name or child)))
        elif child.type in {_VARIADIC, "variadic_parameter"} and found:
            found.append(Parameter("arguments", None, low.span(child), variadic=True))
    return tuple(found)
