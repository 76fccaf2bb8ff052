"""The Python front end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tree_sitter import Node

from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.python import (
    SUFFIXES,
    assignments,
    calls,
    classes,
    comprehensions,
    expressions,
    functions,
    literals,
    matches,
    modules,
    statements,
    strings,
)
from secure_lint.languages.python import grammar as g
from secure_lint.languages.python.lowering import LowerExpression, Lowering, LowerStatement, Tables
from secure_lint.languages.python.variables import Variables, declares_below
from secure_lint.languages.syntax import SyntaxTree, linter_comments, parse, syntax_problems
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.program import Annotation, Block, Import, Module
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    "as_pattern": expressions.renamed,
    "assignment": expressions.assigned,
    "attribute": expressions.attribute,
    "await": expressions.awaited,
    "binary_operator": expressions.binary,
    "boolean_operator": expressions.choice,
    "call": calls.call,
    "comparison_operator": expressions.comparison,
    "concatenated_string": strings.concatenated,
    "conditional_expression": expressions.ternary,
    "dictionary": expressions.dictionary,
    "dictionary_comprehension": comprehensions.comprehension,
    "dictionary_splat": expressions.starred,
    "ellipsis": literals.null,
    "expression_list": expressions.sequence,
    "false": literals.false,
    "float": literals.floating,
    "generator_expression": comprehensions.comprehension,
    "identifier": expressions.plain_name,
    "integer": literals.integer,
    "lambda": functions.closure,
    "list": expressions.sequence,
    "list_comprehension": comprehensions.comprehension,
    "list_pattern": expressions.sequence,
    "list_splat": expressions.starred,
    "list_splat_pattern": expressions.starred,
    "named_expression": expressions.walrus,
    "none": literals.null,
    "not_operator": expressions.negation,
    "pair": expressions.pair,
    "parenthesized_expression": expressions.parenthesized,
    "parenthesized_list_splat": expressions.starred,
    "pattern_list": expressions.sequence,
    "set": expressions.sequence,
    "set_comprehension": comprehensions.comprehension,
    "string": strings.string,
    "subscript": expressions.subscript,
    "true": literals.true,
    "tuple": expressions.sequence,
    "tuple_pattern": expressions.sequence,
    "unary_operator": expressions.unary,
    "yield": expressions.yielded,
}


def _definition(low: Lowering, node: Node) -> None:
    """A class, a function or a decorated one of them among statements."""
    annotations: tuple[Annotation, ...] = ()
    definition: Node | None = node
    if node.kind_id == g.DECORATED:
        annotations = functions.decorators(low, node)
        definition = node.child_by_field_id(g.FIELD_DEFINITION)
    if definition is None:
        return
    if definition.kind_id == g.CLASS:
        with low.inside_scope(low.prefix, None, None):
            classes.read_class(low, definition, annotations)
    elif low.scope is not None and not annotations:
        functions.local_function(low, definition)
    else:
        # A decorator keeps the function for later, as a handler of requests: nothing here calls it.
        with low.inside_scope(low.prefix, None, None):
            functions.read_function(low, definition, annotations)


_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, statements.evaluate),
    "ERROR": Lowering.nested,
    "assert_statement": statements.keyword_call,
    "assignment": assignments.assignment,
    "augmented_assignment": assignments.augmented,
    "block": Lowering.nested,
    "class_definition": _definition,
    "decorated_definition": _definition,
    "delete_statement": statements.remove,
    "exec_statement": statements.keyword_call,
    "expression_statement": statements.expression_statement,
    "for_statement": statements.for_each,
    "function_definition": _definition,
    "if_statement": statements.branch,
    "match_statement": matches.match,
    "print_statement": statements.keyword_call,
    "raise_statement": statements.throw,
    "return_statement": statements.leave,
    "try_statement": statements.attempt,
    "while_statement": statements.while_loop,
    "with_statement": statements.with_block,
}

_TABLES = Tables(
    {g.kind(name): lower for name, lower in _EXPRESSIONS.items()},
    {g.kind(name): lower for name, lower in _STATEMENTS.items()},
)
_IMPORT = re.compile(rb"^[ \t]+(?=import\b|from\b)|;[ \t]*(?=import\b|from\b)", re.MULTILINE)


class PythonFrontEnd:
    """Reads Python source files."""

    language = "python"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        parsed = parse(g.PARSER, source.data)
        package = modules.module_name(source.path)
        if parsed is None:
            problem = Problem(source.path, "the parser did not come to an end", Stage.READ, partial=True)
            return ReadModule(Module(source.path, self.language, package, explicit=True), (problem,))
        tree = SyntaxTree(source, parsed)
        low = Lowering(tree, wanted, _TABLES, package)
        imported = tuple(_imports(low, source.path))
        top_level = _read_top_level(low)
        module = Module(
            source.path,
            self.language,
            package,
            imported,
            tuple(low.types),
            tuple(low.functions),
            tuple(low.fields),
            top_level,
            explicit=True,
        )
        problems = tree.problems
        if tree.root.has_error:
            problems = [*syntax_problems(tree), *problems]
        return ReadModule(module, tuple(problems), linter_comments(tree))


def _imports(low: Lowering, path: str) -> Iterator[Import]:
    """The imports of the file, those in functions and branches included."""
    for node in _unwrapped(low.tree.root):
        if node.kind_id in g.IMPORTS:
            yield from modules.imports(low, node, path)
    top = low.tree.root
    for found in _IMPORT.finditer(low.tree.source.data):
        nested = top.descendant_for_byte_range(found.end(), found.end() + 1)
        while nested is not None and nested.kind_id not in g.IMPORTS:
            nested = nested.parent if nested.start_byte == found.end() else None
        if nested is not None and nested.parent is not None and nested.parent.parent is not None:
            yield from modules.imports(low, nested, path)


def _read_top_level(low: Lowering) -> Block | None:
    """Variables, functions and types of the module; what else it does is its script."""
    root = low.tree.root
    held = Variables(low)
    loose = [node for node in _unwrapped(root) if node.kind_id in low.statements and not held.read_constant(node)]
    low.fields.extend(held.rest())
    code = [node for node in loose if node.kind_id not in g.DEFINITIONS]
    wanted = any(low.wanted.within(node.start_byte, node.end_byte) for node in code)
    found = low.collected(node for node in loose if wanted or declares_below((node,)))
    return Block(low.span(root), found) if wanted and found else None


def _unwrapped(root: Node) -> Iterator[Node]:
    """The statements of the module, broken pieces opened."""
    if root.is_error:
        yield from root.children
        return
    for node in root.children:
        if node.is_error:
            yield from node.children
        else:
            yield node


FRONT_END = PythonFrontEnd()
