"""The Dart front end."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from tree_sitter import Node

from secure_lint.languages import constants
from secure_lint.languages.dart import (
    SUFFIXES,
    chains,
    declarations,
    expressions,
    literals,
    operators,
    statements,
)
from secure_lint.languages.dart import grammar as g
from secure_lint.languages.dart.imports import read_imports
from secure_lint.languages.dart.lowering import LowerExpression, Lowering, LowerStatement, Select, Tables
from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.syntax import SyntaxTree, linter_comments, parse, syntax_problems, unfinished
from secure_lint.model.program import Module
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    **dict.fromkeys(operators.NAMES, operators.operation),
    "assignable_expression": expressions.inner,
    "assignment_expression": expressions.assignment,
    "await_expression": expressions.inner,
    "const_object_expression": chains.construction,
    "constructor_invocation": chains.construction,
    "decimal_floating_point_literal": constants.real,
    "decimal_integer_literal": constants.integer,
    "dot_shorthand": literals.shorthand,
    "false": constants.boolean,
    "for_element": expressions.looped_element,
    "function_expression": expressions.closure,
    "hex_integer_literal": constants.integer,
    "identifier": Lowering.name,
    "if_element": expressions.conditional_element,
    "list_literal": expressions.sequence,
    "new_expression": chains.construction,
    "null_literal": constants.null,
    "parenthesized_expression": expressions.inner,
    "pattern_assignment": statements.assigned_by_pattern,
    "postfix_expression": expressions.postfix,
    "record_literal": expressions.record,
    "rethrow_expression": expressions.thrown,
    "set_or_map_literal": expressions.set_or_map,
    "spread_element": expressions.spread,
    "string_literal": literals.string,
    "super": expressions.parent,
    "switch_expression": expressions.switch_value,
    "symbol_literal": literals.symbol,
    "this": expressions.this,
    "throw_expression": expressions.thrown,
    "true": constants.boolean,
    "unary_expression": expressions.unary,
}

_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, statements.bare),
    "ERROR": Lowering.nested,
    "block": statements.free_block,
    "do_statement": statements.while_loop,
    "expression_statement": statements.evaluate,
    "for_statement": statements.for_loop,
    "if_statement": statements.branch,
    "labeled_statement": Lowering.nested,
    "local_function_declaration": statements.local_function,
    "local_variable_declaration": statements.local_variables,
    "return_statement": statements.leave,
    "switch_statement": statements.switch,
    "try_statement": statements.attempt,
    "while_statement": statements.while_loop,
    "yield_each_statement": statements.leave,
    "yield_statement": statements.leave,
}

_SELECTORS: dict[str, Select] = {
    "cascade_section": chains.cascade,
    "conditional_assignable_selector": chains.member,
    "selector": chains.selector,
    "unconditional_assignable_selector": chains.member,
}

_TABLES = Tables(
    {g.kind(name): lower for name, lower in _EXPRESSIONS.items()},
    {g.kind(name): lower for name, lower in _STATEMENTS.items()},
    {g.kind(name): select for name, select in _SELECTORS.items()},
)
PACKAGE = "app"
"""The package of all modules: the types of an app share one space of names, which is not that of its libraries."""

_NO_NAME = re.compile(r"\W")
_THROW = "throw"


class DartFrontEnd:
    """Reads Dart source files."""

    language = "dart"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        parsed = parse(g.PARSER, source.data)
        if parsed is None:
            return ReadModule(Module(source.path, self.language, PACKAGE), (unfinished(source.path),))
        tree = SyntaxTree(source, parsed)
        library = _NO_NAME.sub("_", PurePosixPath(source.path).name.partition(".")[0])
        low = Lowering(tree, wanted, _TABLES, PACKAGE, library)
        imports = read_imports(low, tree.root.children, PACKAGE)
        low.own_files = frozenset(one.alias for one in imports if one.name == PACKAGE and one.alias is not None)
        fields = declarations.read_all(low, tree.root.children)
        module = Module(
            source.path,
            self.language,
            PACKAGE,
            imports,
            tuple(low.types),
            tuple(low.functions),
            tuple(fields),
        )
        problems = tree.problems
        if tree.root.has_error:
            problems = [*syntax_problems(tree, lambda node: _is_harmless(low, node)), *problems]
        return ReadModule(module, tuple(problems), linter_comments(tree))


def _is_harmless(low: Lowering, node: Node) -> bool:
    """Whether an error node is the word in ``value ?? throw problem``, which the grammar does not know there."""
    return node.is_error and low.text(node) == _THROW


FRONT_END = DartFrontEnd()
