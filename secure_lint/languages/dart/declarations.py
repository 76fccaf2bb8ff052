"""Types and their members, and what stands outside types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tree_sitter import Node

from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.chains import arguments
from secure_lint.languages.dart.constructors import CONSTRUCTOR, SIGNATURES, Constructor, read_constructors
from secure_lint.languages.dart.headers import annotation, words
from secure_lint.languages.dart.lowering import Lowering, plain_type
from secure_lint.languages.dart.members import (
    FUNCTIONS,
    GETTER,
    SETTER,
    VARIABLES,
    Head,
    read_function,
    read_getter,
    read_setter,
    read_variables,
)
from secure_lint.languages.lowering import set_members
from secure_lint.languages.member_comments import commented_fields
from secure_lint.model.program import Annotation, Block, Field, Function, New, Parameter, TypeDecl

_CLASS = g.kind("class_definition")
_ENUM = g.kind("enum_declaration")
_EXTENSION = g.kind("extension_declaration")
TYPES = frozenset((_CLASS, _ENUM, _EXTENSION, g.kind("mixin_declaration"), g.kind("extension_type_declaration")))
_BODIES = frozenset((g.CLASS_BODY, g.kind("enum_body"), g.kind("extension_body")))
_ALIASED = g.kind("mixin_application_class")
_ENTRY = g.kind("enum_constant")
_DECLARATION = g.kind("declaration")
_SIGNATURES = frozenset((*FUNCTIONS, GETTER, SETTER, *SIGNATURES))
_BODY = g.kind("function_body")
_PARENTS = frozenset((g.SUPERCLASS, g.INTERFACES, g.MIXINS, g.kind("mixin_application")))
_BREAKS = frozenset(",{;=")


def read_all(low: Lowering, nodes: Sequence[Node]) -> list[Field]:
    """The declarations of a file; its variables."""
    return _Members(low, "").read(nodes)


def read_type(low: Lowering, node: Node) -> None:
    """A class, mixin, enum, extension or extension type, with everything in it."""
    children = node.children
    inner = next((child for child in children if child.kind_id == _ALIASED), node)
    name_node = inner.child_by_field_id(g.FIELD_NAME) or _identifier(inner)
    extended = low.declared_type(node.children_by_field_id(g.FIELD_CLASS)) if node.kind_id == _EXTENSION else None
    if name_node is None and extended is None:
        return
    at = name_node or node
    name = low.text(at) if extended is None else extended.partition("<")[0]
    qualified = _qualified(low, name, extends=extended is not None)
    position = len(low.types)
    body = next((child for child in children if child.kind_id in _BODIES), None)
    members = _Members(low, name)
    with low.inside_type(qualified, extends=extended is not None):
        fields = _represented(low, node)
        if body is not None:
            fields += members.read(body.children)
        read_constructors(low, members.constructors, name, fields)
    kind = "enum" if node.kind_id == _ENUM else "extension" if extended is not None else "class"
    low.types.insert(
        position,
        TypeDecl(
            name,
            qualified,
            kind,
            low.span(node),
            low.span(at),
            tuple(_supertypes(low, inner)) if extended is None else (),
            tuple(annotation(low, child) for child in children if child.kind_id == g.ANNOTATION),
            tuple(fields),
            words(low, children),
        ),
    )


def _qualified(low: Lowering, name: str, *, extends: bool) -> str:
    """The full name of a type. A private one is that of its file; an extension has the name of what it extends."""
    if extends:
        return name
    return low.qualify(f"{low.library}.{name}" if name.startswith("_") else name)


def _identifier(node: Node) -> Node | None:
    return next((child for child in node.children if child.kind_id == g.IDENTIFIER), None)


def _supertypes(low: Lowering, node: Node) -> Iterator[str]:
    """The types behind ``extends``, ``with``, ``implements`` and ``on``."""
    named = node.kind_id in _PARENTS
    start = end = -1
    for child in node.children:
        kind = child.kind_id
        named = named or kind == g.ON
        if named and (kind in g.TYPES or (start >= 0 and kind == g.DOT)):
            start = child.start_byte if start < 0 else start
            end = child.end_byte
            continue
        if start >= 0 and (child.is_named or child.type in _BREAKS):
            yield plain_type(low.tree.slice(start, end)) or "Object"
            start = -1
        if kind in _PARENTS:
            yield from _supertypes(low, child)
    if start >= 0:
        yield plain_type(low.tree.slice(start, end)) or "Object"


def _represented(low: Lowering, node: Node) -> list[Field]:
    """What an extension type is made of: its only member, which its constructor sets."""
    holder = node.child_by_field_id(g.FIELD_REPRESENTATION)
    name_node = None if holder is None else holder.child_by_field_id(g.FIELD_NAME)
    if holder is None or name_node is None:
        return []
    name = low.name(name_node)
    held = low.declared_type(holder.children)
    span = low.span(holder)
    given = (Parameter(name.identifier, held, name.span),)
    body = Block(span, set_members(given))
    low.functions.append(Function(CONSTRUCTOR, low.qualify(CONSTRUCTOR), low.owner, span, span, given, body=body))
    return [Field(name.identifier, held, span, name.span)]


class _Members:
    """Reads declarations that stand side by side: annotations, signatures and bodies are siblings in the grammar."""

    __slots__ = ("annotations", "before", "comment", "constructors", "low", "signature", "type_name")

    def __init__(self, low: Lowering, type_name: str) -> None:
        self.low = low
        self.type_name = type_name
        self.constructors: list[Constructor] = []
        self.annotations: list[Annotation] = []
        self.comment: str | None = None
        self.before: list[Node] = []
        self.signature: Node | None = None

    def read(self, nodes: Sequence[Node]) -> list[Field]:
        """The fields among the declarations; functions, types and constructors go where they belong."""
        fields = commented_fields(self.low, nodes, g.COMMENTS, self.read_node)
        fields.extend(self.finish(None))
        return fields

    def read_node(self, node: Node, comment: str | None) -> list[Field]:
        """One of the siblings; the fields that it completes."""
        kind = node.kind_id
        if kind == _BODY:
            return self.finish(node)
        found = self.finish(None) if self.signature is not None else []
        self.comment = comment or self.comment
        if kind == g.ANNOTATION:
            self.annotations.append(annotation(self.low, node))
        elif kind == g.METHOD_SIGNATURE or kind in _SIGNATURES:
            self.signature = node
        elif kind == _DECLARATION:
            found += self.declaration(node)
        elif kind in VARIABLES:
            found += read_variables(self.low, node, self.head(self.before))
        elif kind in TYPES:
            read_type(self.low, node)
            self.clear()
        elif kind == _ENTRY:
            found += self.entry(node)
        elif node.is_error:
            found += _Members(self.low, self.type_name).read(node.children)
        elif node.type in _BREAKS or node.type == "}":
            self.clear()
        else:
            self.before.append(node)
        return found

    def head(self, before: Sequence[Node]) -> Head:
        """What stands before the declaration at hand; the next one starts afresh."""
        head = Head(tuple(self.annotations), words(self.low, before), self.comment, tuple(before))
        self.clear()
        return head

    def clear(self) -> None:
        """The next declaration starts."""
        self.annotations.clear()
        self.before = []
        self.comment = None

    def finish(self, body: Node | None) -> list[Field]:
        """The function, accessor or constructor whose signature was read, with its body."""
        holder, self.signature = self.signature, None
        if holder is None:
            return []
        signature = holder
        if holder.kind_id == g.METHOD_SIGNATURE:
            signature = next((child for child in holder.children if child.kind_id in _SIGNATURES), holder)
        before = holder.children if signature != holder else self.before
        return self.complete(holder, signature, body, self.head(before))

    def complete(self, holder: Node, signature: Node, body: Node | None, head: Head) -> list[Field]:
        """A signature with its body."""
        kind = signature.kind_id
        if kind == GETTER:
            return read_getter(self.low, signature, body, head)
        if kind == SETTER:
            read_setter(self.low, signature, body, head)
        elif kind in SIGNATURES and not self.is_method(signature):
            self.constructors.append(Constructor(holder, signature, body, head, len(self.low.functions)))
        elif kind in FUNCTIONS or kind in SIGNATURES:
            read_function(self.low, signature, body, head)
        return []

    def is_method(self, signature: Node) -> bool:
        """Whether the signature of a constructor is that of a method whose type is not written."""
        names = [child for child in signature.children if child.kind_id == g.IDENTIFIER]
        return len(names) == 1 and self.low.text(names[0]) not in {self.type_name, "new"}

    def declaration(self, node: Node) -> list[Field]:
        """Members without bodies: fields, constructors, and functions that others implement."""
        found: list[Field] = []
        head = self.head(node.children)
        for child in node.children:
            if child.kind_id in VARIABLES:
                found += read_variables(self.low, child, head)
            elif child.kind_id in _SIGNATURES:
                found += self.complete(node, child, None, head)
        return found

    def entry(self, node: Node) -> list[Field]:
        """A value of an enum: a static field."""
        low = self.low
        name_node = node.child_by_field_id(g.FIELD_NAME)
        head = self.head(())
        if name_node is None:
            return []
        name = low.name(name_node)
        span = low.span(node)
        holders = [child for child in node.children if child.kind_id == g.ARGUMENT_PART]
        nodes = holders[0].children if holders else node.children
        given = next((child for child in nodes if child.kind_id == g.ARGUMENTS), None)
        made = New(span, self.type_name, () if given is None else arguments(low, given))
        return [
            Field(
                name.identifier,
                self.type_name,
                span,
                name.span,
                head.annotations,
                ("static",),
                made,
                comment=head.comment,
            )
        ]
