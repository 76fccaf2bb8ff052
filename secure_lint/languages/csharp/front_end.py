"""The C# front end."""

from __future__ import annotations

from tree_sitter import Node

from secure_lint.languages import constants
from secure_lint.languages.csharp import (
    SUFFIXES,
    calls,
    declarations,
    expressions,
    literals,
    members,
    statements,
)
from secure_lint.languages.csharp import grammar as g
from secure_lint.languages.csharp.build_conditions import without_conditions
from secure_lint.languages.csharp.lowering import (
    LowerExpression,
    Lowering,
    LowerStatement,
    Tables,
    under_build_condition,
)
from secure_lint.languages.front_end import ReadModule, WantedBodies
from secure_lint.languages.syntax import SyntaxTree, linter_comments, parse, syntax_problems, unfinished
from secure_lint.model.problem import Problem, Stage
from secure_lint.model.program import Block, Field, Import, Module
from secure_lint.model.span import Span
from secure_lint.text.source import SourceText

_EXPRESSIONS: dict[str, LowerExpression] = {
    "alias_qualified_name": calls.qualified_name,
    "anonymous_method_expression": calls.closure,
    "anonymous_object_creation_expression": calls.anonymous_object,
    "array_creation_expression": calls.array,
    "as_expression": expressions.as_type,
    "assignment_expression": expressions.assignment,
    "await_expression": expressions.inner,
    "binary_expression": expressions.binary,
    "boolean_literal": constants.boolean,
    "cast_expression": expressions.cast,
    "character_literal": literals.character,
    "checked_expression": expressions.inner,
    "collection_expression": calls.sequence,
    "conditional_access_expression": calls.chain,
    "conditional_expression": expressions.ternary,
    "declaration_expression": expressions.declared,
    "default_expression": constants.null,
    "element_access_expression": calls.chain,
    "element_binding_expression": calls.element_binding,
    "generic_name": calls.generic_name,
    "identifier": Lowering.name,
    "implicit_array_creation_expression": calls.array,
    "implicit_object_creation_expression": calls.creation,
    "initializer_expression": calls.sequence,
    "integer_literal": literals.integer,
    "interpolated_string_expression": literals.interpolated,
    "invocation_expression": calls.chain,
    "is_expression": expressions.is_type,
    "is_pattern_expression": expressions.is_pattern,
    "lambda_expression": calls.closure,
    "member_access_expression": calls.chain,
    "member_binding_expression": calls.member_binding,
    "null_literal": constants.null,
    "object_creation_expression": calls.creation,
    "parenthesized_expression": expressions.inner,
    "postfix_unary_expression": expressions.postfix,
    "prefix_unary_expression": expressions.prefix,
    "qualified_name": calls.qualified_name,
    "query_expression": calls.query,
    "range_expression": expressions.bounds,
    "raw_string_literal": literals.string,
    "real_literal": literals.real,
    "ref_expression": expressions.inner,
    "string_literal": literals.string,
    "switch_expression": expressions.switch_value,
    "throw_expression": expressions.thrown,
    "tuple_expression": expressions.tuple_of,
    "typeof_expression": literals.type_of,
    "verbatim_string_literal": literals.verbatim,
    "with_expression": calls.with_changes,
}

_STATEMENTS: dict[str, LowerStatement] = {
    **dict.fromkeys(_EXPRESSIONS, statements.evaluate),
    "ERROR": Lowering.nested,
    "assignment_expression": statements.assignment,
    "block": statements.free_block,
    "break_statement": statements.nothing,
    "checked_statement": Lowering.nested,
    "class_declaration": declarations.local_type,
    "continue_statement": statements.nothing,
    "do_statement": statements.while_loop,
    "empty_statement": statements.nothing,
    "expression_statement": statements.expression_statement,
    "fixed_statement": statements.using,
    "for_statement": statements.for_loop,
    "foreach_statement": statements.for_each,
    "global_statement": Lowering.nested,
    "goto_statement": statements.nothing,
    "if_statement": statements.branch,
    "labeled_statement": Lowering.nested,
    "local_declaration_statement": statements.local_variables,
    "local_function_statement": statements.local_function,
    "lock_statement": statements.using,
    "preproc_if": under_build_condition,
    "return_statement": statements.leave,
    "switch_statement": statements.switch,
    "throw_statement": statements.throw,
    "try_statement": statements.attempt,
    "unsafe_statement": Lowering.nested,
    "using_statement": statements.using,
    "while_statement": statements.while_loop,
    "yield_statement": statements.produce,
}
_KEYWORDS: dict[str, LowerExpression] = {"this": expressions.this, "base": expressions.parent}

_TABLES = Tables(
    {
        **{g.kind(name): lower for name, lower in _EXPRESSIONS.items()},
        **{g.kind(name, named=False): lower for name, lower in _KEYWORDS.items()},
    },
    {g.kind(name): lower for name, lower in _STATEMENTS.items()},
)
_MEMBERS = frozenset((g.PROPERTY, *members.METHODS, *members.FIELDS))
_NAMESPACES = frozenset((g.NAMESPACE, g.FILE_NAMESPACE))


class CSharpFrontEnd:
    """Reads C# source files."""

    language = "csharp"
    suffixes = SUFFIXES

    def read(self, source: SourceText, wanted: WantedBodies) -> ReadModule:
        """Lower all declarations of ``source``, and the bodies that are wanted."""
        parsed = parse(g.PARSER, source.data)
        if parsed is None:
            return ReadModule(Module(source.path, self.language, ""), (unfinished(source.path),))
        tree = SyntaxTree(source, parsed)
        if tree.root.has_error:
            tree = _of_one_configuration(source) or tree
        low = Lowering(tree, wanted, _TABLES)
        # Any file of a project may import a namespace for all of them.
        imports = [Import("", None, Span(1, 1, 1, 1), wildcard=True)]
        fields: list[Field] = []
        loose: list[Node] = []
        for node in _unwrapped(tree.root):
            if node.kind_id == g.USING:
                imports.append(_import(low, node))
            elif node.kind_id == g.GLOBAL_STATEMENT:
                loose.append(node)
            else:
                fields.extend(declarations.read_member(low, node))
        module = Module(
            source.path,
            self.language,
            _package(low),
            tuple(imports),
            tuple(low.types),
            tuple(low.functions),
            tuple(fields),
            _top_level(low, loose),
        )
        problems = tree.problems
        if tree.root.has_error:
            problems = [*syntax_problems(tree), *problems]
        return ReadModule(module, tuple(problems), linter_comments(tree))


def _of_one_configuration(source: SourceText) -> SyntaxTree | None:
    """The tree of the source without its build conditions, if that has no errors; ``None`` where it has any."""
    data = without_conditions(source.data)
    parsed = parse(g.PARSER, data) if data != source.data else None
    if parsed is None or parsed.root_node.has_error:
        return None
    tree = SyntaxTree(source, parsed)
    message = "only the first branch of build conditions is read: one of them cuts through a statement"
    tree.problems.append(Problem(source.path, message, Stage.READ, partial=True))
    return tree


def _unwrapped(root: Node) -> list[Node]:
    """What stands in the file; usings stand in namespaces too."""
    found: list[Node] = []
    for node in root.children:
        body = node.child_by_field_id(g.FIELD_BODY) if node.kind_id in _NAMESPACES else None
        found.extend(child for child in (() if body is None else body.children) if child.kind_id == g.USING)
        found.append(node)
    return found


def _package(low: Lowering) -> str:
    """The first namespace of the file."""
    node = next((child for child in low.tree.root.children if child.kind_id in _NAMESPACES), None)
    name = None if node is None else node.child_by_field_id(g.FIELD_NAME)
    return "" if name is None else "".join(low.text(name).split())


def _top_level(low: Lowering, nodes: list[Node]) -> Block | None:
    """The statements outside types."""
    if not any(low.wanted.within(node.start_byte, node.end_byte) for node in nodes):
        return None
    return low.statements_of(nodes, low.span(low.tree.root))


def _import(low: Lowering, node: Node) -> Import:
    """``using A.B;``, ``using static A.B;`` and ``using C = A.B;``."""
    alias = node.child_by_field_id(g.FIELD_NAME)
    names = [child for child in node.children if child.kind_id in g.TYPES and child != alias]
    name = "".join(low.text(names[-1]).split()).removeprefix("global::") if names else ""
    if alias is not None:
        called = low.text(alias)
        return Import(name, None if called == name.rpartition(".")[2] else called, low.span(node))
    return Import(name, None, low.span(node), wildcard=True, static=any(one.type == "static" for one in node.children))


FRONT_END = CSharpFrontEnd()
