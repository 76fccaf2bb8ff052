"""Types and their members."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.headers import header_of, parameters
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.csharp.members import CONSTRUCTOR, FIELDS, METHODS, read_fields, read_method, read_property
from secure_lint.languages.lowering import set_members
from secure_lint.languages.member_comments import commented_fields
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Block, Field, Function, New, Parameter, TypeDecl
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
    with low.inside(qualified):
        fields = _read_head(low, node)
        body = node.child_by_field_id(g.FIELD_BODY)
        if body is not None:
            fields += _read_members(low, body, name.identifier)
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
            tuple(fields),
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


def _read_head(low: Lowering, node: Node) -> list[Field]:
    """The parameters behind the name of a type: those of its constructor, and members that they set."""
    listed = next((child for child in node.children if child.kind_id == g.PARAMETERS), None)
    if listed is None:
        return []
    given = parameters(low, listed)
    nodes = [child for child in listed.children if child.kind_id == g.PARAMETER]
    low.functions.append(_constructor(low, given, low.span(node)))
    return [
        Field(one.name, one.type, low.span(place), one.span, one.annotations)
        for one, place in zip(given, nodes, strict=False)
    ]


def _constructor(low: Lowering, given: tuple[Parameter, ...], span: Span) -> Function:
    body = Block(span, set_members(given))
    return Function(CONSTRUCTOR, low.qualify(CONSTRUCTOR), low.owner, span, span, given, body=body)


def _read_members(low: Lowering, body: Node, type_name: str) -> list[Field]:
    """The members between braces."""

    def read(node: Node, comment: str | None) -> list[Field]:
        return _entry(low, node, type_name) if node.kind_id == g.ENUM_MEMBER else read_member(low, node, comment)

    return commented_fields(low, body.children, (g.COMMENT,), read)


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
