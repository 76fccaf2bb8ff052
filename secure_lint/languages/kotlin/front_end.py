"""The Kotlin front end."""

from __future__ import annotations

import tree_sitter
import tree_sitter_kotlin
from tree_sitter import Node

from secure_lint.languages import syntax
from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.kotlin import (
    SUFFIXES,
    branches,
    calls,
    declarations,
    jumps,
    lambdas,
    literals,
    operators,
    recovery,
)
from secure_lint.languages.kotlin import statements as local
from secure_lint.languages.kotlin.comments import field_comments
from secure_lint.languages.kotlin.outline import KotlinTree
from secure_lint.languages.kotlin.reader import ExpressionHandler, Reader, Scope, StatementHandler, handlers
from secure_lint.model.program import Block, Expression, Import, Module, Statement
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, ExpressionHandler] = {
    "annotated_expression": local.annotated_value,
    "anonymous_function": lambdas.anonymous_function,
    "as_expression": operators.cast,
    "binary_expression": operators.binary,
    "block": local.block_value,
    "call_expression": calls.chain,
    "callable_reference": lambdas.reference,
    "character_literal": literals.character,
    "collection_literal": literals.collection,
    "float_literal": literals.floating,
    "identifier": literals.identifier,
    "if_expression": branches.branch_value,
    "in_expression": operators.membership,
    "index_expression": calls.chain,
    "infix_expression": operators.infix,
    "is_expression": operators.type_check,
    "labeled_expression": local.labelled_value,
    "lambda_literal": lambdas.closure,
    "multiline_string_literal": literals.raw_string,
    "navigation_expression": calls.chain,
    "number_literal": literals.integer,
    "object_literal": declarations.object_literal,
    "parenthesized_expression": local.annotated_value,
    "range_expression": operators.value_range,
    "return_expression": jumps.return_value,
    "string_literal": literals.string,
    "super_expression": literals.parent,
    "this_expression": literals.this,
    "throw_expression": jumps.throw,
    "try_expression": branches.branch_value,
    "unary_expression": operators.unary,
    "when_expression": branches.branch_value,
}

_STATEMENTS: dict[str, StatementHandler] = {
    **dict.fromkeys(_EXPRESSIONS, local.evaluate),
    "annotated_expression": local.annotated,
    "assignment": local.assignment,
    "block": local.free_block,
    "class_declaration": declarations.local_type,
    "do_while_statement": local.conditional_loop,
    "for_statement": local.for_each,
    "function_declaration": local.local_function,
    "identifier": local.jump_or_name,
    "if_expression": branches.branch,
    "labeled_expression": local.labelled,
    "object_declaration": declarations.local_type,
    "property_declaration": local.local_property,
    "return_expression": jumps.return_statement,
    "try_expression": branches.branch,
    "type_alias": local.nothing,
    "unary_expression": local.step,
    "when_expression": branches.branch,
    "while_statement": local.conditional_loop,
}

_MINED = frozenset((*_EXPRESSIONS, *_STATEMENTS)) - {"identifier"}


def _other_expression(reader: Reader, node: Node) -> Expression:
    """What can be read of a node that is no expression, such as a syntax error."""
    values = [reader.expression(part) for part in reader.named(node) if part.type in _MINED]
    return values[-1] if values else reader.nothing(node)


def _other_statement(reader: Reader, node: Node, out: list[Statement]) -> None:
    for part in reader.named(node):
        if part.type in _MINED:
            reader.statement(part, out)


_PARSER = syntax.parser(tree_sitter_kotlin.language)
_HANDLERS = handlers(
    tree_sitter.Language(tree_sitter_kotlin.language()),
    _EXPRESSIONS,
    _STATEMENTS,
    other_expression=_other_expression,
    other_statement=_other_statement,
)


def _is_empty_collection(node: Node) -> bool:
    """``[]`` is valid in an annotation; the grammar misses an element."""
    return node.is_missing and node.parent is not None and node.parent.type == "collection_literal"


class KotlinFrontEnd:
    """Lowers Kotlin files and scripts."""

    language = "kotlin"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        tree = recovery.parse(_PARSER, source)
        reader = Reader(tree, wanted, _HANDLERS)
        module = _read_module(reader, tree, script=source.path.endswith(".kts"))
        problems = (*syntax.syntax_problems(tree, _is_empty_collection), *tree.problems)
        return ReadModule(module, problems, syntax.linter_comments(tree))


def _read_module(reader: Reader, tree: KotlinTree, *, script: bool) -> Module:
    package = ""
    imports: list[Import] = []
    top_level: list[Statement] = []
    comments = field_comments(reader, tree.declarations)
    for node in (*tree.header, *tree.declarations.children):
        kind = node.type
        if kind == "package_header":
            package = "".join(reader.text(part) for part in reader.named(node))
            reader.scope = Scope(package)
        elif kind == "import":
            imports.append(_import(reader, node))
        elif not declarations.read_declaration(reader, node, comments.get(node.start_byte)) and script:
            _read_script_statement(reader, node, top_level)
    return Module(
        path=reader.tree.source.path,
        language="kotlin",
        package=package,
        imports=tuple(imports),
        types=tuple(reader.types),
        functions=tuple(reader.functions),
        fields=tuple(reader.fields),
        top_level=Block(reader.span(tree.root), tuple(top_level)) if script else None,
    )


def _import(reader: Reader, node: Node) -> Import:
    children = node.children
    name = reader.text(children[1]) if len(children) > 1 else ""
    alias: str | None = None
    if len(children) > 2 and children[-1].type == "identifier":
        alias = reader.text(children[-1])
    wildcard = children[-1].type == "*"
    return Import(_plain(name), alias, reader.span(node), wildcard=wildcard)


def _plain(name: str) -> str:
    """A dotted name without quotation marks and blanks."""
    return "".join(name.replace("`", "").split()) if "`" in name or " " in name or "\n" in name else name


def _read_script_statement(reader: Reader, node: Node, out: list[Statement]) -> None:
    """A statement of a script, if it is small or wanted."""
    if reader.is_named(node) and (reader.is_cheap(node) or reader.wants(node)):
        reader.hoisted = out
        reader.statement(node, out)
        reader.hoisted = None


FRONT_END = KotlinFrontEnd()
