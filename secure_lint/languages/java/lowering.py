"""The state of lowering one Java file, and the dispatch over kinds of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec
from tree_sitter import Node

from secure_lint.languages.front_end import WantedBodies
from secure_lint.languages.java import grammar as g
from secure_lint.languages.syntax import NESTING_LIMIT, SyntaxTree
from secure_lint.model.program import (
    Block,
    Call,
    Evaluate,
    Expression,
    Function,
    Lambda,
    Literal,
    Name,
    Statement,
    TypeDecl,
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


class Lowering:
    """Lowers the nodes of one tree.

    ``owner`` is the qualified name of the type whose members are read, ``None`` outside types; ``prefix`` is what names
    declared here are qualified by. ``out`` receives the statements of the block that is read, and what an expression
    needs done before its statement. ``depth`` is the nesting so far.
    """

    __slots__ = (
        "anonymous",
        "ascii",
        "depth",
        "expressions",
        "functions",
        "out",
        "owner",
        "prefix",
        "source_text",
        "span",
        "statements",
        "text",
        "tree",
        "types",
        "wanted",
    )

    def __init__(self, tree: SyntaxTree, wanted: WantedBodies, tables: Tables) -> None:
        self.tree = tree
        self.wanted = wanted
        self.expressions = tables.expressions
        self.statements = tables.statements
        self.anonymous = tables.anonymous
        self.span = tree.span
        self.text = tree.text
        self.ascii = tree.source.ascii
        self.source_text = tree.source.text
        self.owner: str | None = None
        self.prefix = ""
        self.depth = 0
        self.out: list[Statement] = []
        self.types: list[TypeDecl] = []
        self.functions: list[Function] = []

    def expression(self, node: Node) -> Expression:
        """Lower a node in the place of a value."""
        kind = node.kind_id
        if kind == g.IDENTIFIER:
            return self.name(node)
        lower = self.expressions.get(kind)
        if lower is None:
            return self.nothing(node)
        if self.depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return self.nothing(node)
        self.depth += 1
        result = lower(self, node)
        self.depth -= 1
        return result

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

    def nothing(self, node: Node) -> Literal:
        """What stands for a node that cannot be lowered."""
        return Literal(self.span(node), "null", None)

    def statement(self, node: Node) -> None:
        """Lower a node in the place of a statement; appends to ``out``."""
        lower = self.statements.get(node.kind_id)
        if lower is None:
            return
        if self.depth >= NESTING_LIMIT:
            self.tree.report_nesting(node)
            return
        self.depth += 1
        lower(self, node)
        self.depth -= 1

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

    @contextmanager
    def inside(self, qualified: str) -> Iterator[None]:
        """The members of a type are read; statements and names around it do not reach into it."""
        held = self.owner, self.prefix, self.out
        self.owner, self.prefix, self.out = qualified, qualified, []
        self.depth += 3
        yield
        self.depth -= 3
        self.owner, self.prefix, self.out = held

    def value(self, node: Node) -> Expression:
        """Lower a value outside any block.

        Statements that must run before it become, with it, a lambda that is called.
        """
        outer, self.out = self.out, []
        value = self.expression(node)
        before, self.out = self.out, outer
        return called(value.span, (*before, Evaluate(value.span, value))) if before else value

    def type_text(self, node: Node) -> str:
        """A type as written, on one line."""
        text = self.text(node)
        return " ".join(text.split()) if "\n" in text or "  " in text else text

    def qualify(self, name: str) -> str:
        """The full name of what is declared here."""
        return f"{self.prefix}.{name}" if self.prefix else name


_BRACES = frozenset((g.BLOCK, g.CONSTRUCTOR_BODY))


def called(span: Span, statements: tuple[Statement, ...]) -> Call:
    """A block in the place of a value: a lambda without parameters that is called."""
    return Call(span, Lambda(span, (), Block(span, statements)))
