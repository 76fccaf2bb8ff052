"""What a module imports, declares and exports.

An export under another name is an import of the module from itself under that name (``export { a as b }``); a re-export
imports from the other module. What ``export default`` and ``module.exports =`` hand out is called ``default``.
"""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages.javascript.annotations import decorators
from secure_lint.languages.javascript.calls import required_module
from secure_lint.languages.javascript.declarations import (
    LARGE,
    holds_functions,
    module_value,
    read_class,
    read_object,
    read_type,
    variable_fields,
)
from secure_lint.languages.javascript.functions import declare_function
from secure_lint.languages.javascript.grammar import CLASSES, FUNCTIONS
from secure_lint.languages.javascript.literals import string_text
from secure_lint.languages.javascript.lowering import Lowering
from secure_lint.languages.javascript.objects import property_name
from secure_lint.languages.javascript.patterns import PATTERNS, bind
from secure_lint.languages.javascript.places import module_name
from secure_lint.model.program import Assign, Block, Expression, Field, Import, Name, Sequence, Statement
from secure_lint.model.span import Span

_VARIABLES = frozenset(("lexical_declaration", "variable_declaration"))
_DEFAULT = "default"
_MOST_TARGETS = 8


class ModuleReader:
    """Reads the top level of one module."""

    def __init__(self, low: Lowering) -> None:
        self._low = low
        self.fields: list[Field] = []
        self.statements: list[Statement] = []

    def read(self, root: Node) -> None:
        """Everything that stands outside functions and types."""
        for node in _unwrapped(root):
            self._read(node)

    @property
    def top_level(self) -> Block | None:
        """The statements that run when the module is loaded."""
        return Block(self._low.span(self._low.tree.root), tuple(self.statements)) if self.statements else None

    def _read(self, node: Node) -> None:
        kind = node.type
        if kind == "import_statement":
            self._import(node)
        elif kind == "export_statement":
            self._export(node)
        elif kind in _VARIABLES:
            self._variables(node)
        elif kind in FUNCTIONS or kind == "function_signature":
            self._function(node)
        elif kind == "ambient_declaration":
            for child in node.children:
                self._read(child)
        elif kind == "expression_statement":
            self._expression(node)
        elif not read_type(self._low, node):
            self._statement(node)

    # -- imports ----------------------------------------------------------------------------------------------------

    def _import(self, node: Node) -> None:
        source = node.child_by_field_name("source")
        clause = next((one for one in node.children if one.type in {"import_clause", "import_require_clause"}), None)
        if clause is not None and clause.type == "import_require_clause":
            source = clause.child_by_field_name("source")
        if source is None:
            return
        name = self._module(source)
        span = self._low.span(node)
        for child in [] if clause is None else clause.children:
            if child.type == "identifier":
                whole = clause is not None and clause.type == "import_require_clause"
                self._bind(name if whole else f"{name}.{_DEFAULT}", self._low.text(child), span)
            elif child.type == "namespace_import":
                inner = next((one for one in child.children if one.type == "identifier"), None)
                if inner is not None:
                    self._bind(name, self._low.text(inner), span)
            elif child.type == "named_imports":
                self._specifiers(child, name, span)

    def _module(self, source: Node) -> str:
        return module_name(self._low.tree.source.path, string_text(self._low, source))

    def _specifiers(self, node: Node, module: str, span: Span) -> None:
        for child in node.children:
            name = child.child_by_field_name("name")
            if name is not None:
                alias = child.child_by_field_name("alias") or name
                self._bind(f"{module}.{_plain(self._low, name)}", _plain(self._low, alias), span)

    def _bind(self, name: str, alias: str, span: Span) -> None:
        last = name.rpartition(".")[2]
        self._low.imports.append(Import(name, None if last == alias else alias, span))

    def _requires(self, pattern: Node, specifier: str, member: str | None, span: Span) -> None:
        """What ``require`` binds to names: a module, or one ``member`` of it, or parts of these."""
        module = module_name(self._low.tree.source.path, specifier)
        name = module if member is None else f"{module}.{member}"
        if pattern.type == "identifier":
            self._bind(f"{name}.{_DEFAULT}" if member is None else name, self._low.text(pattern), span)
            return
        for child in pattern.children:
            if child.type == "shorthand_property_identifier_pattern":
                self._bind(f"{name}.{self._low.text(child)}", self._low.text(child), span)
            elif child.type == "pair_pattern":
                key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
                if key is not None and value is not None and value.type == "identifier":
                    self._bind(f"{name}.{_plain(self._low, key)}", self._low.text(value), span)

    # -- declarations -----------------------------------------------------------------------------------------------

    def _variables(self, node: Node) -> None:
        words = ("const",) if node.children[0].type == "const" else ()
        for child in node.children:
            if child.type == "variable_declarator":
                self._declarator(child, words)

    def _declarator(self, node: Node, words: tuple[str, ...]) -> None:
        pattern, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if pattern is None:
            return
        specifier, member = (None, None) if value is None else _required(self._low, value)
        if specifier is not None and pattern.type in {"identifier", "object_pattern"}:
            self._requires(pattern, specifier, member, self._low.span(node))
        elif pattern.type in PATTERNS:
            if value is not None and (value.end_byte - value.start_byte <= LARGE or self._low.is_wanted(value)):
                self._pattern(node, pattern, value, words)
        else:
            self.fields += variable_fields(self._low, node, words)

    def _pattern(self, node: Node, pattern: Node, value: Node, words: tuple[str, ...]) -> None:
        low = self._low
        span = low.span(node)
        for statement in low.collected(lambda: bind(low, pattern, low.value(value), declares=True)):
            if not isinstance(statement, Assign):
                continue
            names = statement.target.items if isinstance(statement.target, Sequence) else (statement.target,)
            for name in names:
                if isinstance(name, Name):
                    self.fields.append(Field(name.identifier, None, span, name.span, (), words, statement.value))

    def _function(self, node: Node) -> None:
        name = node.child_by_field_name("name")
        if name is not None:
            declare_function(self._low, node, self._low.name(name))

    def _statement(self, node: Node) -> None:
        if node.end_byte - node.start_byte <= LARGE or self._low.is_wanted(node):
            self.statements += self._low.collected(lambda: self._low.statement(node))

    # -- exports ----------------------------------------------------------------------------------------------------

    def _export(self, node: Node) -> None:
        low = self._low
        declaration = node.child_by_field_name("declaration")
        source = node.child_by_field_name("source")
        if declaration is not None:
            self._exported(node, declaration)
        elif source is not None:
            self._re_export(node, self._module(source))
        else:
            for child in node.children:
                if child.type == "export_clause":
                    self._specifiers(child, low.package, low.span(node))
                elif child.kind_id in low.expressions or child.type in FUNCTIONS | CLASSES:
                    self._hand_out(_DEFAULT, child, low.span(node))

    def _exported(self, node: Node, declaration: Node) -> None:
        """A declaration that is exported, perhaps by default."""
        low = self._low
        default = any(child.type == "default" for child in node.children)
        name = declaration.child_by_field_name("name")
        if default and name is None:
            self._hand_out(_DEFAULT, declaration, low.span(node))
        elif not read_type(low, declaration, decorators(low, node)):
            self._read(declaration)
        if default and name is not None:
            self._bind(f"{low.package}.{low.text(name)}", _DEFAULT, low.span(node))

    def _re_export(self, node: Node, module: str) -> None:
        span = self._low.span(node)
        for child in node.children:
            if child.type == "export_clause":
                self._specifiers(child, module, span)
            elif child.type == "namespace_export":
                inner = next((one for one in child.children if one.is_named), None)
                if inner is not None:
                    self._bind(module, _plain(self._low, inner), span)
            elif child.type == "*":
                self._low.imports.append(Import(module, None, span, wildcard=True))

    def _hand_out(self, exported: str, value: Node, span: Span) -> None:
        """A value that the module exports under a name."""
        low = self._low
        name = Name(Span(span.start_line, span.start_column, span.start_line, span.start_column), exported)
        specifier = required_module(low, value)
        if value.type == "identifier":
            self._bind(f"{low.package}.{low.text(value)}", exported, span)
        elif specifier is not None:
            self._bind(f"{module_name(low.tree.source.path, specifier)}.{_DEFAULT}", exported, span)
        elif value.type in FUNCTIONS:
            declare_function(low, value, name, span=span)
        elif value.type in CLASSES:
            own = value.child_by_field_name("name")
            read_class(low, value, name if own is None else None)
            if own is not None:
                self._bind(f"{low.package}.{low.text(own)}", exported, span)
        else:
            if value.type == "object" and exported == _DEFAULT:
                self._export_properties(value, span)
            initial = self._object(value, name)
            self.fields.append(Field(exported, None, span, name.span, (), ("const",), initial))

    def _object(self, value: Node, name: Name) -> Expression | None:
        if value.type == "object" and holds_functions(value):
            return read_object(self._low, value, name)
        return module_value(self._low, value, name)

    def _export_properties(self, node: Node, span: Span) -> None:
        """The names of a module that an exported object hands out, under the names of its properties."""
        low = self._low
        for child in node.children:
            key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
            if child.type == "spread_element":
                inner = next((one for one in child.children if one.type == "call_expression"), None)
                specifier = None if inner is None else required_module(low, inner)
                if specifier is not None:
                    module = module_name(low.tree.source.path, specifier)
                    low.imports.append(Import(module, None, span, wildcard=True))
            elif child.type == "pair" and key is not None and value is not None and value.type == "identifier":
                exported = property_name(low, key)
                if exported is not None and exported != low.text(value):
                    self._bind(f"{low.package}.{low.text(value)}", exported, span)
            elif child.type == "pair" and key is not None and value is not None:
                specifier, exported = required_module(low, value), property_name(low, key)
                if specifier is not None and exported is not None:
                    self._bind(f"{module_name(low.tree.source.path, specifier)}.{_DEFAULT}", exported, span)

    # -- CommonJS ---------------------------------------------------------------------------------------------------

    def _expression(self, node: Node) -> None:
        inner = next((child for child in node.children if child.is_named), None)
        if inner is not None and inner.type in {"internal_module", "module"}:
            read_type(self._low, inner)
            return
        if inner is None or not self._common_export(inner):
            self._statement(node)

    def _common_export(self, node: Node) -> bool:
        """``module.exports = ...``, ``exports.name = ...`` and ``Type.prototype.name = ...``, in any number at once."""
        targets: list[Node] = []
        while node.type == "assignment_expression" and len(targets) < _MOST_TARGETS:
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is None or right is None:
                break
            targets.append(left)
            node = right
        handed_out = [self._export_to(target, node) for target in targets]
        return bool(handed_out) and all(handed_out)

    def _export_to(self, left: Node, right: Node) -> bool:
        if left.type != "member_expression" or left.end_byte - left.start_byte > 200:
            return False
        parts = "".join(self._low.text(left).split()).split(".")
        span = self._low.tree.span_between(left, right)
        if parts == ["module", "exports"]:
            self._hand_out(_DEFAULT, right, span)
        elif parts[:-1] in (["module", "exports"], ["exports"]):
            self._hand_out(parts[-1], right, span)
        elif len(parts) == 3 and parts[1] == "prototype" and right.type in FUNCTIONS:
            self._prototype(parts[0], left, right, span)
        else:
            return False
        return True

    def _prototype(self, type_name: str, left: Node, function: Node, span: Span) -> None:
        low = self._low
        name = left.child_by_field_name("property")
        if name is not None:
            with low.inside(low.qualify(type_name)):
                declare_function(low, function, low.name(name), span=span)


def _plain(low: Lowering, node: Node) -> str:
    return string_text(low, node) if node.type == "string" else low.identifier(node)


def _unwrapped(root: Node) -> list[Node]:
    """What stands at the top level, functions first in no case: broken pieces are opened."""
    found: list[Node] = []
    for node in root.children:
        if node.is_error:
            found += node.children
        else:
            found.append(node)
    return found


def _required(low: Lowering, node: Node) -> tuple[str | None, str | None]:
    """The module that an expression loads, with the member of it that it is: ``require("child_process").exec``."""
    if node.type != "member_expression":
        return required_module(low, node), None
    loaded, member = node.child_by_field_name("object"), node.child_by_field_name("property")
    specifier = required_module(low, loaded) if loaded is not None else None
    return specifier, low.text(member) if member is not None else None
