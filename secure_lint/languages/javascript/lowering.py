"""The state of lowering one file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.syntax import SyntaxTree
from secure_lint.model.program import (
    Block,
    Expression,
    Import,
    Name,
    Statement,
)
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node of one grammar."""

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]


class Lowering(TreeLowering):
    """Lowers the nodes of one file of JavaScript or TypeScript. ``package`` is the module's name."""

    __slots__ = ("expressions", "imports", "package", "statements")

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables, package: str) -> None:
        super().__init__(tree, wanted, package)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.package = package
        self.imports: list[Import] = []

    def part(self, parent: Node, field: str) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_name(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def name(self, node: Node) -> Name:
        """An identifier; a private name loses its mark."""
        return Name(self.span(node), self.identifier(node))

    def identifier(self, node: Node) -> str:
        """The text of an identifier; a private name loses its mark."""
        return self.text(node).removeprefix("#")

    def block(self, node: Node, before: Iterable[Statement] = ()) -> Block:
        """The statements between braces, or the only statement of a branch without braces, after those given.

        Functions that are declared among statements come first, for they can be called before their place.
        """
        outer, self.out = self.out, list(before)
        if node.type == "statement_block":
            self.statements_in(node.children)
        else:
            self.statement(node)
        found, self.out = self.out, outer
        return Block(self.span(node), tuple(found))

    def statements_in(self, nodes: Iterable[Node]) -> None:
        """Lower statements in order, the declarations of functions first."""
        later: list[Node] = []
        for node in nodes:
            if node.type in _HOISTED:
                self.statement(node)
            elif node.kind_id in self.statements:
                later.append(node)
        for node in later:
            self.statement(node)

    def collected(self, lower: Callable[[], None]) -> tuple[Statement, ...]:
        """The statements that ``lower`` appends."""
        outer, self.out = self.out, []
        lower()
        found, self.out = self.out, outer
        return tuple(found)

    def is_wanted(self, node: Node) -> bool:
        """Whether the code in ``node`` is wanted."""
        return self.wanted.within(node.start_byte, node.end_byte)


_HOISTED = frozenset(("function_declaration", "generator_function_declaration"))


def zero_width(span: Span) -> Span:
    """The place where ``span`` starts."""
    return Span(span.start_line, span.start_column, span.start_line, span.start_column)
