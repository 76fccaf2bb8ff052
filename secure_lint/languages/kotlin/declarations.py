"""Types and their members."""

from __future__ import annotations

import msgspec
from tree_sitter import Node

from secure_lint.languages.kotlin.arguments import arguments
from secure_lint.languages.kotlin.comments import field_comments
from secure_lint.languages.kotlin.functions import (
    ConstructorHead,
    read_function,
    read_initializer,
    read_primary_constructor,
    read_secondary_constructor,
)
from secure_lint.languages.kotlin.parameters import annotations_and_modifiers, constructor_call
from secure_lint.languages.kotlin.properties import read_property
from secure_lint.languages.kotlin.reader import Reader, Scope
from secure_lint.model.program import (
    Annotation,
    Argument,
    Call,
    Expression,
    Field,
    Name,
    New,
    Parameter,
    Statement,
    TypeDecl,
)
from secure_lint.model.span import Span

_KINDS = {"enum": "enum", "annotation": "annotation"}
_COMPANION = "Companion"


class Header(msgspec.Struct, frozen=True):
    """What stands before the body of a type."""

    name: Node | None = None
    keyword: str = "class"
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    constructor: Node | None = None
    supertypes: tuple[str, ...] = ()
    super_call: Call | None = None
    body: Node | None = None


def read_type(reader: Reader, node: Node) -> None:
    """A class, interface or object with all that is in it."""
    header = read_header(reader, node)
    if header.name is None and header.keyword != "companion":
        return
    name = _COMPANION if header.name is None else reader.text(header.name).strip("`")
    name_span = reader.span(header.name) if header.name is not None else reader.span(node)
    kind = header.keyword
    for modifier in header.modifiers:
        kind = _KINDS.get(modifier, kind)
    outer = reader.scope
    qualified = outer.qualify(name)
    position = len(reader.types)
    if kind == "companion":
        scope = Scope(outer.prefix, outer.owner, static=True)
    else:
        scope = Scope(qualified, qualified, static=kind == "object")
    fields = _read_members(reader, header, scope, name)
    if kind == "companion":
        reader.fields.extend(fields)
        if header.name is None and not header.supertypes and not header.annotations:
            return
        fields = ()
    declared = TypeDecl(
        name=name,
        qualified=qualified,
        kind=kind,
        span=reader.span(node),
        name_span=name_span,
        supertypes=header.supertypes,
        annotations=header.annotations,
        fields=fields,
        modifiers=tuple(modifier for modifier in header.modifiers if modifier not in _KINDS),
    )
    reader.types.insert(position, declared)


def read_header(reader: Reader, node: Node) -> Header:
    """The parts of a type declaration before its body, and the body."""
    found: dict[str, Node] = {}
    keyword = "class"
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    supertypes: tuple[str, ...] = ()
    super_call: Call | None = None
    for child in node.children:
        kind = child.type
        if kind == "identifier":
            found.setdefault("name", child)
        elif kind in {"interface", "object", "companion"}:
            keyword = kind if keyword == "class" else keyword
        elif kind == "modifiers":
            annotations, modifiers = annotations_and_modifiers(reader, child)
        elif kind == "primary_constructor":
            found["constructor"] = child
        elif kind == "delegation_specifiers":
            supertypes, super_call = _supertypes(reader, child)
        elif kind in {"class_body", "enum_class_body"}:
            found["body"] = child
        elif kind == "fun":
            modifiers = (*modifiers, "fun")
    return Header(
        keyword=keyword,
        annotations=annotations,
        modifiers=modifiers,
        supertypes=supertypes,
        super_call=super_call,
        **found,
    )


def _supertypes(reader: Reader, node: Node) -> tuple[tuple[str, ...], Call | None]:
    """The supertypes, and the call of the superclass's constructor."""
    supertypes: list[str] = []
    super_call: Call | None = None
    for specifier in reader.named(node):
        parts = reader.named(specifier)
        if not parts:
            continue
        part = parts[-1]
        if part.type == "explicit_delegation":
            supertypes.extend(reader.type_text(each) for each in reader.named(part)[:1])
            continue
        name, given = constructor_call(reader, part)
        supertypes.append(name)
        if part.type == "constructor_invocation":
            span = reader.span(part)
            super_call = Call(span, Name(span, "super"), given)
    return tuple(supertypes), super_call


def _read_members(reader: Reader, header: Header, scope: Scope, type_name: str) -> tuple[Field, ...]:
    outer, outer_fields = reader.scope, reader.fields
    fields: list[Field] = []
    reader.scope, reader.fields = scope, fields
    parameters, properties = _constructor_parameters(reader, header.constructor)
    fields.extend(properties)
    super_call = header.super_call
    passes_arguments = super_call is not None and bool(super_call.arguments)
    if header.name is not None and (header.constructor is not None or passes_arguments):
        head = ConstructorHead(header.name, header.constructor, super_call)
        read_primary_constructor(reader, head, parameters, tuple(each.name for each in properties))
    if header.body is not None:
        with reader.nested(header.body) as allowed:
            if allowed:
                read_members(reader, header.body, type_name)
    reader.scope, reader.fields = outer, outer_fields
    return tuple(fields)


def _constructor_parameters(
    reader: Reader, constructor: Node | None
) -> tuple[tuple[Parameter, ...], tuple[Field, ...]]:
    """The parameters of the primary constructor, and the properties that some of them declare."""
    parameters: list[Parameter] = []
    properties: list[Field] = []
    for child in constructor.children if constructor is not None else ():
        if child.type != "class_parameters":
            continue
        comments = field_comments(reader, child)
        for node in child.children:
            if node.type == "class_parameter":
                parameter, field = _constructor_parameter(reader, node, comments.get(node.start_byte))
                parameters.append(parameter)
                if field is not None:
                    properties.append(field)
    return tuple(parameters), tuple(properties)


def _constructor_parameter(reader: Reader, node: Node, comment: str | None) -> tuple[Parameter, Field | None]:
    annotations: tuple[Annotation, ...] = ()
    modifiers: tuple[str, ...] = ()
    parts: list[Node] = []
    default: Node | None = None
    declares = after_sign = False
    for child in node.children:
        kind = child.type
        if kind == "modifiers":
            annotations, modifiers = annotations_and_modifiers(reader, child)
        elif kind in {"val", "var"}:
            declares = True
        elif kind == "=":
            after_sign = True
        elif reader.is_named(child):
            if after_sign:
                default = child
            else:
                parts.append(child)
    deferring, reader.deferring = reader.deferring, True
    initial = None if default is None else reader.expression(default)
    reader.deferring = deferring
    name = reader.text(parts[0]).strip("`") if parts else ""
    name_span = reader.span(parts[0] if parts else node)
    type_name = reader.type_text(parts[1]) if len(parts) > 1 else None
    parameter = Parameter(name, type_name, name_span, annotations, initial, "vararg" in modifiers)
    if not declares:
        return parameter, None
    span = reader.span(node)
    return parameter, Field(name, type_name, span, name_span, annotations, modifiers, initial, comment=comment)


def read_members(reader: Reader, body: Node, type_name: str) -> None:
    """The members of a type's body; those of an ERROR in it too."""
    comments = field_comments(reader, body)
    for node in body.children:
        if node.type == "enum_entry":
            _read_entry(reader, node, type_name, comments.get(node.start_byte))
        else:
            read_declaration(reader, node, comments.get(node.start_byte))


def read_declaration(reader: Reader, node: Node, comment: str | None = None) -> bool:
    """A member of a type or of the file; whether ``node`` is one."""
    kind = node.type
    if kind == "function_declaration":
        read_function(reader, node)
    elif kind == "property_declaration":
        reader.fields.extend(read_property(reader, node, comment))
    elif kind in {"class_declaration", "object_declaration", "companion_object"}:
        read_type(reader, node)
    elif kind == "anonymous_initializer":
        read_initializer(reader, node)
    elif kind == "secondary_constructor":
        read_secondary_constructor(reader, node)
    elif kind == "ERROR":
        for child in node.children:
            read_declaration(reader, child)
    else:
        return False
    return True


def _read_entry(reader: Reader, node: Node, type_name: str, comment: str | None) -> None:
    """An enum entry: a static field that holds a new object of the type, or of its own body."""
    name: Node | None = None
    annotations: tuple[Annotation, ...] = ()
    given: tuple[Argument, ...] = ()
    body: Node | None = None
    for child in node.children:
        kind = child.type
        if kind == "identifier":
            name = child
        elif kind == "modifiers":
            annotations, _ = annotations_and_modifiers(reader, child)
        elif kind == "value_arguments":
            given = arguments(reader, child)
        elif kind == "class_body":
            body = child
    if name is None:
        return
    span = reader.span(node)
    created = type_name
    if body is not None:
        created = _read_anonymous(reader, node, (type_name,), body)
    field = Field(
        name=reader.text(name).strip("`"),
        type=type_name,
        span=span,
        name_span=reader.span(name),
        annotations=annotations,
        modifiers=("static",),
        initial=New(span, created, given),
        comment=comment,
    )
    reader.fields.append(field)


def object_literal(reader: Reader, node: Node) -> Expression:
    """``object : Type(…) { }``."""
    header = read_header(reader, node)
    name = _read_anonymous(reader, node, header.supertypes, header.body)
    return New(reader.span(node), name, header.super_call.arguments if header.super_call is not None else ())


def _read_anonymous(reader: Reader, node: Node, supertypes: tuple[str, ...], body: Node | None) -> str:
    """Declare a type without a name; returns the name that stands for it."""
    span = reader.span(node)
    name = f"<anonymous:{span.start_line}:{span.start_column}>"
    qualified = reader.scope.qualify(name)
    position = len(reader.types)
    header = Header(body=body)
    receivers, reader.receivers = reader.receivers, []
    fields = _read_members(reader, header, Scope(qualified, qualified), name)
    reader.receivers = receivers
    start = Span(span.start_line, span.start_column, span.start_line, span.start_column)
    reader.types.insert(position, TypeDecl(name, qualified, "class", span, start, supertypes=supertypes, fields=fields))
    return name


def local_type(reader: Reader, node: Node, out: list[Statement]) -> None:  # noqa: ARG001
    """A type declared in a function is one of the module."""
    read_type(reader, node)
