"""The Java front end."""

from __future__ import annotations

from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.java import (
    SUFFIXES,
    calls,
    declarations,
    expressions,
    headers,
    literals,
    statements,
    switches,
)
from secure_lint.languages.java import grammar as g
from secure_lint.languages.java.lowering import LowerExpression, Lowering, LowerStatement, Tables
from secure_lint.languages.java.members import Members
from secure_lint.languages.java.recovery import parse
from secure_lint.languages.syntax import linter_comments, syntax_problems
from secure_lint.model.program import Block, Evaluate, Import, Module
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    "annotation": headers.annotation_value,
    "array_access": expressions.element,
    "array_creation_expression": calls.array_creation,
    "array_initializer": expressions.sequence,
    "assignment_expression": expressions.assignment,
    "binary_expression": expressions.binary,
    "binary_integer_literal": literals.integer,
    "cast_expression": expressions.cast,
    "character_literal": literals.character,
    "class_literal": literals.class_literal,
    "decimal_floating_point_literal": literals.floating,
    "decimal_integer_literal": literals.integer,
    "element_value_array_initializer": expressions.sequence,
    "false": literals.false,
    "field_access": expressions.field_access,
    "hex_floating_point_literal": literals.floating,
    "hex_integer_literal": literals.integer,
    "identifier": expressions.plain_name,
    "instanceof_expression": expressions.type_check,
    "lambda_expression": calls.closure,
    "marker_annotation": headers.annotation_value,
    "method_invocation": calls.call,
    "method_reference": calls.method_reference,
    "null_literal": literals.null,
    "object_creation_expression": calls.creation,
    "octal_integer_literal": literals.integer,
    "parenthesized_expression": expressions.parenthesized,
    "string_literal": literals.string,
    "super": expressions.parent,
    "switch_expression": switches.switch_value,
    "template_expression": literals.template,
    "ternary_expression": expressions.ternary,
    "this": expressions.this,
    "true": literals.true,
    "unary_expression": expressions.unary,
    "underscore_pattern": expressions.plain_name,
    "update_expression": expressions.update,
}

_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, statements.evaluate),
    "ERROR": statements.nested,
    "annotation_type_declaration": declarations.local_type,
    "assert_statement": statements.check,
    "assignment_expression": statements.assignment,
    "block": statements.free_block,
    "break_statement": statements.nothing,
    "class_declaration": declarations.local_type,
    "continue_statement": statements.nothing,
    "do_statement": statements.while_loop,
    "enhanced_for_statement": statements.for_each,
    "enum_declaration": declarations.local_type,
    "explicit_constructor_invocation": calls.constructor_call,
    "expression_statement": statements.expression_statement,
    "for_statement": statements.for_loop,
    "if_statement": statements.branch,
    "interface_declaration": declarations.local_type,
    "labeled_statement": statements.nested,
    "local_variable_declaration": statements.local_variable,
    "record_declaration": declarations.local_type,
    "return_statement": statements.leave,
    "switch_expression": switches.switch,
    "synchronized_statement": statements.synchronized,
    "throw_statement": statements.throw,
    "try_statement": statements.attempt,
    "try_with_resources_statement": statements.attempt,
    "update_expression": statements.update,
    "while_statement": statements.while_loop,
    "yield_statement": statements.leave,
}

_TABLES = Tables(
    {g.kind(name): lower for name, lower in _EXPRESSIONS.items()},
    {g.kind(name): lower for name, lower in _STATEMENTS.items()},
    declarations.read_anonymous,
)
_LOOSE_STATEMENTS = frozenset(
    g.kind(name) for name in _STATEMENTS if name.endswith("_statement") or name == "local_variable_declaration"
)
_RETURN = g.kind("return_statement")
_PACKAGE = g.kind("package_declaration")
_IMPORT = g.kind("import_declaration")
_NAMES = frozenset((g.IDENTIFIER, g.SCOPED_IDENTIFIER))


class JavaFrontEnd:
    """Reads Java source files."""

    language = "java"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        tree = parse(source)
        low = Lowering(tree, wanted, _TABLES)
        imports: list[Import] = []
        loose = Members("")
        statements: list[Node] = []
        package = _package(low)
        low.prefix = package
        for node in _unwrapped(tree.root):
            if node.kind_id == _IMPORT:
                imports.append(_import(low, node))
            elif node.kind_id in _LOOSE_STATEMENTS:
                statements.append(node)
            elif node.kind_id != g.BLOCK:
                declarations.read_member(low, node, loose)
        top_level = _top_level(low, statements)
        module = Module(
            source.path,
            self.language,
            package,
            tuple(imports),
            tuple(low.types),
            tuple(low.functions),
            tuple(loose.fields),
            top_level,
        )
        problems = tree.problems
        if tree.root.has_error:
            problems = [*syntax_problems(tree), *problems]
        return ReadModule(module, tuple(problems), linter_comments(tree))


def _unwrapped(root: Node) -> Iterator[Node]:
    """What stands outside types, broken pieces opened."""
    for node in root.children:
        if node.is_error:
            yield from node.children
        else:
            yield node


def _top_level(low: Lowering, nodes: list[Node]) -> Block | None:
    """Statements outside types, as pieces of code and shell scripts have them; a ``return`` ends its piece only."""
    if not any(low.wanted.within(node.start_byte, node.end_byte) for node in nodes):
        return None
    for node in nodes:
        if node.kind_id == _RETURN:
            values = [low.expression(child) for child in node.children if child.kind_id in low.expressions]
            low.out.extend(Evaluate(value.span, value) for value in values)
        else:
            low.statement(node)
    found, low.out = low.out, []
    return Block(low.span(low.tree.root), tuple(found))


def _package(low: Lowering) -> str:
    """The package that a file begins with; one further down belongs to a later piece of several in one file."""
    node = next((child for child in low.tree.root.children if child.is_named and not child.is_extra), None)
    return _dotted(low, node) if node is not None and node.kind_id == _PACKAGE else ""


def _dotted(low: Lowering, node: Node) -> str:
    name = next((child for child in node.children if child.kind_id in _NAMES), None)
    return "" if name is None else "".join(low.text(name).split())


def _import(low: Lowering, node: Node) -> Import:
    """An import; Java has no aliases."""
    static = wildcard = False
    for child in node.children:
        if child.kind_id == g.ASTERISK:
            wildcard = True
        elif not child.is_named and child.type == "static":
            static = True
    return Import(_dotted(low, node), None, low.span(node), wildcard, static)


FRONT_END = JavaFrontEnd()
