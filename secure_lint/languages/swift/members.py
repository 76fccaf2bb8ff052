"""Properties, functions, constructors and subscripts."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from secure_lint.languages.lowering import set_members
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.headers import annotated_type, header_of, parameters
from secure_lint.languages.swift.lowering import Lowering
from secure_lint.languages.swift.patterns import targets
from secure_lint.languages.swift.statements import braced, declared_variables, getter_block, result_block
from secure_lint.model.program import (
    Annotation,
    Argument,
    Assign,
    Block,
    Call,
    Expression,
    Field,
    Function,
    Lambda,
    Literal,
    Member,
    Name,
    Parameter,
)
from secure_lint.model.span import Span

CONSTRUCTOR = "<init>"
_NEW_VALUE = "newValue"
_WRAPPED = "wrappedValue"
_NAMES = {g.kind("init_declaration"): CONSTRUCTOR, g.kind("deinit_declaration"): "deinit"}
FUNCTIONS = frozenset(
    (
        g.kind("function_declaration"),
        g.kind("protocol_function_declaration"),
        *_NAMES,
    )
)
_LITERAL_TYPES = {"bool": "Bool", "int": "Int", "float": "Double", "string": "String"}
"""The types of variables that are declared by a literal alone (The Swift Programming Language, "Literals")."""

SUBSCRIPT = g.kind("subscript_declaration")


def read_property(low: Lowering, node: Node, comment: str | None) -> list[Field]:
    """The fields of a property, several if it declares several; what runs when it is set becomes a function."""
    annotations, words = header_of(low, node)
    span = low.span(node)
    found: list[Field] = []
    for pattern, held, value in declared_variables(node):
        type_name = None if held is None else annotated_type(low, held)
        initial, delegated = _initial(low, value), False
        wrapper = next((one for one in annotations if _has_key(one)), None)
        if wrapper is not None:
            if type_name is None and isinstance(initial, Literal):
                type_name = _LITERAL_TYPES.get(initial.kind)
            initial, delegated = _wrapped(wrapper, initial), True
        target = targets(low, pattern)
        names = [target] if isinstance(target, Name) else list(getattr(target, "items", ()))
        found.extend(
            Field(name.identifier, type_name, span, name.span, annotations, words, initial, delegated, comment)
            for name in names
            if isinstance(name, Name)
        )
    if len(found) == 1:
        _read_setters(low, node, found[0])
    return found


def _initial(low: Lowering, value: Node | None) -> Expression | None:
    if value is None:
        return None
    if value.kind_id != g.COMPUTED:
        return low.of_property(value)
    span = low.span(value)
    return Call(span, Lambda(span, (), getter_block(low, value) if low.wants(value) else Block(span)))


def _has_key(annotation: Annotation) -> bool:
    """Whether an attribute is a wrapper that keeps the value elsewhere under a key: ``@AppStorage("token")``."""
    first = annotation.arguments[0] if annotation.arguments else None
    if first is None or not annotation.name[:1].isupper():
        return False
    return first.name in (None, "key") and isinstance(first.value, Literal) and first.value.kind == "string"


def _wrapped(annotation: Annotation, initial: Expression | None) -> Expression:
    """A wrapper as the call that makes it."""
    given = annotation.arguments
    if initial is not None:
        given = (*given, Argument(initial, _WRAPPED))
    return Call(annotation.span, Name(annotation.span, annotation.name), given)


def _read_setters(low: Lowering, node: Node, field: Field) -> None:
    """The code that runs when a property is set, as a function; the value that it is given is the property's."""
    for holder in node.children:
        for part in holder.children if holder.kind_id in {g.COMPUTED, g.OBSERVERS} else ():
            if part.kind_id in {g.SETTER, g.DIDSET, g.WILLSET}:
                low.functions.append(_setter(low, part, field))


def _setter(low: Lowering, node: Node, field: Field) -> Function:
    named = next((child for child in node.children if child.kind_id == g.NAME), None)
    given = low.name(named) if named is not None else Name(low.span(node.children[0]), _NEW_VALUE)
    name = f"set{field.name[:1].upper()}{field.name[1:]}"
    wanted = low.wants(node)
    body: Block | None = None
    if wanted:
        block = braced(low, node)
        holder = Member(given.span, Name(given.span, "this"), field.name)
        body = Block(block.span, (Assign(given.span, given, holder), *block.statements))
    return Function(
        name,
        low.qualify(name),
        low.owner,
        low.span(node),
        field.name_span,
        (Parameter(given.identifier, field.type, given.span),),
        None,
        low.receiver(field.modifiers),
        (),
        field.modifiers,
        body,
        not wanted,
    )


def read_function(low: Lowering, node: Node) -> None:
    """A function, method, constructor or destructor; its body is lowered when it is wanted."""
    children = node.children
    annotations, words = header_of(low, node)
    name_node = node.child_by_field_id(g.FIELD_NAME)
    fixed = _NAMES.get(node.kind_id)
    at = next((child for child in children if child.kind_id != g.MODIFIERS), node) if fixed else name_node or node
    name = fixed or low.text(at).strip("`")
    body = node.child_by_field_id(g.FIELD_BODY)
    returns = _returned(low, children)
    wanted = body is not None and low.wants(body)
    block: Block | None = None
    if wanted and body is not None:
        block = braced(low, body) if fixed or returns is None else result_block(low, body)
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            low.owner,
            low.span(node),
            low.span(at),
            parameters(low, children),
            returns,
            None if fixed else low.receiver(words),
            annotations,
            words,
            block,
            body is not None and not wanted,
        )
    )


def _returned(low: Lowering, nodes: Sequence[Node]) -> str | None:
    """The type behind the arrow."""
    arrow = False
    for node in nodes:
        if node.type == "->":
            arrow = True
        elif arrow and node.kind_id in g.TYPES:
            return low.type_text(node)
    return None


def read_subscript(low: Lowering, node: Node) -> None:
    """A subscript is a method named ``subscript``."""
    computed = next((child for child in node.children if child.kind_id == g.COMPUTED), None)
    wanted = computed is not None and low.wants(computed)
    name = "subscript"
    annotations, words = header_of(low, node)
    low.functions.append(
        Function(
            name,
            low.qualify(name),
            low.owner,
            low.span(node),
            low.span(node.children[0]),
            parameters(low, node.children),
            _returned(low, node.children),
            low.receiver(words),
            annotations,
            words,
            getter_block(low, computed) if wanted and computed is not None else None,
            computed is not None and not wanted,
        )
    )


def memberwise_constructor(low: Lowering, fields: Sequence[Field], span: Span) -> Function:
    """The constructor that a struct without one has: it takes every stored property by name."""
    stored = [one for one in fields if "static" not in one.modifiers and not isinstance(one.initial, Call)]
    given = tuple(Parameter(one.name, one.type, one.name_span, (), one.initial) for one in stored)
    return constructor(low, given, span)


def constructor(low: Lowering, given: tuple[Parameter, ...], span: Span) -> Function:
    """A constructor that sets a property from each parameter."""
    body = Block(span, set_members(given))
    return Function(CONSTRUCTOR, low.qualify(CONSTRUCTOR), low.owner, span, span, given, body=body)


def local_function(low: Lowering, node: Node) -> None:
    """A function declared in a function is a closure with a name."""
    name_node, body = node.child_by_field_id(g.FIELD_NAME), node.child_by_field_id(g.FIELD_BODY)
    if name_node is None or body is None:
        return
    block = result_block(low, body) if _returned(low, node.children) else braced(low, body)
    value = Lambda(low.span(node), parameters(low, node.children), block)
    low.out.append(Assign(low.span(node), low.name(name_node), value, None, declares=True))
