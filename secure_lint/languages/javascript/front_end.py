"""The JavaScript and TypeScript front end."""

from __future__ import annotations

import tree_sitter

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.javascript import (
    SUFFIXES,
    calls,
    declarations,
    expressions,
    functions,
    jsx,
    literals,
    objects,
    statements,
    switches,
)
from secure_lint.languages.javascript import grammar as g
from secure_lint.languages.javascript.lowering import LowerExpression, Lowering, LowerStatement, Tables
from secure_lint.languages.javascript.modules import ModuleReader
from secure_lint.languages.javascript.places import package_of
from secure_lint.languages.javascript.scripts import scripts_only
from secure_lint.languages.syntax import SyntaxTree, errors, linter_comments, parse, syntax_problems
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.program import Module
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    "array": objects.sequence,
    "arrow_function": functions.closure,
    "as_expression": expressions.cast,
    "assignment_expression": expressions.assign,
    "augmented_assignment_expression": expressions.assign,
    "await_expression": expressions.awaited,
    "binary_expression": expressions.binary,
    "call_expression": calls.chain,
    "class": declarations.class_value,
    "false": literals.false,
    "function_expression": functions.closure,
    "generator_function": functions.closure,
    "identifier": literals.plain_name,
    "jsx_element": jsx.element,
    "jsx_expression": jsx.embedded,
    "jsx_fragment": jsx.element,
    "jsx_self_closing_element": jsx.element,
    "member_expression": calls.chain,
    "new_expression": calls.creation,
    "non_null_expression": calls.chain,
    "null": literals.null,
    "number": literals.number,
    "object": objects.record,
    "parenthesized_expression": expressions.parenthesized,
    "regex": literals.regular_expression,
    "satisfies_expression": expressions.cast,
    "sequence_expression": expressions.several,
    "string": literals.string,
    "subscript_expression": calls.chain,
    "super": literals.plain_name,
    "template_string": literals.template,
    "ternary_expression": expressions.ternary,
    "this": literals.plain_name,
    "true": literals.true,
    "type_assertion": expressions.cast,
    "unary_expression": expressions.unary,
    "undefined": literals.null,
    "update_expression": expressions.update,
    "yield_expression": expressions.awaited,
}

_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, expressions.evaluate),
    "ERROR": statements.nested,
    "abstract_class_declaration": declarations.local_class,
    "assignment_expression": expressions.assignment,
    "augmented_assignment_expression": expressions.assignment,
    "break_statement": statements.nothing,
    "class_declaration": declarations.local_class,
    "continue_statement": statements.nothing,
    "do_statement": statements.while_loop,
    "enum_declaration": declarations.local_type,
    "expression_statement": expressions.run,
    "for_in_statement": statements.for_each,
    "for_statement": statements.for_loop,
    "function_declaration": statements.local_function,
    "generator_function_declaration": statements.local_function,
    "if_statement": statements.branch,
    "interface_declaration": declarations.local_type,
    "labeled_statement": statements.nested,
    "lexical_declaration": statements.variables,
    "return_statement": statements.leave,
    "statement_block": statements.free_block,
    "switch_statement": switches.switch,
    "throw_statement": statements.throw,
    "try_statement": statements.attempt,
    "variable_declaration": statements.variables,
    "while_statement": statements.while_loop,
    "with_statement": statements.with_object,
}

_TABLES = {one.name: Tables(one.table(_EXPRESSIONS), one.table(_STATEMENTS)) for one in g.GRAMMARS}
_WITHOUT_JSX = (".ts", ".mts", ".cts")


class JavaScriptFrontEnd:
    """Reads JavaScript and TypeScript source files."""

    language = "javascript"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        package = package_of(source.path)
        grammar, tree = _parse(source)
        if tree is None:
            problem = Problem(source.path, "the parser does not come to an end; it was not analysed", Stage.READ)
            return ReadModule(Module(source.path, self.language, package, explicit=True), (problem,))
        syntax = SyntaxTree(source, tree)
        low = Lowering(syntax, wanted, _TABLES[grammar.name], package)
        reader = ModuleReader(low)
        reader.read(syntax.root)
        module = Module(
            source.path,
            self.language,
            package,
            tuple(dict.fromkeys(low.imports)),
            tuple(low.types),
            tuple(low.functions),
            tuple(reader.fields),
            reader.top_level,
            explicit=True,
        )
        problems = syntax.problems
        if syntax.root.has_error:
            problems = [*syntax_problems(syntax), *problems]
        return ReadModule(module, tuple(problems), linter_comments(syntax))


def _parse(source: SourceText) -> tuple[g.Grammar, tree_sitter.Tree | None]:
    """The tree by the grammar that fits best: JavaScript with the types of Flow is read as TypeScript."""
    if source.path.endswith(".vue"):
        return _best(scripts_only(source), (g.TSX, g.TYPESCRIPT))
    if source.path.endswith(_WITHOUT_JSX):
        return _best(source.data, (g.TYPESCRIPT, g.TSX))
    return _best(source.data, (g.TSX,) if source.path.endswith(".tsx") else (g.JAVASCRIPT, g.TSX))


def _best(data: bytes, grammars: tuple[g.Grammar, ...]) -> tuple[g.Grammar, tree_sitter.Tree | None]:
    best: tuple[g.Grammar, tree_sitter.Tree] | None = None
    fewest = 0
    for grammar in grammars:
        tree = parse(grammar.parser, data)
        if tree is None:
            continue
        count = sum(node.end_byte - node.start_byte + 1 for node in errors(tree.root_node))
        if best is None or count < fewest:
            best, fewest = (grammar, tree), count
        if not count:
            break
    return (grammars[0], None) if best is None else best


FRONT_END = JavaScriptFrontEnd()
