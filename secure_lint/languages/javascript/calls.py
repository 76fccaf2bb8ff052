"""Calls, member access, and creation of objects. Chains are read without recursion."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.expressions import unwrapped
from secure_lint.languages.javascript.literals import string_text
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.javascript.places import module_name
from secure_lint.languages.javascript.types import type_arguments
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Call,
    Expression,
    Import,
    Index,
    Member,
    Name,
    New,
    Template,
)

_LINKS = frozenset(("call_expression", "member_expression", "subscript_expression", "non_null_expression"))
_GLOBAL_OBJECTS = frozenset(("window", "globalThis", "global"))
_INTEROPERATION = frozenset(
    ("__importDefault", "__importStar", "_interopRequireDefault", "_interopRequireWildcard", "__toESM")
)
"""What compilers put around ``require``; the module is what counts."""
_FIELDS = {"call_expression": "function", "member_expression": "object", "subscript_expression": "object"}


def chain(low: Lowering, node: Node) -> Expression:
    """``a.b(c).d[e]`` of any length."""
    links: list[Node] = []
    limit = NESTING_LIMIT - low.depth
    base: Node | None = node
    while base is not None and base.type in _LINKS and required_module(low, base) is None:
        if len(links) > limit:
            low.tree.report_nesting(base)
            return low.nothing(node)
        links.append(base)
        base = _inner(base)
        base = None if base is None else unwrapped(base)
    if base is None:
        return low.nothing(node)
    depth = low.depth
    low.depth += len(links)
    value = _base(low, base)
    for link in reversed(links):
        value = _link(low, link, value)
    low.depth = depth
    return value


def _inner(node: Node) -> Node | None:
    field = _FIELDS.get(node.type)
    if field is not None:
        return node.child_by_field_name(field)
    return next((child for child in node.children if child.is_named), None)


def _base(low: Lowering, node: Node) -> Expression:
    specifier = required_module(low, node)
    if specifier is not None:
        return module_reference(low, node, specifier)
    if node.type in {"super", "import"}:
        return Name(low.span(node), node.type)
    return low.expression(node)


def _link(low: Lowering, node: Node, value: Expression) -> Expression:
    if node.type == "call_expression":
        return _call(low, node, value)
    if node.type == "subscript_expression":
        return _element(low, node, value)
    if node.type == "member_expression":
        name = node.child_by_field_name("property")
        if name is None:
            return value
        held = low.name(name)
        if isinstance(value, Name) and value.identifier in _GLOBAL_OBJECTS:
            return held
        return Member(held.span, value, held.identifier)
    return value


def _element(low: Lowering, node: Node, value: Expression) -> Expression:
    """``object[index]``; a string as the index names a member."""
    index = node.child_by_field_name("index")
    if index is None:
        return value
    if index.type == "string":
        return Member(low.span(index), value, string_text(low, index))
    return Index(low.span(node), value, low.expression(index))


def _call(low: Lowering, node: Node, callee: Expression) -> Expression:
    given = node.child_by_field_name("arguments")
    function = node.child_by_field_name("function")
    if given is None or function is None:
        return callee
    start = callee.span if isinstance(callee, Name | Member) else low.span(function)
    span = low.tree.span_from(start, given)
    if given.type == "template_string":
        value = low.expression(given)
        parts = value.parts if isinstance(value, Template) else (value,)
        return Call(span, callee, (Argument(Template(value.span, parts)),))
    types = node.child_by_field_name("type_arguments")
    return Call(span, callee, arguments(low, given), type_arguments(low, types))


def arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The arguments between parentheses."""
    found: list[Argument] = []
    for child in node.children:
        if child.kind_id in low.expressions:
            found.append(Argument(low.expression(child)))
        elif child.type == "spread_element":
            inner = [one for one in child.children if one.kind_id in low.expressions][:1]
            found += [Argument(low.expression(one), None, True) for one in inner]
    return tuple(found)


def creation(low: Lowering, node: Node) -> Expression:
    """``new Type(...)``; what is created by a computed constructor is its call."""
    constructor = node.child_by_field_name("constructor")
    given = node.child_by_field_name("arguments")
    if constructor is None:
        return low.nothing(node)
    values = () if given is None else arguments(low, given)
    name = _type_name(low, unwrapped(constructor))
    if name is not None:
        return New(low.span(node), name, values)
    return Call(low.span(node), low.expression(constructor), values)


def _type_name(low: Lowering, node: Node) -> str | None:
    parts: list[str] = []
    while node.type == "member_expression":
        last, first = node.child_by_field_name("property"), node.child_by_field_name("object")
        if last is None or first is None:
            return None
        parts.append(low.identifier(last))
        node = first
    if node.type != "identifier":
        return None
    head = low.text(node)
    if head not in _GLOBAL_OBJECTS or not parts:
        parts.append(head)
    return ".".join(reversed(parts))


def required_module(low: Lowering, node: Node) -> str | None:
    """The module that ``require("...")`` or ``import("...")`` loads, with or without what compilers put around it."""
    for _ in range(3):
        if node.type != "call_expression":
            return None
        function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if function is None or given is None or given.type != "arguments":
            return None
        values = [child for child in given.children if child.is_named and child.type != "comment"]
        if len(values) != 1:
            return None
        name = low.text(function) if function.type == "identifier" else function.type
        if name in {"require", "import"}:
            return string_text(low, values[0]) if values[0].type == "string" else None
        if name.rpartition(".")[2] not in _INTEROPERATION:
            return None
        node = values[0]
    return None


def module_reference(low: Lowering, node: Node, specifier: str) -> Name:
    """A module in the place of a value: it is imported under the name by which the source asks for it."""
    span = low.span(node)
    name = f"{module_name(low.tree.source.path, specifier)}.default"
    low.imports.append(Import(name, specifier, span))
    return Name(span, specifier)
