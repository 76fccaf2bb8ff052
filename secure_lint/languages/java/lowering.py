"""The state of lowering one Java file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.java import grammar as g
from secure_lint.languages.lowering import TreeLowering
from secure_lint.languages.syntax import SyntaxTree
from secure_lint.model.program import (
    Block,
    Expression,
    Name,
)
from secure_lint.model.span import Span

LowerExpression = Callable[["Lowering", Node], Expression]
LowerStatement = Callable[["Lowering", Node], None]


class Tables(msgspec.Struct, frozen=True):
    """How to lower each kind of node, and the body of an anonymous class.

    ``anonymous`` takes the class body, its supertypes and where it starts, and returns the name of the type.
    """

    expressions: dict[int, LowerExpression]
    statements: dict[int, LowerStatement]
    anonymous: Callable[[Lowering, Node, tuple[str, ...], Span], str]


class Lowering(TreeLowering):
    """Lowers the nodes of one file of Java. ``anonymous`` reads the body of an anonymous class."""

    __slots__ = ("anonymous", "ascii", "expressions", "source_text", "statements")

    leaf = g.IDENTIFIER

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables) -> None:
        super().__init__(tree, wanted)
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.anonymous = tables.anonymous
        self.ascii = tree.source.ascii
        self.source_text = tree.source.text

    def part(self, parent: Node, field: int) -> Expression:
        """Lower the value in a field of ``parent``."""
        node = parent.child_by_field_id(field)
        return self.nothing(parent) if node is None else self.expression(node)

    def name(self, node: Node) -> Name:
        """An identifier."""
        if self.ascii:
            start = node.start_byte
            identifier = self.source_text[start : node.end_byte]
            row, column = node.start_point
            row += 1
            column += 1
            return Name(Span(row, column, row, column + len(identifier)), identifier)
        return Name(self.span(node), self.text(node))

    def block(self, node: Node) -> Block:
        """The statements between braces, or the only statement of a branch without braces."""
        outer, self.out = self.out, []
        if node.kind_id in _BRACES:
            statements = self.statements
            for child in node.children:
                if child.kind_id in statements:
                    self.statement(child)
        else:
            self.statement(node)
        found, self.out = self.out, outer
        return Block(self.span(node), tuple(found))

    def loose_block(self, nodes: tuple[Node, ...], span: Span) -> Block:
        """Those of ``nodes`` that are statements."""
        outer, self.out = self.out, []
        for node in nodes:
            if node.kind_id not in g.NAMES:
                self.statement(node)
        found, self.out = self.out, outer
        return Block(span, tuple(found))

    def type_text(self, node: Node) -> str:
        """A type as written, on one line."""
        text = self.text(node)
        return " ".join(text.split()) if "\n" in text or "  " in text else text


_BRACES = frozenset((g.BLOCK, g.CONSTRUCTOR_BODY))
