"""Classes: their headers, and their fields in the body and in the methods."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from tree_sitter import Node

from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.functions import decorators, read_function
from secure_lint.languages.python.lowering import Lowering
from secure_lint.languages.python.type_texts import declared_type, type_text
from secure_lint.languages.syntax import comment_text
from secure_lint.model.program import (
    Annotation,
    Argument,
    Call,
    Expression,
    Field,
    Function,
    Literal,
    Parameter,
    TypeDecl,
)
from secure_lint.model.span import Span

_ENUMERATIONS = ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "TextChoices", "IntegerChoices")
_CONSTRUCTOR = "<init>"

_Add = Callable[[Field], None]


class _Members(msgspec.Struct):
    """The fields found so far, by name.

    ``constants`` says that plain assignments are entries of an enumeration; ``assigned`` are the fields that only a
    method assigns.
    """

    fields: dict[str, Field]
    constants: bool
    assigned: set[str] = msgspec.field(default_factory=set)

    def add(self, field: Field) -> None:
        """Record a field; the first one of a name counts."""
        self.fields.setdefault(field.name, field)


def read_class(low: Lowering, node: Node, annotations: tuple[Annotation, ...] = ()) -> None:
    """A class with everything in it."""
    name_node = node.child_by_field_id(g.FIELD_NAME)
    if name_node is None or low.is_too_deep(node):
        return
    name = low.text(name_node)
    qualified = low.qualify(name)
    supertypes, keywords = _header(low, node.child_by_field_id(g.FIELD_SUPERCLASSES))
    enumeration = any(parent.rpartition(".")[2] in _ENUMERATIONS for parent in supertypes)
    position, first = len(low.types), len(low.functions)
    members = _Members({}, enumeration)
    body = node.child_by_field_id(g.FIELD_BODY)
    with low.inside_scope(qualified, qualified, None):
        if body is not None:
            _read_body(low, body.children, members)
    fields = tuple(members.fields.values())
    span, name_span = low.span(node), low.span(name_node)
    if not any(one.owner == qualified and one.name == _CONSTRUCTOR for one in low.functions[first:]):
        declared = tuple(one for one in fields if one.name not in members.assigned)
        low.functions.extend(_constructor(qualified, declared, name_span))
    low.types.insert(
        position,
        TypeDecl(
            name,
            qualified,
            "enum" if enumeration else "class",
            span,
            name_span,
            supertypes,
            (*annotations, *keywords),
            fields,
        ),
    )


def _header(low: Lowering, node: Node | None) -> tuple[tuple[str, ...], tuple[Annotation, ...]]:
    """The base classes, and the keywords (``table=True``) as annotations."""
    parents: list[str] = []
    keywords: list[Annotation] = []
    for child in [] if node is None else node.children:
        if child.kind_id == g.KEYWORD_ARGUMENT:
            name = child.child_by_field_id(g.FIELD_NAME)
            value = child.child_by_field_id(g.FIELD_VALUE)
            if name is not None and value is not None:
                keywords.append(Annotation(low.text(name), low.span(child), (Argument(low.value(value)),)))
        elif child.kind_id in low.expressions:
            text = type_text(low, child)
            if text is not None:
                parents.append(text)
    return tuple(parents), tuple(keywords)


def _constructor(qualified: str, fields: tuple[Field, ...], span: Span) -> Iterator[Function]:
    """The constructor that a record has (a data class, a model): its fields are the parameters, all optional."""
    given = [
        one
        for one in fields
        if "static" not in one.modifiers
        and "computed" not in one.modifiers
        and (one.type is not None or isinstance(one.initial, Call))
    ]
    if given:
        absent = Literal(span, "null", None)
        values = tuple(
            Parameter(
                one.name, one.type, one.name_span, (), one.initial if isinstance(one.initial, Literal) else absent
            )
            for one in given
        )
        yield Function(_CONSTRUCTOR, f"{qualified}.{_CONSTRUCTOR}", qualified, span, span, values)


def _read_body(low: Lowering, nodes: list[Node], members: _Members) -> None:
    """The declarations of a class, each with the comment before it or at the end of its last line."""
    before: list[str] = []
    before_end = last_row = -2
    last: str | None = None
    for node in nodes:
        if node.kind_id == g.COMMENT:
            row = node.start_point.row
            text = comment_text(low.text(node))
            if row == last_row and last is not None:
                members.fields[last] = _described(members.fields[last], text)
                continue
            if row > before_end + 1:
                before.clear()
            before.append(text)
            before_end = node.end_point.row
            continue
        known = len(members.fields)
        _read_member(low, node, members)
        last = next(reversed(members.fields)) if len(members.fields) > known else None
        if last is not None and before and node.start_point.row <= before_end + 1:
            members.fields[last] = _described(members.fields[last], " ".join(before))
        before.clear()
        last_row = node.end_point.row


def _described(field: Field, comment: str) -> Field:
    return msgspec.structs.replace(field, comment=f"{field.comment} {comment}" if field.comment else comment)


def _read_member(low: Lowering, node: Node, members: _Members) -> None:
    kind = node.kind_id
    if kind == g.EXPRESSION_STATEMENT:
        for child in node.children:
            if child.kind_id == g.ASSIGNMENT:
                read_variables(low, child, members.add, constant=members.constants)
    elif kind in g.DEFINITIONS:
        _read_definition(low, node, members)
    elif (kind in {g.IF_STATEMENT, g.BLOCK} or node.is_error) and not low.is_too_deep(node):
        low.depth += 1
        _read_body(low, node.children, members)
        low.depth -= 1


def _read_definition(low: Lowering, node: Node, members: _Members) -> None:
    annotations: tuple[Annotation, ...] = ()
    definition: Node | None = node
    if node.kind_id == g.DECORATED:
        annotations = decorators(low, node)
        definition = node.child_by_field_id(g.FIELD_DEFINITION)
    if definition is None:
        return
    if definition.kind_id == g.CLASS:
        read_class(low, definition, annotations)
        return
    computed = read_function(low, definition, annotations)
    if computed is not None:
        members.add(computed)
    for field in _assigned_in(low, definition):
        if field.name not in members.fields:
            members.assigned.add(field.name)
            members.add(field)


def read_variables(low: Lowering, node: Node, add: _Add, *, constant: bool = False) -> None:
    """The fields that one assignment declares; their initial values are always lowered."""
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    if left is None:
        return
    while right is not None and right.kind_id == g.ASSIGNMENT:
        read_variables(low, right, add, constant=constant)
        right = right.child_by_field_id(g.FIELD_RIGHT)
    if left.kind_id == g.IDENTIFIER:
        type_node = node.child_by_field_id(g.FIELD_TYPE)
        declared = None if type_node is None else declared_type(low, type_node)
        initial = None if right is None else low.value(right)
        name = low.text(left)
        words: tuple[str, ...] = ("static", "final") if constant or (declared is None and name.isupper()) else ()
        if declared is not None:
            words = declared.modifiers
        add(
            Field(
                name,
                None if declared is None else declared.text,
                low.span(node),
                low.span(left),
                () if declared is None else declared.annotations,
                words,
                initial,
            )
        )
    elif left.kind_id in g.SEQUENCES:
        _unpack(low, left, right, add)


def _unpack(low: Lowering, left: Node, right: Node | None, add: _Add) -> None:
    targets = [child for child in left.named_children if child.kind_id != g.COMMENT]
    values = [child for child in right.named_children if child.kind_id != g.COMMENT] if right is not None else []
    paired = right is not None and right.kind_id in g.SEQUENCES and len(values) == len(targets)
    for index, target in enumerate(targets):
        if target.kind_id == g.IDENTIFIER:
            initial = low.value(values[index]) if paired else None
            add(Field(low.text(target), None, low.span(target), low.span(target), initial=initial))


def _assigned_in(low: Lowering, node: Node) -> Iterator[Field]:
    """The fields that a method assigns on its object, with the types that its parameters or annotations say."""
    list_node = node.child_by_field_id(g.FIELD_PARAMETERS)
    names = [] if list_node is None else [child for child in list_node.children if child.kind_id == g.IDENTIFIER]
    if list_node is None or not names or list_node.named_children[0] != names[0]:
        return
    this = low.text(names[0])
    types = _parameter_types(low, list_node)
    pending = [node]
    while pending:
        each = pending.pop()
        if each.kind_id == g.ASSIGNMENT:
            yield from _member_fields(low, each, this, types)
        if each.kind_id in _CONTAINERS or each is node:
            pending.extend(reversed(each.children))


_CONTAINERS = frozenset(
    g.kind(name)
    for name in (
        "block",
        "if_statement",
        "elif_clause",
        "else_clause",
        "for_statement",
        "while_statement",
        "try_statement",
        "except_clause",
        "finally_clause",
        "with_statement",
        "expression_statement",
        "match_statement",
        "case_clause",
    )
)


def _parameter_types(low: Lowering, node: Node) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for child in node.children:
        type_node = child.child_by_field_id(g.FIELD_TYPE)
        if type_node is not None and child.named_child_count:
            found[low.text(child.named_children[0])] = declared_type(low, type_node).text
    return found


def _member_fields(low: Lowering, node: Node, this: str, types: dict[str, str | None]) -> Iterator[Field]:
    left, right = node.child_by_field_id(g.FIELD_LEFT), node.child_by_field_id(g.FIELD_RIGHT)
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    declared = None if type_node is None else declared_type(low, type_node).text
    initial: Expression | None = None
    if right is not None and right.kind_id in _CONSTANTS:
        initial = low.value(right)
    elif right is not None and right.kind_id == g.IDENTIFIER and declared is None:
        declared = types.get(low.text(right))
    targets = [] if left is None else [left] if left.kind_id not in g.SEQUENCES else left.named_children
    for target in targets:
        holder = target.child_by_field_id(g.FIELD_OBJECT)
        name = target.child_by_field_id(g.FIELD_ATTRIBUTE)
        if target.kind_id == g.ATTRIBUTE and holder is not None and name is not None and low.text(holder) == this:
            single = target is left
            yield Field(
                low.text(name),
                declared if single else None,
                low.span(node),
                low.span(name),
                initial=initial if single else None,
            )


_CONSTANTS = frozenset(g.kind(name) for name in ("string", "integer", "float", "true", "false", "concatenated_string"))
