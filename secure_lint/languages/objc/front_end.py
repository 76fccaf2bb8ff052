"""The Objective-C front end."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages import constants
from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.objc import SUFFIXES, expressions, literals, messages, statements
from secure_lint.languages.objc import grammar as g
from secure_lint.languages.objc.build_conditions import under_build_condition
from secure_lint.languages.objc.declarations import Declarations
from secure_lint.languages.objc.lowering import LowerExpression, Lowering, LowerStatement, Tables
from secure_lint.languages.objc.macros import without_macros
from secure_lint.languages.syntax import SyntaxTree, linter_comments, parse, syntax_problems, unfinished
from secure_lint.model.program import Import, Module
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    "array_literal": literals.array,
    "assignment_expression": expressions.assignment,
    "at_expression": literals.boxed,
    "available_expression": expressions.available,
    "binary_expression": expressions.binary,
    "block_literal": messages.closure,
    "call_expression": messages.call,
    "cast_expression": expressions.cast,
    "char_literal": literals.character,
    "comma_expression": expressions.comma,
    "compound_literal_expression": expressions.compound,
    "concatenated_string": literals.strings,
    "conditional_expression": expressions.ternary,
    "dictionary_literal": literals.dictionary,
    "extension_expression": expressions.inner,
    "false": constants.boolean,
    "field_expression": messages.member,
    "identifier": Lowering.meaning,
    "initializer_list": literals.initializers,
    "message_expression": messages.message,
    "null": constants.null,
    "number_literal": literals.number,
    "parenthesized_expression": expressions.inner,
    "pointer_expression": expressions.pointer,
    "selector_expression": literals.selector,
    "sizeof_expression": expressions.size,
    "string_literal": literals.string,
    "subscript_expression": messages.element,
    "true": constants.boolean,
    "unary_expression": expressions.unary,
    "update_expression": expressions.update,
}

_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, statements.evaluate),
    "ERROR": TreeLowering.nested,
    "assignment_expression": statements.assignment,
    "attributed_statement": TreeLowering.nested,
    "break_statement": statements.nothing,
    "comma_expression": statements.each,
    "compound_statement": statements.free_block,
    "continue_statement": statements.nothing,
    "declaration": statements.variables,
    "do_statement": statements.while_loop,
    "expression_statement": TreeLowering.nested,
    "for_statement": statements.for_loop,
    "if_statement": statements.branch,
    "labeled_statement": TreeLowering.nested,
    "preproc_elif": under_build_condition,
    "preproc_elifdef": under_build_condition,
    "preproc_if": under_build_condition,
    "preproc_ifdef": under_build_condition,
    "return_statement": statements.leave,
    "switch_statement": statements.switch,
    "synchronized_statement": statements.synchronized,
    "throw_statement": statements.throw,
    "try_statement": statements.attempt,
    "update_expression": statements.update,
    "while_statement": statements.while_loop,
}

_TABLES = Tables(
    {g.kind(name): lower for name, lower in _EXPRESSIONS.items()},
    {g.kind(name): lower for name, lower in _STATEMENTS.items()},
)
_IMPORTS = frozenset((g.INCLUDE, g.MODULE_IMPORT))


class ObjectiveCFrontEnd:
    """Reads Objective-C source files and headers. Nothing in them has a package."""

    language = "objc"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        parsed = parse(g.PARSER, without_macros(source.data))
        if parsed is None:
            return ReadModule(Module(source.path, self.language, ""), (unfinished(source.path),))
        tree = SyntaxTree(source, parsed)
        low = Lowering(tree, wanted, _TABLES)
        imports = [_import(low, node) for node in tree.root.children if node.kind_id in _IMPORTS]
        declared = Declarations(low)
        declared.read(tree.root.children)
        module = Module(
            source.path,
            self.language,
            "",
            tuple(imports),
            tuple(low.types),
            tuple(low.functions),
            declared.fields,
        )
        problems = tree.problems
        if tree.root.has_error:
            problems = [*syntax_problems(tree), *problems]
        return ReadModule(module, tuple(problems), linter_comments(tree))


def _import(low: Lowering, node: Node) -> Import:
    """``@import Module;``, ``#import <Framework/Header.h>`` and ``#import "Header.h"``: all that these declare."""
    path = node.child_by_field_id(g.FIELD_PATH)
    text = "" if path is None else low.text(path).strip('<>"')
    name = text.rpartition(".h")[0] or text if node.kind_id == g.INCLUDE else text
    return Import(name.replace("/", "."), None, low.span(node), wildcard=True)


FRONT_END = ObjectiveCFrontEnd()
