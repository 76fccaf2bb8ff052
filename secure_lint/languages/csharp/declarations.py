"""Types and their members."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.headers import header_of, parameters
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.csharp.members import CONSTRUCTOR, FIELDS, METHODS, read_fields, read_method, read_property
from secure_lint.languages.syntax import NESTING_LIMIT, comment_text
from secure_lint.model.program import Assign, Block, Field, Function, Member, Name, New, Parameter, Statement, TypeDecl
from secure_lint.model.span import Span

TYPE_KINDS = {
    g.kind("class_declaration"): "class",
    g.kind("enum_declaration"): "enum",
    g.kind("interface_declaration"): "interface",
    g.kind("record_declaration"): "record",
    g.kind("struct_declaration"): "class",
}
_NAMESPACES = frozenset((g.NAMESPACE, g.FILE_NAMESPACE))
_BUILD = frozenset((g.PREPROC_IF, g.PREPROC_ELIF, g.PREPROC_ELSE))


class _Members(msgspec.Struct):
    """What is read of the members of a type. ``described`` is the index of the first field of the last member."""

    fields: list[Field] = []
    described: int = 0


def read_type(low: Lowering, node: Node) -> None:
    """A class, struct, record, interface or enum, with everything in it."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(node)
        return
    if name_node is None:
        return
    name = low.name(name_node)
    qualified = low.qualify(name.identifier)
    annotations, words = header_of(low, node)
    kind = TYPE_KINDS[node.kind_id]
    position = len(low.types)
    members = _Members()
    with low.inside(qualified):
        _read_head(low, node, members)
        body = node.child_by_field_id(g.FIELD_BODY)
        if body is not None:
            _read_members(low, body, members, name.identifier)
    low.types.insert(
        position,
        TypeDecl(
            name.identifier,
            qualified,
            kind,
            low.span(node),
            name.span,
            _supertypes(low, node) if kind != "enum" else (),
            annotations,
            tuple(members.fields),
            words,
        ),
    )


def _supertypes(low: Lowering, node: Node) -> tuple[str, ...]:
    found: list[str] = []
    for child in node.children:
        for one in child.children if child.kind_id == g.BASE_LIST else ():
            held = one.child_by_field_id(g.FIELD_TYPE) if one.kind_id == g.PRIMARY_BASE else one
            if held is not None and held.kind_id in g.TYPES:
                found.append(low.type_text(held))
    return tuple(found)


def _read_head(low: Lowering, node: Node, members: _Members) -> None:
    """The parameters behind the name of a type: those of its constructor, and members that they set."""
    listed = next((child for child in node.children if child.kind_id == g.PARAMETERS), None)
    if listed is None:
        return
    given = parameters(low, listed)
    nodes = [child for child in listed.children if child.kind_id == g.PARAMETER]
    for parameter, place in zip(given, nodes, strict=False):
        members.fields.append(
            Field(parameter.name, parameter.type, low.span(place), parameter.span, parameter.annotations)
        )
    low.functions.append(_constructor(low, given, low.span(node)))


def _constructor(low: Lowering, given: tuple[Parameter, ...], span: Span) -> Function:
    statements: tuple[Statement, ...] = tuple(
        Assign(one.span, Member(one.span, Name(one.span, "this"), one.name), Name(one.span, one.name)) for one in given
    )
    return Function(CONSTRUCTOR, low.qualify(CONSTRUCTOR), low.owner, span, span, given, body=Block(span, statements))


def _read_members(low: Lowering, body: Node, members: _Members, type_name: str) -> None:
    """The declarations between braces, each with the comment before it or at the end of its last line."""
    before: list[str] = []
    before_end = member_end = -2
    for node in body.children:
        if node.kind_id == g.COMMENT:
            row = node.start_point.row
            if row == member_end:
                _describe_last(members, comment_text(low.text(node)))
                continue
            if row > before_end + 1:
                before.clear()
            before.append(low.text(node))
            before_end = node.end_point.row
            continue
        first = len(members.fields)
        near = node.start_point.row <= before_end + 1
        comment = " ".join(map(comment_text, before)) if before and near else None
        if node.kind_id == g.ENUM_MEMBER:
            members.fields.extend(_entry(low, node, type_name))
        else:
            members.fields.extend(read_member(low, node, comment))
        if node.is_named:
            members.described = first
            before.clear()
            member_end = node.end_point.row


def _describe_last(members: _Members, comment: str) -> None:
    for index in range(members.described, len(members.fields)):
        field = members.fields[index]
        text = comment if field.comment is None else f"{field.comment} {comment}"
        members.fields[index] = msgspec.structs.replace(field, comment=text)


def read_member(low: Lowering, node: Node, comment: str | None = None) -> list[Field]:
    """One declaration in a type, a namespace or the file; the fields that it declares."""
    kind = node.kind_id
    if kind in FIELDS:
        return read_fields(low, node, comment)
    if kind == g.PROPERTY:
        return read_property(low, node, comment)
    if kind in METHODS:
        read_method(low, node)
    elif kind in TYPE_KINDS:
        read_type(low, node)
    elif kind in _NAMESPACES:
        _read_namespace(low, node)
    elif kind in _BUILD or node.is_error:
        return [field for child in node.children for field in read_member(low, child)]
    return []


def _read_namespace(low: Lowering, node: Node) -> None:
    name = node.child_by_field_id(g.FIELD_NAME)
    outer = low.prefix
    if name is not None:
        low.prefix = low.qualify("".join(low.text(name).split()))
    body = node.child_by_field_id(g.FIELD_BODY)
    if low.depth >= NESTING_LIMIT:
        low.tree.report_nesting(node)
        return
    low.depth += 1
    for child in (node if body is None else body).children:
        read_member(low, child)
    low.depth -= 1
    if node.kind_id == g.NAMESPACE:
        low.prefix = outer


def _entry(low: Lowering, node: Node, type_name: str) -> list[Field]:
    """A member of an enum: a static field."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    if name_node is None:
        return []
    name = low.name(name_node)
    annotations, _ = header_of(low, node)
    span = low.span(node)
    return [Field(name.identifier, type_name, span, name.span, annotations, ("static",), New(span, type_name, ()))]


def local_type(low: Lowering, node: Node) -> None:
    """A type declared among statements is one of the module."""
    read_type(low, node)
