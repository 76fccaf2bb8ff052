"""Types and their members."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.fragments import BrokenMethod, BrokenType, fragments
from secure_lint.languages.java.headers import NO_HEADER, modifiers
from secure_lint.languages.java.lowering import Lowering
from secure_lint.languages.java.members import METHODS, Members, broken_method, read_fields, read_method
from secure_lint.languages.java.records import components
from secure_lint.languages.syntax import NESTING_LIMIT, comment_text
from secure_lint.model.program import Argument, Field, New, TypeDecl
from secure_lint.model.span import Span

TYPE_KINDS = {
    g.kind("class_declaration"): "class",
    g.kind("interface_declaration"): "interface",
    g.kind("enum_declaration"): "enum",
    g.kind("record_declaration"): "record",
    g.kind("annotation_type_declaration"): "annotation",
}
_FIELDS = frozenset((g.kind("field_declaration"), g.kind("constant_declaration")))
_SUPERTYPES = frozenset((g.SUPERCLASS, g.SUPER_INTERFACES, g.EXTENDS_INTERFACES))
_BODIES = frozenset(
    (g.CLASS_BODY, g.ENUM_BODY, g.kind("interface_body"), g.kind("annotation_type_body")),
)


class _Parts(msgspec.Struct):
    """What the children of a type declaration say."""

    name: Node | None = None
    header: Node | None = None
    supertypes: tuple[str, ...] = ()
    parameters: Node | None = None
    body: Node | None = None


def read_type(low: Lowering, node: Node) -> None:
    """A class, interface, enum, record or annotation type, with everything in it."""
    parts = _Parts()
    for child in node.children:
        kind = child.kind_id
        if kind == g.MODIFIERS:
            parts.header = child
        elif kind == g.IDENTIFIER:
            parts.name = child
        elif kind in _SUPERTYPES:
            parts.supertypes += _types(low, child)
        elif kind == g.FORMAL_PARAMETERS:
            parts.parameters = child
        elif kind in _BODIES:
            parts.body = child
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(node)
    elif parts.name is not None:
        _declare(low, node, TYPE_KINDS[node.kind_id], parts, parts.name)


def _types(low: Lowering, node: Node) -> tuple[str, ...]:
    found: tuple[str, ...] = ()
    for child in node.children:
        if child.kind_id == g.TYPE_LIST:
            found += _types(low, child)
        elif child.kind_id in g.TYPES:
            found += (low.type_text(child),)
    return found


def _declare(low: Lowering, node: Node, kind: str, parts: _Parts, name_node: Node) -> None:
    name = low.name(name_node)
    qualified = low.qualify(name.identifier)
    position = len(low.types)
    annotations, words = NO_HEADER if parts.header is None else modifiers(low, parts.header)
    members = _read_body(low, parts.body, name.identifier, qualified, parts.parameters)
    low.types.insert(
        position,
        TypeDecl(
            name.identifier,
            qualified,
            kind,
            low.span(node),
            name.span,
            parts.supertypes,
            annotations,
            tuple(map(_constant, members.fields)) if kind in ("interface", "annotation") else tuple(members.fields),
            words,
        ),
    )


def _constant(field: Field) -> Field:
    """A field of an interface: it is a constant without saying so."""
    return msgspec.structs.replace(field, modifiers=tuple(dict.fromkeys((*field.modifiers, "static", "final"))))


def read_anonymous(low: Lowering, body: Node, supertypes: tuple[str, ...], span: Span) -> str:
    """The body of ``new Type() {...}`` or of an enum entry; returns the name that stands for the type."""
    name = f"<anonymous:{span.start_line}:{span.start_column}>"
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(body)
        return supertypes[0]
    qualified = low.qualify(name)
    position = len(low.types)
    members = _read_body(low, body, name, qualified, None)
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    fields = tuple(members.fields)
    low.types.insert(position, TypeDecl(name, qualified, "class", span, start, supertypes, (), fields))
    return name


def _read_body(low: Lowering, body: Node | None, name: str, qualified: str, record: Node | None) -> Members:
    """The members of a type. Statements and names around it do not reach into it."""
    members = Members(name)
    with low.inside(qualified):
        if record is not None:
            components(low, record, members, body)
        if body is not None:
            _read_members(low, body, members)
    return members


def _read_members(low: Lowering, body: Node, members: Members) -> None:
    """The declarations between braces, each with the comment before it or at the end of its last line."""
    before: list[str] = []
    before_end = member_end = -2
    for node in body.children:
        kind = node.kind_id
        if kind in g.COMMENTS:
            row = node.start_point.row
            if row == member_end:
                members.describe(comment_text(low.text(node)))
                continue
            if row > before_end + 1:
                before.clear()
            before.append(low.text(node))
            before_end = node.end_point.row
            continue
        first = len(members.fields)
        read_member(low, node, members)
        members.described = first
        if len(members.fields) > first and before and node.start_point.row <= before_end + 1:
            members.describe(" ".join(map(comment_text, before)))
        before.clear()
        member_end = node.end_point.row


def read_member(low: Lowering, node: Node, members: Members) -> None:
    """One declaration in a type."""
    kind = node.kind_id
    if kind in METHODS:
        read_method(low, node, members)
    elif kind in _FIELDS:
        read_fields(low, node, members)
    elif kind in TYPE_KINDS:
        read_type(low, node)
    elif kind == g.ENUM_CONSTANT:
        _read_entry(low, node, members)
    elif kind == g.ENUM_BODY_DECLARATIONS:
        _read_members(low, node, members)
    elif node.is_error:
        _read_fragments(low, tuple(node.children), members)


def _read_fragments(low: Lowering, nodes: tuple[Node, ...], members: Members) -> None:
    """What can be read of a syntax error."""
    for part in fragments(nodes):
        if isinstance(part, BrokenMethod):
            low.functions.append(broken_method(low, part))
        elif isinstance(part, BrokenType):
            _read_broken_type(low, part)
        else:
            read_member(low, part, members)


def _read_broken_type(low: Lowering, part: BrokenType) -> None:
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(part.name)
        return
    name = low.name(part.name)
    qualified = low.qualify(name.identifier)
    position = len(low.types)
    annotations, words = NO_HEADER if part.header is None else modifiers(low, part.header)
    members = Members(name.identifier)
    with low.inside(qualified):
        _read_fragments(low, part.rest, members)
    span = low.tree.span_from(name.span, part.rest[-1]) if part.rest else name.span
    fields = tuple(members.fields)
    low.types.insert(
        position, TypeDecl(name.identifier, qualified, part.kind, span, name.span, (), annotations, fields, words)
    )


def _read_entry(low: Lowering, node: Node, members: Members) -> None:
    """An enum entry: a static field."""
    header, type_name, name_node = NO_HEADER, members.type_name, node
    values: tuple[Argument, ...] = ()
    span = low.span(node)
    for child in node.children:
        kind = child.kind_id
        if kind == g.MODIFIERS:
            header = modifiers(low, child)
        elif kind == g.IDENTIFIER:
            name_node = child
        elif kind == g.ARGUMENT_LIST:
            values = _arguments(low, child)
        elif kind == g.CLASS_BODY:
            type_name = read_anonymous(low, child, (members.type_name,), span)
    name = low.name(name_node)
    initial = New(span, type_name, values)
    words = (*header[1], "static")
    members.fields.append(Field(name.identifier, members.type_name, span, name.span, header[0], words, initial))


def _arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    return tuple(Argument(low.value(child)) for child in node.children if child.kind_id in low.expressions)


def local_type(low: Lowering, node: Node) -> None:
    """A type declared among statements is one of the module."""
    read_type(low, node)
