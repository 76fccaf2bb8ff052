"""The Swift front end."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages import constants
from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.swift import (
    SUFFIXES,
    calls,
    declarations,
    expressions,
    literals,
    members,
    operators,
    repairs,
    statements,
)
from secure_lint.languages.swift import grammar as g
from secure_lint.languages.swift.lowering import LowerExpression, Lowering, LowerStatement, Tables
from secure_lint.languages.swift.strictness import is_harmless
from secure_lint.languages.syntax import SyntaxTree, linter_comments, syntax_problems, unfinished
from secure_lint.model.program import Block, Field, Import, Module
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    **dict.fromkeys(operators.BINARY, operators.binary),
    "array_literal": expressions.array,
    "array_type": expressions.array_type,
    "as_expression": expressions.cast,
    "await_expression": expressions.inner,
    "bin_literal": constants.integer,
    "boolean_literal": constants.boolean,
    "call_expression": calls.chain,
    "check_expression": expressions.type_check,
    "constructor_expression": calls.construction,
    "consume_expression": expressions.inner,
    "dictionary_literal": expressions.dictionary,
    "dictionary_type": expressions.dictionary_type,
    "directly_assignable_expression": expressions.inner,
    "hex_literal": constants.integer,
    "if_statement": expressions.branch_value,
    "integer_literal": constants.integer,
    "key_path_expression": calls.key_path,
    "lambda_literal": calls.closure,
    "line_string_literal": literals.string,
    "multi_line_string_literal": literals.string,
    "navigation_expression": calls.chain,
    "nil_literal": constants.null,
    "oct_literal": constants.integer,
    "postfix_expression": expressions.postfix,
    "prefix_expression": expressions.prefix,
    "range_expression": expressions.bounds,
    "raw_string_literal": literals.string,
    "real_literal": constants.real,
    "regex_literal": literals.regular_expression,
    "self_expression": expressions.this,
    "simple_identifier": Lowering.name,
    "super_expression": expressions.parent,
    "switch_statement": expressions.branch_value,
    "ternary_expression": expressions.ternary,
    "try_expression": expressions.inner,
    "tuple_expression": expressions.tuple_of,
    "unsafe_expression": expressions.inner,
    "user_type": calls.type_name,
}

_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, statements.evaluate),
    "ERROR": Lowering.nested,
    "assignment": statements.assignment,
    "call_expression": statements.call,
    "class_declaration": declarations.local_type,
    "control_transfer_statement": statements.leave,
    "do_statement": statements.attempt,
    "for_statement": statements.for_each,
    "function_declaration": members.local_function,
    "guard_statement": statements.guard,
    "if_statement": statements.branch,
    "property_declaration": statements.variables,
    "repeat_while_statement": statements.while_loop,
    "switch_statement": statements.switch,
    "while_statement": statements.while_loop,
}

_TABLES = Tables(
    {g.kind(name): lower for name, lower in _EXPRESSIONS.items()},
    {g.kind(name): lower for name, lower in _STATEMENTS.items()},
)
_DECLARATIONS = frozenset((g.PROPERTY, *members.FUNCTIONS, *declarations.TYPES))
_IMPORT = g.kind("import_declaration")
_PATH = g.kind("identifier")


class SwiftFrontEnd:
    """Reads Swift source files. The types of an app share one space of names, so that a module has no package."""

    language = "swift"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        parsed = repairs.parse(g.PARSER, source.data)
        if parsed is None:
            return ReadModule(Module(source.path, self.language, ""), (unfinished(source.path),))
        tree = SyntaxTree(source, parsed)
        low = Lowering(tree, wanted, _TABLES)
        imports: list[Import] = []
        fields: list[Field] = []
        loose: list[Node] = []
        for node in tree.root.children:
            if node.kind_id == _IMPORT:
                imports.append(_import(low, node))
            elif node.kind_id in _DECLARATIONS or node.is_error:
                fields.extend(declarations.read_member(low, node))
            elif node.kind_id in low.statements:
                loose.append(node)
        module = Module(
            source.path,
            self.language,
            "",
            tuple(imports),
            tuple(low.types),
            tuple(low.functions),
            tuple(fields),
            _top_level(low, loose),
        )
        problems = tree.problems
        if tree.root.has_error:
            problems = [*syntax_problems(tree, is_harmless), *problems]
        return ReadModule(module, tuple(problems), linter_comments(tree))


def _top_level(low: Lowering, nodes: list[Node]) -> Block | None:
    """The statements of a script."""
    if not any(low.wanted.within(node.start_byte, node.end_byte) for node in nodes):
        return None
    return low.block(low.tree.root, nodes)


def _import(low: Lowering, node: Node) -> Import:
    """An import of a module, or of one declaration of it."""
    path = next((child for child in node.children if child.kind_id == _PATH), None)
    name = "" if path is None else low.text(path)
    return Import(name, None, low.span(node), wildcard=len(node.children) == 2)


FRONT_END = SwiftFrontEnd()
