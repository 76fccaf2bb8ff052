"""Classes, categories, protocols, structures and the variables outside functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from tree_sitter import Node

from secure_lint.languages.lowering import TYPE_LEVELS
from secure_lint.languages.member_comments import commented_fields
from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.build_conditions import BuildCondition, branches_of
from secure_lint.languages.objc.declarators import declared_type, read_declarator
from secure_lint.languages.objc.lowering import Lowering, variable_name
from secure_lint.languages.objc.macro_values import as_macro_function, read_constant, read_macro_function
from secure_lint.languages.objc.methods import METHODS, read_function, read_method
from secure_lint.languages.syntax import NESTING_LIMIT
from secure_lint.model.program import Conditional, Field, TypeDecl

PARTIAL = "partial"
"""The modifier of a class of which other files may hold a part."""

_EXTENSION = "extension"
_IMPLEMENTED = re.compile(rb"@implementation\s+(\w+)")
_STRUCTURES = frozenset((g.STRUCT, g.UNION))
_VARIABLES = frozenset((g.DECLARATION, g.TYPE_DEFINITION))
_CONTAINERS = frozenset((*g.PREPROC_CONDITIONS, *g.PREPROC_OTHERWISE, g.LINKAGE, g.DECLARATION_LIST, g.IMPLEMENTED))
_BETWEEN_MEMBERS = frozenset((*g.PREPROC_CONDITIONS, g.MACRO, g.MACRO_FUNCTION))
_AMONG_METHODS = _CONTAINERS | _BETWEEN_MEMBERS


class Declarations:
    """Reads what a file declares. ``fields`` are its variables and constants, in order."""

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self._fields: dict[str, Field] = {}
        self._conditions: list[BuildCondition] = []
        self._defined_under: dict[str, BuildCondition] = {}
        self._implemented = {_name(low, one) for one in _all(low.tree.root, g.IMPLEMENTATION)}
        self._declared = {_name(low, one) for one in _all(low.tree.root, g.INTERFACE)}
        self._readers: dict[int, Callable[[Node], None]] = {
            g.INTERFACE: self._interface,
            g.IMPLEMENTATION: self._implementation,
            g.PROTOCOL: self._protocol,
            g.FUNCTION: lambda node: read_function(low, node),
            g.MACRO: self._macro,
            g.MACRO_FUNCTION: lambda node: read_macro_function(low, node, self._conditions),
            **dict.fromkeys(_VARIABLES, self._variables),
            **dict.fromkeys(_STRUCTURES, self._structure),
            **dict.fromkeys(METHODS, self._stray_method),
        }

    @property
    def fields(self) -> tuple[Field, ...]:
        """The variables and constants of the file."""
        return tuple(self._fields.values())

    def read(self, nodes: Iterable[Node]) -> None:
        """Read the declarations among the nodes, and those in what stands around some."""
        for node in nodes:
            reader = self._readers.get(node.kind_id)
            if reader is not None:
                reader(node)
            elif node.kind_id in _CONTAINERS or node.is_error:
                self._inside(node)

    def _inside(self, node: Node) -> None:
        if self._low.depth >= NESTING_LIMIT:
            self._low.tree.report_nesting(node)
            return
        self._low.depth += TYPE_LEVELS
        if node.kind_id in g.PREPROC_CONDITIONS:
            self._under_condition(node)
        else:
            self.read(node.children)
        self._low.depth -= TYPE_LEVELS

    def _under_condition(self, node: Node) -> None:
        """``#if`` around declarations: all branches are read; macros with code in them remember the condition."""
        found = branches_of(self._low, node)
        if _is_guard(self._low, node, found.parts):
            self.read(found.parts)
        else:
            self._conditions.append(found.condition)
            self.read(found.parts)
            self._conditions.pop()
        if found.otherwise is not None:
            self._inside(found.otherwise)

    def _add(self, field: Field) -> None:
        """A variable or constant; one that is defined in several branches has either value."""
        known = self._fields.get(field.name)
        if known is None or known.initial is None:
            self._fields[field.name] = field
            if self._conditions:
                self._defined_under[field.name] = self._conditions[-1]
        elif field.initial is not None:
            condition, span = self._defined_under.get(field.name), known.initial.span
            test = known.initial if condition is None else condition.at(span)
            value = Conditional(span, test, known.initial, field.initial)
            self._fields[field.name] = msgspec.structs.replace(known, initial=value)

    def _macro(self, node: Node) -> None:
        function = as_macro_function(self._low, node)
        if function is not None:
            read_macro_function(self._low, function, self._conditions)
            return
        field = read_constant(self._low, node)
        if field is not None:
            self._add(field)

    def _variables(self, node: Node) -> None:
        """Variables outside functions, and the structure that stands in the place of their type."""
        low = self._low
        structure = next((child for child in node.children if child.kind_id in _STRUCTURES), None)
        names = [read_declarator(low, child) for child in node.children_by_field_id(g.FIELD_DECLARATOR)]
        if structure is not None and structure.child_by_field_id(g.FIELD_BODY) is not None:
            named = names[0].name if node.kind_id == g.TYPE_DEFINITION and names else None
            self._structure(structure, named)
        if node.kind_id == g.TYPE_DEFINITION:
            return
        words = tuple(low.text(child) for child in node.children if child.kind_id == g.STORAGE_CLASS)
        for declarator in names:
            if declarator.name is None or "extern" in words:
                continue
            if declarator.parameters is not None and not declarator.is_block:
                continue
            held = declared_type(low, node.children, declarator)
            initial = None if declarator.value is None else low.value(declarator.value)
            name = low.text(declarator.name)
            self._add(Field(name, held, low.span(node), low.span(declarator.name), (), words, initial))

    def _structure(self, node: Node, named: Node | None = None) -> None:
        """``struct name { }``, perhaps named by a ``typedef`` only."""
        low, body = self._low, node.child_by_field_id(g.FIELD_BODY)
        name_node = named or node.child_by_field_id(g.FIELD_NAME)
        if body is None or name_node is None:
            return
        fields = commented_fields(low, body.children, (g.COMMENT,), self._member)
        name = low.text(name_node)
        span = low.tree.span_between(node, named or node)
        low.types.append(TypeDecl(name, name, "class", span, low.span(name_node), (), (), tuple(fields)))

    def _interface(self, node: Node) -> None:
        """``@interface``: of a class, of a part of it in another file, or of a category."""
        low, name = self._low, _name(self._low, node)
        category = node.child_by_field_id(g.CATEGORY) is not None
        is_part = not category and any(child.type == "(" for child in node.children)
        partial = is_part or name not in self._implemented
        with low.inside_type(name, extends=category):
            fields = self._members(node)
        self.read(child for child in node.children if child.kind_id in _BETWEEN_MEMBERS)
        words = (PARTIAL,) if partial and not category else ()
        self._type(node, _EXTENSION if category else "class", fields, words)

    def _implementation(self, node: Node) -> None:
        """``@implementation``: its methods. What it implements may be declared in another file."""
        low, name = self._low, _name(self._low, node)
        category = node.child_by_field_id(g.CATEGORY) is not None
        with low.inside_type(name, extends=category):
            fields = self._members(node)
            self.read(child for child in node.children if child.kind_id in _AMONG_METHODS or child.is_error)
        if fields or name not in self._declared:
            self._type(node, _EXTENSION if category else "class", fields, () if category else (PARTIAL,))

    def _protocol(self, node: Node) -> None:
        low, name = self._low, _name(self._low, node)
        with low.inside_type(name, extends=False):
            fields = self._members(node)
            for child in _members_of(node):
                if child.kind_id in METHODS:
                    read_method(low, child)
        self._type(node, "interface", fields, ())

    def _type(self, node: Node, kind: str, fields: list[Field], words: tuple[str, ...]) -> None:
        low = self._low
        name_node = next((child for child in node.children if child.kind_id in g.NAMES), node)
        name = low.text(name_node) if name_node is not node else ""
        supertypes = tuple(_supertypes(low, node))
        low.types.append(
            TypeDecl(name, name, kind, low.span(node), low.span(name_node), supertypes, (), tuple(fields), words)
        )

    def _members(self, node: Node) -> list[Field]:
        """The properties and the instance variables of a type."""
        fields = commented_fields(self._low, _members_of(node), (g.COMMENT,), self._member)
        named: dict[str, Field] = {}
        for field in fields:
            named.setdefault(field.name, field)
        return list(named.values())

    def _member(self, node: Node, comment: str | None) -> list[Field]:
        if node.kind_id in {g.PROPERTY, g.INSTANCE_VARIABLE}:
            return list(self._declared_fields(node, comment))
        return list(self._field_of(node, node, comment, ())) if node.kind_id == g.FIELD_DECLARATION else []

    def _declared_fields(self, node: Node, comment: str | None) -> Iterator[Field]:
        """The fields of ``@property`` or of one declaration of instance variables."""
        attributes = next((child for child in node.children if child.kind_id == g.PROPERTY_ATTRIBUTES), None)
        words = () if attributes is None else tuple(self._low.text(one) for one in attributes.children)
        modifiers = ("static",) if "class" in words else ()
        for child in node.children:
            if child.kind_id == g.STRUCT_DECLARATION:
                yield from self._field_of(node, child, comment, modifiers)

    def _field_of(self, whole: Node, node: Node, comment: str | None, words: tuple[str, ...]) -> Iterator[Field]:
        low = self._low
        for child in node.children:
            if child.kind_id not in g.DECLARATORS and child.kind_id != g.FIELD_NAME_IDENTIFIER:
                continue
            declarator = read_declarator(low, child)
            if declarator.name is not None:
                name = variable_name(low.text(declarator.name))
                held = declared_type(low, node.children, declarator)
                yield Field(name, held, low.span(whole), low.span(declarator.name), (), words, None, comment=comment)

    def _stray_method(self, node: Node) -> None:
        """A method; where an error of syntax hides the class around it, that of the last ``@implementation`` above."""
        low = self._low
        if node.kind_id == g.METHOD_DECLARATION:
            return
        if low.owner is not None:
            read_method(low, node)
            return
        above = low.tree.source.data[: node.start_byte]
        last = above.rfind(b"@implementation")
        found = _IMPLEMENTED.match(above, last) if last >= 0 else None
        if found is not None:
            with low.inside_type(found.group(1).decode(), extends=False):
                read_method(low, node)


def _is_guard(low: Lowering, node: Node, parts: Sequence[Node]) -> bool:
    """Whether a build condition only sees to it that a header is read once: it defines what it asks for."""
    asked = node.child_by_field_id(g.FIELD_NAME)
    first = next((one.child_by_field_id(g.FIELD_NAME) for one in parts if one.kind_id == g.MACRO), None)
    return asked is not None and first is not None and low.text(asked) == low.text(first)


def _members_of(node: Node) -> Iterator[Node]:
    """The members between ``@interface`` and ``@end``, those under ``@optional`` and in braces too."""
    for child in node.children:
        if child.kind_id in {g.PROTOCOL_MEMBERS, g.INSTANCE_VARIABLES, *g.PREPROC_CONDITIONS}:
            yield from child.children
        else:
            yield child


def _supertypes(low: Lowering, node: Node) -> Iterator[str]:
    """The class that a class extends, and the protocols that it follows."""
    parent = node.child_by_field_id(g.FIELD_SUPERCLASS)
    if parent is not None:
        yield low.text(parent)
    for child in node.children:
        if child.kind_id in {g.PROTOCOLS, g.PARAMETERIZED} and (parent is None or child.start_byte > parent.start_byte):
            yield from (low.text(one).strip() for one in child.children if one.is_named)


def _name(low: Lowering, node: Node) -> str:
    found = next((child for child in node.children if child.kind_id in g.NAMES), None)
    return "" if found is None else low.text(found)


def _all(root: Node, kind: int) -> Iterator[Node]:
    """The classes of a file."""
    pending = list(root.children)
    while pending:
        node = pending.pop()
        if node.kind_id == kind:
            yield node
        elif node.kind_id in _CONTAINERS or node.is_error:
            pending.extend(node.children)
