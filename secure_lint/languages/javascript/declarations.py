"""Classes, interfaces, enums, namespaces, and object literals that hold functions."""

from __future__ import annotations

from collections.abc import Callable

from tree_sitter import Node

from secure_lint.languages.javascript.annotations import decorators
from secure_lint.languages.javascript.functions import declare_function
from secure_lint.languages.javascript.grammar import CLASSES, FUNCTIONS
from secure_lint.languages.javascript.lowering import Lowering, zero_width
from secure_lint.languages.javascript.members import Members, read_members
from secure_lint.languages.javascript.objects import property_name, record_field
from secure_lint.languages.javascript.types import type_text
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Annotation,
    Argument,
    Cast,
    Expression,
    Field,
    Lambda,
    Name,
    New,
    Record,
    TypeDecl,
)

_MOST_STATEMENTS = 2
"""Functions of an object literal with bodies this short stay in its value too: options that are handed on."""
_VARIABLES = frozenset(("lexical_declaration", "variable_declaration"))


def declare(
    low: Lowering,
    node: Node,
    kind: str,
    name: Name,
    read: Callable[[Members], None],
    supertypes: tuple[str, ...] = (),
    annotations: tuple[Annotation, ...] = (),
    modifiers: tuple[str, ...] = (),
) -> str:
    """Add a type whose members ``read`` reads; yields its qualified name."""
    qualified = low.qualify(name.identifier)
    if low.depth >= NESTING_LIMIT - 4:
        low.tree.report_nesting(node)
        return qualified
    position = len(low.types)
    members = Members()
    with low.inside(qualified):
        read(members)
    span = low.tree.span_from(annotations[0].span, node) if annotations else low.span(node)
    declared = TypeDecl(
        name.identifier, qualified, kind, span, name.span, supertypes, annotations, tuple(members.fields), modifiers
    )
    low.types.insert(position, declared)
    return qualified


def read_class(low: Lowering, node: Node, name: Name | None = None, marks: tuple[Annotation, ...] = ()) -> Name:
    """A class; ``name`` is that of the variable that holds it. Yields its name."""
    own = node.child_by_field_name("name")
    if name is None:
        place = zero_width(low.span(node))
        anonymous = Name(place, f"<anonymous:{place.start_line}:{place.start_column}>")
        name = anonymous if own is None else low.name(own)
    body = node.child_by_field_name("body")
    words = ("abstract",) if node.type == "abstract_class_declaration" else ()
    annotations = (*marks, *decorators(low, node))

    def read(members: Members) -> None:
        if body is not None:
            read_members(low, body, members)

    declare(low, node, "class", name, read, _heritage(low, node), annotations, words)
    return name


def _heritage(low: Lowering, node: Node) -> tuple[str, ...]:
    """Superclass and interfaces; of ``extends f(A)``, a class that a function makes, the function."""
    found: list[str] = []
    pending = [child for child in node.children if child.type in {"class_heritage", "extends_type_clause"}]
    for clause in pending:
        for child in clause.children:
            if child.type in {"extends_clause", "implements_clause"}:
                pending.append(child)
            elif child.type == "call_expression":
                maker = child.child_by_field_name("function")
                if maker is not None and maker.type in {"identifier", "member_expression"}:
                    found.append(low.text(maker))
            elif child.type == "member_expression":
                found.append(low.text(child))
            elif child.is_named and child.type != "type_arguments":
                text = type_text(low, child)
                if text is not None:
                    found.append(text)
    return tuple(found)


def local_class(low: Lowering, node: Node) -> None:
    """A class among statements is one of the module."""
    read_class(low, node)


def class_value(low: Lowering, node: Node) -> Expression:
    """A class in the place of a value."""
    name = read_class(low, node)
    return Name(low.span(node), name.identifier)


def read_interface(low: Lowering, node: Node) -> None:
    """An interface, or a type alias of an object type."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None:
        return
    if node.type == "type_alias_declaration":
        value = node.child_by_field_name("value")
        parts = [] if value is None else [value, *value.children]
        body = next((part for part in parts if part.type == "object_type"), None)
        if body is None:
            return
    held = body

    def read(members: Members) -> None:
        if held is not None:
            read_members(low, held, members)

    declare(low, node, "interface", low.name(name), read, _heritage(low, node))


def read_enum(low: Lowering, node: Node) -> None:
    """An enum: its entries are static fields; one without a value is an object of its own."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None:
        return
    held = low.name(name)

    def read(members: Members) -> None:
        for child in body.children:
            key = child.child_by_field_name("name") if child.type == "enum_assignment" else child
            entry = None if key is None or not child.is_named or child.type == "comment" else property_name(low, key)
            if entry is None or key is None:
                continue
            span, value = low.span(child), child.child_by_field_name("value")
            initial = New(span, held.identifier) if value is None else low.value(value)
            words = ("static", "final")
            members.fields.append(Field(entry, held.identifier, span, low.span(key), (), words, initial))

    declare(low, node, "enum", held, read)


def read_namespace(low: Lowering, node: Node) -> None:
    """A namespace: an object with static members; ``namespace A.B`` is ``B`` in ``A``."""
    name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    if name is None or body is None or name.type == "string":
        return
    held = Name(low.span(name), "".join(low.text(name).split()))

    def read(members: Members) -> None:
        for child in body.children:
            declared = child.child_by_field_name("declaration") if child.type == "export_statement" else child
            if declared is not None:
                _read_in_namespace(low, declared, members)

    declare(low, node, "object", held, read)


def _read_in_namespace(low: Lowering, node: Node, members: Members) -> None:
    if node.type in FUNCTIONS or node.type == "function_signature":
        name = node.child_by_field_name("name")
        if name is not None:
            declare_function(low, node, low.name(name), modifiers=("static",))
    elif node.type in _VARIABLES:
        words = ("static", "final") if node.children[0].type == "const" else ("static",)
        for child in node.children:
            if child.type == "variable_declarator":
                members.fields += variable_fields(low, child, words)
    elif node.type == "expression_statement" and node.children:
        read_type(low, node.children[0])
    else:
        read_type(low, node)


def read_type(low: Lowering, node: Node, marks: tuple[Annotation, ...] = ()) -> bool:
    """Read a declaration of a type; false when the node is none."""
    if node.type in CLASSES:
        read_class(low, node, None, marks)
    elif node.type in {"interface_declaration", "type_alias_declaration"}:
        read_interface(low, node)
    elif node.type == "enum_declaration":
        read_enum(low, node)
    elif node.type in {"internal_module", "module"}:
        read_namespace(low, node)
    else:
        return False
    return True


def local_type(low: Lowering, node: Node) -> None:
    """A type declared among statements is one of the module."""
    read_type(low, node)


def variable_fields(low: Lowering, node: Node, modifiers: tuple[str, ...]) -> list[Field]:
    """The field of a declarator with a plain name; a function or class that it holds is declared instead."""
    pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
    if pattern is None or pattern.type != "identifier":
        return []
    name = low.name(pattern)
    if value is not None and value.type in FUNCTIONS:
        declare_function(low, value, name, span=low.span(node), modifiers=tuple(w for w in modifiers if w == "static"))
        return []
    if value is not None and value.type in CLASSES:
        read_class(low, value, name)
        return []
    annotation = node.child_by_field_name("type")
    type_name = None if annotation is None else type_text(low, annotation)
    initial = None if value is None else module_value(low, value, name)
    return [Field(name.identifier, type_name, low.span(node), name.span, (), modifiers, initial)]


def module_value(low: Lowering, node: Node, name: Name) -> Expression | None:
    """The value of a variable of the module; one that is large and not wanted is left out."""
    inner = node
    while inner.type in {"as_expression", "satisfies_expression", "parenthesized_expression"} and inner.children:
        inner = next((child for child in inner.children if child.is_named), inner)
    if inner.type == "object" and holds_functions(inner):
        return read_object(low, inner, name)
    if node.end_byte - node.start_byte > LARGE and not low.is_wanted(node):
        return None
    return low.value(node)


LARGE = 4000
"""Bytes from which a value of the module is lowered only when it is wanted."""


def holds_functions(node: Node) -> bool:
    """Whether an object literal has functions among its properties, or in objects directly inside."""
    for child in node.children:
        if child.type == "method_definition":
            return True
        value = child.child_by_field_name("value") if child.type == "pair" else None
        if value is not None and value.type in FUNCTIONS:
            return True
    return False


def read_object(low: Lowering, node: Node, name: Name) -> Expression:
    """An object literal with functions: a type of its own, whose value has the other properties as members."""
    found: list[Argument] = []

    def read(members: Members) -> None:
        for child in node.children:
            field = _object_member(low, child, members)
            if field is not None:
                found.append(field)

    qualified = declare(low, node, "object", name, read)
    return Cast(low.span(node), Record(low.span(node), tuple(found)), qualified)


def _object_member(low: Lowering, node: Node, members: Members) -> Argument | None:
    key = node.child_by_field_name("name" if node.type == "method_definition" else "key")
    held = None if key is None else property_name(low, key)
    value = node if node.type == "method_definition" else node.child_by_field_name("value")
    if key is None or held is None or value is None:
        return record_field(low, node)
    name = Name(low.span(key), held)
    if value.type in FUNCTIONS or node.type == "method_definition":
        function = declare_function(low, value, name, span=low.span(node))
        short = function.body is not None and len(function.body.statements) <= _MOST_STATEMENTS
        if short and function.body is not None and not _nests(function.body.statements):
            return Argument(Lambda(low.span(value), function.parameters, function.body), held)
        return None
    initial = module_value(low, value, name)
    if initial is None:
        return None
    span = low.span(node)
    members.fields.append(Field(held, None, span, name.span, (), ("final",), initial))
    return Argument(initial, held)


def _nests(statements: tuple[object, ...]) -> bool:
    return any(getattr(one, "body", None) is not None or getattr(one, "then", None) is not None for one in statements)
