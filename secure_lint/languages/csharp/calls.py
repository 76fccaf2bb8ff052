"""Calls, members, elements, creation of objects and closures."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.headers import parameters, start_of
from secure_lint.languages.csharp.lowering import Lowering
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import (
    Argument,
    Assign,
    Block,
    Call,
    Evaluate,
    Expression,
    Index,
    Lambda,
    Literal,
    Member,
    Name,
    New,
    Parameter,
    Record,
    Sequence,
    Statement,
)

_NAME_OF = "nameof"
_COPY = "copy"
_ANY = "object"
_LINKS = frozenset((g.INVOCATION, g.MEMBER_ACCESS, g.ELEMENT_ACCESS, g.CONDITIONAL_ACCESS))
_QUALIFIER = g.field("qualifier")


def chain(low: Lowering, node: Node) -> Expression:
    """``a.b(c)[d]?.e``, read without recursion."""
    links: list[Node] = []
    limit = NESTING_LIMIT - low.depth
    while node.kind_id in _LINKS:
        if len(links) >= limit:
            low.tree.report_nesting(node)
            return low.nothing(node)
        links.append(node)
        node = _inner(node)
    depth = low.depth
    low.depth += len(links)
    # ``string.Format``, ``int.Parse``: a keyword is the type whose members are used
    value = Name(low.span(node), low.type_text(node)) if node.kind_id == g.PREDEFINED_TYPE else low.expression(node)
    for link in reversed(links):
        value = _linked(low, link, value)
    low.depth = depth
    return value


def _inner(node: Node) -> Node:
    """What a link of a chain is applied to."""
    for field in (g.FIELD_FUNCTION, g.FIELD_EXPRESSION, g.FIELD_CONDITION):
        held = node.child_by_field_id(field)
        if held is not None:
            return held
    return node.children[0]


def _linked(low: Lowering, node: Node, inner: Expression) -> Expression:
    kind = node.kind_id
    if kind == g.MEMBER_ACCESS:
        return _member(low, node, inner)
    if kind == g.ELEMENT_ACCESS:
        given = node.child_by_field_id(g.FIELD_SUBSCRIPT)
        return inner if given is None else _element(low, node, given, inner)
    if kind == g.CONDITIONAL_ACCESS:
        outer, low.bound = low.bound, inner
        value = low.expression(node.children[-1])
        low.bound = outer
        return value
    return _called(low, node, inner)


def _member(low: Lowering, node: Node, receiver: Expression) -> Expression:
    name = node.child_by_field_id(g.FIELD_NAME)
    if name is None:
        return receiver
    held = _plain(name)
    text = low.text(held).removeprefix("@")
    return Member(low.span(held), receiver, text)


def _plain(name: Node) -> Node:
    """The identifier of a name, without what it is generic in."""
    return name.children[0] if name.kind_id == g.GENERIC_NAME else name


def member_binding(low: Lowering, node: Node) -> Expression:
    """``.b`` behind a question mark."""
    return low.nothing(node) if low.bound is None else _member(low, node, low.bound)


def element_binding(low: Lowering, node: Node) -> Expression:
    """``[b]`` behind a question mark."""
    return low.nothing(node) if low.bound is None else _element(low, node, node, low.bound)


def _element(low: Lowering, node: Node, given: Node, receiver: Expression) -> Expression:
    values = tuple(one.value for one in arguments(low, given))
    index = values[0] if len(values) == 1 else Sequence(low.span(given), values)
    return Index(low.span(node), receiver, index)


def _called(low: Lowering, node: Node, callee: Expression) -> Expression:
    given = node.child_by_field_id(g.FIELD_ARGUMENTS)
    values = () if given is None else arguments(low, given)
    span = low.tree.span_from(callee.span, node)
    if isinstance(callee, Name) and callee.identifier == _NAME_OF and values:
        return Literal(span, "string", _last_name(values[0].value))
    function = node.child_by_field_id(g.FIELD_FUNCTION)
    return Call(span, callee, values, () if function is None else _type_arguments(low, function))


def simple_name(type_name: str) -> str:
    """The last name of a type, without what it is generic in."""
    return type_name.partition("<")[0].rpartition(".")[2]


def _last_name(value: Expression) -> str:
    return value.name if isinstance(value, Member) else value.identifier if isinstance(value, Name) else ""


def _type_arguments(low: Lowering, function: Node) -> tuple[str, ...]:
    name = function.child_by_field_id(g.FIELD_NAME) or function
    if name.kind_id != g.GENERIC_NAME:
        return ()
    held = name.children[-1]
    return tuple(low.type_text(one) for one in held.children if one.kind_id in g.TYPES)


def arguments(low: Lowering, node: Node) -> tuple[Argument, ...]:
    """The arguments between parentheses or brackets; ``out`` and ``ref`` leave no trace."""
    found: list[Argument] = []
    for child in node.children:
        if child.kind_id == g.ARGUMENT:
            label = child.child_by_field_id(g.FIELD_NAME)
            value = next((one for one in reversed(child.children) if low.is_value(one)), None)
            lowered = low.nothing(child) if value is None else low.expression(value)
            found.append(Argument(lowered, None if label is None else low.text(label)))
    return tuple(found)


def generic_name(low: Lowering, node: Node) -> Expression:
    """A name with type arguments where a value stands."""
    return low.name(node.children[0])


def qualified_name(low: Lowering, node: Node) -> Expression:
    """``A.B`` where the grammar sees a type."""
    qualifier, name = node.child_by_field_id(_QUALIFIER), node.child_by_field_id(g.FIELD_NAME)
    if qualifier is None or name is None:
        return low.nothing(node)
    held = _plain(name)
    return Member(low.span(held), low.expression(qualifier), low.text(held))


def creation(low: Lowering, node: Node) -> Expression:
    """``new Type(...) { ... }``; without a type it is the one that is declared."""
    type_node = node.child_by_field_id(g.FIELD_TYPE)
    type_name = low.expected.get(node.start_byte, _ANY) if type_node is None else low.type_text(type_node)
    given = next((child for child in node.children if child.kind_id == g.ARGUMENTS), None)
    initial = next((child for child in node.children if child.kind_id == g.INITIALIZER), None)
    span = low.span(node)
    values = () if given is None else arguments(low, given)
    made = New(span, type_name, values)
    return made if initial is None else filled(low, initial, made)


def filled(low: Lowering, initial: Node, made: Expression) -> Expression:
    """An object with what stands between braces behind it: members that are set, entries, or elements."""
    parts = [child for child in initial.children if child.is_named and child.kind_id != g.COMMENT]
    if parts and all(_is_entry(one) for one in parts):
        return Record(made.span, tuple(_entry(low, one) for one in parts))
    if not any(one.kind_id == g.ASSIGNMENT for one in parts):
        return Sequence(made.span, low.values(parts)) if parts else made
    holder = Name(start_of(made.span), f"new {simple_name(made.type)}" if isinstance(made, New) else _COPY)
    return changed(made, holder, tuple(_settings(low, parts, holder)))


def changed(made: Expression, holder: Name, statements: tuple[Statement, ...]) -> Expression:
    """A value after statements have set members of it, under a name that nothing else has."""
    span = made.span
    body = Block(span, (*statements, Evaluate(holder.span, holder)))
    return Call(span, Lambda(span, (Parameter(holder.identifier, None, holder.span),), body), (Argument(made),))


def _settings(low: Lowering, parts: list[Node], holder: Expression) -> list[Statement]:
    """The assignments to members of an object, those of objects in it included."""
    found: list[Statement] = []
    for part in parts:
        left, right = part.child_by_field_id(g.FIELD_LEFT), part.child_by_field_id(g.FIELD_RIGHT)
        if part.kind_id != g.ASSIGNMENT or left is None or right is None:
            continue
        span = low.span(left)
        if left.kind_id == g.IDENTIFIER:
            target: Expression = Member(span, holder, low.text(left))
        else:
            outer, low.bound = low.bound, holder
            target = low.expression(left)
            low.bound = outer
        if right.kind_id == g.INITIALIZER:
            found.extend(_settings(low, list(right.children), target))
        else:
            found.append(Assign(low.span(part), target, low.expression(right)))
    return found


def with_changes(low: Lowering, node: Node) -> Expression:
    """``record with { A = 1 }``: a copy of which members are set."""
    made = low.expression(node.children[0])
    holder = Name(start_of(made.span), _COPY)
    steps: list[Statement] = []
    for child in node.children:
        named = [one for one in child.children if low.is_value(one)]
        if len(named) == 2 and child.kind_id == _WITH_INITIALIZER:
            target = Member(low.span(named[0]), holder, low.text(named[0]))
            steps.append(Assign(low.span(child), target, low.expression(named[1])))
    return changed(made, holder, tuple(steps))


_WITH_INITIALIZER = g.kind("with_initializer")


def _is_entry(node: Node) -> bool:
    """Whether an element is an entry of a dictionary: ``["a"] = 1`` or ``{ "a", 1 }``."""
    if node.kind_id == g.INITIALIZER:
        return sum(child.is_named for child in node.children) == 2
    left = node.child_by_field_id(g.FIELD_LEFT)
    return node.kind_id == g.ASSIGNMENT and left is not None and left.kind_id == g.ELEMENT_BINDING


def _entry(low: Lowering, node: Node) -> Argument:
    if node.kind_id == g.INITIALIZER:
        key, value = low.values(node.children)[:2] if len(low.values(node.children)) > 1 else (low.nothing(node),) * 2
        return Argument(value, _key_text(key))
    left = node.child_by_field_id(g.FIELD_LEFT)
    keys = () if left is None else tuple(one.value for one in arguments(low, left))
    return Argument(low.part(node, g.FIELD_RIGHT), _key_text(keys[0]) if keys else None)


def _key_text(key: Expression) -> str | None:
    if isinstance(key, Literal):
        return None if key.value is None else str(key.value)
    return _last_name(key) or None


def array(low: Lowering, node: Node) -> Expression:
    """``new T[size]``, whose sizes are arguments, or one with elements, a sequence."""
    initial = next((child for child in node.children if child.kind_id == g.INITIALIZER), None)
    if initial is not None:
        return sequence(low, initial)
    held = node.child_by_field_id(g.FIELD_TYPE)
    text = "" if held is None else low.text(held).partition("[")[0]
    ranks = () if held is None else held.children
    sizes = tuple(Argument(value) for rank in ranks for value in low.values(rank.children) if rank.type == _RANK)
    return New(low.span(node), f"{text}[]", sizes)


_RANK = "array_rank_specifier"


def sequence(low: Lowering, node: Node) -> Expression:
    """``{ a, b }`` and ``[a, b]``."""
    found: list[Expression] = []
    for child in node.children:
        if child.kind_id == g.COLLECTION_ELEMENT:
            found.extend(value for one in child.children for value in low.values(one.children))
        elif low.is_value(child):
            found.append(low.expression(child))
    return Sequence(low.span(node), tuple(found))


def anonymous_object(low: Lowering, node: Node) -> Expression:
    """``new { A = 1, b.C }``: a record; a member without a name has that of its value."""
    fields: list[Argument] = []
    label: str | None = None
    children = node.children
    for index, child in enumerate(children):
        if child.kind_id == g.IDENTIFIER and index + 1 < len(children) and children[index + 1].kind_id == g.EQUAL:
            label = low.text(child)
        elif low.is_value(child):
            value = low.expression(child)
            fields.append(Argument(value, label or _last_name(value) or None))
            label = None
    return Record(low.span(node), tuple(fields))


def closure(low: Lowering, node: Node) -> Expression:
    """A lambda or an anonymous method; an expression as its body is the only statement."""
    given = node.child_by_field_id(g.FIELD_PARAMETERS)
    body = node.child_by_field_id(g.FIELD_BODY)
    if body is None:
        body = next((child for child in reversed(node.children) if child.kind_id == g.BLOCK), None)
    names = (
        (Parameter(low.text(given), None, low.span(given)),)
        if given is not None and given.kind_id in {g.IDENTIFIER, g.IMPLICIT_PARAMETER}
        else parameters(low, given)
    )
    span = low.span(node)
    if body is None or (low.deferring and not low.wants(node)):
        return Lambda(span, names, Block(span))
    outer, low.returned = low.returned, None
    block = low.block(body) if body.kind_id == g.BLOCK else _value_block(low, body)
    low.returned = outer
    return Lambda(span, names, block)


def _value_block(low: Lowering, body: Node) -> Block:
    outer, low.out = low.out, []
    if body.kind_id == g.ASSIGNMENT:
        low.statements[body.kind_id](low, body)
    else:
        value = low.expression(body)
        low.out.append(Evaluate(value.span, value))
    found, low.out = low.out, outer
    return Block(low.span(body), tuple(found))


def query(low: Lowering, node: Node) -> Expression:
    """``from x in xs where a select b``: calls of ``Where`` and ``Select``."""
    source: Expression = low.nothing(node)
    name = Name(low.span(node), "_")
    for child in node.children:
        values = [one for one in child.children if low.is_value(one)]
        if child.kind_id == g.FROM_CLAUSE:
            name_node = child.child_by_field_id(g.FIELD_NAME)
            name = name if name_node is None else low.name(name_node)
            source = low.expression(values[-1]) if values else source
        elif child.kind_id in _CLAUSES and values:
            value = low.expression(values[-1])
            step = Lambda(
                value.span, (Parameter(name.identifier, None, name.span),), Block(value.span, (_yielded(value),))
            )
            source = Call(low.span(child), Member(low.span(child), source, _CLAUSES[child.kind_id]), (Argument(step),))
    return source


_CLAUSES = {g.WHERE_CLAUSE: "Where", g.SELECT_CLAUSE: "Select"}


def _yielded(value: Expression) -> Evaluate:
    return Evaluate(value.span, value)
